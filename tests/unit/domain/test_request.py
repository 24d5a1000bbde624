"""A request is the sum of its facts."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve, fold
from functions.shared.domain.facts import RESIDENT, RULE, Cause, Fact
from functions.shared.domain.request import OrderState
from functions.shared.domain.rows import OrderRow, RequestRow, cells, rows
from functions.shared.domain.terms import Channel, Handling
from functions.shared.domain.transitions import ClosedAs, State
from tests import builders as b
from tests.builders import (
    DAY,
    MINUTE,
    NOON,
    Told,
    a_request,
    accepted,
    checked,
    closed,
    done,
    not_solved,
    not_solved_again,
    partly,
    progress,
    rescheduled,
    returned,
    solved,
    whistled,
)
from tests.county import GAS_LEAK, JIANGNAN, JOBS, LITTER, OFFICE, RED_CROSS, TIEZHI, WATER_BUREAU

AT_WORK = a_request(whistled_to=RED_CROSS).after(accepted())


def measures(request: Told) -> list[str]:
    return [f"{count.measure} {count.unit or ''}".strip() for count in request.counts]


def test_folding_what_happened_gives_the_request() -> None:
    request = closed()
    assert vars(fold(request.id, request.facts)) == vars(request)
    assert request.version == len(request.facts) == 5


def test_another_whistle_withdraws_every_order_that_is_alive() -> None:
    request = AT_WORK.after(whistled(WATER_BUREAU, OFFICE), whistled(to=OFFICE))
    assert [order.state for order in request.orders] == [OrderState.WITHDRAWN] * 3 + [OrderState.OPEN]
    assert [order.number for order in request.orders] == [1, 2, 3, 4]
    assert request.lead_number == 4


def test_an_order_that_has_ended_stays_as_it_ended() -> None:
    request = a_request(whistled_to=RED_CROSS).after(returned(), whistled(to=OFFICE))
    assert request.order(1).state is OrderState.RETURNED


def test_of_several_orders_the_first_leads() -> None:
    request = a_request(whistled(RED_CROSS, WATER_BUREAU))
    assert request.lead is not None
    assert request.lead.unit == "red_cross"


def test_a_helpers_order_leaves_the_request_where_it_is() -> None:
    request = a_request(whistled(RED_CROSS, WATER_BUREAU)).after(accepted(order=2))
    assert request.state is State.WHISTLED
    assert request.order(2).state is OrderState.ACCEPTED
    assert request.after(returned(order=1)).state is State.RETURNED


def test_open_helpers_end_with_the_leads_claim() -> None:
    request = a_request(whistled(RED_CROSS, WATER_BUREAU)).after(accepted(order=1), done(order=1))
    assert [order.state for order in request.orders] == [OrderState.DONE, OrderState.WITHDRAWN]


def test_closing_ends_every_order_still_alive() -> None:
    request = a_request(whistled(RED_CROSS, WATER_BUREAU)).after(accepted(order=1), done(order=1), solved())
    assert not [order for order in request.orders if order.state.alive]


def test_one_more_helper_leaves_the_lead_and_what_it_waits_for() -> None:
    request = AT_WORK.after(b.helper_whistled(WATER_BUREAU, OFFICE))
    assert request.lead_number == 1
    assert request.state is State.ACCEPTED
    assert [(order.number, order.unit, order.state) for order in request.orders] == [
        (1, "red_cross", OrderState.ACCEPTED),
        (2, "water_bureau", OrderState.OPEN),
        (3, "longwangmiao", OrderState.OPEN),
    ]
    assert measures(request)[-2:] == ["whistled water_bureau", "whistled longwangmiao"]


def test_what_a_helper_returns_is_no_return_of_the_request() -> None:
    """A second return goes to the community: it is the lead's that is counted."""
    request = a_request(whistled(RED_CROSS, WATER_BUREAU), returned(order=2))
    assert request.state is State.WHISTLED
    assert (request.returns, request.wait) == (0, None)
    assert measures(request)[-1] == "returned water_bureau"
    assert request.after(returned(order=1)).returns == 1


