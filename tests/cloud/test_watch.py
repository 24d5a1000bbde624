"""The trial of the front door and the watchdog, with the rights that they really have."""

import json
from typing import Any

from infra.local.cloud import LocalCloud
from infra.tools.verify_tables import verify
from tests.desk import at_the_tables_of


def invoked(cloud: LocalCloud, function: str) -> dict[str, Any]:
    answer = cloud.client("lambda").invoke(FunctionName=f"dandelion-local-{function}", Payload=b"{}")
    said = answer["Payload"].read()
    assert "FunctionError" not in answer, said
    return dict(json.loads(said))


def test_a_trial_comes_through_the_front_door_and_leaves_one_fact(cloud: LocalCloud) -> None:
    code = invoked(cloud, "canary")["request_id"]
    kept = cloud.client("dynamodb").query(
        TableName=cloud.environment["TABLE_REQUESTS"],
        KeyConditionExpression="request_id = :code",
        ExpressionAttributeValues={":code": {"S": code}},
    )["Items"]
    assert [item["sort"]["S"] for item in kept] == ["FACT#0001"]
    with at_the_tables_of(cloud.environment):
        assert code in {request.id for request in verify().requests}


def test_the_watchdog_may_look_at_what_it_watches(cloud: LocalCloud) -> None:
    seen = invoked(cloud, "watchdog")
    assert set(seen) == {"overdue_seconds", "pending_seconds", "calendar_missing"}
    assert seen["calendar_missing"] == 0
