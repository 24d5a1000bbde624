"""A closed request stands in the list of what will be erased, until it is, or until it is open again."""

from datetime import datetime

import pytest

from functions.shared.domain import facts as f
from functions.shared.domain.request import Request
from functions.shared.domain.rows import RequestRow, cells, rows
from functions.shared.tables.request_items import row_item
from tests.builders import DAY, NOON, Happening, Told, a_press, a_request, accepted, done, solved
from tests.county import RED_CROSS

CLOSED = a_request(accepted(), done(), solved(), whistled_to=RED_CROSS)


def erased(at: datetime = NOON + 60 * DAY) -> Happening:
    return lambda _: f.PersonErased(at=at, by=f.CLOCK, cause=a_press("erase"))


def disputed(at: datetime = NOON + 20 * DAY) -> Happening:
    return lambda _: f.Disputed(order=1, answer_by=at + DAY, at=at, by=f.RESIDENT, cause=a_press("dispute"))


def released(at: datetime = NOON + 10 * DAY) -> Happening:
    return lambda _: f.WordsReleased(of=1, at=at, by=f.staff_actor("clerk"), cause=a_press("release"))


def row(request: Request) -> RequestRow:
    return next(row for row in rows(request) if isinstance(row, RequestRow))


def test_it_is_listed_from_closing_to_erasing() -> None:
    assert row(a_request(accepted(), done(), whistled_to=RED_CROSS)).closed_at is None
    assert row(CLOSED).closed_at == CLOSED.since
    assert row(CLOSED.after(erased())).closed_at is None


def test_what_happens_while_it_is_closed_doesnt_put_it_off() -> None:
    assert row(CLOSED.after(released())).closed_at == CLOSED.since


def test_reopening_lifts_it_and_closing_again_begins_anew() -> None:
    again = CLOSED.after(disputed())
    assert row(again).closed_at is None
    closed = again.after(done(), solved())
    assert row(closed).closed_at == closed.since


def test_what_is_said_after_an_erasure_is_erased_in_its_turn() -> None:
    again = CLOSED.after(erased(NOON + 10 * DAY), disputed())
    assert not again.erased
    assert row(again.after(done(), solved())).closed_at is not None


def test_erasing_changes_no_figure() -> None:
    assert cells(CLOSED.after(erased())) == cells(CLOSED)


@pytest.mark.parametrize("request_", [CLOSED, CLOSED.after(erased()), CLOSED.after(disputed())])
def test_the_list_is_apart_from_that_of_deadlines(request_: Told) -> None:
    item = row_item(row(request_)).serialize()
    shards = {item.get("deadline_shard", {"S": ""})["S"].rstrip("0123")}
    assert shards == ({"closed"} if row(request_).closed_at else {""})
    assert ("deadline" in item) is ("deadline_shard" in item)
