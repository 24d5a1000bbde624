"""Who the issuer says it is: an ID token, believed only when all of it is right (OpenID Connect Core 3.1.3.7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from functions.shared.domain.errors import Refused

ALGORITHMS = ("RS256", "ES256")  # with a key of the issuer's alone: never `none`, never a shared secret
LEEWAY = timedelta(minutes=2)  # by which the issuer's clock and ours may differ

Keys = Mapping[str, Any]  # a JSON Web Key Set (RFC 7517)


@dataclass(frozen=True)
class Identity:
    """`subject` is the issuer's id for the account; `email` is None unless the issuer has verified it."""

    subject: str
    email: str | None = field(repr=False)


def identify(
    token: str, keys: Callable[[bool], Keys], *, issuer: str, client: str, nonce: str, now: datetime
) -> Identity:
    """Whom `token` is about. `keys(True)` asks the issuer anew, once, if its key is not among those we know.

    Raises Refused `sign_in_failed` for a token that is forged, old, of another issuer, client or sign-in.
    """
    # Here, because it takes an eighth of a second to import and only this step needs it.
    from joserfc import jwt
    from joserfc.errors import JoseError

    rules = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=int(LEEWAY.total_seconds()),
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = _signed(token, keys)
        rules.validate(claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Refused("sign_in_failed") from error
    if not isinstance(claims["nonce"], str) or not _meant_for(client, claims):
        raise Refused("sign_in_failed")
    verified = claims.get("email_verified") in (True, "true") and isinstance(claims.get("email"), str)
    return Identity(claims["sub"], claims["email"] if verified else None)


def _signed(token: str, keys: Callable[[bool], Keys]) -> dict[str, Any]:
    """What the token claims, once its signature is right."""
    from joserfc.errors import InvalidKeyIdError, MissingKeyError

    try:
        return _decoded(token, keys(False))
    except (InvalidKeyIdError, MissingKeyError):
        return _decoded(token, keys(True))


def _decoded(token: str, keys: Keys) -> dict[str, Any]:
    from joserfc import jwt
    from joserfc.jwk import KeySet

    return jwt.decode(token, KeySet.import_key_set({"keys": list(keys["keys"])}), algorithms=ALGORITHMS).claims


def _meant_for(client: str, claims: Mapping[str, Any]) -> bool:
    """Where a token is for several, the one it was issued to must be us."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    return bool(claims.get("azp", None if several else client) == client)
