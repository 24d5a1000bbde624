"""What the watchdog makes of what it sees."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.watch.look import look
from tests.builders import NOON
from tests.county import CALENDAR

KNOWN = replace(CALENDAR, years=frozenset({2026}))


def at(day: str, hour: int = 4) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00:00").replace(tzinfo=UTC)


def test_nothing_lies_anywhere() -> None:
    seen = look(NOON, KNOWN, None, None)
    assert (seen.overdue, seen.pending, seen.calendar_missing) == (timedelta(), timedelta(), 0)


def test_how_long_each_has_lain() -> None:
    seen = look(NOON, KNOWN, NOON - timedelta(minutes=11), NOON - timedelta(hours=2))
    assert (seen.overdue, seen.pending) == (timedelta(minutes=11), timedelta(hours=2))


def test_a_clock_that_is_behind_makes_nothing_negative() -> None:
    assert look(NOON, KNOWN, NOON + timedelta(minutes=3), None).overdue == timedelta()


@pytest.mark.parametrize(
    ("day", "missing"), [("2026-10-31", 0), ("2026-11-01", 1), ("2026-12-31", 1), ("2027-01-02", 1), ("2027-11-01", 2)]
)
def test_next_years_working_days_are_missed_from_november_on_and_this_years_always(day: str, missing: int) -> None:
    assert look(at(day), KNOWN, None, None).calendar_missing == missing


def test_november_begins_in_the_county() -> None:
    assert look(at("2026-10-31", 15), KNOWN, None, None).calendar_missing == 0
    assert look(at("2026-10-31", 16), KNOWN, None, None).calendar_missing == 1


def test_both_years_there() -> None:
    both = replace(KNOWN, years=frozenset({2026, 2027}))
    assert look(at("2026-12-01"), both, None, None).calendar_missing == 0
