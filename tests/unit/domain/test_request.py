"""A request is the sum of its facts."""

from datetime import timedelta

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RULE, Cause, Fact
from functions.shared.domain.request import OrderState, evolve, fold
from functions.shared.domain.rows import OrderRow, RequestRow, cells, rows
from functions.shared.domain.transitions import State
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
from tests.county import GAS_LEAK, LITTER, OFFICE, RED_CROSS, WATER_BUREAU

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
    (cell,) = cells(a_request(at=late_evening))
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
