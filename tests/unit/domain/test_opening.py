"""A lower bound stays one through every sum, and nothing is added across scopes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.domain.opening import Amount, Body, Bound, FigureScope, Measure, OpeningFigure, by_body
from functions.shared.gateways.templates import Templates, default

TALKS = FigureScope(Body.RED, Measure.TALKS)
SAFETY_TALKS = FigureScope(Body.CYAN, Measure.TALKS)
AMOUNTS = st.builds(Amount, st.just(TALKS), st.integers(0, 10**9), st.booleans())


def a_figure(id_: str, body: Body, number: int = 1, bound: Bound = Bound.EXACT) -> OpeningFigure:
    return OpeningFigure(id_, FigureScope(body, Measure.TALKS), number, bound, date(2024, 12, 31), "报道")


@given(AMOUNTS, AMOUNTS)
def test_a_sum_is_a_lower_bound_as_soon_as_one_of_its_parts_is(one: Amount, other: Amount) -> None:
    both = one + other
    assert both == other + one
    assert (both.scope, both.number) == (TALKS, one.number + other.number)
    assert both.at_least is (one.at_least or other.at_least)


@pytest.mark.parametrize("other", [SAFETY_TALKS, FigureScope(Body.RED, Measure.MEETINGS)])
def test_two_scopes_are_never_added(other: FigureScope) -> None:
    with pytest.raises(ValueError, match=f"red.talks and {other} are two scopes"):
        Amount(TALKS, 76, at_least=True) + Amount(other, 126)


def test_what_has_no_scope_is_never_added() -> None:
    with pytest.raises(TypeError):
        Amount(TALKS, 76) + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        sum([Amount(TALKS, 76)])  # type: ignore[list-item]  # begins with a number of no scope


def said(language: str, amount: Amount, templates: Templates | None = None) -> str:
    words = (templates or default()).environment(language).get_template("shared/opening.html").module
    return str(words.amount(amount)).strip()  # type: ignore[attr-defined]


def test_how_it_is_written() -> None:
    least, exact = Amount(TALKS, 76, at_least=True), Amount(TALKS, 17)
    assert (str(least), said("zh", least), said("en", least)) == ("76+", "至少76", "at least 76")
    assert {str(exact), said("zh", exact), said("en", exact)} == {"17"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_body_and_measure_has_a_name_of_its_own(language: str) -> None:
    words = default().environment(language).get_template("shared/opening.html").module
    for macro, of in (("body", Body), ("measure", Measure)):
        names = [str(getattr(words, macro)(it.value)).strip() for it in of]
        assert len({*names}) == len(names)


def test_figures_stand_by_their_body_in_the_order_they_come() -> None:
    figures = (a_figure("a", Body.RED, 76, Bound.AT_LEAST), a_figure("b", Body.CYAN), a_figure("c", Body.RED))
    assert by_body(figures) == ((Body.RED, (figures[0], figures[2])), (Body.CYAN, (figures[1],)))
    assert figures[0].amount == Amount(TALKS, 76, at_least=True)
    assert by_body(()) == ()
