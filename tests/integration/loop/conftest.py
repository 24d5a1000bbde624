"""The county with all its rooms on moto, and the world around them: topics, queues, texts, emails, one clock."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
import time_machine
from moto import mock_aws
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from functions.delivery import handler as delivery
from functions.digests import plan_handler, send_handler
from functions.dispatch import handler as dispatch
from functions.intake import handler as intake
from functions.relay import handler as relay
from functions.response import handler as response
from functions.results import pages_handler, publish_handler
from functions.shared import aws
from functions.shared.domain.request import Request
from functions.shared.tables import directory, requests
from functions.shared.tables.connection import READ_SECONDS
from functions.shared.tables.directory import DirectoryRow
from functions.verification import handler as verification
from infra.directory.rows import rows
from tests.builders import NOON
from tests.county import COUNTY
from tests.http_client import Browser

from ..conftest import described

REGION = "us-east-1"
KEYS = {"current": "first", "first": "a key for tests alone, of sixty-four characters or more, as it is"}
CREATED_WITH = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")
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
    "TRUST_FORWARDED": "0",
    "SECRET_KEYS": "keys",
    "POWERTOOLS_SERVICE_NAME": "test",
}
DOORS = {
    "/": intake.main,
    "/u": response.main,
    "/r": verification.main,
    "/results": pages_handler.main,
}
HEARD_BY_RESULTS = {"name": ["VerdictGiven", "Reopened"]}


class World:
    """All of it. `settle` lets everything that is under way arrive, as the streams and queues would."""

    def __init__(self, dynamodb: Any, clock: Any) -> None:
        self.dynamodb = dynamodb
        self._clock = clock
        self._sns, self._sqs = aws.client("sns"), aws.client("sqs")
        self._relayed: set[tuple[str, str]] = set()
        self.facts, self.alerts = (self._sns.create_topic(Name=name)["TopicArn"] for name in ("facts", "alerts"))
        self.queues = {
            name: self._sqs.create_queue(QueueName=name)["QueueUrl"]
            for name in ("dispatch", "results", "delivery", "digests", "relay-dead", "facts-heard", "alerts-heard")
        }
        for topic, queue, policy in (
            (self.facts, "dispatch", None),
            (self.facts, "results", HEARD_BY_RESULTS),
            (self.facts, "facts-heard", None),
            (self.alerts, "delivery", None),
            (self.alerts, "alerts-heard", None),
        ):
            attributes = {"RawMessageDelivery": "true"} | ({"FilterPolicy": json.dumps(policy)} if policy else {})
            arn = f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT_ID}:{queue}"
            self._sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=attributes)

    def browser(self, **who: str) -> Browser:
        return Browser(DOORS, **who)

    def later(self, passed: timedelta) -> None:
        self._clock.shift(passed)

    def until(self, at: datetime) -> None:
        self._clock.move_to(at, tick=False)

    def settle(self) -> None:
        """Streams, topics and queues, until nothing moves."""
        while self._relay() or self._work():
            pass

    def received(self, queue: str) -> list[dict[str, Any]]:
        """The messages that stand in `queue`, taken out of it."""
        found: list[dict[str, Any]] = []
        while messages := self._receive(queue):
            found += messages
            for message in messages:
                self._delete(queue, message)
        return found

    def bodies(self, queue: str) -> list[dict[str, Any]]:
        return [json.loads(message["Body"]) for message in self.received(queue)]

    def hand(self, main: Any, *bodies: Any) -> list[int]:
        """Give a queue's handler these messages; answers with the places of those that failed."""
        records = [_record(str(place), body) for place, body in enumerate(bodies)]
        try:
            answer = main({"Records": records}, None)
        except Exception as error:
            if type(error).__name__ != "BatchProcessingError":
                raise
            return list(range(len(bodies)))
        return [int(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]]

    def plan_digests(self) -> int:
        return plan_handler.main({}, None)["units"]

    def images(self, request_id: str | None = None) -> list[dict[str, Any]]:
        """The facts' items, as the stream shows them."""
        found = self.dynamodb.scan(TableName="test-requests")["Items"]
        facts = [item for item in found if item["sort"]["S"].startswith("FACT#")]
        chosen = [item for item in facts if request_id in (None, item["request_id"]["S"])]
        return sorted(chosen, key=lambda item: (item["at"]["S"], item["sort"]["S"]))

    def items(self, table: str) -> list[dict[str, Any]]:
        return list(self.dynamodb.scan(TableName=f"test-{table}")["Items"])

    def request(self, code: str) -> Request:
        return requests.load(code)

    def texts(self) -> list[tuple[str, str]]:
        """The text messages sent so far: number and words."""
        return list(get_backend("sns")[DEFAULT_ACCOUNT_ID][REGION].sms_messages.values())

    def emails(self) -> list[EmailMessage]:
        """The emails sent so far."""
        return [message_from_string(sent.raw_data, policy=default) for sent in self._emails()]

    def _emails(self) -> list[Any]:
        found: list[Any] = get_backend("ses")[DEFAULT_ACCOUNT_ID][REGION].sent_messages
        return found

    def forget(self) -> None:
        """Whatever was sent, by whatever way."""
        for queue in self.queues:
            self.received(queue)
        get_backend("sns")[DEFAULT_ACCOUNT_ID][REGION].sms_messages.clear()
        self._emails().clear()

    def _relay(self) -> bool:
        new = [item for item in self.images() if (item["request_id"]["S"], item["sort"]["S"]) not in self._relayed]
        if new:
            relay.main({"Records": [stream_record(item) for item in new]}, None)
            self._relayed |= {(item["request_id"]["S"], item["sort"]["S"]) for item in new}
        return bool(new)

    def _work(self) -> bool:
        worked = False
        for queue, main in (
            ("dispatch", dispatch.main),
            ("results", publish_handler.main),
            ("delivery", delivery.main),
            ("digests", send_handler.main),
        ):
            bodies = self.bodies(queue)
            worked = worked or bool(bodies)
            if bodies:
                assert self.hand(main, *bodies) == [], f"{queue} could not handle all of {bodies}"
        return worked

    def _receive(self, queue: str) -> list[dict[str, Any]]:
        answer = self._sqs.receive_message(
            QueueUrl=self.queues[queue], MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        )
        return list(answer.get("Messages", ()))

    def _delete(self, queue: str, message: dict[str, Any]) -> None:
        self._sqs.delete_message(QueueUrl=self.queues[queue], ReceiptHandle=message["ReceiptHandle"])


