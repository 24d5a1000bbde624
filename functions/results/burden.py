"""What everybody may read of what a case asks of workers: the county whole, by class, no class of fewer than five."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from functions.shared.domain.asked_of_workers import Line, Taken, lines
from functions.shared.domain.directory import Class
from functions.shared.domain.rates import SMALL, WITHHELD, Shown
from functions.shared.domain.rows import Cell
from functions.shared.domain.suppression import LEAST, TOTAL, At, hidden

COUNTY = "county"
AVERAGES = ("staff_fields", "staff_presses", "unit_fields", "unit_presses")


@dataclass(frozen=True)
class Asked:
    """A class of cases in a month, or the `county`: how many came, and its `AVERAGES`; None where they aren't shown."""

    id: str
    cases: Shown
    averages: tuple[str, ...] | None


def asked(cells: Mapping[Cell, int]) -> tuple[Asked, ...]:
    """Each class in its order, and the county last, from all communities' cells of a month. Categories aren't told
    apart: some are counted in totals only."""
    by_class: Counter[Cell] = Counter()
    for cell, times in cells.items():
        by_class[replace(cell, category="")] += times
    found = {line.priority: line for line in lines(by_class)}
    classes = [found.get(priority, Line(priority, "", 0, Taken())) for priority in Class]
    shut = hidden([[line.cases] for line in classes])
    whole = found.get("", Line("", "", 0, Taken()))
    return (
        *(_shown(line.priority, line, WITHHELD if At(n, TOTAL) in shut else "") for n, line in enumerate(classes)),
        _shown(COUNTY, whole, SMALL if whole.cases < LEAST else ""),
    )


def _shown(id_: str, line: Line, instead: str) -> Asked:
    return Asked(id_, instead, None) if instead else Asked(id_, line.cases, line.averages)