def test_a_helper_says_done_and_the_lead_goes_on() -> None:
    request = AT_WORK.after(b.helper_whistled(WATER_BUREAU), accepted(order=2), done(order=2))
    assert request.state is State.ACCEPTED
    assert [order.state for order in request.orders] == [OrderState.ACCEPTED, OrderState.DONE]
    assert measures(request)[-1] == "done.on_time water_bureau"


def test_the_leads_claim_ends_helpers_at_work_too_and_what_they_had_done_stays() -> None:
    request = AT_WORK.after(
        b.helper_whistled(WATER_BUREAU, OFFICE), accepted(order=2), accepted(order=3), done(order=2)
    )
    request = request.after(done(order=1))
    assert [order.state for order in request.orders] == [OrderState.DONE, OrderState.DONE, OrderState.WITHDRAWN]


def test_after_not_solved_the_leads_order_alone_is_open_again() -> None:
    request = AT_WORK.after(b.helper_whistled(WATER_BUREAU), accepted(order=2), done(order=1), not_solved())
    assert [order.state for order in request.orders] == [OrderState.ACCEPTED, OrderState.WITHDRAWN]


def test_a_return_that_is_refused_opens_the_same_order_with_time_anew() -> None:
    until = (NOON + 3 * DAY, NOON + 9 * DAY)
    request = a_request(whistled_to=RED_CROSS).after(
        returned(), b.return_refused(accept_by=until[0], answer_by=until[1])
    )
    (order,) = request.orders
    assert (order.state, order.unit) == (OrderState.OPEN, "red_cross")
    assert (order.accept_by, order.answer_by) == until
    assert request.state is State.WHISTLED
    assert measures(request)[-1] == "return_refused red_cross"
    assert request.after(returned()).returns == 2


def test_the_leads_unit_has_left_and_another_has_the_time_that_was_left() -> None:
    request = AT_WORK.after(b.handed_over(to=WATER_BUREAU))
    assert [order.state for order in request.orders] == [OrderState.WITHDRAWN, OrderState.OPEN]
    assert request.state is State.WHISTLED
    assert request.lead is not None
    assert request.lead.unit == request.unit == "water_bureau"
    assert request.lead.answer_by == AT_WORK.order(1).answer_by
    assert measures(request)[-1] == "handed_over red_cross"


def test_a_helpers_unit_has_left() -> None:
    request = AT_WORK.after(b.helper_whistled(WATER_BUREAU), b.handed_over(to=OFFICE, order=2))
    assert [order.state for order in request.orders] == [OrderState.ACCEPTED, OrderState.WITHDRAWN, OrderState.OPEN]
    assert (request.lead_number, request.state) == (1, State.ACCEPTED)


def test_handed_over_while_the_resident_is_asked_it_goes_on_as_whistled() -> None:
    request = AT_WORK.after(b.asked(), b.handed_over(to=WATER_BUREAU))
    assert request.state is State.AWAITING_RESIDENT
    assert request.after(b.answered()).state is State.WHISTLED
    helper = AT_WORK.after(b.helper_whistled(OFFICE), b.asked(), b.handed_over(to=WATER_BUREAU, order=2))
    assert helper.after(b.wait_ended()).state is State.ACCEPTED


def test_a_later_date_that_is_refused_gives_back_the_former_one_and_its_count() -> None:
    request = AT_WORK.after(rescheduled(NOON + 9 * DAY), b.reschedule_refused())
    assert request.state is State.ACCEPTED
    assert (request.order(1).answer_by, request.order(1).rescheduled) == (AT_WORK.order(1).answer_by, 0)
    again = AT_WORK.after(rescheduled(NOON + 9 * DAY), rescheduled(NOON + 12 * DAY), b.reschedule_refused())
    assert (again.order(1).answer_by, again.order(1).rescheduled) == (NOON + 9 * DAY, 1)
    assert measures(again)[-1] == "reschedule_refused red_cross"


