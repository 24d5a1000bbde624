"""The OpenID Connect issuer that staff sign in at: where it is, and what only a server may ask it.

Its addresses come from its discovery document, which may lie elsewhere than the issuer's name says.
"""

import json
import os
import time
from typing import Any
from urllib.parse import urlencode

import urllib3

from functions.shared.domain.errors import Refused

_FRESH_SECONDS = 3600.0
_LARGEST = 256 * 1024  # bytes
_http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=2, read=5), retries=False)
_kept: dict[str, tuple[float, Any]] = {}  # by address: until when (monotonic), and what was said


def name() -> str:
    """The `iss` of its tokens."""
    return os.environ["SIGNIN_ISSUER"]


def client() -> str:
    """Whom it knows us as."""
    return os.environ["SIGNIN_CLIENT"]


def authorization(*, state: str, nonce: str, challenge: str, back: str) -> str:
    """Where a browser goes to sign in; it comes back to `back` with a code."""
    asked = {
        "response_type": "code",
        "client_id": client(),
        "redirect_uri": back,
        "scope": "openid email",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return _with(_about()["authorization_endpoint"], asked)


def id_token(code: str, *, verifier: str, back: str) -> str:
    """The ID token for a code. Raises Refused `sign_in_failed` if the issuer won't have it, `issuer_away` if it is."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": client(),
        "code_verifier": verifier,
    }
    said = _ask("POST", _about()["token_endpoint"], body=urlencode(fields))
    if not isinstance(said.get("id_token"), str):
        raise Refused("sign_in_failed")
    return str(said["id_token"])


def keys(anew: bool) -> dict[str, Any]:
    """The keys it signs with, as a JSON Web Key Set; kept for an hour unless asked for anew."""
    return _read(_about()["jwks_uri"], anew=anew)


def leaving(back: str) -> str | None:
    """Where a browser goes to sign out there too; None if the issuer has no such page."""
    address = _about().get("end_session_endpoint")
    # The second is the standard's (OpenID Connect RP-Initiated Logout), the third Cognito's.
    return (
        _with(address, {"client_id": client(), "post_logout_redirect_uri": back, "logout_uri": back})
        if address
        else None
    )


def forget() -> None:
    """Ask everything anew."""
    _kept.clear()


def _about() -> dict[str, Any]:
    said = _read(os.environ["SIGNIN_DISCOVERY"])
    if said.get("issuer") != name():
        raise Refused("issuer_away")
    return said


def _read(address: str, *, anew: bool = False) -> dict[str, Any]:
    until, said = _kept.get(address, (0.0, {}))
    if anew or time.monotonic() >= until:
        said = _ask("GET", address)
        _kept[address] = (time.monotonic() + _FRESH_SECONDS, said)
    return dict(said)


def _ask(method: str, address: str, body: str | None = None) -> dict[str, Any]:
    headers = {"Accept": "application/json"} | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
    try:
        answer = _http.request(method, address, body=body, headers=headers, redirect=False, preload_content=False)
        content = answer.read(_LARGEST, decode_content=True)
        answer.release_conn()
    except urllib3.exceptions.HTTPError as error:
        raise Refused("issuer_away") from error
    if 400 <= answer.status < 500 and body:
        raise Refused("sign_in_failed")
    try:
        said = json.loads(content) if answer.status == 200 else None
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Refused("issuer_away")
    return said


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
