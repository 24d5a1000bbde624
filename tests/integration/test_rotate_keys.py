"""Rotating the keys: nobody is locked out between, and the key before the last one ends."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.shared.domain.keys import Keys
from functions.shared.edge.tokens import holds, pass_for
from infra.tools.rotate_keys import rotate

NOON = datetime(2026, 3, 9, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        client: Any = boto3.client("secretsmanager", "us-east-1")
        client.create_secret(Name="keys", SecretString=json.dumps({"current": "first", "first": "x" * 64}))
        yield client


def held(client: Any) -> Keys:
    told = json.loads(client.get_secret_value(SecretId="keys")["SecretString"])
    return Keys(told.pop("current"), {name: key.encode() for name, key in told.items()})


def test_what_was_signed_before_is_honoured_until_the_next_rotation(secrets: Any) -> None:
    link = pass_for(held(secrets), "order", "6000000001", NOON, DAY)
    rotate(secrets, "keys", wait_seconds=0)
    assert holds(held(secrets), "order", "6000000001", link, NOON)
    assert held(secrets).current != "first"
    rotate(secrets, "keys", wait_seconds=0)
    assert not holds(held(secrets), "order", "6000000001", link, NOON)
    assert len(held(secrets).named) == 2


def test_a_rotation_that_was_interrupted_goes_on_with_the_same_key(
    secrets: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as waiting:
        waiting.setattr("infra.tools.rotate_keys.time.sleep", interrupt)
        with pytest.raises(KeyboardInterrupt):
            rotate(secrets, "keys")
    assert held(secrets).current == "first", "until every function knows the new key, the old one signs"
    (added,) = held(secrets).named.keys() - {"first"}
    assert rotate(secrets, "keys", wait_seconds=0) == added
    assert held(secrets).current == added
