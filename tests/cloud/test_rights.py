"""The rights that the local cloud enforces, tried with a function's own role: what must be refused is refused."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.aws import REGION
from infra.local.cloud import LocalCloud


def as_function(cloud: LocalCloud, function: str, service: str) -> Any:
    """A client with the rights of `function`'s role."""
    role = cloud.client("lambda").get_function_configuration(FunctionName=f"dandelion-local-{function}")["Role"]
    given = cloud.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    session = boto3.Session(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], REGION)
    return session.client(service, endpoint_url=cloud.endpoint)  # type: ignore[call-overload]


def refused(error: ClientError) -> bool:
    return "AccessDenied" in error.response["Error"]["Code"] or "AuthorizationError" in error.response["Error"]["Code"]


def test_delivery_may_read_a_telephone_and_no_more(cloud: LocalCloud) -> None:
    dynamodb = as_function(cloud, "delivery", "dynamodb")
    key = {"request_id": {"S": "1"}, "sort": {"S": "PERSON"}}
    table = cloud.environment["TABLE_PRIVATE"]
    dynamodb.get_item(TableName=table, Key=key, ProjectionExpression="request_id, sort, telephone")
    for projection in ({}, {"ProjectionExpression": "telephone, place"}):
        with pytest.raises(ClientError) as caught:
            dynamodb.get_item(TableName=table, Key=key, **projection)
        assert refused(caught.value)


def test_delivery_may_text_a_number_and_publish_to_no_topic(cloud: LocalCloud) -> None:
    sns = as_function(cloud, "delivery", "sns")
    sns.publish(PhoneNumber="+8615400008888", Message="【蒲公英】试一试")
    for topic in ("TOPIC_FACTS", "TOPIC_ALERTS"):
        with pytest.raises(ClientError) as caught:
            sns.publish(TopicArn=cloud.environment[topic], Message="{}")
        assert refused(caught.value)


@pytest.mark.parametrize(
    "function",
    [
        "results_pages",
        "results_publish",
        "digests_send",
        "digests_plan",
        "digests",
        "digests_stop",
        "assets",
        "posters",
        "follows",
        "follows_send",
        "programmes",
    ],
)
def test_who_has_no_business_with_persons_cannot_read_them(cloud: LocalCloud, function: str) -> None:
    dynamodb = as_function(cloud, function, "dynamodb")
    with pytest.raises(ClientError) as caught:
        dynamodb.get_item(
            TableName=cloud.environment["TABLE_PRIVATE"], Key={"request_id": {"S": "1"}, "sort": {"S": "PERSON"}}
        )
    assert refused(caught.value)


def test_the_results_pages_cannot_read_requests(cloud: LocalCloud) -> None:
    dynamodb = as_function(cloud, "results_pages", "dynamodb")
    with pytest.raises(ClientError) as caught:
        dynamodb.query(
            TableName=cloud.environment["TABLE_REQUESTS"],
            KeyConditionExpression="request_id = :id",
            ExpressionAttributeValues={":id": {"S": "1"}},
        )
    assert refused(caught.value)


def test_the_results_pages_read_public_programmes_and_no_fact_of_any(cloud: LocalCloud) -> None:
    dynamodb = as_function(cloud, "results_pages", "dynamodb")
    table = cloud.environment["TABLE_PROGRAMMES"]
    asked = {"KeyConditionExpression": "#key = :key", "ExpressionAttributeValues": {":key": {"S": "yes"}}}
    dynamodb.query(TableName=table, IndexName="by_public", ExpressionAttributeNames={"#key": "public"}, **asked)
    for index in ({}, {"IndexName": "by_community"}):
        name = "community" if index else "programme_id"
        with pytest.raises(ClientError) as caught:
            dynamodb.query(TableName=table, ExpressionAttributeNames={"#key": name}, **index, **asked)
        assert refused(caught.value)
