"""Who gets a digest on a day."""

from collections.abc import Iterable, Iterator
from datetime import date

from functions.shared.domain.directory import Calendar, Unit


def plan(units: Iterable[Unit], day: date, calendar: Calendar) -> Iterator[str]:
    """The ids of the units to gather for on `day`; none on a day off."""
    if calendar.works(day):
        yield from (unit.id for unit in units)
