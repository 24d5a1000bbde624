"""The keys behind codes, links and tokens, from Secrets Manager: `{"current": "b", "a": "…", "b": "…"}`."""

import json
import os
import time

from functions.shared.aws import client
from functions.shared.domain.keys import Keys

_FRESH_SECONDS = 300.0
_held: tuple[float, Keys] | None = None


def keys() -> Keys:
    """The live keys, read again every five minutes so that a rotation reaches warm functions."""
    global _held
    if _held is None or time.monotonic() - _held[0] > _FRESH_SECONDS:
        _held = (time.monotonic(), _read())
    return _held[1]


def _read() -> Keys:
    secret = json.loads(client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET_KEYS"])["SecretString"])
    current = secret.pop("current")
    return Keys(current, {name: value.encode() for name, value in secret.items()})
