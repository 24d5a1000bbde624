from datetime import UTC, date, datetime, timedelta

import pytest

from functions.shared.gateways.time_words import day, duration, moment, month, sms_day, sms_moment

MONDAY = datetime(2026, 3, 9, 10, tzinfo=UTC)  # 18:00 in the county
JUST_AFTER_MIDNIGHT = datetime(2026, 12, 31, 16, 5, tzinfo=UTC)  # 00:05 on 1 January in the county


def test_moment() -> None:
    assert moment(MONDAY, "zh") == "3月9日（星期一）18:00"
    assert moment(MONDAY, "en") == "Monday 9 March, 18:00"
    assert moment(JUST_AFTER_MIDNIGHT, "zh") == "1月1日（星期五）00:05"


def test_day_is_the_countys() -> None:
    assert day(JUST_AFTER_MIDNIGHT, "zh") == "2027年1月1日"
    assert day(date(2026, 3, 9), "en") == "9 March 2026"


def test_month() -> None:
    assert month("2026-03", "zh") == "2026年3月"
    assert month("2026-12", "en") == "December 2026"


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (timedelta(), "不到1分钟", "less than a minute"),
        (timedelta(seconds=59), "不到1分钟", "less than a minute"),
        (timedelta(minutes=1), "1分钟", "1 minute"),
        (timedelta(hours=1), "1小时", "1 hour"),
        (timedelta(hours=3, minutes=20), "3小时20分", "3 hours 20 minutes"),
        (timedelta(days=1, minutes=59), "1天", "1 day"),
        (timedelta(days=2, hours=12, minutes=5), "2天12小时", "2 days 12 hours"),
        (timedelta(minutes=-90), "1小时30分", "1 hour 30 minutes"),
    ],
)
def test_duration(length: timedelta, zh: str, en: str) -> None:
    assert duration(length, "zh") == zh
    assert duration(length, "en") == en


def test_times_in_a_text_message() -> None:
    assert sms_moment(MONDAY, "zh") == "9日18时"
    assert sms_moment(JUST_AFTER_MIDNIGHT, "zh") == "1日00:05"
    assert sms_moment(MONDAY, "en") == "9 Mar 18:00"
    assert sms_day(MONDAY, "zh") == "3月9日"
    assert sms_day(MONDAY, "en") == "9 Mar"
    assert sms_day(JUST_AFTER_MIDNIGHT, "zh") == "1日00:05"