def test_who_answers_for_it() -> None:
    assert a_request().unit is None
    assert AT_WORK.unit == "red_cross"
    request = a_request(whistled_to=RED_CROSS).after(returned())
    assert request.unit is None
    assert measures(request.after(b.explained()))[-1] == "closed.explained"
    assert measures(AT_WORK.after(b.explained()))[-1] == "closed.explained red_cross"


def test_what_is_classified_anew_is_so_from_the_first() -> None:
    request = a_request(b.classified(category=JOBS, compound=JIANGNAN, community=TIEZHI))
    filed = request.filed
    assert (filed.category, filed.priority, filed.kind) == ("jobs", JOBS.priority, "service")
    assert (filed.community, filed.compound) == ("tiezhi", "tiezhi_jiangnan")
    assert filed.answer_by == a_request().filed.answer_by, "what was promised stays"
    assert (filed.at, filed.channel, filed.by) == (a_request().filed.at, a_request().filed.channel, RESIDENT)


def test_classified_anew_everything_that_counts_moves() -> None:
    before = a_request(whistled_to=RED_CROSS).after(returned())
    after = before.after(b.classified(category=JOBS, compound=JIANGNAN, community=TIEZHI))
    moved = cells(after)
    assert {(cell.community, cell.category, cell.priority) for cell in moved} == {("tiezhi", "jobs", "P3")}
    difference = Counter(moved)
    difference.subtract(cells(before))
    counts = {(cell.community, cell.measure): times for cell, times in difference.items()}
    assert counts == {
        ("longwangmiao", "received.web"): -1,
        ("longwangmiao", "whistled"): -1,
        ("longwangmiao", "returned"): -1,
        ("tiezhi", "received.web"): 1,
        ("tiezhi", "whistled"): 1,
        ("tiezhi", "returned"): 1,
        ("tiezhi", "classified"): 1,
        ("longwangmiao", "by_unit.return"): -1,
        ("tiezhi", "by_unit.return"): 1,
        ("tiezhi", "by_staff.classify"): 1,
        ("longwangmiao", "due.case"): -1,
        ("longwangmiao", "due.returned"): -1,
        ("tiezhi", "due.case"): 1,
        ("tiezhi", "due.returned"): 1,
    }
    assert {(row.community, row.category) for row in rows(after)} == {("tiezhi", "jobs")}


def test_settled_on_the_spot_is_a_figure_of_the_station() -> None:
    received: dict[str, Any] = {"by": b.STAFF, "channel": Channel.STATION, "station": "ankang_station"}
    request = a_request(b.settled(), handling=Handling.SETTLED, **received)
    assert request.closed_as is ClosedAs.SETTLED
    assert measures(request) == ["received.station ankang_station", "closed.settled ankang_station"]
    assert measures(a_request(b.settled()))[-1] == "closed.settled"


def test_the_same_unit_carries_on_when_it_is_reopened() -> None:
    awaiting = AT_WORK.after(done(), partly(), b.contact_attempted())
    request = awaiting.after(b.reopened())
    assert (request.state, request.order(1).state) == (State.ACCEPTED, OrderState.ACCEPTED)
    assert request.order(1).answer_by == request.since + 7 * DAY
    assert measures(request)[-1] == "reopened red_cross"


@pytest.mark.parametrize(("again", "disputes"), [(b.reopened(), 0), (b.disputed(), 1)])
def test_what_was_closed_is_open_again(again: b.Happening, disputes: int) -> None:
    request = closed().after(again)
    assert (request.state, request.closed_as, request.closed_at) == (State.ACCEPTED, None, None)
    assert request.order(1).state is OrderState.ACCEPTED
    assert request.disputes == disputes
    assert next(row for row in rows(request) if isinstance(row, RequestRow)).open


