"""What waits for the desk, and by when."""

from datetime import datetime
from typing import Any

import pytest

from functions.shared.domain.desk_task import DeskTask, Task, desk_task, has_news, looks_first, needs_a_call
from functions.shared.domain.request import OrderState
from functions.shared.domain.rows import RequestRow, rows
from functions.shared.domain.terms import Channel, RouteReason
from functions.shared.domain.transitions import State
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, Told, a_request, accepted, done, partly, returned, whistled
from tests.county import GAS_LEAK, OFFICE, RED_CROSS

HELD = a_request(whistled_to=RED_CROSS)
AT_WORK = HELD.after(accepted())
SAID_DONE = AT_WORK.after(done())
LATE = a_request(whistled(to=RED_CROSS), b.missed(), category=GAS_LEAK)
OURS = a_request(whistled(to=OFFICE, reason=RouteReason.STATION))


def task(request: Told) -> Task | None:
    found = desk_task(request)
    return found.kind if found else None


def due(request: Told) -> datetime | None:
    found = desk_task(request)
    return found.due if found else None


def ours(reason: RouteReason) -> Told:
    return a_request(whistled(to=OFFICE, reason=reason))


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (a_request(), DeskTask(NOON + 2 * HOUR, Task.PROPOSAL)),
        (HELD, None),
        (AT_WORK, None),
        (AT_WORK.after(b.rescheduled(NOON + 9 * DAY)), None),
        (AT_WORK.after(b.asked()), DeskTask(NOON + 3 * MINUTE + 5 * DAY, Task.CALL_BACK)),  # no text has asked them
        (AT_WORK.after(b.confirmed(), b.asked()), None),
        (HELD.after(returned()), DeskTask(NOON + 2 * MINUTE + DAY, Task.RETURNED)),
        (SAID_DONE.after(partly()), DeskTask(NOON + 4 * MINUTE + 2 * DAY, Task.PARTLY)),
        (AT_WORK.after(b.joint(meets_at=NOON + 9 * DAY)), DeskTask(NOON + 9 * DAY, Task.JOINT)),
        (AT_WORK.after(b.deferred(review_at=NOON + 90 * DAY)), DeskTask(NOON + 90 * DAY, Task.REVIEW)),
        (b.closed(), None),
        (a_request(b.merged()), None),
    ],
    ids=lambda value: value.state if isinstance(value, Told) else "",
)
def test_what_waits_in_each_state(request_: Told, expected: DeskTask | None) -> None:
    assert desk_task(request_) == expected
    (row,) = (row for row in rows(request_) if isinstance(row, RequestRow))
    assert row.task == expected


def test_every_task_is_somebodys() -> None:
    found = {
        task(request)
        for request in (
            a_request(),
            b.closed().after(b.disputed(nobody=True)),
            *map(ours, RouteReason),
            HELD.after(returned()),
            SAID_DONE.after(partly()),
            SAID_DONE.after(b.not_solved(), done(), b.not_solved_again()),
            SAID_DONE,
            AT_WORK.after(b.joint()),
            AT_WORK.after(b.deferred()),
            LATE,
        )
    }
    assert found == set(Task)


def test_what_is_urgent_and_late_is_chased_until_something_happens() -> None:
    assert desk_task(LATE) == DeskTask(LATE.order(1).accept_by, Task.CHASE)
    assert task(a_request(whistled(to=RED_CROSS), b.missed())) is None  # its leader has been told
    assert task(LATE.after(accepted())) is None
    late_again = LATE.after(accepted(), b.missed())
    assert desk_task(late_again) == DeskTask(LATE.order(1).answer_by, Task.CHASE)
    assert task(late_again.after(b.confirmed(), b.asked())) is None
    assert task(late_again.after(done())) is Task.CALL_BACK


