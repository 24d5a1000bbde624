"""The quicker moto answers as moto does."""

from contextlib import nullcontext
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from tests.faults.updates import straight_away
from tests.lean import lean

NAMES = {f"#{place}": name for place, name in enumerate(("text", "kept", "gone", "sum", "other", "set"))}
VALUES = {":0": {"S": "a"}, ":1": {"S": "b"}, ":2": {"N": "-2.5"}, ":3": {"SS": ["x", "y"]}}
HELD = {"kept": {"S": "k"}, "gone": {"S": "g"}, "sum": {"N": "3"}, "set": {"SS": ["y", "z"]}}
KEY = {"id": {"S": "1"}, "sort": {"S": "b"}}
EXPRESSIONS = (
    "SET #0 = :0, #1 = if_not_exists (#1, :1) REMOVE #2 ADD #3 :2",
    "SET #1 = if_not_exists (#4, :0) ADD #3 :2, #5 :3",
    "SET #0 = #1 REMOVE #2",  # left to moto
    "REMOVE #0, #1 DELETE #5 :3",
)


@pytest.fixture(autouse=True)
def _an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("condition", [None, "attribute_exists (#1)", "attribute_not_exists (#1) OR #1 <> :0"])
def test_updates(expression: str, there: bool, condition: str | None) -> None:
    def play(client: Any) -> Any:
        if there:
            client.put_item(TableName="t", Item=KEY | HELD)
        told = f"{expression} {condition or ''}"
        given: dict[str, Any] = {
            "ExpressionAttributeNames": {name: value for name, value in NAMES.items() if name in told}
        }
        if values := {name: value for name, value in VALUES.items() if name in told}:
            given["ExpressionAttributeValues"] = values
        if condition:
            given["ConditionExpression"] = condition
        return client.update_item(
            TableName="t", Key=KEY, UpdateExpression=expression, ReturnValues="ALL_NEW", **given
        ).get("Attributes")

    assert _answers(play, quick=True) == _answers(play, quick=False)


def test_a_transaction_that_is_refused_leaves_nothing() -> None:
    def play(client: Any) -> Any:
        client.put_item(TableName="t", Item=KEY | HELD)
        other = KEY | {"sort": {"S": "c"}}
        client.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": "t", "Item": other}},
                {"Put": {"TableName": "t", "Item": KEY, "ConditionExpression": "attribute_not_exists(id)"}},
            ]
        )

    assert "ConditionalCheckFailed" in str(_answers(play, quick=True))
    assert _answers(play, quick=True) == _answers(play, quick=False)


def test_queries_of_a_partition_and_of_an_index() -> None:
    def play(client: Any) -> Any:
        for number in range(6):
            item = {"id": {"S": str(number % 2)}, "sort": {"S": str(number)}, "sum": {"N": str(number)}}
            client.put_item(TableName="t", Item=item | ({"text": {"S": "a"}} if number > 2 else {}))
        values = {":0": {"S": "1"}, ":1": {"S": "a"}, ":2": {"N": "3"}}
        return [
            client.query(
                TableName="t", KeyConditionExpression="id = :0", ExpressionAttributeValues=_only(values, ":0")
            ),
            client.query(
                TableName="t",
                IndexName="by_text",
                KeyConditionExpression="#t = :1 AND #s > :2",
                ExpressionAttributeNames={"#t": "text", "#s": "sum"},
                ExpressionAttributeValues=_only(values, ":1", ":2"),
            ),
        ]

    assert _answers(play, quick=True) == _answers(play, quick=False)


def _only(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _answers(play: Any, *, quick: bool) -> Any:
    """What a client hears, and what the table holds after it."""
    with mock_aws(), lean() if quick else nullcontext(), straight_away() if quick else nullcontext():
        client: Any = boto3.client("dynamodb", "us-east-1")
        client.create_table(
            TableName="t",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "sort", "KeyType": "RANGE"}],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": kind}
                for name, kind in (("id", "S"), ("sort", "S"), ("text", "S"), ("sum", "N"))
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "by_text",
                    "KeySchema": [
                        {"AttributeName": "text", "KeyType": "HASH"},
                        {"AttributeName": "sum", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        try:
            heard = play(client)
        except ClientError as error:
            heard = error.response["Error"], error.response.get("CancellationReasons")
        return _plain(heard), _plain(client.scan(TableName="t")["Items"])


def _plain(told: Any) -> Any:
    """Without what is of this one call, and sets in one order."""
    if isinstance(told, dict):
        return {name: _plain(value) for name, value in told.items() if name not in ("ResponseMetadata", "SS")} | (
            {"SS": sorted(told["SS"])} if "SS" in told else {}
        )
    return [_plain(each) for each in told] if isinstance(told, list | tuple) else told
