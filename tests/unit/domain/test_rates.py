"""Rates by hand: what stands above the line, what below, what is left out, and how it is rounded."""

from datetime import date
from decimal import Decimal

import pytest

from functions.shared.domain.rates import (
    APART,
    DEFINITIONS,
    OUTCOMES,
    SMALL,
    Rate,
    counts,
    grouped,
    percent,
    provisional_until,
    public_from,
    rates,
    units_from,
)
from functions.shared.domain.rows import Cell, cells
from tests.builders import (
    DAY,
    NOON,
    a_request,
    accepted,
    closed_partly,
    closed_silent,
    deferred,
    done,
    explained,
    not_solved,
    partly,
    rescheduled,
    returned,
    solved,
    transferred,
    whistled,
)
from tests.county import CALENDAR, RED_CROSS, WATER_BUREAU

DUE = NOON + 7 * DAY
TAKEN = (whistled(to=RED_CROSS, accept_by=NOON + DAY, answer_by=DUE), accepted())
DONE = (*TAKEN, done())
TEN = (  # each of another kind, and one that was given back
    (*DONE, solved()),
    (*DONE, solved()),
    (*DONE, not_solved(), done(), solved()),
    (*DONE, partly(), closed_partly()),
    (*DONE, closed_silent()),
    (*TAKEN, done(at=DUE + DAY)),
    (*DONE, not_solved()),
    (*TAKEN, rescheduled(DUE + DAY)),
    (whistled(to=RED_CROSS), returned(), whistled(to=WATER_BUREAU)),
    (),
)
APART_TOO = ((*TAKEN, deferred()), (*TAKEN, explained()), (transferred(),))


@pytest.mark.parametrize(
    ("above", "below", "said"),
    [
        (23974, 24932, "96.16"),
        (22345, 24932, "89.62"),
        (Decimal("1001.38"), Decimal("1103.94"), "90.71"),
        (254567, 254592, "99.99"),
        (1, 80000, "0.00"),
        (1, 20000, "0.01"),  # a half goes up
        (3, 20000, "0.02"),
        (7, 7, "100.00"),
        (0, 7, "0.00"),
        (0, 0, None),
    ],
)
def test_rates_are_rounded_halves_up_to_two_decimals(above: int | Decimal, below: int | Decimal, said: str) -> None:
    assert percent(above, below) == said


def found() -> dict[str, int]:
    happened = [a_request(*facts) for facts in (*TEN, *APART_TOO)]
    return counts((cell.measure, times) for request in happened for cell, times in cells(request).items())


def test_every_case_is_in_one_column() -> None:
    there = found()
    assert {name: there[name] for name in OUTCOMES} == {
        "solved_first": 2,
        "solved_again": 1,
        "partly": 1,
        "not_solved": 1,
        "silent": 1,
        "waiting": 1,
        "not_done": 3,
    }
    assert there["cases"] == 10
    assert {name: there[name] for name in APART if there[name]} == {"deferred": 1, "explained": 1, "transferred": 1}


@pytest.mark.parametrize(
    ("which", "above", "below", "said"),
    [
        ("taken", 8, 10, "80.00"),
        ("answered", 7, 10, "70.00"),  # done by the first date, or a later one asked for before it
        ("heard", 5, 7, "71.43"),
        ("solved", 3, 5, "60.00"),  # of those who answered: partly and silent are never solved
        ("first_time", 2, 6, "33.33"),
        ("concluded", 5, 10, "50.00"),
        ("again", 2, 7, "28.57"),
        ("later", 1, 10, "10.00"),
        ("returned", 1, 11, "9.09"),
    ],
)
def test_each_rate_has_its_definition(which: str, above: int, below: int, said: str) -> None:
    (rate,) = (rate for rate in rates(found()) if rate.id == which)
    assert (rate.above, rate.below, rate.percent, rate.answers) == (above, below, said, 5)


def test_what_a_rate_leaves_out_is_said_beside_it() -> None:
    left_out = {rate.id: dict(rate.left_out) for rate in rates(found())}
    apart = {"deferred": 1, "explained": 1, "transferred": 1}
    assert left_out["taken"] == apart
    assert left_out["solved"] == {"silent": 1, "waiting": 1, "not_done": 3} | apart
    for definition in DEFINITIONS:
        assert set(APART) <= set(definition.beside)


def test_no_rate_is_of_a_count_that_is_not_shown() -> None:
    shown = found() | {"partly": SMALL}
    said = {rate.id: rate.percent for rate in rates(shown)}
    assert [name for name, text in said.items() if text is None] == ["heard", "solved", "first_time", "again"]
    assert {rate.answers for rate in rates(shown)} == {None}


def test_nothing_is_no_rate() -> None:
    assert {rate.percent for rate in rates(counts([]))} == {None}
    assert Rate("taken", 0, 0, 0).percent is None


def test_a_cube_of_before_the_figures_by_due_day_never_shows_less_than_nothing() -> None:
    """A request from before is moved on, and nobody has repaired the cube yet: docs/operations.md."""
    there = counts([("due.case", -1), ("due.done.in_time", 2), ("due.solved.first.in_time", 3), ("due.taken", -1)])
    assert all(count >= 0 for count in there.values())


def test_other_measures_are_none_of_it() -> None:
    assert counts([("received.web", 5), ("closed.confirmed", 2)]) == counts([])


def test_groups_never_mix() -> None:
    one, other = (Cell("tiezhi", "2026-03-09", "due.case", "P2", "litter", unit) for unit in ("red_cross", ""))
    by_unit = grouped({one: 2, other: 3}, lambda cell: cell.unit)
    assert {unit: there["cases"] for unit, there in by_unit.items()} == {"red_cross": 2, "": 3}


def test_a_month_is_provisional_for_four_weeks_and_its_units_see_it_three_working_days_before_everybody() -> None:
    assert provisional_until("2026-02") == date(2026, 3, 28)
    assert units_from("2026-02") == date(2026, 3, 1)
    assert public_from("2026-02", CALENDAR) == date(2026, 3, 5)  # Sunday, then Monday to Wednesday
