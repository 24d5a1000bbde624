"""`make rotate-keys`: a new key for codes, links and tokens. The one before stays valid until the next rotation.

First the new key is added, then (once every warm function has read it) it becomes the one that signs. Between the two
it waits; interrupted, run it again and it goes on. Links and forms signed with the key before the last one end then.
"""

import argparse
import json
import os
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import Any

import boto3

FRESH_SECONDS = 330  # functions read the secret every 300 s


def rotate(client: Any, secret_id: str, wait_seconds: float = FRESH_SECONDS) -> str:
    """Add a key, wait, let it sign; answers with its name."""
    held = _read(client, secret_id)
    names = [name for name in held if name != "current"]
    waiting = names[names.index(held["current"]) + 1 :]
    name = waiting[-1] if waiting else f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
    if not waiting:
        kept = {"current": held["current"], held["current"]: held[held["current"]]}
        _write(client, secret_id, kept | {name: secrets.token_urlsafe(48)})
        print(f"Added {name}; it signs in {wait_seconds:.0f} s, when every function knows it.")
    time.sleep(wait_seconds)
    _write(client, secret_id, _read(client, secret_id) | {"current": name})
    print(f"{name} signs now; {held['current']} is still honoured until the next rotation.")
    return name


def _read(client: Any, secret_id: str) -> dict[str, str]:
    return dict(json.loads(client.get_secret_value(SecretId=secret_id)["SecretString"]))


def _write(client: Any, secret_id: str, held: dict[str, str]) -> None:
    client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(held))


def main() -> int:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--wait", type=float, default=FRESH_SECONDS, help="seconds before the new key signs")
    rotate(boto3.client("secretsmanager"), os.environ["SECRET_KEYS"], arguments.parse_args().wait)
    return 0


if __name__ == "__main__":
    sys.exit(main())
