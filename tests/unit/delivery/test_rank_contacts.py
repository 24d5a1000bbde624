"""Whom at a unit a message goes to."""

from datetime import datetime

import pytest

from functions.delivery.choose_contact import choose_contact
from functions.shared.domain.county_time import COUNTY_ZONE
from functions.shared.domain.directory import Class, Contact
from functions.shared.domain.phone import Phone
from tests.county import CALENDAR

LIAISON = Contact("gas_company", "liaison", "联络员", Phone("+8615400000001"), None)
DUTY = Contact("gas_company", "duty", "值班", Phone("+8615400000002"), None, duty=True)
BOTH = (DUTY, LIAISON)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-09T{clock}:00").replace(tzinfo=COUNTY_ZONE)


@pytest.mark.parametrize(
    ("priority", "clock", "chosen"),
    [
        (Class.P0, "12:00", DUTY),
        (Class.P0, "03:00", DUTY),
        (Class.P1, "12:00", LIAISON),
        (Class.P1, "07:59", DUTY),
        (Class.P1, "08:00", LIAISON),
        (Class.P1, "20:59", LIAISON),
        (Class.P1, "21:00", DUTY),
        (Class.P2, "12:00", LIAISON),
        (Class.P2, "23:00", LIAISON),
        (Class.P3, "03:00", LIAISON),
    ],
)
def test_by_class_and_hour(priority: Class, clock: str, chosen: Contact) -> None:
    assert choose_contact(BOTH, priority, at(clock), CALENDAR) is chosen


def test_the_duty_telephone_where_it_is_asked_for() -> None:
    assert choose_contact(BOTH, Class.P2, at("12:00"), CALENDAR, duty=True) is DUTY


def test_whoever_there_is_where_the_right_one_is_missing() -> None:
    assert choose_contact([LIAISON], Class.P0, at("03:00"), CALENDAR) is LIAISON
    assert choose_contact([DUTY], Class.P2, at("12:00"), CALENDAR) is DUTY
    assert choose_contact([], Class.P0, at("12:00"), CALENDAR) is None


def test_of_several_the_first_of_the_directory() -> None:
    second = Contact("gas_company", "office", "办公室", Phone("+863590001234"), None)
    assert choose_contact([LIAISON, second, DUTY], Class.P2, at("12:00"), CALENDAR) is LIAISON
