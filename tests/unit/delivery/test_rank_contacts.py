"""Whom at a unit a message goes to: first, and if they can't be reached, then."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.delivery.rank_contacts import rank_contacts
from functions.shared.domain.alert import AlertKind
from functions.shared.domain.county_time import COUNTY_ZONE
from functions.shared.domain.directory import Class, Contact
from functions.shared.domain.phone import Phone
from tests.county import CALENDAR

LIAISON = Contact("gas_company", "liaison", "联络员", Phone("+8615400000001"), None)
SECOND = Contact("gas_company", "office", "办公室", Phone("+863590000000"), "office@gas.example")
DUTY = Contact("gas_company", "duty", "值班", Phone("+8615400000002"), None, duty=True)
LEADER = Contact("gas_company", "leader", "负责人", Phone("+8615400000003"), None, leader=True)
ALL = (LEADER, DUTY, LIAISON, SECOND)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-09T{clock}:00").replace(tzinfo=COUNTY_ZONE)


def ranked(kind: AlertKind, priority: Class, clock: str, contacts: tuple[Contact, ...] = ALL) -> list[str]:
    return [contact.id for contact in rank_contacts(contacts, kind, priority, at(clock), CALENDAR)]


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


@given(st.permutations(ALL), st.sampled_from(AlertKind), st.sampled_from(Class), st.integers(0, 23))
def test_nobody_is_left_out_and_nobody_comes_twice(
    contacts: list[Contact], kind: AlertKind, priority: Class, hour: int
) -> None:
    found = ranked(kind, priority, f"{hour:02d}:00", tuple(contacts))
    assert sorted(found) == sorted(contact.id for contact in ALL)
