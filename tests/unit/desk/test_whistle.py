"""吹哨 by the desk: one unit by name, or several; a helper more; a look on site; a return that isn't accepted."""

from collections.abc import Sequence

import pytest

from functions.desk.whistle import Called, blow_whistle, call_helpers, check_on_site, insist
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import CheckedOnSite, HelperWhistled, ReturnRefused, UnitsWhistled
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.terms import Finding, RouteReason
from functions.shared.domain.time_limits import Limits
from functions.shared.domain.transitions import TRANSITIONS, State, permit
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    STAFF,
    Told,
    a_press,
    a_request,
    accepted,
    asked,
    closed,
    deferred,
    done,
    helper_whistled,
    joint,
    partly,
    rescheduled,
    returned,
    whistled,
)
from tests.county import EDUCATION, OFFICE, RED_CROSS, WATER_BUREAU

LIMITS = Limits(NOON + DAY, NOON + 7 * DAY)
HELD = a_request(whistled_to=RED_CROSS)
AT_WORK = HELD.after(accepted())
NOW = NOON + 2 * HOUR


def called(*units: Unit, reason: RouteReason = RouteReason.BY_NAME) -> Sequence[Called]:
    return [Called(unit.id, f"600000000{number}", LIMITS, reason) for number, unit in enumerate(units, start=1)]


def blown(
    request: Request,
    *units: Unit,
    numbered_from: int | None = None,
    reason: RouteReason = RouteReason.BY_NAME,
    duty_alert: bool = False,
    words: str = "",
) -> Decision:
    return blow_whistle(
        request,
        called=called(*units, reason=reason),
        numbered_from=numbered_from or len(request.orders) + 1,
        duty_alert=duty_alert,
        words=words,
        cause=a_press(),
        now=NOW,
        by=STAFF,
    )


def helped(request: Request, *units: Unit, numbered_from: int | None = None) -> Decision:
    number = numbered_from or len(request.orders) + 1
    return call_helpers(
        request, called=called(*units), numbered_from=number, words="", cause=a_press(), now=NOW, by=STAFF
    )


def test_one_unit_by_name() -> None:
    decision = blown(a_request(), RED_CROSS, words="钥匙在门卫", duty_alert=True)
    fact = decision.fact
    assert isinstance(fact, UnitsWhistled)
    (order,) = fact.orders
    assert (order.number, order.unit, order.code, order.reason) == (1, "red_cross", "6000000001", RouteReason.BY_NAME)
    assert (order.accept_by, order.answer_by) == (LIMITS.accept_by, LIMITS.answer_by)
    assert (fact.by, fact.at, fact.duty_alert, fact.unchecked) == (STAFF, NOW, True, False)
    assert decision.words == "钥匙在门卫"
    assert blown(a_request(), RED_CROSS).words is None


def test_as_proposed_the_rules_reason_is_kept() -> None:
    fact = blown(a_request(), WATER_BUREAU, reason=RouteReason.PARTNER_COMPOUND).fact
    assert isinstance(fact, UnitsWhistled)
    assert fact.orders[0].reason is RouteReason.PARTNER_COMPOUND


def test_several_units_the_first_leads() -> None:
    after = evolve(a_request(), blown(a_request(), RED_CROSS, WATER_BUREAU, EDUCATION).fact)
    assert [(order.number, order.unit) for order in after.orders] == [
        (1, "red_cross"),
        (2, "water_bureau"),
        (3, "education_bureau"),
    ]
    assert after.lead_number == 1
    assert after.state is State.WHISTLED


FROM = {
    State.RECEIVED: a_request(),
    State.RETURNED: HELD.after(returned()),
    State.WHISTLED: HELD,
    State.AWAITING_DESK: AT_WORK.after(done(), partly()),
    State.JOINT: AT_WORK.after(joint()),
    State.DEFERRED: AT_WORK.after(deferred()),
}


def test_from_where_the_table_lets_it() -> None:
    assert set(FROM) == TRANSITIONS["UnitsWhistled", ""].states


@pytest.mark.parametrize("request_", FROM.values(), ids=lambda request: request.state)
def test_what_was_alive_is_withdrawn(request_: Told) -> None:
    fact = blown(request_, WATER_BUREAU).fact
    permit(request_.state, fact)
    after = evolve(request_, fact)
    assert after.state is State.WHISTLED
    assert [order.unit for order in after.orders if order.state.alive] == ["water_bureau"]
    assert after.lead_number == len(request_.orders) + 1
    assert after.wait is None


