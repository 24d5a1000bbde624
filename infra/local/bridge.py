"""What the emulator drops or can't do, done by API after each deployment. Here only: the template speaks to AWS.

Left as it is: time to live. It would go by the real clock and delete what has not expired by the clock set here.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from infra.local.aws import client

# A record that raises would be tried again for ever and hold up every other room; AWS keeps it for 24 hours.
RECORD_AGE = 60  # seconds
_WEEKDAYS = {"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"}


def bridge(endpoint: str, template: Mapping[str, Any]) -> None:
    """Make the deployed stack behave as `template` (the packaged one) says it should."""
    resources = template["Resources"].values()
    for resource in resources:
        if resource["Type"] == "AWS::Scheduler::Schedule" and _has_hours(resource["Properties"]):
            _schedule_in_utc(endpoint, resource["Properties"])
    _limit_record_age(endpoint)
    _allow_email(endpoint)


def in_utc(expression: str, zone: str, now: datetime) -> str:
    """A `cron(…)` expression of `zone`, daily or of one weekday, as the same moments in UTC, the emulator's one zone.

    >>> in_utc("cron(30 8 * * ? *)", "Asia/Shanghai", datetime(2026, 3, 9))
    'cron(30 0 * * ? *)'
    """
    minute, hour, day, month, weekday, year = expression.removeprefix("cron(").removesuffix(")").split()
    offset = now.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    whole = offset is not None and not offset.total_seconds() % 3600
    moved = int(hour) - int(offset.total_seconds()) // 3600 if offset is not None else 0
    daily = (day, month, weekday, year) == ("*", "*", "?", "*")
    weekly = (day, month, year) == ("?", "*", "*") and weekday in _WEEKDAYS and 0 <= moved < 24
    if not whole or not (daily or weekly):
        raise ValueError(f"{expression} in {zone}: only daily schedules, those of one weekday that stay on it in UTC")
    return f"cron({minute} {moved % 24} {day} * {weekday} *)"


def _has_hours(wanted: Mapping[str, Any]) -> bool:
    """`rate(1 minute)` is the same in every zone."""
    return not str(wanted["ScheduleExpression"]).startswith("rate(")


def _schedule_in_utc(endpoint: str, wanted: Mapping[str, Any]) -> None:
    scheduler = client("scheduler", endpoint)
    there = scheduler.get_schedule(Name=wanted["Name"])
    expression = in_utc(wanted["ScheduleExpression"], wanted["ScheduleExpressionTimezone"], datetime.now())  # noqa: DTZ005
    scheduler.update_schedule(
        Name=wanted["Name"],
        ScheduleExpression=expression,
        ScheduleExpressionTimezone="UTC",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={name: there["Target"][name] for name in ("Arn", "RoleArn")},
    )


def _limit_record_age(endpoint: str) -> None:
    functions = client("lambda", endpoint)
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        if ":dynamodb:" in mapping["EventSourceArn"]:
            functions.update_event_source_mapping(UUID=mapping["UUID"], MaximumRecordAgeInSeconds=RECORD_AGE)


def _allow_email(endpoint: str) -> None:
    """The emulator lets only `*` send emails; the template names the sender's identity."""
    iam = client("iam", endpoint)
    statement = {"Effect": "Allow", "Action": "ses:SendRawEmail", "Resource": "*"}
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        if "send_email" in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            iam.put_role_policy(RoleName=name, PolicyName="send_email_here", PolicyDocument=document)
