"""How many fields and presses a kind of case has taken, on average: what workers did, times what each act asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from functions.shared.domain.burden import BURDEN
from functions.shared.domain.rows import Cell

_STAFF, _UNIT, _RECEIVED = "by_staff.", "by_unit.", "received."


@dataclass(frozen=True)
class Taken:
    """Fields filled and presses made, by staff at the desk and by units."""

    staff_fields: int = 0
    staff_presses: int = 0
    unit_fields: int = 0
    unit_presses: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.staff_fields + other.staff_fields,
            self.staff_presses + other.staff_presses,
            self.unit_fields + other.unit_fields,
            self.unit_presses + other.unit_presses,
        )


@dataclass(frozen=True)
class Line:
    """A kind of case in a month. `category` is empty in the line of all of them."""

    priority: str
    category: str
    cases: int
    taken: Taken

    @property
    def averages(self) -> tuple[str, str, str, str] | None:
        """Of each case, two decimals, halves up; None where no case came in the month."""
        if not self.cases:
            return None
        it = self.taken
        return (
            average(it.staff_fields, self.cases),
            average(it.staff_presses, self.cases),
            average(it.unit_fields, self.cases),
            average(it.unit_presses, self.cases),
        )


def average(total: int, cases: int) -> str:
    return str((Decimal(total) / cases).quantize(Decimal("0.01"), ROUND_HALF_UP))


def lines(cells: Mapping[Cell, int], order: Iterable[str] = ()) -> tuple[Line, ...]:
    """One for each class and category that has anything, in the directory's order of categories; all of them last."""
    cases: dict[tuple[str, str], int] = {}
    taken: dict[tuple[str, str], Taken] = {}
    for cell, times in cells.items():
        kind = cell.priority, cell.category
        if cell.measure.startswith(_RECEIVED):
            cases[kind] = cases.get(kind, 0) + times
        elif cell.measure in BURDEN:
            taken[kind] = taken.get(kind, Taken()) + _taken(cell.measure, times)
    place = {category: n for n, category in enumerate(order)}
    kinds = sorted(cases.keys() | taken.keys(), key=lambda kind: (kind[0], place.get(kind[1], len(place)), kind[1]))
    found = [Line(*kind, cases.get(kind, 0), taken.get(kind, Taken())) for kind in kinds]
    whole = Line("", "", sum(line.cases for line in found), sum((line.taken for line in found), Taken()))
    return (*found, whole) if found else ()


def _taken(measure: str, times: int) -> Taken:
    asked = BURDEN[measure]
    fields, presses = asked.fields * times, asked.presses * times
    if measure.startswith(_STAFF):
        return Taken(staff_fields=fields, staff_presses=presses)
    return Taken(unit_fields=fields, unit_presses=presses)