@pytest.mark.parametrize("request_", [AT_WORK, AT_WORK.after(rescheduled(NOON + 9 * DAY))])
def test_what_has_been_taken_meanwhile_stays_with_its_unit(request_: Told) -> None:
    """首接负责: the page that was pressed is from before."""
    with pytest.raises(Refused, match="already_taken") as refused:
        blown(request_, WATER_BUREAU, numbered_from=2)
    assert refused.value.details == {"at": AT_WORK.since}


def test_of_two_clerks_the_second_is_told() -> None:
    with pytest.raises(Refused, match="changed_meanwhile"):
        blown(HELD, WATER_BUREAU, numbered_from=1)


def test_somebody_must_be_named_and_each_once() -> None:
    for press in (blown, helped):
        with pytest.raises(Refused, match="unit_missing"):
            press(HELD)
        with pytest.raises(Refused, match="unit_twice"):
            press(HELD, WATER_BUREAU, EDUCATION, WATER_BUREAU)


def test_whistled_anew_the_same_unit_may_have_it_again() -> None:
    assert evolve(HELD, blown(HELD, RED_CROSS).fact).orders[-1].unit == "red_cross"


@pytest.mark.parametrize("request_", [HELD, AT_WORK, AT_WORK.after(rescheduled(NOON + 9 * DAY))])
def test_one_more_helps_and_the_lead_stays(request_: Told) -> None:
    fact = helped(request_, WATER_BUREAU, EDUCATION).fact
    assert isinstance(fact, HelperWhistled)
    assert [order.number for order in fact.orders] == [2, 3]
    permit(request_.state, fact)
    after = evolve(request_, fact)
    assert (after.state, after.lead_number, after.order(1)) == (request_.state, 1, request_.order(1))
    assert [order.state for order in after.orders[1:]] == [OrderState.OPEN, OrderState.OPEN]


def test_who_has_an_order_here_helps_already() -> None:
    with pytest.raises(Refused, match="unit_twice"):
        helped(AT_WORK, RED_CROSS)
    with pytest.raises(Refused, match="unit_twice"):
        helped(AT_WORK.after(helper_whistled(WATER_BUREAU)), WATER_BUREAU)
    gave_back = AT_WORK.after(helper_whistled(WATER_BUREAU), returned(order=2))
    assert helped(gave_back, WATER_BUREAU)


def test_a_helper_called_from_an_old_page() -> None:
    with pytest.raises(Refused, match="changed_meanwhile"):
        helped(AT_WORK.after(helper_whistled(WATER_BUREAU)), EDUCATION, numbered_from=2)


@pytest.mark.parametrize(
    ("request_", "order"),
    [(a_request(), None), (HELD, None), (a_request(whistled(to=OFFICE)), 1), (HELD.after(whistled(to=OFFICE)), 2)],
)
def test_somebody_of_the_desk_went_to_look(request_: Told, order: int | None) -> None:
    """Also before anybody has an order; whoever has it keeps it, and only the community's own order was checked."""
    decision = check_on_site(
        request_, finding=Finding.DIFFERENT, words="只坏了两盏", cause=a_press(), now=NOW, by=STAFF
    )
    assert isinstance(decision.fact, CheckedOnSite)
    assert (decision.fact.order, decision.fact.finding, decision.fact.by) == (order, "different", STAFF)
    assert decision.words == "只坏了两盏"
    permit(request_.state, decision.fact)
    after = evolve(request_, decision.fact)
    assert (after.state, after.orders, after.wait) == (request_.state, request_.orders, request_.wait)


def test_a_return_is_not_accepted() -> None:
    given_back = HELD.after(returned())
    decision = insist(given_back, limits=LIMITS, words="这条巷子归您包联", cause=a_press(), now=NOW, by=STAFF)
    assert isinstance(decision.fact, ReturnRefused)
    assert (decision.fact.order, decision.fact.accept_by) == (1, LIMITS.accept_by)
    assert decision.words == "这条巷子归您包联"
    after = evolve(given_back, decision.fact)
    assert (after.state, after.order(1).state) == (State.WHISTLED, OrderState.OPEN)


@pytest.mark.parametrize("request_", [a_request(), HELD, AT_WORK, AT_WORK.after(asked()), closed()])
def test_only_what_was_returned_can_be_insisted_on(request_: Told) -> None:
    with pytest.raises(Refused, match="not_now"):
        insist(request_, limits=LIMITS, words="x", cause=a_press(), now=NOW, by=STAFF)
