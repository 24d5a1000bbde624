from datetime import datetime

import pytest

from infra.local.bridge import in_utc

MARCH = datetime(2026, 3, 9)  # noqa: DTZ001 - a wall clock's reading


@pytest.mark.parametrize(
    ("there", "zone", "here"),
    [
        ("cron(30 8 * * ? *)", "Asia/Shanghai", "cron(30 0 * * ? *)"),
        ("cron(0 3 * * ? *)", "Asia/Shanghai", "cron(0 19 * * ? *)"),
        ("cron(0 23 * * ? *)", "America/New_York", "cron(0 3 * * ? *)"),
        ("cron(15 12 * * ? *)", "UTC", "cron(15 12 * * ? *)"),
        ("cron(0 16 ? * FRI *)", "Asia/Shanghai", "cron(0 8 ? * FRI *)"),
    ],
)
def test_a_schedule_is_moved_to_utc(there: str, zone: str, here: str) -> None:
    assert in_utc(there, zone, MARCH) == here


@pytest.mark.parametrize(
    ("expression", "zone"),
    [
        ("cron(30 8 ? * MON-FRI *)", "Asia/Shanghai"),
        ("cron(0 7 ? * FRI *)", "Asia/Shanghai"),  # on Thursday in UTC
        ("cron(30 8 * * ? *)", "Asia/Kolkata"),
    ],
)
def test_what_cannot_be_moved_is_refused(expression: str, zone: str) -> None:
    with pytest.raises(ValueError, match="only daily schedules"):
        in_utc(expression, zone, MARCH)
