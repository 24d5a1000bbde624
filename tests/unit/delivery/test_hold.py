"""What waits, until when, and with what it is said together."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.delivery.hold import GATHERED, SOFT_CAP, Group, Together, hold, next_group, until_morning
from functions.shared.domain.alert import REMINDERS, Alert, AlertKind
from functions.shared.domain.county_time import COUNTY_ZONE, local
from functions.shared.domain.directory import Class
from functions.shared.domain.time_limits import is_quiet
from functions.shared.domain.time_rules import RULES
from tests.builders import MINUTE, NOON
from tests.county import CALENDAR


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=COUNTY_ZONE)


def alert(kind: AlertKind = AlertKind.WHISTLE, priority: Class = Class.P2) -> Alert:
    return Alert(kind=kind, audience="unit:u", request_id="3", sequence=2, priority=priority, at=NOON, order=1)


def held(
    when: str, kind: AlertKind = AlertKind.WHISTLE, priority: Class = Class.P2, texts: int = 0
) -> tuple[str, str] | None:
    """The group's id for `p`, and when it goes out."""
    group = hold(alert(kind, priority), at(when), CALENDAR, texts)
    return (group.id("p"), f"{local(group.at):%m-%d %H:%M}") if group else None


@pytest.mark.parametrize(
    ("when", "kind", "priority", "texts", "expected"),
    [
        ("09 12:00", AlertKind.WHISTLE, Class.P2, 0, None),
        ("09 12:00", AlertKind.WHISTLE, Class.P2, SOFT_CAP - 1, None),
        ("09 12:00", AlertKind.WHISTLE, Class.P2, SOFT_CAP, ("busy#p#2026-03-09T13", "03-09 13:00")),
        ("09 12:59", AlertKind.WHISTLE, Class.P2, SOFT_CAP, ("busy#p#2026-03-09T13", "03-09 13:00")),
        ("09 20:30", AlertKind.WHISTLE, Class.P2, SOFT_CAP, ("busy#p#2026-03-10T08", "03-10 08:00")),
        ("09 12:00", AlertKind.WHISTLE, Class.P1, SOFT_CAP, None),
        ("09 12:00", AlertKind.WHISTLE, Class.P0, SOFT_CAP, None),
        ("09 12:00", AlertKind.RECEIVED, Class.P2, SOFT_CAP, None),
        ("09 22:00", AlertKind.WHISTLE, Class.P2, 0, ("morning#p#2026-03-10", "03-10 08:00")),
        ("10 03:00", AlertKind.WHISTLE, Class.P3, 0, ("morning#p#2026-03-10", "03-10 08:00")),
        ("09 22:00", AlertKind.WHISTLE, Class.P2, SOFT_CAP, ("morning#p#2026-03-10", "03-10 08:00")),
        ("09 22:00", AlertKind.WHISTLE, Class.P1, 0, None),
        ("09 22:00", AlertKind.HANDED, Class.P1, 0, None),
        ("09 22:00", AlertKind.HANDED, Class.P2, 0, ("morning#p#2026-03-10", "03-10 08:00")),
        ("09 22:00", AlertKind.LATE_ACCEPT, Class.P1, 0, ("morning#p#2026-03-10", "03-10 08:00")),
        ("09 22:00", AlertKind.LATE_ACCEPT, Class.P0, 0, None),
        ("09 22:00", AlertKind.RECEIVED, Class.P3, 0, None),
        ("09 12:00", AlertKind.DUE_ACCEPT, Class.P2, 0, ("reminder#p#2026-03-09", "03-09 12:02")),
        ("09 20:57", AlertKind.DUE_ACCEPT, Class.P2, 0, ("reminder#p#2026-03-09", "03-09 20:59")),
        ("09 20:58", AlertKind.DUE_ACCEPT, Class.P2, 0, ("reminder#p#2026-03-10", "03-10 08:00")),
        ("09 22:00", AlertKind.DUE_ANSWER, Class.P1, 0, ("reminder#p#2026-03-10", "03-10 08:00")),
        ("10 07:59", AlertKind.DUE_ANSWER, Class.P2, 0, ("reminder#p#2026-03-10", "03-10 08:01")),
        ("09 22:00", AlertKind.DUE_ACCEPT, Class.P0, 0, None),
    ],
)
def test_each(when: str, kind: AlertKind, priority: Class, texts: int, expected: tuple[str, str] | None) -> None:
    assert held(when, kind, priority, texts) == expected


