"""吹哨."""

import pytest

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RULE, UnitsWhistled
from functions.shared.domain.request import Request
from functions.shared.domain.terms import RouteReason
from functions.shared.domain.time_limits import Limits
from functions.shared.steps.blow_whistle import blow_whistle
from functions.shared.steps.choose_unit import Choice
from tests.builders import DAY, HOUR, NOON, a_press, a_request, accepted, partly, returned, solved, whistled
from tests.builders import done as said_done

LIMITS = Limits(NOON + DAY, NOON + 7 * DAY)


def blown(request: Request, number: int = 1, *, duty_alert: bool = False) -> Decision:
    choice = Choice("red_cross", RouteReason.PARTNER_COMPOUND, duty_alert)
    return blow_whistle(
        request, choice=choice, number=number, code="6000000001", limits=LIMITS, cause=a_press(), now=NOON + HOUR
    )


def test_the_order_carries_all_that_was_decided() -> None:
    fact = blown(a_request()).fact
    assert isinstance(fact, UnitsWhistled)
    (order,) = fact.orders
    assert (order.number, order.code, order.unit, order.reason) == (1, "6000000001", "red_cross", "partner_compound")
    assert (order.accept_by, order.answer_by) == (LIMITS.accept_by, LIMITS.answer_by)
    assert (fact.by, fact.at, fact.duty_alert) == (RULE, NOON + HOUR, False)


def test_the_duty_telephone_is_kept_in_the_fact() -> None:
    fact = blown(a_request(), duty_alert=True).fact
    assert isinstance(fact, UnitsWhistled)
    assert fact.duty_alert


def test_after_a_return_the_next_order_has_the_next_number() -> None:
    fact = blown(a_request(whistled(), returned()), number=2).fact
    assert isinstance(fact, UnitsWhistled)
    assert fact.orders[0].number == 2


@pytest.mark.parametrize(
    "request_",
    [
        a_request(whistled()),
        a_request(whistled(), accepted()),
        a_request(whistled(), accepted(), said_done()),
        a_request(whistled(), accepted(), said_done(), partly()),
        a_request(whistled(), accepted(), said_done(), solved()),
    ],
    ids=lambda request: request.state,
)
def test_the_rule_never_takes_an_order_away(request_: Request) -> None:
    with pytest.raises(Refused, match="already_whistled"):
        blown(request_, number=len(request_.orders) + 1)


def test_a_rule_that_looked_too_early_is_told_so() -> None:
    """Returned again meanwhile: the order it wants to write is not the next one."""
    request = a_request(whistled(), returned(), whistled(), returned())
    with pytest.raises(Refused, match="already_whistled"):
        blown(request, number=2)


def test_what_nobody_at_the_desk_had_looked_at_says_so() -> None:
    choice = Choice("red_cross", RouteReason.PARTNER_COMPOUND)
    for unchecked in (True, False):
        fact = blow_whistle(
            a_request(),
            choice=choice,
            number=1,
            code="6000000001",
            limits=LIMITS,
            cause=a_press(),
            now=NOON,
            unchecked=unchecked,
        ).fact
        assert isinstance(fact, UnitsWhistled)
        assert fact.unchecked is unchecked
