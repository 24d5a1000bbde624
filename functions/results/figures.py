"""What everybody may read of a month's figures: the county whole, and each community and unit as far as nobody stands
alone in a count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from functions.results.burden import Asked, asked
from functions.shared.domain.rates import (
    APART,
    DEEDS,
    OUTCOMES,
    SMALL,
    WITHHELD,
    Rate,
    Shown,
    counts,
    grouped,
    rates,
)
from functions.shared.domain.rows import Cell
from functions.shared.domain.suppression import LEAST, TOTAL, At, hidden

COUNTY, NEVER, NOBODY = "county", "never_public", "no_unit"  # rows that are no place and no unit
COUNTED = ("cases", *OUTCOMES, *DEEDS, *APART)
_SAY_MORE_OF_OUTCOMES = ("concluded_in_time", "done_again")  # and so are shown only beside whole outcomes


@dataclass(frozen=True)
class Row:
    """A place or unit in a month: its counts, as they may be shown."""

    id: str
    counts: Mapping[str, Shown]

    @property
    def rates(self) -> tuple[Rate, ...]:
        return rates(self.counts)


@dataclass(frozen=True)
class Month:
    """The figures of a month by the day answers were due, in the directory's order. In `communities` and `units` what
    is never public stands in one row of its own, for the whole county."""

    month: str
    county: Row
    communities: tuple[Row, ...]
    units: tuple[Row, ...]
    work: tuple[Asked, ...]  # what its cases asked of workers, by class


def figures(
    month: str, cells: Mapping[Cell, int], never: frozenset[str], communities: Sequence[str], units: Sequence[str]
) -> Month:
    """The figures of `month` from all communities' cells. `never`: categories that are counted in totals only.
    `communities` and `units` are those of the directory, in its order; others follow."""

    def row_of(name: Callable[[Cell], str]) -> Callable[[Cell], str]:
        return lambda cell: NEVER if cell.category in never else name(cell)

    county = counts((cell.measure, times) for cell, times in cells.items())
    by_community = grouped(cells, row_of(lambda cell: cell.community))
    by_unit = grouped(cells, row_of(lambda cell: cell.unit or NOBODY))
    return Month(month, Row(COUNTY, county), _rows(by_community, communities), _rows(by_unit, units), asked(cells))


def _rows(found: Mapping[str, Mapping[str, int]], order: Sequence[str]) -> tuple[Row, ...]:
    place = {row: n for n, row in enumerate(order)}
    ids = sorted(found, key=lambda it: (it in (NOBODY, NEVER), it == NEVER, place.get(it, len(place)), it))
    of_outcomes, of_apart = _hidden(found, ids, OUTCOMES), _hidden(found, ids, APART)
    return tuple(Row(it, _shown(found[it], n, of_outcomes, of_apart)) for n, it in enumerate(ids))


def _hidden(found: Mapping[str, Mapping[str, int]], ids: Sequence[str], columns: Sequence[str]) -> frozenset[At]:
    return hidden([[found[it][column] for column in columns] for it in ids]) if ids else frozenset()


def _shown(found: Mapping[str, int], row: int, outcomes: frozenset[At], apart: frozenset[At]) -> dict[str, Shown]:
    """The counts of a row; of one that is hidden whole not even what is small."""

    def of(names: Sequence[str], shut: frozenset[At]) -> dict[str, Shown]:
        if At(row, TOTAL) in shut:
            return dict.fromkeys(names, WITHHELD)
        small = {name: SMALL if found[name] < LEAST else WITHHELD for name in names}
        return {name: small[name] if At(row, n) in shut else found[name] for n, name in enumerate(names)}

    shown = of(OUTCOMES, outcomes)
    whole = all(isinstance(count, int) for count in shown.values())
    closed = At(row, TOTAL) in outcomes
    deeds = {
        name: WITHHELD if closed or (name in _SAY_MORE_OF_OUTCOMES and not whole) else found[name] for name in DEEDS
    }
    return {"cases": WITHHELD if closed else found["cases"]} | shown | deeds | of(APART, apart)
