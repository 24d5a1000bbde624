"""What a provider gave us to know each other by: a JSON object in Secrets Manager."""

import json
import os
import time
from typing import Any

from functions.shared.aws import client

_FRESH_SECONDS = 300.0
_held: dict[str, tuple[float, dict[str, Any]]] = {}  # by its id: when read (monotonic), and what it says


def secret(variable: str) -> dict[str, Any]:
    """The secret whose id the environment variable `variable` holds, read again every five minutes so that a change
    reaches warm functions."""
    name = os.environ[variable]
    read_at, said = _held.get(name, (0.0, {}))
    if not said or time.monotonic() - read_at > _FRESH_SECONDS:
        said = json.loads(client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
        _held[name] = (time.monotonic(), said)
    return said


def forget() -> None:
    """Read everything anew."""
    _held.clear()