@pytest.mark.parametrize("again", [b.reopened(nobody=True), b.disputed(nobody=True)])
def test_what_nobody_had_is_received_again(again: b.Happening) -> None:
    request = a_request(b.explained(), again)
    assert (request.state, request.closed_as, request.orders) == (State.RECEIVED, None, ())
    assert request.after(whistled()).state is State.WHISTLED


def test_two_that_are_answered_as_one() -> None:
    duplicate = a_request(whistled_to=RED_CROSS).after(b.merged(into="3000000017"))
    assert (duplicate.merged_into, duplicate.closed_as) == ("3000000017", ClosedAs.MERGED)
    assert duplicate.order(1).state is OrderState.WITHDRAWN
    survivor = AT_WORK.after(b.absorbed("3000000025"), b.absorbed("3000000033"))
    assert survivor.absorbed == ("3000000025", "3000000033")
    assert survivor.state is State.ACCEPTED
    assert measures(survivor)[-2:] == ["absorbed", "absorbed"]
    alone = duplicate.after(b.unmerged())
    assert (alone.merged_into, alone.state, alone.closed_as) == (None, State.RECEIVED, None)


def test_on_the_agenda_nothing_stops() -> None:
    request = AT_WORK.after(b.on_agenda())
    assert request.on_agenda
    assert (request.state, request.orders, request.wait) == (AT_WORK.state, AT_WORK.orders, None)


def test_the_desks_decisions_are_counted_with_the_unit_they_concern() -> None:
    assert measures(AT_WORK.after(b.joint()))[-1] == "joint red_cross"
    assert measures(AT_WORK.after(b.deferred()))[-1] == "deferred red_cross"
    assert measures(a_request(whistled(unchecked=True)))[-2:] == ["whistled red_cross", "unchecked red_cross"]
    assert measures(AT_WORK.after(b.asked(), b.answered()))[-1] == "asked"
    assert measures(AT_WORK.after(done(), b.reminded(), b.contact_attempted()))[-2:] == [
        "reminded",
        "contact_attempted",
    ]


def test_an_order_that_has_ended_is_in_no_sweep_whatever_pauses() -> None:
    request = a_request(whistled(RED_CROSS, WATER_BUREAU), accepted(order=1), returned(order=2), b.asked())
    paused = {row.number: row.paused for row in rows(request) if isinstance(row, OrderRow)}
    assert paused == {1: True, 2: False}


def test_a_later_date_is_the_orders_new_limit() -> None:
    request = AT_WORK.after(rescheduled(NOON + 9 * DAY))
    assert request.order(1).answer_by == request.order(1).due == NOON + 9 * DAY
    assert request.order(1).rescheduled == 1
    assert request.order(1).state is OrderState.ACCEPTED
    assert request.state is State.SCHEDULED


def test_not_solved_gives_the_same_order_a_new_limit() -> None:
    request = AT_WORK.after(done(), not_solved(until=NOON + 20 * DAY))
    assert (request.order(1).state, request.order(1).answer_by) == (OrderState.ACCEPTED, NOON + 20 * DAY)
    assert request.nots == 1
    assert request.order(1).since == request.since


def test_until_it_is_taken_an_order_is_due_when_it_must_be() -> None:
    request = a_request(whistled(accept_by=NOON + DAY, answer_by=NOON + 7 * DAY))
    assert request.order(1).due == NOON + DAY
    assert request.after(accepted()).order(1).due == NOON + 7 * DAY


@pytest.mark.parametrize(("late", "by"), [("on_time", 0 * MINUTE), ("late", MINUTE)])
def test_lateness_follows_from_the_facts_time_and_the_deadline_it_had(late: str, by: timedelta) -> None:
    limit = NOON + DAY
    request = a_request(whistled(accept_by=limit, answer_by=limit)).after(accepted(at=limit + by))
    assert measures(request)[-1] == f"accepted.{late} red_cross"
    assert measures(request.after(done(at=limit + by)))[-1] == f"done.{late} red_cross"


