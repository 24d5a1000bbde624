"""Averages over what came in the month, halves up, and nothing where nothing came."""

from collections import Counter

import pytest

from functions.shared.domain.asked_of_workers import average, lines
from functions.shared.domain.rows import Cell


def cell(measure: str, category: str = "litter", priority: str = "P2", day: str = "2026-03-09") -> Cell:
    return Cell("longwangmiao", day, measure, priority, category, "")


@pytest.mark.parametrize(
    ("total", "cases", "said"), [(1, 8, "0.13"), (1, 3, "0.33"), (2, 3, "0.67"), (5, 1, "5.00"), (201, 200, "1.01")]
)
def test_halves_go_up(total: int, cases: int, said: str) -> None:
    assert average(total, cases) == said


def test_what_is_no_ones_press_counts_for_nothing() -> None:
    told = Counter({cell("received.web"): 2, cell("whistled"): 2, cell("by_staff.nothing"): 9, cell("by_unit.take"): 1})
    (line, whole) = lines(told)
    assert (line.cases, line.averages) == (2, ("0.00", "0.00", "0.00", "0.50"))
    assert whole.averages == line.averages


def test_nothing_came_but_something_was_done() -> None:
    (line, whole) = lines(Counter({cell("by_staff.done"): 1}))
    assert line.averages is None
    assert (whole.cases, whole.taken.staff_fields) == (0, 1)


def test_days_and_channels_add_up_in_the_order_of_the_directory() -> None:
    told = Counter(
        {
            cell("received.web"): 1,
            cell("received.station", day="2026-03-10"): 2,
            cell("received.web", "meals"): 1,
            cell("received.web", "gas", "P0"): 1,
        }
    )
    found = lines(told, ["meals", "litter", "gas"])
    assert [(line.category, line.cases) for line in found] == [("gas", 1), ("meals", 1), ("litter", 3), ("", 5)]


def test_nothing_at_all() -> None:
    assert lines(Counter()) == ()
