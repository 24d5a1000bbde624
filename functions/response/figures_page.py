"""A unit's own figures, from the day after the month, each rate beside its own of the month before; no other unit's."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from functions.response.unit_door import Officer
from functions.shared.domain.errors import Refused
from functions.shared.domain.months import is_month, month_before, month_of, year_to
from functions.shared.domain.rates import APART, OUTCOMES, counts, provisional_until, public_from, rates, units_from
from functions.shared.tables import directory, tallies


def context(officer: Officer, query: Mapping[str, str], today: date) -> dict[str, Any]:
    """The month that `query` asks for, or the last one. Raises Refused `unknown_page` for one that isn't over."""
    months = year_to(month_of(today))[1:]
    month = query.get("month") or months[0]
    if not is_month(month) or today < units_from(month):
        raise Refused("unknown_page")
    earlier = month_before(month)
    found, before = _counts(officer.unit.id, month), _counts(officer.unit.id, earlier)
    return {
        "unit": officer.unit,
        "month": month,
        "months": months,
        "counts": found,
        "rates": rates(found),
        "before": rates(before),
        "before_month": earlier,
        "public_from": public_from(month, directory.calendar()),
        "provisional_until": provisional_until(month),
        "today": today,
        "outcomes": OUTCOMES,
        "apart": APART,
    }


def _counts(unit: str, month: str) -> dict[str, int]:
    """What `unit` has in the cubes of all communities: it may look after places in several."""
    cells = (tallies.month(community.id, month) for community in directory.communities())
    return counts((cell.measure, times) for of_one in cells for cell, times in of_one.items() if cell.unit == unit)
