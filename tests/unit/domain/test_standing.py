"""How an order stands with the clock."""

from functions.shared.domain.request import WaitKind
from functions.shared.domain.standing import standing
from functions.shared.domain.terms import CalledOn, Deadline
from tests.builders import (
    a_request,
    accepted,
    answered,
    asked,
    deferred,
    done,
    escalated,
    joint,
    missed,
    returned,
    whistled,
)
from tests.county import GAS_LEAK, WATER_BUREAU

OPEN = (whistled(to=WATER_BUREAU),)
AT_WORK = (*OPEN, accepted())


def test_an_open_order_waits_to_be_taken_and_a_taken_one_to_be_done() -> None:
    open_ = a_request(*OPEN)
    stands = standing(open_, open_.order(1))
    assert stands is not None
    assert (stands.which, stands.due) == (Deadline.ACCEPT, open_.order(1).accept_by)
    assert (stands.paused, stands.missed, stands.called_on) == (None, False, frozenset())
    taken = a_request(*AT_WORK)
    stands = standing(taken, taken.order(1))
    assert stands is not None
    assert (stands.which, stands.due) == (Deadline.ANSWER, taken.order(1).answer_by)


def test_what_is_over_waits_for_nothing() -> None:
    for request in (a_request(*OPEN, returned()), a_request(*AT_WORK, done())):
        assert standing(request, request.order(1)) is None


def test_while_something_else_is_waited_for_it_stands_still() -> None:
    for happening, kind in (
        (asked(), WaitKind.RESIDENT),
        (joint(), WaitKind.JOINT),
        (deferred(), WaitKind.REVIEW),
    ):
        request = a_request(*AT_WORK, happening)
        stands = standing(request, request.order(1))
        assert stands is not None
        assert stands.paused is not None
        assert stands.paused.kind is kind
    goes_on = a_request(*AT_WORK, asked(), answered())
    stands = standing(goes_on, goes_on.order(1))
    assert stands is not None
    assert stands.paused is None


def test_who_has_been_called_on_since_it_was_missed() -> None:
    urgent = a_request(whistled(to=WATER_BUREAU), missed(), category=GAS_LEAK)
    stands = standing(urgent, urgent.order(1))
    assert stands is not None
    assert (stands.missed, stands.called_on) == (True, frozenset())
    ladder = urgent.order(1).ladder.calls(Deadline.ACCEPT)
    for count, call in enumerate(ladder, start=1):
        urgent = urgent.after(escalated(call.to, count))
        stands = standing(urgent, urgent.order(1))
        assert stands is not None
        assert stands.called_on == {call.to for call in ladder[:count]}
    assert CalledOn.AGENDA in stands.called_on
    taken = urgent.after(accepted())
    stands = standing(taken, taken.order(1))
    assert stands is not None
    assert (stands.missed, stands.called_on) == (False, frozenset()), "another deadline, that nobody has missed yet"
