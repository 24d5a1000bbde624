"""Whom at a unit a message goes to: first, and if they can't be reached, then."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.domain.alert import AlertKind
from functions.shared.domain.county_time import COUNTY_ZONE
from functions.shared.domain.directory import Away, Class, Contact
from functions.shared.domain.phone import Phone
from functions.shared.steps.rank_contacts import rank_contacts
from tests.county import CALENDAR

LIAISON = Contact("gas_company", "liaison", "联络员", Phone("+8615400000001"), None)
SECOND = Contact("gas_company", "office", "办公室", Phone("+863590000000"), "office@gas.example")
DUTY = Contact("gas_company", "duty", "值班", Phone("+8615400000002"), None, duty=True)
LEADER = Contact("gas_company", "leader", "负责人", Phone("+8615400000003"), None, leader=True)
ALL = (LEADER, DUTY, LIAISON, SECOND)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-09T{clock}:00").replace(tzinfo=COUNTY_ZONE)


def ranked(
    kind: AlertKind, priority: Class, clock: str, contacts: tuple[Contact, ...] = ALL, holder: str | None = None
) -> list[str]:
    return [contact.id for contact in rank_contacts(contacts, kind, priority, at(clock), CALENDAR, holder)]


def away(contact: Contact, since: int = 9, until: int = 9) -> Contact:
    return replace(contact, away=Away(date(2026, 3, since), date(2026, 3, until)))


@pytest.mark.parametrize(
    ("priority", "clock", "first"),
    [
        (Class.P0, "12:00", "duty"),
        (Class.P0, "03:00", "duty"),
        (Class.P1, "12:00", "liaison"),
        (Class.P1, "07:59", "duty"),
        (Class.P1, "08:00", "liaison"),
        (Class.P1, "20:59", "liaison"),
        (Class.P1, "21:00", "duty"),
        (Class.P2, "12:00", "liaison"),
        (Class.P2, "23:00", "liaison"),
        (Class.P3, "03:00", "liaison"),
    ],
)
def test_a_whistle_by_class_and_hour(priority: Class, clock: str, first: str) -> None:
    assert ranked(AlertKind.WHISTLE, priority, clock)[0] == first


@pytest.mark.parametrize("kind", [AlertKind.DUTY, AlertKind.UNTAKEN])
@pytest.mark.parametrize("priority", Class)
def test_the_duty_telephone_where_it_is_asked_for(kind: AlertKind, priority: Class) -> None:
    assert ranked(kind, priority, "12:00")[0] == "duty"


@pytest.mark.parametrize("kind", [AlertKind.LATE_ACCEPT, AlertKind.LATE_ANSWER])
@pytest.mark.parametrize("priority", Class)
def test_what_was_not_done_in_time_goes_to_the_leader(kind: AlertKind, priority: Class) -> None:
    assert ranked(kind, priority, "12:00")[0] == "leader"
    assert "leader" not in ranked(kind, priority, "12:00", (DUTY, LIAISON))


def test_everybody_else_follows_in_the_directorys_order_the_leader_last() -> None:
    assert ranked(AlertKind.WHISTLE, Class.P2, "12:00") == ["liaison", "office", "duty", "leader"]
    assert ranked(AlertKind.WHISTLE, Class.P0, "12:00") == ["duty", "liaison", "office", "leader"]
    assert ranked(AlertKind.LATE_ACCEPT, Class.P2, "12:00") == ["leader", "liaison", "office", "duty"]
    assert ranked(AlertKind.WHISTLE, Class.P2, "12:00", (SECOND, LIAISON)) == ["office", "liaison"]
    assert ranked(AlertKind.WHISTLE, Class.P2, "12:00", ()) == []


@pytest.mark.parametrize(("since", "until", "first"), [(9, 9, "office"), (1, 9, "office"), (9, 12, "office")])
def test_whoever_is_away_comes_after_all_who_are_there(since: int, until: int, first: str) -> None:
    contacts = (away(LIAISON, since, until), SECOND, DUTY, LEADER)
    assert ranked(AlertKind.WHISTLE, Class.P2, "12:00", contacts) == [first, "duty", "leader", "liaison"]


@pytest.mark.parametrize(("since", "until"), [(8, 8), (10, 12)])
def test_before_and_after_nothing_has_changed(since: int, until: int) -> None:
    contacts = (away(LIAISON, since, until), SECOND, DUTY, LEADER)
    assert ranked(AlertKind.WHISTLE, Class.P2, "12:00", contacts)[0] == "liaison"


def test_the_day_is_the_countys() -> None:
    contacts = (away(LIAISON, 9, 9), SECOND)
    assert ranked(AlertKind.WHISTLE, Class.P2, "00:00", contacts)[0] == "office"  # 16:00 of the 8th in UTC


@pytest.mark.parametrize("kind", AlertKind)
@pytest.mark.parametrize("priority", Class)
def test_of_every_kind(kind: AlertKind, priority: Class) -> None:
    for one in ALL:
        contacts = tuple(away(it) if it is one else it for it in ALL)
        assert ranked(kind, priority, "12:00", contacts)[-1] == one.id
    assert ranked(kind, priority, "12:00", tuple(map(away, ALL))) == ranked(kind, priority, "12:00")


def test_whoever_has_the_order_is_told_first() -> None:
    assert ranked(AlertKind.GO_ON, Class.P2, "12:00", holder="office") == ["office", "liaison", "duty", "leader"]
    assert ranked(AlertKind.HANDED, Class.P0, "03:00", holder="office") == ["office", "duty", "liaison", "leader"]
    assert ranked(AlertKind.HANDED, Class.P1, "03:00", holder="leader")[0] == "leader"
    contacts = (LIAISON, away(SECOND), DUTY, LEADER)
    assert ranked(AlertKind.GO_ON, Class.P2, "12:00", contacts, "office") == ["liaison", "duty", "leader", "office"]


def test_but_what_was_missed_still_goes_to_the_leader_and_what_nobody_takes_to_whoever_is_on_duty() -> None:
    for kind in AlertKind:
        assert ranked(kind, Class.P2, "12:00", holder="gone") == ranked(kind, Class.P2, "12:00")
    assert ranked(AlertKind.LATE_ANSWER, Class.P2, "12:00", holder="office")[0] == "leader"
    assert ranked(AlertKind.UNTAKEN, Class.P0, "12:00", holder="office")[0] == "duty"


AWAY = st.none() | st.builds(
    lambda since, days: Away(date(2026, 3, since), date(2026, 3, since + days)), st.integers(5, 12), st.integers(0, 5)
)


@given(
    st.tuples(*(AWAY for _ in ALL)),
    st.sampled_from(AlertKind),
    st.sampled_from(Class),
    st.sampled_from(["liaison", None]),
)
def test_nobody_who_is_there_stands_behind_somebody_who_is_not(
    spans: tuple[Away | None, ...], kind: AlertKind, priority: Class, holder: str | None
) -> None:
    contacts = tuple(replace(contact, away=span) for contact, span in zip(ALL, spans, strict=True))
    found = rank_contacts(contacts, kind, priority, at("12:00"), CALENDAR, holder)
    gone = [contact.is_away(date(2026, 3, 9)) for contact in found]
    assert gone == sorted(gone)
    usual = rank_contacts(ALL, kind, priority, at("12:00"), CALENDAR, holder)
    there = [contact.id for contact in found if not contact.is_away(date(2026, 3, 9))]
    assert there == [contact.id for contact in usual if contact.id in there]


@given(st.permutations(ALL), st.sampled_from(AlertKind), st.sampled_from(Class), st.integers(0, 23))
def test_nobody_is_left_out_and_nobody_comes_twice(
    contacts: list[Contact], kind: AlertKind, priority: Class, hour: int
) -> None:
    found = ranked(kind, priority, f"{hour:02d}:00", tuple(contacts))
    assert sorted(found) == sorted(contact.id for contact in ALL)
