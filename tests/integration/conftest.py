"""All of the county's tables as infra/tables describes them, in moto."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.shared import aws
from functions.shared.tables import directory
from tests.lean import lean
from tests.tables import make

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "infra" / "demo"
REGION = "us-east-1"


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The tables, empty; answers with a DynamoDB client for looking behind the scenes."""
    for name, value in {
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws(), lean():
        client: Any = boto3.client("dynamodb", REGION)
        for name, value in make(client, "test").items():
            monkeypatch.setenv(name, value)
        aws.forget()
        directory.forget()
        yield client
    aws.forget()
    directory.forget()
