"""The file as RFC 5545 wants it, whatever stands in the directory."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar, vText
from syrupy.assertion import SnapshotAssertion

from functions.response.calendar_file import calendar_file
from functions.response.deadline_event import Event
from tests.unit.pages.world import HOSTILE

EVENT = Event(
    uid="order-6825061749",
    version=3,
    changed=datetime(2026, 3, 9, 4, 1, 2, 345678, tzinfo=UTC),
    ends=datetime(2026, 3, 10, 10, 0, tzinfo=UTC),
    what="安康小区 环境卫生：请接单",
    more="单号 682 506 1749\nhttps://pgy.example/u/orders/6825061749\n日历会晚一些，以页面上的期限为准。",
    link="https://pgy.example/u/orders/6825061749",
)
INJECTION = "a\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY\nATTACH:x; y, z\\n"


def written(*events: Event, name: str = "蒲公英 县水务局") -> str:
    return calendar_file(name, events, "pgy.example")


def read(text: str) -> Any:
    (found,) = Calendar.from_ical(text).walk("VEVENT")
    return found


def test_the_whole_file(snapshot: SnapshotAssertion) -> None:
    assert written(EVENT).replace("\r\n", "\n") == snapshot


def test_an_empty_one_is_still_a_calendar() -> None:
    assert Calendar.from_ical(written()).walk("VEVENT") == []


def test_it_ends_at_the_deadline_on_the_countys_clock() -> None:
    text = written(EVENT)
    assert "DTEND;TZID=Asia/Shanghai:20260310T180000\r\n" in text
    assert "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n" in text
    assert read(text).decoded("DTEND") == EVENT.ends
    assert read(text).decoded("DTSTART").utcoffset() == timedelta(hours=8)
    assert read(text).decoded("LAST-MODIFIED") == EVENT.changed.replace(microsecond=0)


def test_every_line_is_folded_at_75_bytes_and_no_character_is_cut() -> None:
    text = written(replace(EVENT, what="龙王庙社区" * 40))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert read(text)["SUMMARY"] == "龙王庙社区" * 40


@pytest.mark.parametrize("hostile", [INJECTION, HOSTILE, ";,:\\\"'", "垃圾\u2028桶\x00", "\U0001f9f9" * 60])
def test_a_name_is_a_name_and_never_a_line_of_its_own(hostile: str) -> None:
    text = written(replace(EVENT, what=hostile, more=hostile), name=hostile)
    calendar = Calendar.from_ical(text)
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT"]
    assert "VALARM" not in {line.partition(":")[2] for line in text.split("\r\n") if line.startswith("BEGIN:")}
    told = hostile.replace("\r\n", "\n").replace("\x00", "")
    assert [str(read(text)[name]) for name in ("SUMMARY", "DESCRIPTION")] == [told] * 2
    escaped = vText(told).to_ical().decode()  # of these the library takes nothing back
    assert [str(calendar[name]) for name in ("NAME", "X-WR-CALNAME")] == [escaped] * 2


def test_no_method_no_alarm_and_asked_for_hourly() -> None:
    text = written(EVENT)
    for absent in ("METHOD", "VALARM", "ATTENDEE", "ORGANIZER"):
        assert absent not in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL:PT1H\r\n" in text


def test_the_same_events_are_the_same_file() -> None:
    assert written(EVENT) == written(EVENT)
