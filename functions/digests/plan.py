"""Who gets which digest on a day: one message each, so that each is sent, and tried again, alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from functions.digests.letters import COUNTY, TO_COMMUNITIES, TO_THE_COUNTY, TO_UNITS, Letter, due
from functions.shared.domain.directory import Calendar, Contact, Unit
from functions.shared.domain.staff import Role, Staff

_READERS = (Role.STAFF, Role.LEAD)


@dataclass(frozen=True)
class Planned:
    """`of` is a unit, a community or the county; `to` who gets it: `staff:<id>` or `contact:<unit>.<id>`. Empty where
    the unit's first contact who can be reached does, which is seen when it is sent."""

    letter: Letter
    of: str
    to: str = ""


def plan(
    units: Iterable[Unit], staff: Iterable[Staff], office: Iterable[Contact], day: date, calendar: Calendar
) -> Iterator[Planned]:
    """Everybody who is written to on `day`. `office` are the contacts of the county's duty office."""
    units, staff, office = tuple(units), tuple(staff), tuple(office)
    for letter in due(day, calendar):
        yield from to_everybody(letter, units, staff, office)


def to_everybody(
    letter: Letter, units: Iterable[Unit], staff: Iterable[Staff], office: Iterable[Contact]
) -> Iterator[Planned]:
    """Whoever gets `letter` whenever it comes."""
    if letter in TO_UNITS:
        yield from (Planned(letter, unit.id) for unit in units)
    elif letter in TO_COMMUNITIES:
        for post in staff:
            if post.community and post.email and post.role in _READERS:
                yield Planned(letter, post.community, f"staff:{post.id}")
    elif letter in TO_THE_COUNTY:
        for post in staff:
            if post.email and post.role is Role.COUNTY:
                yield Planned(letter, COUNTY, f"staff:{post.id}")
        for contact in office:
            if contact.email:
                yield Planned(letter, COUNTY, f"contact:{contact.unit}.{contact.id}")
