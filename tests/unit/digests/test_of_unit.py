"""What a unit should know this morning, sorted by how much it presses."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from functions.digests.of_unit import sort
from functions.shared.domain.county_time import moment
from functions.shared.domain.rows import OrderRow, rows
from tests.builders import NOON, Happening, Told, a_request, accepted, asked, deferred, joint, rescheduled, whistled
from tests.county import RED_CROSS

MORNING = moment(date(2026, 3, 9), 8)
TODAY = date(2026, 3, 9)


def row(request: Told) -> OrderRow:
    return next(row for row in rows(request) if isinstance(row, OrderRow))


def due(at: datetime, *, taken: bool = True) -> OrderRow:
    request = a_request(whistled(to=RED_CROSS, accept_by=at, answer_by=at))
    return row(request.after(accepted()) if taken else request)


OVERDUE = due(moment(date(2026, 3, 6), 18))
DUE_TODAY = due(moment(TODAY, 18))
LATER = due(moment(date(2026, 3, 11), 18))
PUT_OFF = row(a_request(whistled(), accepted(), rescheduled(moment(date(2026, 3, 20), 18))))


def test_each_order_stands_in_one_group() -> None:
    found = sort([OVERDUE, DUE_TODAY, LATER, PUT_OFF], TODAY, MORNING)
    assert (found.overdue, found.today, found.open, found.rescheduled) == (
        (OVERDUE,),
        (DUE_TODAY,),
        (LATER,),
        (PUT_OFF,),
    )
    assert not found.empty


def test_an_order_not_yet_taken_presses_by_when_it_must_be() -> None:
    waiting = due(moment(date(2026, 3, 6), 18), taken=False)
    assert sort([waiting], TODAY, MORNING).overdue == (waiting,)


def test_what_was_due_this_morning_already_is_overdue() -> None:
    urgent = due(moment(TODAY, 7))
    assert sort([urgent], TODAY, MORNING).overdue == (urgent,)


def test_a_later_date_that_has_come_counts_like_any_other() -> None:
    come = row(a_request(whistled(answer_by=NOON), accepted(), rescheduled(moment(TODAY, 18))))
    assert sort([come], TODAY, MORNING).today == (come,)


def test_the_days_are_the_countys() -> None:
    """Half past midnight on Tuesday in the county is still Monday in UTC."""
    early = due(moment(date(2026, 3, 10), 0))
    assert sort([early], TODAY, MORNING).open == (early,)


def test_the_order_they_come_in_is_kept() -> None:
    more = replace(LATER, number=2)
    assert sort([LATER, more], TODAY, MORNING).open == (LATER, more)


@pytest.mark.parametrize("pause", [asked(), joint(), deferred()])
def test_while_its_clock_stands_an_order_presses_nobody(pause: Happening) -> None:
    order = row(a_request(whistled(to=RED_CROSS, answer_by=NOON), accepted(), pause))
    found = sort([order], date(2026, 6, 1), moment(date(2026, 6, 1), 8))
    assert (found.waiting, found.overdue, found.pressing) == ((order,), (), ())
    assert found.empty, "no letter for what nobody can do anything about"


def test_nothing_to_say() -> None:
    assert sort([], TODAY, MORNING).empty
