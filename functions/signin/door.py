"""From the issuer's word to a session of ours, and out again."""

import hmac
from datetime import timedelta

from functions.shared.domain.errors import Refused
from functions.shared.domain.staff import Staff
from functions.shared.edge import http, staff_session, tokens
from functions.shared.edge.clock import now, outside
from functions.shared.edge.config import public_url
from functions.shared.edge.visit import Visit
from functions.shared.gateways import issuer
from functions.shared.gateways.keys import keys
from functions.shared.tables import directory, sessions
from functions.signin import attempt
from functions.signin.identity import identify
from functions.signin.recognize import recognize

COOKIE = "signing_in"
LIVES = timedelta(minutes=10)


def back() -> str:
    """Where the issuer sends browsers to, registered there."""
    return public_url("/signin/back")


def begin(target: str) -> tuple[str, str]:
    """The issuer's address for a new attempt, and the cookie that remembers it."""
    made = attempt.begin(target)
    address = issuer.authorization(state=made.state, nonce=made.nonce, challenge=made.challenge, back=back())
    value = tokens.pass_for(keys(), "sign in", made.written(), now(), LIVES)
    return address, http.door_cookie(COOKIE, value, "/signin")


def finish(here: Visit) -> tuple[Staff, str, list[str]]:
    """Who has come back from the issuer, where they wanted to go, and their cookies; the session before ends.

    Raises Refused `sign_in_failed` for what this browser hasn't begun, `no_role`, `issuer_away`.
    """
    begun = tokens.subject_of(keys(), "sign in", here.cookies.get(COOKIE, ""), now())
    made = attempt.read(begun) if begun else None
    state, code = here.query.get("state", ""), here.query.get("code", "")
    if made is None or not code or not hmac.compare_digest(state.encode(), made.state.encode()):
        raise Refused("sign_in_failed")
    token = issuer.id_token(code, verifier=made.verifier, back=back())
    who = identify(token, issuer.keys, issuer=issuer.name(), client=issuer.client(), nonce=made.nonce, now=outside())
    staff = recognize(who.subject, who.email, directory.staff())
    sessions.end(staff_session.secret(here))
    cookies = [*staff_session.cookies(sessions.create(staff.id, now())), http.no_cookie(COOKIE, "/signin")]
    return staff, made.target, cookies


def leave(here: Visit) -> list[str]:
    """End the session; answers with what takes its cookies away. Raises Refused `cross_site` or `form_expired`."""
    staff_session.same_site(here)
    staff_session.read(keys(), here, "sign_out", "", now())
    sessions.end(staff_session.secret(here))
    return staff_session.no_cookies()
