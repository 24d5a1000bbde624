"""What holds for personal data, asserted on what would be deployed."""

from typing import Any

from tests.structure.templates import Template, allowed, functions, listed, named, of_type, statements

CHANGES = {"dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:UpdateItem"}


def touching(template: Template, table: str) -> dict[str, set[str]]:
    """Which actions each role may do to `table`."""
    found: dict[str, set[str]] = {}
    for name in of_type(template, "IAM::Role"):
        actions = {action for action, resource in allowed(template, name) if resource == table}
        if actions:
            found[name] = actions
    return found


def test_nobody_takes_a_look_or_an_erasure_back(template: Template) -> None:
    for actions in touching(template, "AccessLogTable").values():
        assert not actions & CHANGES
    for actions in touching(template, "ErasuresTable").values():
        assert not actions & {"dynamodb:DeleteItem", "dynamodb:BatchWriteItem"}


def test_the_privacy_room_alone_erases(template: Template) -> None:
    erasing = {name for name, actions in touching(template, "PrivateTable").items() if "dynamodb:DeleteItem" in actions}
    assert erasing == {"PrivacyRole", "PrivacySweepRole"}


def test_the_sweep_reads_nothing_of_what_it_erases(template: Template) -> None:
    reading: list[dict[str, Any]] = [
        statement
        for role, statement in statements(template)
        if role == "PrivacySweepRole"
        and any(named(it) == "PrivateTable" for it in listed(statement["Resource"]))
        and listed(statement["Action"]) != ["dynamodb:DeleteItem"]
    ]
    assert [statement["Action"] for statement in reading] == [["dynamodb:Query"]]
    attributes = reading[0]["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"]
    assert set(attributes) == {"request_id", "sort", "telephone_key"}
    assert reading[0]["Condition"]["StringEqualsIfExists"] == {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}


def test_the_room_reads_no_address_of_a_follower(template: Template) -> None:
    for role in ("PrivacyRole", "PrivacySweepRole"):
        reading = [
            statement
            for name, statement in statements(template)
            if name == role
            and any(named(it) == "FollowsTable" for it in listed(statement["Resource"]))
            and listed(statement["Action"]) != ["dynamodb:DeleteItem"]
        ]
        assert [statement["Action"] for statement in reading] == [["dynamodb:Query"]]
        attributes = reading[0]["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"]
        assert set(attributes) == {"subject", "follow_id"}
        assert reading[0]["Condition"]["StringEqualsIfExists"] == {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}


def test_the_page_promises_what_the_sweep_keeps(template: Template) -> None:
    told = {
        name: it["Environment"]["Variables"]["RETENTION_DAYS"]
        for name, it in functions(template).items()
        if "RETENTION_DAYS" in it["Environment"]["Variables"]
    }
    assert told == {"intake": "60", "privacy_sweep": "60"}


def test_the_sweep_starts_in_the_countys_night(template: Template) -> None:
    schedule = of_type(template, "Scheduler::Schedule")["PrivacySchedule"]
    assert schedule["ScheduleExpression"] == "cron(0 3 * * ? *)"
    assert schedule["ScheduleExpressionTimezone"] == "Asia/Shanghai"
    assert named(schedule["Target"]["Arn"]) == "PrivacySweepLambdaFunction"
