"""交给同事: who may be given an order, and what that changes."""

from dataclasses import replace
from datetime import date

import pytest

from functions.shared.domain.directory import Away, Contact, Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import OrderAssigned
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.domain.rows import cells, rows
from functions.shared.domain.story import steps
from functions.shared.steps.assign_order import assign_order, colleagues
from tests.builders import (
    HOUR,
    NOON,
    Happening,
    a_press,
    a_request,
    accepted,
    assigned,
    done,
    helper_whistled,
    return_refused,
    returned,
    whistled,
)
from tests.county import RED_CROSS, WATER_BUREAU

LIAISON = Contact(RED_CROSS.id, "liaison", "联络员", Phone("+8615400000001"), None)
OFFICE = Contact(RED_CROSS.id, "office", "办公室", None, "office@red-cross.example")
LANDLINE = Contact(RED_CROSS.id, "landline", "座机", Phone("+863590000000"), None)
ALL = (LIAISON, OFFICE, LANDLINE)
GONE = replace(OFFICE, away=Away(date(2026, 3, 9), date(2026, 3, 9)))
HELD = a_request(whistled_to=RED_CROSS)


def handed(
    request: Request, to: str = "office", unit: Unit = RED_CROSS, contacts: tuple[Contact, ...] = ALL, order: int = 1
) -> OrderAssigned:
    decision = assign_order(
        request, number=order, unit=unit, to=to, contacts=contacts, cause=a_press(), now=NOON + HOUR
    )
    assert (decision.words, decision.public_words) == (None, None)
    assert isinstance(decision.fact, OrderAssigned)
    return decision.fact


@pytest.mark.parametrize("request_", [HELD, HELD.after(accepted()), HELD.after(accepted(), assigned("liaison"))])
def test_the_fact_names_the_post_and_is_the_units(request_: Request) -> None:
    fact = handed(request_)
    assert (fact.order, fact.to, fact.by) == (1, "office", "unit:red_cross")


@pytest.mark.parametrize("to", ["", "landline", "nobody", "OFFICE"])
def test_only_to_one_of_the_unit_who_can_be_reached(to: str) -> None:
    with pytest.raises(Refused, match="colleague_unknown"):
        handed(HELD, to)


def test_not_to_somebody_who_is_away() -> None:
    with pytest.raises(Refused, match="colleague_unknown"):
        handed(HELD, contacts=(LIAISON, GONE))


def test_not_twice_to_the_same() -> None:
    with pytest.raises(Refused, match="has_it_already"):
        handed(HELD.after(assigned("office")))


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        ((returned(),), "already_returned"),
        ((accepted(), done()), "already_done"),
        ((whistled(to=WATER_BUREAU),), "withdrawn"),
    ],
)
def test_only_what_is_in_hand(happened: tuple[Happening, ...], why: str) -> None:
    with pytest.raises(Refused, match=why):
        handed(HELD.after(*happened))


def test_only_ones_own() -> None:
    with pytest.raises(Refused, match="not_your_order"):
        handed(HELD, unit=WATER_BUREAU)


def test_who_is_offered() -> None:
    order = HELD.order(1)
    assert colleagues(order, ALL, NOON, None) == (LIAISON, OFFICE)
    assert colleagues(order, ALL, NOON, "liaison") == (OFFICE,)
    assert colleagues(order, (LIAISON, GONE), NOON, "liaison") == ()
    has_it = HELD.after(assigned("office")).order(1)
    assert colleagues(has_it, ALL, NOON, "liaison") == (LIAISON,)  # to take it back
    assert colleagues(has_it, ALL, NOON, "office") == (LIAISON,)


def test_nothing_that_is_counted_shown_or_listed_changes() -> None:
    """Whose work it is stays: rows, figures and the story are what they were, but for the press itself."""
    at_work = HELD.after(accepted(), helper_whistled(WATER_BUREAU))
    after = at_work.after(assigned("office"))
    assert after.order(1).holder == "office"
    assert after.order(2).holder is None
    assert [cell.measure for cell in cells(after) - cells(at_work)] == ["by_unit.assign"]
    assert not cells(at_work) - cells(after)
    assert rows(after) == rows(at_work)
    assert steps(after) == steps(at_work)
    assert (after.state, after.unit, after.lead_number) == (at_work.state, at_work.unit, at_work.lead_number)


def test_what_was_given_back_is_nobodys_again() -> None:
    again = HELD.after(assigned("office"), returned(), return_refused())
    assert again.order(1).holder is None
