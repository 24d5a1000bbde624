from datetime import UTC, date, datetime, timedelta

import pytest

from functions.shared.gateways.time_words import (
    day,
    day_words,
    deadline_words,
    duration,
    moment,
    month,
    sms_day,
    sms_moment,
)

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


def here(day_of_march: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """On the county's clock, in March 2026; the 9th is a Monday."""
    return datetime(2026, 3, day_of_march, hour, minute, second, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("due", "now", "zh", "en"),
    [
        (here(9, 18), here(9, 15), "今天18时前（还有3小时）", "by today 18:00 (3 hours left)"),
        (here(9, 10, 9, 36), here(9, 10, 5), "今天10:09前（还有4分钟）", "by today 10:09 (4 minutes left)"),
        (here(9, 18), here(9, 18), "今天18时前（还有不到1分钟）", "by today 18:00 (less than a minute left)"),
        (here(9, 18), here(9, 18, 0, 1), "已过期不到1分钟", "overdue by less than a minute"),
        (here(9, 18), here(9, 21, 20), "已过期3小时20分", "overdue by 3 hours 20 minutes"),
        (here(9, 18), here(11, 18, 0, 30), "已过期2天", "overdue by 2 days"),
        (here(10, 18), here(9, 0), "明天18时前", "by tomorrow 18:00"),
        (here(10, 18), here(9, 23, 59, 59), "明天18时前", "by tomorrow 18:00"),
        (here(10, 18), here(10, 0), "今天18时前（还有18小时）", "by today 18:00 (18 hours left)"),
        (here(10, 0, 5), here(9, 23, 58), "明天00:05前（还有7分钟）", "by tomorrow 00:05 (7 minutes left)"),
        (here(10, 0), here(9, 12), "明天0时前", "by tomorrow 00:00"),
        (here(11, 18), here(9, 15), "后天18时前", "by Wednesday 18:00"),
        (here(13, 18), here(9, 15), "星期五18时前", "by Friday 18:00"),
        (here(15, 18), here(9, 0), "星期日18时前", "by Sunday 18:00"),
        (here(16, 18), here(9, 23), "3月16日18时前", "by 16 March, 18:00"),
        (JUST_AFTER_MIDNIGHT, here(9, 15), "2027年1月1日00:05前", "by 1 January 2027, 00:05"),
    ],
)
def test_a_deadline_as_people_say_it(due: datetime, now: datetime, zh: str, en: str) -> None:
    assert deadline_words(due, now, "zh") == zh
    assert deadline_words(due, now, "en") == en


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        (here(9, 18), "今天", "today"),
        (here(10, 18), "明天", "tomorrow"),
        (here(13, 18), "星期五", "Friday"),
        (here(20, 18), "3月20日", "20 March"),
        (JUST_AFTER_MIDNIGHT, "2027年1月1日", "1 January 2027"),
    ],
)
def test_a_meeting_is_on_a_day(when: datetime, zh: str, en: str) -> None:
    assert (day_words(when, here(9, 8), "zh"), day_words(when, here(9, 8), "en")) == (zh, en)


@pytest.mark.parametrize("minutes", range(-90, 8 * 24 * 60, 37))
def test_what_a_deadline_says_is_true_of_the_countys_day(minutes: int) -> None:
    """Over a week, at all hours: days are what the county's calendar says, and only what has passed is late."""
    due, now = here(17, 18), here(17, 18) - timedelta(minutes=minutes)
    said = deadline_words(due, now, "zh")
    assert said.startswith("已过期") == (minutes < 0)
    ahead = (date(2026, 3, 17) - (now + timedelta(hours=8)).date()).days
    if minutes >= 0:
        assert said.startswith(
            ("今天", "明天", "后天", "星期二", "星期二", "星期二", "星期二", "3月17日", "3月17日")[ahead]
        )


def test_times_in_a_text_message() -> None:
    assert sms_moment(MONDAY, "zh") == "9日18时"
    assert sms_moment(JUST_AFTER_MIDNIGHT, "zh") == "1日00:05"
    assert sms_moment(MONDAY, "en") == "9 Mar 18:00"
    assert sms_day(MONDAY, "zh") == "3月9日"
    assert sms_day(MONDAY, "en") == "9 Mar"
    assert sms_day(JUST_AFTER_MIDNIGHT, "zh") == "1日00:05"
