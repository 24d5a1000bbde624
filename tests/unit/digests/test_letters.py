"""Which digests come on which day, and what days each tells of."""

from datetime import date
from itertools import pairwise

import pytest

from functions.digests.letters import MONTHLY, WEEKLY, YEARLY, Letter, Period, due, period_of
from functions.shared.domain.directory import Calendar
from tests.county import CALENDAR

UNIT = Letter.UNIT
# New Year's Day of 2027 is a Friday; the working days after it begin on Monday the 4th.
NEW_YEAR = Calendar(years=frozenset({2026, 2027}), off=frozenset({date(2027, 1, 1)}), worked=frozenset())


@pytest.mark.parametrize(
    ("day", "letters"),
    [
        (date(2026, 3, 10), {UNIT}),  # a Tuesday
        (date(2026, 3, 9), {UNIT, *WEEKLY}),  # a Monday
        (date(2026, 3, 8), set()),  # Sunday
        (date(2026, 2, 24), {UNIT, *WEEKLY}),  # a Tuesday: the Monday was still a holiday
        (date(2026, 2, 28), {UNIT}),  # a Saturday worked
        (date(2026, 3, 2), {UNIT, *WEEKLY, *MONTHLY}),  # Monday and the month's first working day
        (date(2026, 4, 1), {UNIT, *MONTHLY}),
    ],
)
def test_what_comes_on_a_day(day: date, letters: set[Letter]) -> None:
    assert set(due(day, CALENDAR)) == letters


def test_the_year_comes_on_its_first_working_day_alone() -> None:
    assert set(due(date(2027, 1, 4), NEW_YEAR)) == {UNIT, *WEEKLY, *MONTHLY, *YEARLY}
    assert not set(due(date(2027, 1, 5), NEW_YEAR)) & {*WEEKLY, *MONTHLY, *YEARLY}


@pytest.mark.parametrize(
    ("letter", "day", "since", "until"),
    [
        (UNIT, date(2026, 3, 9), date(2026, 3, 9), date(2026, 3, 10)),
        (Letter.COMMUNITY_WEEK, date(2026, 3, 9), date(2026, 3, 2), date(2026, 3, 9)),
        (Letter.COMMUNITY_WEEK, date(2026, 3, 13), date(2026, 3, 2), date(2026, 3, 9)),
        # Spring Festival: no letter came on Monday the 16th, so Tuesday the 24th tells of both weeks.
        (Letter.COUNTY_WEEK, date(2026, 2, 24), date(2026, 2, 9), date(2026, 2, 23)),
        (Letter.COUNTY_MONTH, date(2026, 3, 2), date(2026, 2, 1), date(2026, 3, 1)),
        (Letter.COUNTY_MONTH, date(2026, 1, 31), date(2025, 12, 1), date(2026, 1, 1)),
        (Letter.COUNTY_YEAR, date(2026, 1, 2), date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_the_days_that_a_letter_tells_of(letter: Letter, day: date, since: date, until: date) -> None:
    assert period_of(letter, day, CALENDAR) == Period(since, until)


def test_every_day_is_told_of_by_one_weekly_letter() -> None:
    """From each weekly letter to the next, through holidays, no day is left out and none is told twice."""
    days = [date.fromordinal(date(2026, 1, 5).toordinal() + n) for n in range(200)]
    periods = [period_of(Letter.COUNTY_WEEK, day, CALENDAR) for day in days if Letter.COUNTY_WEEK in due(day, CALENDAR)]
    assert len(periods) > 20
    assert all(one.until == other.since for one, other in pairwise(periods))


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period(date(2026, 3, 2), date(2026, 3, 9)), Period(date(2026, 2, 23), date(2026, 3, 2))),
        (Period(date(2026, 2, 1), date(2026, 3, 1)), Period(date(2026, 1, 1), date(2026, 2, 1))),
        (Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2025, 12, 1), date(2026, 1, 1))),
        (Period(date(2025, 1, 1), date(2026, 1, 1)), Period(date(2024, 1, 1), date(2025, 1, 1))),
    ],
)
def test_what_a_period_is_compared_with(period: Period, before: Period) -> None:
    assert period.before == before


def test_the_months_of_a_period() -> None:
    assert Period(date(2026, 2, 23), date(2026, 3, 2)).months == ("2026-02", "2026-03")
    assert Period(date(2026, 2, 1), date(2026, 3, 1)).months == ("2026-02",)
    assert len(Period(date(2025, 1, 1), date(2026, 1, 1)).months) == 12


def test_its_moments_are_the_countys() -> None:
    week = Period(date(2026, 3, 2), date(2026, 3, 9))
    assert week.starts.isoformat() == "2026-03-01T16:00:00+00:00"
    assert (week.ends - week.starts).days == 7
