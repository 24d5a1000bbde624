"""A proof of work by ALTCHA's protocol, version 2: a browser counts until a derived key begins as it should.

The library is imported only when a proof is asked for or brought. It takes the same proof as often as it comes: who
used it must be recorded (functions/shared/tables/limits.py, `use_once`). Source: https://altcha.org/docs/v2/proof-of-work/
"""

import hmac
import json
import secrets
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

ALGORITHM = "PBKDF2/SHA-256"  # every browser has it built in
ROUNDS = 1000  # of a key's derivation: 0.3 ms on a computer
FEWEST, MOST = 300, 600  # derivations until it is found: bounded, so that a slow telephone comes to an end too


@dataclass(frozen=True)
class Proof:
    """A good one: the challenge it solves, and until when that may be used."""

    challenge: str
    until: datetime


def challenge(key: bytes, until: datetime) -> str:
    """A challenge as JSON. `until` is by the world's clock, as the library checks it."""
    from altcha import create_challenge

    made = create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=FEWEST + secrets.randbelow(MOST - FEWEST),
        expires_at=until,
        hmac_secret=_secret(key, "challenge"),
        hmac_key_secret=_secret(key, "answer"),
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def read(keys: Iterable[bytes], typed: str) -> Proof | None:
    """The proof in what a form brought, if it is a good one by any of our live keys and of its time."""
    if not typed:
        return None
    from altcha import verify_solution

    try:
        for key in keys:
            if verify_solution(typed, _secret(key, "challenge"), hmac_key_secret=_secret(key, "answer")).verified:
                told = json.loads(b64decode(typed))["challenge"]
                return Proof(told["signature"], datetime.fromtimestamp(told["parameters"]["expiresAt"], UTC))
    except (AttributeError, TypeError):  # the library expects objects where anything may have been sent
        return None
    return None


def _secret(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, f"proof of work: {purpose}".encode(), "sha256")