def stream_record(image: dict[str, Any]) -> dict[str, Any]:
    return {"eventID": "e", "eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": {"NewImage": image}}


def _record(message_id: str, body: Any) -> dict[str, Any]:
    return {
        "messageId": message_id,
        "receiptHandle": message_id,
        "body": body if isinstance(body, str) else json.dumps(body),
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT_ID}:queue",
        "awsRegion": REGION,
    }


@pytest.fixture(scope="module")
def cloud() -> Iterator[Any]:
    """An account with the tables of infra/tables and a directory, made once for the tests of a file."""
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        aws.forget()
        directory.forget()
        client = aws.client("dynamodb", READ_SECONDS)
        for name, properties in described().items():
            patch.setenv(f"TABLE_{name.upper()}", f"test-{name}")
            wanted = {setting: properties[setting] for setting in CREATED_WITH if setting in properties}
            client.create_table(TableName=f"test-{name}", **wanted)
        with DirectoryRow.batch_write() as batch:
            for row in rows(COUNTY):
                batch.save(row)
        aws.client("secretsmanager").create_secret(Name="keys", SecretString=json.dumps(KEYS))
        aws.client("ses").verify_email_identity(EmailAddress="pgy@pgy.example")
        yield client
    aws.forget()
    directory.forget()


@pytest.fixture
def tables(cloud: Any) -> Iterator[Any]:
    """The tables, empty but for the directory; answers with a DynamoDB client for looking behind the scenes."""
    yield cloud
    for name, table in get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][REGION].tables.items():
        if name != "test-directory":
            table.items.clear()


@pytest.fixture
def world(tables: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The small county of tests/county.py on a Monday at noon."""
    with time_machine.travel(NOON, tick=False) as clock:
        made = World(tables, clock)
        monkeypatch.setenv("TOPIC_FACTS", made.facts)
        monkeypatch.setenv("TOPIC_ALERTS", made.alerts)
        monkeypatch.setenv("QUEUE_RELAY_DEAD", made.queues["relay-dead"])
        monkeypatch.setenv("QUEUE_DIGESTS", made.queues["digests"])
        yield made
        made.forget()
