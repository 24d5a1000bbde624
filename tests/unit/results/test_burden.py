"""What a case asks of workers, as everybody may read it: by class, and no class that could be found to be small."""

from collections import Counter
from collections.abc import Mapping

import pytest

from functions.results.burden import Asked, asked
from functions.shared.domain.rates import SMALL, WITHHELD
from functions.shared.domain.rows import Cell

NOTHING = {"P0": 0, "P1": 0, "P2": 0, "P3": 0}


def month(
    cases: Mapping[str, int], done: Mapping[str, int] | None = None, measure: str = "by_unit.done"
) -> Counter[Cell]:
    """So many cases of each class, and so often `measure` was done for them."""
    received = {Cell("tiezhi", "2026-02-09", "received.web", it, "litter", ""): n for it, n in cases.items()}
    steps = {Cell("tiezhi", "2026-02-10", measure, it, "litter", "x"): n for it, n in (done or cases).items()}
    return Counter(received | steps)


def shown(cells: Mapping[Cell, int]) -> dict[str, Asked]:
    return {line.id: line for line in asked(cells)}


def test_averages_of_the_county_by_class_and_whole() -> None:
    lines = shown(month({"P0": 5, "P1": 8, "P2": 40, "P3": 7}, {"P0": 5, "P1": 4, "P2": 60, "P3": 7}))
    assert list(lines) == ["P0", "P1", "P2", "P3", "county"]
    assert (lines["P1"].cases, lines["P1"].averages) == (8, ("0.00", "0.00", "0.50", "1.00"))
    assert (lines["county"].cases, lines["county"].averages) == (60, ("0.00", "0.00", "1.27", "2.53"))


def test_categories_places_days_and_units_are_not_told_apart() -> None:
    one = Cell("tiezhi", "2026-02-09", "received.web", "P2", "litter", "")
    other = Cell("longwangmiao", "2026-02-20", "received.phone", "P2", "noise", "station")
    assert shown(Counter({one: 3, other: 4}))["P2"].cases == 7


@pytest.mark.parametrize("few", [1, 4])
def test_a_class_of_few_is_not_shown_nor_found_from_the_rest(few: int) -> None:
    lines = shown(month({"P0": few, "P1": 8, "P2": 40, "P3": 7}))
    assert {it for it, line in lines.items() if line.cases == WITHHELD} == {"P0", "P3"}
    assert {it for it, line in lines.items() if line.averages is None} == {"P0", "P3"}
    assert lines["county"].cases == 55 + few


@pytest.mark.parametrize("cases", [NOTHING, NOTHING | {"P2": 4}])
def test_where_hardly_anything_came_nothing_is_said(cases: Mapping[str, int]) -> None:
    lines = shown(month(cases, {"P2": 9}))
    assert [line.cases for line in lines.values()] == [WITHHELD] * 4 + [SMALL]
    assert all(line.averages is None for line in lines.values())
    assert [line.cases for line in asked(Counter())] == [WITHHELD] * 4 + [SMALL]
