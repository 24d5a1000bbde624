"""The staff's side of a session: its cookie, and forms that are good within it alone."""

from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from functions.shared.domain.errors import Refused
from functions.shared.domain.keys import Keys
from functions.shared.edge import http, tokens
from functions.shared.edge.config import public_url
from functions.shared.edge.visit import Visit

COOKIE = "desk"
PATHS = ("/desk", "/signin")  # nobody else is sent it


def secret(here: Visit) -> str:
    """What the cookie holds; empty if there is none."""
    return here.cookies.get(COOKIE, "")


def cookies(secret: str) -> list[str]:
    """What a browser is given when its session begins; gone when it closes."""
    return [http.door_cookie(COOKIE, secret, path) for path in PATHS]


def no_cookies() -> list[str]:
    return [http.no_cookie(COOKIE, path) for path in PATHS]


def token(keys: Keys, here: Visit, purpose: str, subject: str, now: datetime) -> str:
    """A token for one form of the desk, good within this session alone."""
    return tokens.form_token(keys, f"desk {purpose}", _bound(here, subject), now)


def read(keys: Keys, here: Visit, purpose: str, subject: str, now: datetime) -> tokens.FormToken:
    """The token that came with the form. Raises Refused `form_expired`, for another session's too."""
    return tokens.read_form(keys, f"desk {purpose}", _bound(here, subject), here.form.get("token", ""), now)


def same_site(here: Visit) -> None:
    """Let through only what our own pages have sent, as far as the browser says. Raises Refused `cross_site`."""
    ours = urlsplit(public_url())
    if here.origin and here.origin != f"{ours.scheme}://{ours.netloc}":
        raise Refused("cross_site")
    if here.site not in ("", "same-origin", "none"):
        raise Refused("cross_site")


def _bound(here: Visit, subject: str) -> str:
    # A digest: what is signed can be read by anybody.
    return f"{sha256(b'form ' + secret(here).encode()).hexdigest()[:32]} {subject}"
