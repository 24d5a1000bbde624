"""What an address may ask for: a month, and what stands in the directory."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from functions.shared.domain.directory import Calendar
from functions.shared.domain.errors import Refused
from functions.shared.domain.months import month_before, month_of, year_to
from functions.shared.domain.rates import public_from

AFTER = re.compile(r"[0-9TZ:.-]{27}#\d{10}", re.ASCII)  # when a line was closed, and its code


class _Known(Protocol):
    @property
    def id(self) -> str: ...


Known = TypeVar("Known", bound=_Known)


def chosen(wanted: str, known: Iterable[Known]) -> Known | None:
    """What has the id `wanted`; None where nothing is asked for. Raises Refused `unknown_page` for any other id."""
    if not wanted:
        return None
    for it in known:
        if it.id == wanted:
            return it
    raise Refused("unknown_page")


def months_with(month: str, today: date) -> tuple[str, ...]:
    """A year back, and `month`, however old."""
    months = year_to(month_of(today))
    return months if month in months else (*months, month)


def published(today: date, calendar: Calendar) -> tuple[str, ...]:
    """The months whose figures everybody may read, newest first."""
    latest = month_before(month_of(today))
    while today < public_from(latest, calendar):
        latest = month_before(latest)
    return year_to(latest)


def since(first: str, today: date) -> tuple[str, ...]:
    """Every month from `first` to this one, oldest first."""
    found = [month_of(today)]
    while found[0] > first:
        found.insert(0, month_before(found[0]))
    return tuple(found)
