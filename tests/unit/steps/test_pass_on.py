"""What a community does with an order it holds: 现场核实, 点名哨."""

import pytest

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import CheckedOnSite, UnitsWhistled
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.terms import Finding, RouteReason
from functions.shared.domain.time_limits import Limits
from functions.shared.steps.pass_on import pass_on, record_check
from tests.builders import DAY, HOUR, NOON, a_press, a_request, accepted, checked, whistled
from tests.county import LIGHTING, OFFICE, RED_CROSS, WATER_BUREAU

HELD = a_request(category=LIGHTING, whistled_to=OFFICE)
LIMITS = Limits(NOON + DAY, NOON + 7 * DAY)


def looked(request: Request, unit: Unit = OFFICE) -> Decision:
    return record_check(
        request, number=1, unit=unit, finding=Finding.AS_REPORTED, words="五盏都坏了", cause=a_press(), now=NOON + HOUR
    )


def passed_on(request: Request, unit: Unit = OFFICE, to: Unit = RED_CROSS) -> Decision:
    return pass_on(
        request,
        number=1,
        unit=unit,
        to=to,
        code="6000000002",
        limits=LIMITS,
        words="",
        cause=a_press(),
        now=NOON + HOUR,
    )


def test_what_was_found_on_site() -> None:
    decision = looked(HELD)
    assert isinstance(decision.fact, CheckedOnSite)
    assert (decision.fact.finding, decision.fact.by) == ("as_reported", "unit:longwangmiao")
    assert decision.words == "五盏都坏了"


def test_a_unit_is_called_by_name() -> None:
    decision = passed_on(HELD.after(checked()))
    fact = decision.fact
    assert isinstance(fact, UnitsWhistled)
    (order,) = fact.orders
    assert (order.number, order.unit, order.reason, order.code) == (2, "red_cross", RouteReason.BY_NAME, "6000000002")
    assert (order.accept_by, order.answer_by, fact.by) == (LIMITS.accept_by, LIMITS.answer_by, "unit:longwangmiao")
    assert decision.words is None


def test_the_communitys_own_order_is_withdrawn() -> None:
    after = evolve(HELD, passed_on(HELD).fact)
    assert [order.state for order in after.orders] == [OrderState.WITHDRAWN, OrderState.OPEN]
    assert after.lead is not None
    assert after.lead.unit == "red_cross"


def test_it_cannot_call_itself() -> None:
    with pytest.raises(Refused, match="named_itself") as refused:
        passed_on(HELD, to=OFFICE)
    assert refused.value.field == "unit"


@pytest.mark.parametrize("step", [looked, passed_on])
def test_only_the_community_does_this(step: object) -> None:
    with pytest.raises(Refused, match="community_only"):
        step(a_request(whistled_to=WATER_BUREAU), WATER_BUREAU)  # type: ignore[operator]


@pytest.mark.parametrize("step", [looked, passed_on])
def test_only_while_it_holds_the_open_order(step: object) -> None:
    with pytest.raises(Refused, match="already_taken"):
        step(HELD.after(accepted()))  # type: ignore[operator]
    with pytest.raises(Refused, match="not_your_order"):
        step(a_request(whistled_to=WATER_BUREAU))  # type: ignore[operator]


def test_a_helpers_order_is_not_passed_on() -> None:
    """A whistle ends every order: the lead's would end with the helper's."""
    helped = a_request(whistled(RED_CROSS, OFFICE), category=LIGHTING)
    with pytest.raises(Refused, match="not_now"):
        pass_on(
            helped,
            number=2,
            unit=OFFICE,
            to=WATER_BUREAU,
            code="6000000002",
            limits=LIMITS,
            words="",
            cause=a_press(),
            now=NOON + HOUR,
        )
