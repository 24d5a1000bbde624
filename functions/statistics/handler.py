"""What a kind of case asks of those who work on it, never per person; and the figures of a month by the day answers
were due, three working days before everybody has them.

Whoever gets here has signed in: `app.staff`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from functions.shared.domain.asked_of_workers import lines
from functions.shared.domain.burden import BURDEN
from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import Community
from functions.shared.domain.errors import Refused
from functions.shared.domain.months import is_month, month_before, month_of, year_to
from functions.shared.domain.permissions import Act, may, permit
from functions.shared.domain.rates import (
    APART,
    OUTCOMES,
    Rate,
    counts,
    grouped,
    provisional_until,
    public_from,
    rates,
    units_from,
)
from functions.shared.domain.rows import Cell
from functions.shared.doors import staff as door
from functions.shared.edge import http
from functions.shared.edge.clock import now
from functions.shared.gateways.pages import page
from functions.shared.tables import directory, tallies

app = http.App(page, guard=door.admit)


@app.get("/desk/statistics")
def show() -> http.Answer:
    month = app.visit.query.get("month", "") or month_of(local_day(now()))
    covered, wanted, cells = _cells(month)
    categories = {it.id: it for it in directory.categories()}
    return app.page(
        "statistics/work.html",
        **_frame(covered, wanted, month, year_to(month_of(local_day(now())))),
        categories=categories,
        lines=lines(cells, categories),
        burden=BURDEN,
    )


@app.get("/desk/statistics/figures")
def figures() -> http.Answer:
    """The figures of a month that is over, whole: communities and units, each beside its own month before."""
    months = year_to(month_of(local_day(now())))[1:]
    month = app.visit.query.get("month", "") or months[0]
    if local_day(now()) < (units_from(month) if is_month(month) else date.max):
        raise Refused("unknown_page")
    covered, wanted, cells = _cells(month)
    _, _, earlier = _cells(month_before(month))
    names = {it.id: it.name for it in covered} | {it.id: it.name for it in directory.units_ever()}
    return app.page(
        "statistics/figures.html",
        **_frame(covered, wanted, month, months),
        names=names,
        public_from=public_from(month, directory.calendar()),
        provisional_until=provisional_until(month),
        today=local_day(now()),
        before_month=month_before(month),
        by_community=_compared(cells, earlier, names, lambda cell: cell.community),
        by_unit=_compared(cells, earlier, names, lambda cell: cell.unit),
        outcomes=OUTCOMES,
        apart=APART,
    )


def _cells(month: str) -> tuple[tuple[Community, ...], str, Counter[Cell]]:
    """The communities that this member of staff covers, the one that is asked for ("" for all), and their cells.

    Raises Refused `not_permitted`, `not_your_community`, or `unknown_page` for what is no month.
    """
    permit(app.staff, Act.STATISTICS)
    covered = tuple(it for it in directory.communities() if app.staff.covers(it.id))
    wanted = app.visit.query.get("community", "")
    if wanted and wanted not in {it.id for it in covered}:
        raise Refused("not_your_community")
    if not is_month(month):
        raise Refused("unknown_page")
    cells: Counter[Cell] = Counter()
    for community in covered:
        if wanted in ("", community.id):
            cells.update(tallies.month(community.id, month))
    return covered, wanted, cells


def _compared(
    cells: Counter[Cell], earlier: Counter[Cell], order: Iterable[str], of: Callable[[Cell], str]
) -> tuple[tuple[str, dict[str, int], tuple[Rate, ...], tuple[Rate, ...]], ...]:
    """Each group in the directory's order: its id, counts, rates, and the rates it had the month before."""
    now_there, before = grouped(cells, of), grouped(earlier, of)
    place = {it: n for n, it in enumerate(order)}
    there = [it for it, found in now_there.items() if any(found.values())]
    return tuple(
        (it, now_there[it], rates(now_there[it]), rates(before.get(it) or counts(())))
        for it in sorted(there, key=lambda it: (it == "", place.get(it, len(place)), it))
    )


def _frame(covered: tuple[Community, ...], wanted: str, month: str, months: tuple[str, ...]) -> dict[str, Any]:
    return {
        "staff": app.staff,
        "may": frozenset(act for act in Act if may(app.staff.role, act)),
        "sign_out": door.token(app.visit, "sign_out"),
        "communities": covered,
        "community": wanted,
        "month": month,
        "months": months,
    }


main = app.main
