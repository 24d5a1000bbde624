"""An order goes to another unit with the time that was left; the same press never gives it twice."""

from datetime import timedelta

import pytest

from functions.registry.hand_over import cause_of, hand_over
from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import HandedOver, staff_actor
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.terms import RouteReason
from functions.shared.domain.time_limits import Limits
from tests.builders import NOON, a_request, accepted, whistled
from tests.county import WATER_BUREAU

ADMIN = staff_actor("admin")


def given(request: Request, **other: object) -> Decision:
    asked: dict[str, object] = {"number": 1, "unit": "water_bureau", "to": "red_cross", "code": "6825061756"}
    asked |= {
        "next_number": len(request.orders) + 1,
        "limits": Limits(NOON + timedelta(hours=30), NOON + timedelta(days=9)),
    }
    asked |= {"cause": cause_of("job", request.id, 1, "red_cross"), "now": NOON + timedelta(hours=1), "by": ADMIN}
    return hand_over(request, **(asked | other))  # type: ignore[arg-type]


def test_the_other_unit_has_it_with_the_time_that_was_left() -> None:
    before = a_request(whistled(to=WATER_BUREAU), accepted())
    fact = given(before).fact
    assert isinstance(fact, HandedOver)
    after = evolve(before, fact)
    assert [order.state for order in after.orders] == [OrderState.WITHDRAWN, OrderState.OPEN]
    assert after.lead == after.order(2)
    assert (after.order(2).unit, after.order(2).reason) == ("red_cross", RouteReason.HANDED_OVER)
    assert after.order(2).answer_by == before.order(1).answer_by


@pytest.mark.parametrize("other", [{"unit": "finance_bureau"}, {"next_number": 3}])
def test_what_has_changed_meanwhile_is_looked_at_again(other: dict[str, object]) -> None:
    with pytest.raises(Refused, match="changed_meanwhile"):
        given(a_request(whistled(to=WATER_BUREAU)), **other)


def test_what_was_given_is_not_given_again() -> None:
    before = a_request(whistled(to=WATER_BUREAU))
    with pytest.raises(Refused, match="changed_meanwhile"):
        given(evolve(before, given(before).fact))


def test_a_cause_is_of_one_order_in_one_hand_over() -> None:
    causes = [cause_of(*it) for it in (("j", "r", 1, "u"), ("j", "r", 2, "u"), ("k", "r", 1, "u"), ("j", "s", 1, "u"))]
    assert len({it.id for it in causes}) == 4
    assert cause_of("j", "r", 1, "u") == causes[0]
