"""What a resident is promised next, and by when."""

import pytest

from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State
from functions.verification.promise import Promise, What, promise
from tests.builders import (
    DAY,
    NOON,
    a_request,
    accepted,
    asked,
    closed,
    deferred,
    disputed,
    done,
    explained,
    joint,
    not_solved,
    partly,
    rescheduled,
    returned,
    whistled,
)
from tests.county import WATER_BUREAU

AT_WORK = (whistled(to=WATER_BUREAU), accepted())


def waits(request: Request, what: What) -> Promise:
    assert request.wait is not None
    return Promise(what, request.wait.until)


def test_an_answer_by_the_day_that_was_promised() -> None:
    received = a_request()
    assert promise(received) == Promise(What.ANSWER, received.filed.answer_by)
    for request in (
        a_request(whistled(to=WATER_BUREAU)),
        a_request(whistled(to=WATER_BUREAU), returned()),
        a_request(*AT_WORK),
        a_request(*AT_WORK, done(), not_solved()),
    ):
        assert promise(request) == Promise(What.ANSWER, request.order(1).answer_by)
    later = a_request(*AT_WORK, rescheduled(NOON + 9 * DAY))
    assert promise(later) == Promise(What.ANSWER, later.order(1).answer_by)


def test_what_was_asked_is_waited_for_and_the_answer_stands_still() -> None:
    request = a_request(*AT_WORK, asked())
    assert request.wait is not None
    assert promise(request) == Promise(What.ANSWER_US, request.wait.until, request.order(1).answer_by)
    request = a_request(asked())
    assert request.wait is not None
    assert promise(request) == Promise(What.ANSWER_US, request.wait.until, request.filed.answer_by)


@pytest.mark.parametrize(
    ("request_", "what"),
    [
        (a_request(*AT_WORK, done(), partly()), What.DESK),
        (a_request(*AT_WORK, joint()), What.MEETING),
        (a_request(*AT_WORK, deferred()), What.REVIEW),
        (a_request(explained(), disputed(nobody=True)), What.DESK),
    ],
)
def test_what_is_waited_for_has_its_day(request_: Request, what: What) -> None:
    assert promise(request_) == waits(request_, what)


def test_done_asks_whether_it_is_solved() -> None:
    request = a_request(*AT_WORK, done())
    assert request.state is State.DONE
    assert promise(request) == (Promise(What.TELL_US, request.verdict_by) if request.verdict_by else None)
    assert request.verdict_by is not None


def test_what_is_closed_promises_nothing() -> None:
    assert promise(closed()) is None