def test_the_second_not_solved_is_told_apart_from_partly() -> None:
    again = SAID_DONE.after(b.not_solved(), done(), b.not_solved_again())
    assert task(again) is Task.NOT_AGAIN
    assert task(SAID_DONE.after(b.not_solved(), done(), partly())) is Task.PARTLY


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (RouteReason.CHECK_FIRST, Task.CHECK),
        (RouteReason.NO_UNIT, Task.UNROUTABLE),
        (RouteReason.DESK, Task.UNROUTABLE),
        (RouteReason.RETURNED, Task.UNROUTABLE),
        (RouteReason.STATION, Task.OWN),
        (RouteReason.COUNCIL, Task.OWN),
    ],
)
def test_the_communitys_own_order_by_why_it_has_it(reason: RouteReason, expected: Task) -> None:
    request = ours(reason)
    assert desk_task(request) == DeskTask(request.order(1).accept_by, expected)
    taken = request.after(accepted())
    assert desk_task(taken) == DeskTask(taken.order(1).answer_by, Task.OWN)
    assert task(taken.after(b.asked())) is Task.CALL_BACK
    assert task(taken.after(b.confirmed(), b.asked())) is None
    assert task(taken.after(b.asked(), b.answered())) is Task.OWN


def test_the_communitys_order_as_a_helper_is_no_task_of_the_request() -> None:
    request = AT_WORK.after(b.helper_whistled(OFFICE))
    assert request.order(2).state is OrderState.OPEN
    assert task(request) is None


def test_disputed_and_received_again_it_says_so() -> None:
    request = a_request(b.explained(), b.disputed(nobody=True))
    assert request.state is State.RECEIVED
    assert task(request) is Task.DISPUTED
    assert task(a_request(b.explained(), b.reopened(nobody=True))) is Task.PROPOSAL


SURE: dict[str, Any] = {"confirmed": True, "by": b.STAFF, "channel": Channel.PHONE}


@pytest.mark.parametrize(
    ("filed", "called"),
    [
        (SURE, False),
        (SURE | {"reachable": False}, True),
        (SURE | {"confirmed": False}, True),
        (SURE | {"another_way": True}, True),
        (SURE | {"category": GAS_LEAK}, True),
    ],
)
def test_who_is_called_back_at_once_and_who_after_the_reminder(filed: dict[str, Any], called: bool) -> None:
    said_done = a_request(whistled(), accepted(), done(), **filed)
    assert needs_a_call(said_done) is called
    assert task(said_done) is (Task.CALL_BACK if called else None)
    reminded = said_done.after(b.reminded())
    assert desk_task(reminded) == DeskTask(reminded.verdict_by or NOON, Task.CALL_BACK)


def test_a_call_back_is_due_when_it_might_close() -> None:
    assert due(SAID_DONE) == SAID_DONE.since + 7 * DAY


def test_what_perhaps_no_person_wrote_says_so_until_staff_have_done_something() -> None:
    assert looks_first(a_request(doubted=True))
    assert looks_first(a_request(whistled(to=RED_CROSS), doubted=True))
    assert not looks_first(a_request())
    assert not looks_first(a_request(b.classified(), doubted=True))
    assert not looks_first(a_request(whistled(to=RED_CROSS), accepted(), doubted=True))


def test_what_is_about_life_and_property_waits_for_no_look() -> None:
    assert not looks_first(a_request(category=GAS_LEAK, doubted=True))


def test_what_the_resident_has_said_more_is_news_until_staff_do_something() -> None:
    at_work = a_request(whistled(to=RED_CROSS), accepted())
    assert not has_news(at_work)
    said = at_work.after(b.words_added())
    assert has_news(said)
    assert has_news(said.after(b.progress())), "the unit's word is not the desk's"
    assert not has_news(said.after(b.words_added(b.STAFF)))
    assert not has_news(at_work.after(b.words_added(b.STAFF)))
    assert has_news(said.after(b.words_added(b.STAFF), b.words_added()))
    assert has_news(at_work.after(b.asked(), b.answered()))
    assert not has_news(said.after(done(), b.solved()))
