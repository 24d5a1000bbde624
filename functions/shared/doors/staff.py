"""The door of the staff's rooms: whoever has signed in, as the directory knows them now."""

from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause
from functions.shared.domain.staff import Staff
from functions.shared.edge import staff_session, tokens
from functions.shared.edge.clock import now
from functions.shared.edge.visit import Visit
from functions.shared.gateways.keys import keys
from functions.shared.tables import directory, sessions


def admit(here: Visit) -> Staff:
    """Guards every page of the desk. Raises Refused `sign_in`, or `cross_site` for another site's form."""
    staff = signed_in(here)
    if here.method not in ("GET", "HEAD"):
        staff_session.same_site(here)
    return staff


def signed_in(here: Visit) -> Staff:
    """Read anew each time, so that a role that is taken away ends at once. Raises Refused `sign_in`."""
    try:
        return directory.staff_member(sessions.staff_of(staff_session.secret(here), now()))
    except Refused:
        raise Refused("sign_in") from None


def token(here: Visit, purpose: str, subject: str = "") -> str:
    """For the field `token` of the form that does `purpose` to `subject`, in this session."""
    return staff_session.token(keys(), here, purpose, subject, now())


def form(here: Visit, purpose: str, subject: str = "") -> tokens.FormToken:
    """The token that came with the form. Raises Refused `form_expired`, for another session's too."""
    return staff_session.read(keys(), here, purpose, subject, now())


def cause(here: Visit, purpose: str, subject: str = "", **content: str) -> Cause:
    """This press of the form's button, and what was typed. Raises Refused `form_expired` as `form` does."""
    return form(here, purpose, subject).cause(purpose, **content)
