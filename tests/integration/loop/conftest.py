"""The county with all its rooms on moto."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from moto import mock_aws
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from functions.shared import aws
from functions.shared.gateways import providers
from functions.shared.tables import directory
from functions.shared.tables.connection import READ_SECONDS
from functions.shared.tables.directory import DirectoryRow
from functions.shared.tables.directory_items import contact_kind
from infra.directory.rows import rows
from tests.builders import NOON
from tests.county import COUNTY
from tests.lean import lean
from tests.tables import make

from .people import Liaison
from .world import REGION, Cloud, World, deployed

KEYS = {"current": "first", "first": "a key for tests alone, of sixty-four characters or more, as it is"}
SETTINGS = {
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "STAGE": "local",
    "COUNTY": "jiang",
    "SENDER": "蒲公英 <pgy@pgy.example>",
    "PUBLIC_URL": "http://pgy.example",
    "SMS_ADDRESS": "pgy.example",
    "SMS_REPLIES": "on",
    "SMS_DAY_MOST": "3000",
    "SMS_MONTH_FEN": "200000",
    "SMS_PRICE_FEN": "5",
    "TRUST_FORWARDED": "0",
    "BUCKET_INCOMING": "incoming",
    "BUCKET_PHOTOS": "photos",
    "DATA_LICENCE": "CC BY 4.0",
    "DATA_SINCE": "2026-01",
    "SECRET_KEYS": "keys",
    "POWERTOOLS_SERVICE_NAME": "test",
}


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    """An account with the tables of infra/tables and a directory, made once for the tests of a file."""
    with pytest.MonkeyPatch.context() as patch, mock_aws(), lean():
        for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        aws.forget()
        providers.forget()
        directory.forget()
        client = aws.client("dynamodb", READ_SECONDS)
        for name, value in make(client, "test").items():
            patch.setenv(name, value)
        with DirectoryRow.batch_write() as batch:
            for row in rows(COUNTY):
                batch.save(row)
        aws.client("secretsmanager").create_secret(Name="keys", SecretString=json.dumps(KEYS))
        aws.client("ses").verify_email_identity(EmailAddress="pgy@pgy.example")
        for bucket in ("incoming", "photos"):
            aws.client("s3").create_bucket(Bucket=bucket)
        yield deployed(client)
    aws.forget()
    directory.forget()


@pytest.fixture
def tables(cloud: Cloud) -> Iterator[Any]:
    """The tables, empty but for the directory; answers with a DynamoDB client for looking behind the scenes."""
    yield cloud.dynamodb
    for name, table in get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][REGION].tables.items():
        if name != "test-directory":
            table.items.clear()


@pytest.fixture
def liaison(cloud: Cloud) -> Iterator[Liaison]:
    """Lets a test change the water bureau's liaison; afterwards all is as it was."""
    row = DirectoryRow.get(contact_kind("water_bureau"), "liaison")

    def change(**changed: Any) -> None:
        DirectoryRow(row.kind, row.id, order=row.order, data=row.data | changed).save()
        directory.forget()

    yield change
    change()


@pytest.fixture
def world(cloud: Cloud, tables: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The small county of tests/county.py on a Monday at noon."""
    with time_machine.travel(NOON, tick=False) as clock:
        made = World(cloud, clock)
        monkeypatch.setenv("TOPIC_FACTS", made.facts)
        monkeypatch.setenv("TOPIC_ALERTS", made.alerts)
        monkeypatch.setenv("QUEUE_RELAY_DEAD", made.queues["relay-dead"])
        monkeypatch.setenv("QUEUE_DIGESTS", made.queues["digests"])
        monkeypatch.setenv("QUEUE_FOLLOWS", made.queues["follows"])
        monkeypatch.setenv("QUEUE_REPLIES", made.queues["replies"])
        monkeypatch.setenv("QUEUE_DELIVERY", made.queues["delivery"])
        yield made
        made.forget()
