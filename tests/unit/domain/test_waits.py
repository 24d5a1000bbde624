"""What a request waits for, and what a pause does to the clocks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from functions.shared.domain.request import OrderState, Wait, WaitKind
from functions.shared.domain.rows import RequestRow, rows
from functions.shared.domain.terms import Heard
from functions.shared.domain.transitions import State
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, Told, a_request, accepted, asked, done, partly, whistled
from tests.county import OFFICE, RED_CROSS, WATER_BUREAU

HELD = a_request(whistled_to=RED_CROSS)
AT_WORK = HELD.after(accepted())
SAID_DONE = AT_WORK.after(done())


@pytest.mark.parametrize(
    ("request_", "kind", "after"),
    [
        (a_request(), WaitKind.ROUTE, 2 * HOUR),
        (a_request(b.classified()), WaitKind.ROUTE, 2 * HOUR),
        (HELD, None, None),
        (HELD.after(b.helper_whistled(WATER_BUREAU)), None, None),
        (HELD.after(b.returned()), WaitKind.RETURNED, DAY),
        (HELD.after(b.returned(), b.return_refused()), None, None),
        (HELD.after(b.returned(), whistled(to=OFFICE)), None, None),
        (AT_WORK, None, None),
        (AT_WORK.after(asked()), WaitKind.RESIDENT, 5 * DAY),
        (AT_WORK.after(asked(), b.answered()), None, None),
        (SAID_DONE, WaitKind.REMIND, 3 * DAY),
        (SAID_DONE.after(partly()), WaitKind.DESK, 2 * DAY),
        (SAID_DONE.after(b.not_solved()), None, None),
        (SAID_DONE.after(b.not_solved(), done(), b.not_solved_again()), WaitKind.DESK, 2 * DAY),
        (SAID_DONE.after(partly(), b.reopened()), None, None),
        (SAID_DONE.after(partly(), b.reopened(nobody=True)), WaitKind.ROUTE, 2 * HOUR),
        (SAID_DONE.after(partly(), b.closed_partly()), None, None),
        (b.closed(), None, None),
        (b.closed().after(b.disputed()), None, None),
        (b.closed().after(b.disputed(nobody=True)), WaitKind.ROUTE, 2 * HOUR),
        (AT_WORK.after(b.joint()), WaitKind.JOINT, 7 * DAY),
        (AT_WORK.after(b.deferred()), WaitKind.REVIEW, 60 * DAY),
        (AT_WORK.after(b.joint(), whistled(to=OFFICE)), None, None),
        (a_request(b.merged()), None, None),
        (a_request(b.merged(), b.unmerged()), WaitKind.ROUTE, 2 * HOUR),
        (a_request(b.explained()), None, None),
    ],
)
def test_what_is_waited_for_and_until_when(request_: Told, kind: WaitKind | None, after: timedelta | None) -> None:
    expected = None if kind is None or after is None else Wait(kind, request_.since + after)
    assert request_.wait == expected


@pytest.mark.parametrize(
    "happening",
    [b.words_added(), b.words_released(), b.words_blanked(), b.on_agenda(), b.absorbed()],
)
def test_what_is_only_said_or_noted_ends_no_wait(happening: b.Happening) -> None:
    for request in (a_request(), HELD.after(b.returned()), SAID_DONE, SAID_DONE.after(partly())):
        assert request.after(happening).wait == request.wait


def test_a_reminder_is_followed_by_the_verdicts_own_limit() -> None:
    reminded = SAID_DONE.after(b.reminded(at=SAID_DONE.since + 3 * DAY))
    assert reminded.wait == Wait(WaitKind.VERDICT, SAID_DONE.since + 7 * DAY)
    assert reminded.state is State.DONE


def test_facts_from_before_there_were_waits_wait_for_nothing() -> None:
    request = Told(id=b.a_code()).after(lambda _: replace(b.received(), route_by=None))
    assert request.wait is None
    assert request.swept_at is None


PUT_OFF = AT_WORK.after(b.rescheduled(NOON + 9 * DAY))


@pytest.mark.parametrize("goes_on", [b.answered, b.wait_ended])
@pytest.mark.parametrize("before", [AT_WORK, PUT_OFF])
def test_what_was_waited_is_added_to_the_orders_time(before: Told, goes_on: Callable[..., b.Happening]) -> None:
    paused = before.after(asked())
    assert paused.order(1).answer_by == before.order(1).answer_by
    after = paused.after(goes_on(at=paused.since + 2 * DAY + HOUR))
    assert after.order(1).answer_by == before.order(1).answer_by + 2 * DAY + HOUR
    assert after.state is before.state


def test_what_was_waited_is_added_to_the_desks_time_too() -> None:
    """Asked before anybody had it: the desk looks later by as much."""
    paused = a_request(asked())
    after = paused.after(b.answered(at=paused.since + DAY))
    assert a_request().wait is not None
    assert after.wait == Wait(WaitKind.ROUTE, NOON + 2 * HOUR + DAY)
    assert after.paused is None


def test_a_later_date_that_is_refused_after_a_pause_gives_the_former_one_with_what_was_waited() -> None:
    paused = PUT_OFF.after(asked())
    after = paused.after(b.answered(at=paused.since + DAY), b.reschedule_refused())
    assert after.order(1).answer_by == AT_WORK.order(1).answer_by + DAY


def test_a_helper_who_could_not_take_it_meanwhile_has_longer() -> None:
    paused = AT_WORK.after(b.helper_whistled(WATER_BUREAU), asked())
    after = paused.after(b.answered(at=paused.since + DAY))
    helper = paused.order(2)
    assert after.order(2).accept_by == helper.accept_by + DAY
    assert after.order(2).answer_by == helper.answer_by + DAY


def test_who_came_in_a_pause_has_longer_by_what_was_left_of_it() -> None:
    paused = AT_WORK.after(asked())
    handed_over = paused.after(b.handed_over(to=WATER_BUREAU, at=paused.since + DAY))
    after = handed_over.after(b.answered(at=paused.since + 3 * DAY))
    assert after.order(2).accept_by == handed_over.order(2).accept_by + 2 * DAY
    assert after.order(2).answer_by == AT_WORK.order(1).answer_by + 3 * DAY
    assert after.state is State.WHISTLED


def test_an_order_that_has_ended_gets_no_time() -> None:
    request = a_request(whistled(RED_CROSS, WATER_BUREAU), accepted(order=1), b.returned(order=2))
    before = request.order(2)
    paused = request.after(asked())
    assert paused.after(b.answered(at=paused.since + DAY)).order(2) == before


@pytest.mark.parametrize(("late", "by"), [("on_time", 0 * MINUTE), ("late", MINUTE)])
def test_done_while_the_resident_is_asked_counts_what_was_waited(late: str, by: timedelta) -> None:
    limit = AT_WORK.order(1).answer_by
    assert AT_WORK.after(done(at=limit + by)).counts[-1].measure == f"done.{late}"
    paused = AT_WORK.after(asked(at=limit - HOUR))
    assert paused.after(done(at=limit + 2 * DAY)).counts[-1].measure == "done.on_time"
    overdue = AT_WORK.after(asked(at=limit + MINUTE))
    assert overdue.after(done(at=limit + 2 * DAY)).counts[-1].measure == "done.late"


def test_done_while_the_resident_is_asked_ends_the_pause() -> None:
    claimed = AT_WORK.after(asked(), done())
    assert claimed.state is State.DONE
    assert claimed.paused is None
    assert claimed.wait is not None
    assert claimed.wait.kind is WaitKind.REMIND


@pytest.mark.parametrize("pauses", [b.joint(), b.deferred()])
def test_a_joint_meeting_and_putting_off_keep_the_orders_and_stop_their_clocks(pauses: b.Happening) -> None:
    request = AT_WORK.after(b.helper_whistled(WATER_BUREAU), pauses)
    assert [order.state for order in request.orders] == [OrderState.ACCEPTED, OrderState.OPEN]
    assert request.swept_at is None
    again = request.after(whistled(to=OFFICE))
    assert [order.state for order in again.orders] == [OrderState.WITHDRAWN, OrderState.WITHDRAWN, OrderState.OPEN]
    assert again.lead_number == 3


def test_put_off_while_the_resident_is_asked_nothing_is_resumed() -> None:
    request = AT_WORK.after(asked(), b.deferred())
    assert request.paused is None
    assert request.wait is not None
    assert request.wait.kind is WaitKind.REVIEW


@pytest.mark.parametrize(
    ("request_", "swept"),
    [
        (a_request(), True),
        (HELD, False),
        (HELD.after(b.returned()), True),
        (AT_WORK.after(asked()), True),
        (SAID_DONE, True),
        (SAID_DONE.after(partly()), False),  # the desk decides, however late
        (AT_WORK.after(b.joint()), False),
        (AT_WORK.after(b.deferred()), False),
        (b.closed(), False),
    ],
)
def test_what_goes_on_by_itself_is_in_the_sweeps_list(request_: Told, swept: bool) -> None:
    (row,) = (row for row in rows(request_) if isinstance(row, RequestRow))
    assert row.swept_at == request_.swept_at
    assert (row.swept_at is not None) is swept
    if swept and request_.wait:
        assert row.swept_at == request_.wait.until


def reminded(*ways: Heard, another_way: bool = False) -> Told:
    request = a_request(whistled(), accepted(), done(), another_way=another_way)
    return request.after(b.reminded(), *(b.contact_attempted(way) for way in ways))


@pytest.mark.parametrize(
    ("ways", "another_way", "closes"),
    [
        ((), False, False),
        ((Heard.CALL,), False, False),
        ((Heard.CALL, Heard.CALL), False, True),
        ((Heard.CALL, Heard.NOTICE, Heard.CALL), False, True),
        ((Heard.CALL, Heard.CALL), True, False),
        ((Heard.VISIT,), True, False),
        ((Heard.CALL, Heard.VISIT), True, True),
    ],
)
def test_it_closes_as_silent_only_after_two_attempts_and_a_visit_where_texts_never_do(
    ways: tuple[Heard, ...], another_way: bool, closes: bool
) -> None:
    request = reminded(*ways, another_way=another_way)
    assert request.attempts == ways
    assert request.may_close_silent is closes
    assert request.swept_at == (request.verdict_by if closes else None)


def test_attempts_count_from_when_it_was_last_said_to_be_done() -> None:
    request = reminded(Heard.CALL, Heard.CALL).after(b.not_solved(), done())
    assert request.attempts == ()
    assert not request.may_close_silent
    assert reminded(Heard.CALL).after(partly(), b.contact_attempted(), b.reopened()).attempts == ()


def test_before_the_reminder_two_attempts_close_nothing() -> None:
    request = SAID_DONE.after(b.contact_attempted(), b.contact_attempted())
    assert request.wait == Wait(WaitKind.REMIND, _remind_at(SAID_DONE))
    assert request.swept_at == _remind_at(SAID_DONE)


def _remind_at(request: Told) -> datetime:
    return request.since + 3 * DAY