def test_done_by_the_later_date_is_on_time() -> None:
    request = a_request(whistled(answer_by=NOON + DAY), accepted(), rescheduled(NOON + 9 * DAY))
    assert measures(request.after(done(at=NOON + 8 * DAY)))[-1] == "done.on_time red_cross"


def test_everything_that_counts_is_counted_once() -> None:
    happened = (whistled(WATER_BUREAU), returned(), whistled(OFFICE), checked(), whistled(RED_CROSS), accepted())
    request = a_request(*happened, progress(), rescheduled(NOON + 9 * DAY), done(), not_solved(), done(), solved())
    assert measures(request) == [
        "received.web",
        "whistled water_bureau",
        "returned water_bureau",
        "whistled longwangmiao",
        "checked longwangmiao",
        "whistled red_cross",
        "accepted.on_time red_cross",
        "progress red_cross",
        "rescheduled red_cross",
        "done.on_time red_cross",
        "verdict.not red_cross",
        "redone red_cross",
        "done.on_time red_cross",
        "verdict.solved red_cross",
        "closed.confirmed red_cross",
    ]


def test_the_second_not_is_counted_and_gives_no_new_limit() -> None:
    request = AT_WORK.after(done(), not_solved(), done(), not_solved_again())
    assert request.nots == 2
    assert request.state is State.AWAITING_DESK
    assert request.order(1).state is OrderState.DONE


def test_the_same_cause_is_known_again() -> None:
    request = a_request(whistled())
    cause = request.facts[-1].cause
    assert request.already(cause)
    assert not request.already(Cause("take:1", ""))
    with pytest.raises(Refused, match="already_sent"):
        request.already(Cause(cause.id, "something else"))


def test_a_fact_without_a_rule_is_an_error() -> None:
    class MeteorStruck(Fact):
        pass

    with pytest.raises(TypeError, match="MeteorStruck"):
        evolve(a_request(), MeteorStruck(at=NOON, by=RULE, cause=Cause("meteor:1", "")))


def test_what_was_never_received_is_unknown() -> None:
    nothing = fold("3000000001", ())
    assert rows(nothing) == frozenset()
    assert not cells(nothing)
    with pytest.raises(Refused, match="unknown_request"):
        _ = nothing.filed


def test_the_place_everybody_may_see() -> None:
    assert a_request(category=LITTER).public_compound == "ankang"
    assert a_request(category=GAS_LEAK).public_compound is None


def test_rows_stay_and_only_leave_the_lists() -> None:
    open_row, closed_row = (
        next(row for row in rows(request) if isinstance(row, RequestRow)) for request in (a_request(), closed())
    )
    assert open_row.open
    assert not closed_row.open
    (order,) = (row for row in rows(closed()) if isinstance(row, OrderRow))
    assert order.due is None
    assert order.code == closed().order(1).code


def test_partly_keeps_the_request_in_the_list_of_open_ones() -> None:
    request = AT_WORK.after(done(), partly())
    assert next(row for row in rows(request) if isinstance(row, RequestRow)).open


def test_cells_are_counted_on_the_countys_day() -> None:
    late_evening = NOON.replace(hour=17)  # 01:00 of the 10th in the county
    (cell,) = (cell for cell in cells(a_request(at=late_evening)) if cell.measure.startswith("received."))
    assert (cell.community, cell.day, cell.measure, cell.priority, cell.category, cell.unit) == (
        "longwangmiao",
        "2026-03-10",
        "received.web",
        "P2",
        "litter",
        "",
    )


def test_what_happens_twice_on_a_day_counts_twice() -> None:
    request = AT_WORK.after(progress(), progress())
    assert {cell.measure: times for cell, times in cells(request).items()}["progress"] == 2
