"""How soon: graded limits, working days, nights."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.shared.domain.county_time import COUNTY_ZONE, local
from functions.shared.domain.directory import Class, ClassRules, Span
from functions.shared.domain.ladder import Ladder
from functions.shared.domain.time_limits import (
    Limits,
    answer_by,
    day_begins,
    end_of_day,
    is_quiet,
    limits,
    next_morning,
    route_by,
    working_days,
    working_time,
)
from functions.shared.domain.time_rules import RULES
from tests.county import CALENDAR


def at(text: str) -> datetime:
    """A moment in the county, such as 03-09 12:00."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=COUNTY_ZONE)


def of(priority: Class, start: str, *, night_duty: bool = True) -> tuple[str, str]:
    """Accept and answer, in the county."""
    found = limits(priority, at(start), CALENDAR, night_duty=night_duty)
    return f"{local(found.accept_by):%m-%d %H:%M}", f"{local(found.answer_by):%m-%d %H:%M}"


@pytest.mark.parametrize("start", ["03-09 12:00", "03-08 03:00", "02-17 23:30"])
@pytest.mark.parametrize("night_duty", [True, False])
def test_life_and_property_wait_for_no_hour_and_no_day(start: str, night_duty: bool) -> None:
    found = limits(Class.P0, at(start), CALENDAR, night_duty=night_duty)
    assert found.accept_by - at(start) == timedelta(minutes=5)
    assert found.answer_by - at(start) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("start", "night_duty", "expected"),
    [
        ("03-09 12:00", False, ("03-09 13:00", "03-10 12:00")),
        ("03-09 20:59", False, ("03-09 21:59", "03-10 20:59")),
        ("03-09 21:00", False, ("03-10 09:00", "03-11 08:00")),
        ("03-09 23:30", False, ("03-10 09:00", "03-11 08:00")),
        ("03-09 07:59", False, ("03-09 09:00", "03-10 08:00")),
        ("03-09 08:00", False, ("03-09 09:00", "03-10 08:00")),
        ("03-09 23:30", True, ("03-10 00:30", "03-10 23:30")),
        ("03-07 22:00", False, ("03-08 09:00", "03-09 08:00")),  # a Sunday morning is a morning
    ],
)
def test_p1_begins_in_the_morning_where_nobody_is_on_duty(
    start: str, night_duty: bool, expected: tuple[str, str]
) -> None:
    assert of(Class.P1, start, night_duty=night_duty) == expected


@pytest.mark.parametrize(
    ("priority", "start", "expected"),
    [
        (Class.P2, "03-09 12:00", ("03-10 18:00", "03-16 18:00")),
        (Class.P3, "03-09 12:00", ("03-10 18:00", "03-24 18:00")),
        (Class.P2, "03-06 23:59", ("03-09 18:00", "03-13 18:00")),  # Friday night: the next working day is Monday
        (Class.P2, "03-07 09:00", ("03-09 18:00", "03-16 18:00")),  # 7 days after a Saturday is one
        (Class.P2, "02-13 12:00", ("02-14 18:00", "02-24 18:00")),  # Saturday the 14th is worked; the 20th is not
        (Class.P2, "02-14 12:00", ("02-24 18:00", "02-24 18:00")),  # Spring Festival lies between
        (Class.P2, "02-27 12:00", ("02-28 18:00", "03-06 18:00")),  # Saturday the 28th is worked
        (Class.P2, "02-21 12:00", ("02-24 18:00", "02-28 18:00")),  # a limit may fall on a Saturday that is worked
    ],
)
def test_p2_and_p3_count_days_and_end_at_18(priority: Class, start: str, expected: tuple[str, str]) -> None:
    assert of(priority, start) == expected


def test_the_day_is_the_countys_not_utcs() -> None:
    early = at("03-10 01:00")  # still the 9th in UTC
    assert local(limits(Class.P2, early, CALENDAR, night_duty=False).accept_by).date() == date(2026, 3, 11)


NEW_YEAR = datetime(2026, 1, 1, tzinfo=COUNTY_ZONE)
moments = st.timedeltas(timedelta(), timedelta(days=730)).map(lambda since: NEW_YEAR + since)


@given(moments, st.sampled_from([Class.P2, Class.P3]), st.booleans())
def test_no_limit_of_days_falls_on_a_day_off(start: datetime, priority: Class, night_duty: bool) -> None:
    found = limits(priority, start, CALENDAR, night_duty=night_duty)
    for limit in (found.accept_by, found.answer_by):
        clock = local(limit)
        assert CALENDAR.works(clock.date())
        assert (clock.hour, clock.minute) == (18, 0)