moments = st.timedeltas(timedelta(), timedelta(days=30)).map(lambda passed: NOON + passed)
alerts = st.builds(alert, st.sampled_from(AlertKind), st.sampled_from(Class))


@given(alerts, moments, st.integers(0, 60))
def test_nothing_waits_into_the_night_nor_longer_than_till_the_next_morning(
    said: Alert, now: datetime, texts: int
) -> None:
    group = hold(said, now, CALENDAR, texts)
    if group is None:
        assert said.priority == Class.P0 or not is_quiet(now, CALENDAR) or until_morning(said, now, CALENDAR) is None
        return
    assert said.priority != Class.P0
    assert said.kind is not AlertKind.RECEIVED
    assert now < group.at <= now + timedelta(hours=12)
    assert not is_quiet(group.at, CALENDAR)
    assert (group.together is Together.REMINDER) is (said.kind in REMINDERS)


@given(alerts, moments, st.integers(0, 60), st.timedeltas(timedelta(), timedelta(days=1)))
def test_after_a_group_that_has_gone_there_is_always_another_and_later_one(
    said: Alert, now: datetime, texts: int, passed: timedelta
) -> None:
    group = hold(said, now, CALENDAR, texts)
    seen: set[str] = set()
    for _ in range(5):
        if group is None:
            return
        assert group.id("p") not in seen
        seen.add(group.id("p"))
        following = next_group(group, now + passed, CALENDAR)
        assert following.at > group.at
        assert following.at > now + passed
        assert not is_quiet(following.at, CALENDAR)
        group = following


def test_reminders_go_on_tomorrow_and_all_else_at_the_next_hour() -> None:
    today = Group(Together.REMINDER, "2026-03-09", at("09 12:02"))
    tomorrow = next_group(today, at("09 12:05"), CALENDAR)
    assert (tomorrow.id("p"), tomorrow.at) == ("reminder#p#2026-03-10", at("10 08:00"))
    assert next_group(tomorrow, at("09 12:05"), CALENDAR).id("p") == "reminder#p#2026-03-11"
    morning = Group(Together.MORNING, "2026-03-10", at("10 08:00"))
    assert next_group(morning, at("10 08:00"), CALENDAR).id("p") == "busy#p#2026-03-10T09"
    busy = Group(Together.BUSY, "2026-03-09T20", at("09 20:00"))
    assert next_group(busy, at("09 20:00"), CALENDAR).id("p") == "busy#p#2026-03-10T08"


@pytest.mark.parametrize("kind", AlertKind)
@pytest.mark.parametrize("priority", Class)
def test_until_morning_for_all_that_may_wait(kind: AlertKind, priority: Class) -> None:
    goes = (
        priority is Class.P0
        or kind is AlertKind.RECEIVED
        or (priority is Class.P1 and kind in (AlertKind.WHISTLE, AlertKind.HANDED))
    )
    assert until_morning(alert(kind, priority), at("09 23:00"), CALENDAR) == (None if goes else at("10 08:00"))
    assert until_morning(alert(kind, priority), at("09 12:00"), CALENDAR) is None


def test_a_county_has_its_own_night() -> None:
    late = replace(CALENDAR, rules=replace(RULES, quiet_from=23, quiet_until=6))
    assert hold(alert(), at("09 22:00"), late, 0) is None
    group = hold(alert(), at("09 23:00"), late, 0)
    assert group is not None
    assert group.at == at("10 06:00")


def test_what_one_sweep_says_of_several_orders_is_one() -> None:
    assert GATHERED > MINUTE
