"""The resident doesn't want it any more."""

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import RESIDENT, Actor, Withdrawn
from functions.shared.domain.transitions import ClosedAs, permit
from functions.shared.steps.withdraw import withdraw
from tests.builders import HOUR, NOON, STAFF, Told, a_press, a_request, accepted, asked, done, solved
from tests.county import RED_CROSS

AT_WORK = a_request(whistled_to=RED_CROSS).after(accepted())


@pytest.mark.parametrize("by", [RESIDENT, STAFF])
@pytest.mark.parametrize("request_", [a_request(), AT_WORK, AT_WORK.after(asked()), AT_WORK.after(done())])
def test_whoever_asked_may_take_it_back_while_it_is_open(request_: Told, by: Actor) -> None:
    decision = withdraw(request_, words="", cause=a_press(), now=NOON + HOUR, by=by)
    assert type(decision.fact) is Withdrawn
    assert decision.words is None
    permit(request_.state, decision.fact)
    assert evolve(request_, decision.fact).closed_as is ClosedAs.WITHDRAWN


def test_why_goes_along() -> None:
    assert withdraw(AT_WORK, words="自己清了", cause=a_press(), now=NOON).words == "自己清了"


def test_what_is_closed_stays_closed() -> None:
    closed = AT_WORK.after(done(), solved())
    with pytest.raises(Refused, match="closed_already") as refused:
        withdraw(closed, words="", cause=a_press(), now=NOON + HOUR)
    assert refused.value.details == {"at": closed.closed_at}