@given(moments, st.sampled_from(Class), st.booleans())
def test_a_limit_is_always_to_come_and_never_too_soon(start: datetime, priority: Class, night_duty: bool) -> None:
    found = limits(priority, start, CALENDAR, night_duty=night_duty)
    assert start < found.accept_by <= found.answer_by
    assert found.answer_by >= answer_by(priority, start, CALENDAR)


@given(moments, st.sampled_from(Class))
def test_who_has_night_duty_is_never_given_longer(start: datetime, priority: Class) -> None:
    with_duty = limits(priority, start, CALENDAR, night_duty=True)
    without = limits(priority, start, CALENDAR, night_duty=False)
    assert with_duty.answer_by <= without.answer_by


@given(moments, st.sampled_from([Class.P2, Class.P3]))
def test_what_a_resident_is_promised_is_what_the_unit_is_given(start: datetime, priority: Class) -> None:
    assert answer_by(priority, start, CALENDAR) == limits(priority, start, CALENDAR, night_duty=False).answer_by


def test_the_end_of_a_day_off_is_the_next_working_days() -> None:
    assert local(end_of_day(date(2026, 2, 16), CALENDAR)) == at("02-24 18:00")
    assert local(end_of_day(date(2026, 2, 28), CALENDAR)) == at("02-28 18:00")
    assert local(end_of_day(date(9999, 12, 31), CALENDAR)).date() == date(9999, 12, 31)


def test_in_a_year_that_nobody_has_entered_every_weekday_is_worked() -> None:
    assert not CALENDAR.knows(2031)
    assert CALENDAR.works(date(2031, 10, 1))
    assert not CALENDAR.works(date(2031, 10, 4))


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("03-09 12:00", 2, "03-09 14:00"),
        ("03-09 16:00", 2, "03-09 18:00"),
        ("03-09 16:01", 2, "03-10 08:01"),
        ("03-09 17:30", 2, "03-10 09:30"),
        ("03-09 18:00", 2, "03-10 10:00"),
        ("03-09 23:30", 2, "03-10 10:00"),
        ("03-09 03:00", 2, "03-09 10:00"),
        ("03-06 17:00", 2, "03-09 09:00"),  # Friday evening, Monday morning
        ("03-07 12:00", 2, "03-09 10:00"),  # a Saturday
        ("02-13 17:00", 2, "02-14 09:00"),  # Saturday the 14th is worked
        ("02-14 17:00", 2, "02-24 09:00"),  # Spring Festival lies between
        ("03-09 12:00", 25, "03-11 17:00"),  # 6, 10 and 9 hours
    ],
)
def test_working_hours_are_those_of_the_desk(start: str, hours: int, expected: str) -> None:
    assert local(working_time(at(start), timedelta(hours=hours), CALENDAR)) == at(expected)


def counted_out(start: datetime, span: timedelta) -> datetime:
    """Minute by minute: each that lies in working hours counts."""
    minute, left = start, span
    while left:
        clock = local(minute)
        if CALENDAR.works(clock.date()) and 8 <= clock.hour < 18:
            left -= timedelta(minutes=1)
        minute += timedelta(minutes=1)
    return minute


whole_minutes = st.integers(0, 730 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))


@given(whole_minutes, st.integers(1, 21 * 60).map(lambda minutes: timedelta(minutes=minutes)))
@settings(max_examples=60)
def test_working_hours_are_what_counting_minutes_gives(start: datetime, span: timedelta) -> None:
    assert working_time(start, span, CALENDAR) == counted_out(start, span)


@given(moments, st.timedeltas(timedelta(0), timedelta(hours=40)), st.timedeltas(timedelta(0), timedelta(hours=40)))
def test_working_hours_add_up(start: datetime, first: timedelta, second: timedelta) -> None:
    at_once = working_time(start, first + second, CALENDAR)
    assert working_time(working_time(start, first, CALENDAR), second, CALENDAR) == at_once


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("03-09 12:00", 1, "03-10 18:00"),
        ("03-09 12:00", 2, "03-11 18:00"),
        ("03-09 00:00", 1, "03-10 18:00"),
        ("03-09 23:59", 1, "03-10 18:00"),
        ("03-06 12:00", 1, "03-09 18:00"),
        ("03-07 12:00", 1, "03-09 18:00"),
        ("03-08 12:00", 2, "03-10 18:00"),
        ("02-13 12:00", 1, "02-14 18:00"),  # Saturday the 14th is worked
        ("02-13 12:00", 2, "02-24 18:00"),
    ],
)
def test_working_days_end_at_18_of_the_last_one(start: str, days: int, expected: str) -> None:
    assert local(working_days(at(start), days, CALENDAR)) == at(expected)


