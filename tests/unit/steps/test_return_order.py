"""退单."""

import pytest

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import OrderReturned
from functions.shared.domain.request import Request
from functions.shared.domain.terms import ReturnReason
from functions.shared.domain.time_limits import working_days
from functions.shared.steps.return_order import return_order
from tests.builders import HOUR, NOON, a_press, a_request, accepted
from tests.county import CALENDAR, OFFICE, RED_CROSS, WATER_BUREAU


def given_back(
    request: Request, unit: Unit = WATER_BUREAU, named: Unit | None = RED_CROSS, words: str = ""
) -> Decision:
    return return_order(
        request,
        number=1,
        unit=unit,
        reason=ReturnReason.NOT_OURS,
        named=named,
        words=words,
        calendar=CALENDAR,
        cause=a_press("return"),
        now=NOON + HOUR,
    )


def test_with_a_reason_and_the_unit_it_should_have_gone_to() -> None:
    decision = given_back(a_request(whistled_to=WATER_BUREAU), words="是红十字会包的巷子")
    assert isinstance(decision.fact, OrderReturned)
    assert (decision.fact.reason, decision.fact.named, decision.fact.by) == (
        "not_ours",
        "red_cross",
        "unit:water_bureau",
    )
    assert decision.words == "是红十字会包的巷子"
    assert decision.public_words is None


def test_nobody_need_be_named_and_nothing_said() -> None:
    decision = given_back(a_request(whistled_to=WATER_BUREAU), named=None)
    assert isinstance(decision.fact, OrderReturned)
    assert decision.fact.named is None
    assert decision.words is None


def test_what_has_been_taken_cannot_be_returned() -> None:
    """首接负责."""
    with pytest.raises(Refused, match="already_taken"):
        given_back(a_request(whistled_to=WATER_BUREAU).after(accepted()))


def test_the_community_is_the_last_to_decide() -> None:
    with pytest.raises(Refused, match="community_cannot_return"):
        given_back(a_request(whistled_to=OFFICE), unit=OFFICE)


def test_it_cannot_name_itself() -> None:
    with pytest.raises(Refused, match="named_itself") as refused:
        given_back(a_request(whistled_to=WATER_BUREAU), named=WATER_BUREAU)
    assert refused.value.field == "named"


def test_another_units_order_is_not_its_own() -> None:
    with pytest.raises(Refused, match="not_your_order"):
        given_back(a_request(whistled_to=RED_CROSS))


def test_the_desk_has_a_working_day_to_decide() -> None:
    decision = given_back(a_request(whistled_to=WATER_BUREAU))
    assert isinstance(decision.fact, OrderReturned)
    assert decision.fact.desk_by == working_days(decision.fact.at, 1, CALENDAR)
