"""All of the county's tables as infra/tables describes them, in moto."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from moto import mock_aws

from functions.shared import aws
from functions.shared.tables import directory

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "infra" / "demo"
REGION = "us-east-1"
SETTINGS = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")


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
    with mock_aws():
        client: Any = boto3.client("dynamodb", REGION)
        for name, properties in described().items():
            monkeypatch.setenv(f"TABLE_{name.upper()}", f"test-{name}")
            wanted = {setting: properties[setting] for setting in SETTINGS if setting in properties}
            if stream := properties.get("StreamSpecification"):
                wanted["StreamSpecification"] = stream | {"StreamEnabled": True}
            client.create_table(TableName=f"test-{name}", **wanted)
        aws.forget()
        directory.forget()
        yield client
    aws.forget()
    directory.forget()


def described() -> dict[str, dict[str, Any]]:
    """Each table's properties in infra/tables, by the name of its file."""
    found = {}
    for path in sorted((ROOT / "infra" / "tables").glob("*.yml")):
        resources = yaml.safe_load(path.read_text("utf-8"))["Resources"].values()
        (found[path.stem],) = (each["Properties"] for each in resources if each["Type"] == "AWS::DynamoDB::Table")
    return found