@given(whole_minutes, st.integers(1, 12))
def test_working_days_are_counted_one_by_one(start: datetime, days: int) -> None:
    day, left = local(start).date(), days
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.works(day)
    assert local(working_days(start, days, CALENDAR)) == datetime(day.year, day.month, day.day, 18, tzinfo=COUNTY_ZONE)


@given(moments)
def test_the_desk_looks_within_two_working_hours_and_what_goes_at_once_within_two_minutes(start: datetime) -> None:
    assert route_by(start, CALENDAR, at_once=True) == start + timedelta(minutes=2)
    assert route_by(start, CALENDAR, at_once=False) == working_time(start, timedelta(hours=2), CALENDAR)
    assert route_by(start, CALENDAR, at_once=False) >= start + timedelta(hours=2)


class TestWhenTimeBegins:
    @pytest.mark.parametrize(
        ("start", "night_duty", "begins"),
        [
            ("03-09 23:30", False, "03-10 08:00"),
            ("03-09 07:59", False, "03-09 08:00"),
            ("03-09 08:00", False, None),
            ("03-09 20:59", False, None),
            ("03-09 21:00", False, "03-10 08:00"),
            ("03-09 23:30", True, None),
        ],
    )
    def test_of_a_p1_without_night_duty_it_begins_in_the_morning(
        self, start: str, night_duty: bool, begins: str | None
    ) -> None:
        found = limits(Class.P1, at(start), CALENDAR, night_duty=night_duty)
        assert found.begins == (at(begins) if begins else None)
        since = found.begins or at(start)
        assert found.ladder is not None
        assert found.ladder.warned_at(since, found.accept_by) == since + timedelta(minutes=45)

    @pytest.mark.parametrize("priority", [Class.P0, Class.P2, Class.P3])
    @given(moments, st.booleans())
    def test_of_all_else_with_the_whistle(self, priority: Class, start: datetime, night_duty: bool) -> None:
        assert limits(priority, start, CALENDAR, night_duty=night_duty).begins is None

    @pytest.mark.parametrize("priority", Class)
    def test_each_carries_the_ladder_of_its_class(self, priority: Class) -> None:
        assert limits(priority, at("03-09 12:00"), CALENDAR, night_duty=True).ladder == RULES.classes[priority].ladder


class TestQuietHours:
    @pytest.mark.parametrize(
        ("clock", "quiet"), [("20:59", False), ("21:00", True), ("00:00", True), ("07:59", True), ("08:00", False)]
    )
    def test_people_sleep_from_21_to_8(self, clock: str, quiet: bool) -> None:
        assert is_quiet(at(f"03-09 {clock}"), CALENDAR) is quiet

    @given(moments)
    def test_the_day_begins_at_once_or_at_the_end_of_the_night(self, start: datetime) -> None:
        begins = day_begins(start, CALENDAR)
        assert not is_quiet(begins, CALENDAR)
        assert timedelta() <= begins - start <= timedelta(hours=11)
        assert (begins == start) is not is_quiet(start, CALENDAR)

    @given(moments)
    def test_the_next_morning_is_a_later_eight_oclock(self, start: datetime) -> None:
        morning = next_morning(start, CALENDAR)
        assert local(morning).strftime("%H:%M") == "08:00"
        assert timedelta() < morning - start <= timedelta(days=1)
        if is_quiet(start, CALENDAR):
            assert morning == day_begins(start, CALENDAR)


class TestTheCountysOwn:
    """What a county has set takes the place of what stands in the code."""

    RULES = replace(
        RULES,
        classes={**RULES.classes, Class.P2: ClassRules(Span(minutes=90), Span(days=3), Ladder(50, (), ()))},
        quiet_from=22,
        quiet_until=7,
        office_opens=9,
        office_closes=17,
        desk_looks=60,
    )
    CALENDAR = replace(CALENDAR, rules=RULES)

    def test_limits_and_ladder(self) -> None:
        found = limits(Class.P2, at("03-09 12:00"), self.CALENDAR, night_duty=False)
        assert found == Limits(at("03-09 13:30"), at("03-12 17:00"), None, Ladder(50, (), ()))
        assert answer_by(Class.P2, at("03-09 12:00"), self.CALENDAR) == at("03-12 17:00")

    def test_hours(self) -> None:
        assert not is_quiet(at("03-09 21:30"), self.CALENDAR)
        assert is_quiet(at("03-09 22:00"), self.CALENDAR)
        assert day_begins(at("03-09 23:00"), self.CALENDAR) == at("03-10 07:00")
        assert next_morning(at("03-09 12:00"), self.CALENDAR) == at("03-10 07:00")
        assert route_by(at("03-09 16:30"), self.CALENDAR, at_once=False) == at("03-10 09:30")
        assert working_days(at("03-09 12:00"), 1, self.CALENDAR) == at("03-10 17:00")
