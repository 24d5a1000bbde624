"""The resident says that what was closed isn't so."""

from dataclasses import replace
from datetime import datetime

import pytest

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, Disputed
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import DISPUTABLE, ClosedAs, State, permit
from functions.shared.steps.dispute import dispute
from functions.shared.steps.resident_rules import may_dispute_until
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, STAFF, Told, a_press, a_request, accepted, done
from tests.county import CALENDAR, RED_CROSS

AT_WORK = a_request(whistled_to=RED_CROSS).after(accepted())
AWAITING = AT_WORK.after(done(), b.partly())
CLOSED = AT_WORK.after(done(), b.solved())
NOW = NOON + 2 * HOUR


def said(request: Request, *, new: bool = False, now: datetime = NOW) -> Decision:
    return dispute(request, words="还是漏水", something_new=new, calendar=CALENDAR, cause=a_press(), now=now)


def test_within_28_days() -> None:
    assert CLOSED.closed_at is not None
    limit = CLOSED.closed_at + 28 * DAY
    assert said(CLOSED, now=limit).words == "还是漏水"
    with pytest.raises(Refused, match="too_late_to_dispute") as refused:
        said(CLOSED, now=limit + MINUTE)
    assert refused.value.details == {"at": CLOSED.closed_at}


def test_words_let_out_later_give_no_more_days() -> None:
    assert CLOSED.closed_at is not None
    request = CLOSED.after(b.words_released())
    with pytest.raises(Refused, match="too_late_to_dispute"):
        said(request, now=CLOSED.closed_at + 28 * DAY + MINUTE)


def test_once_without_something_new() -> None:
    again = CLOSED.after(b.disputed(), done(), b.solved())
    with pytest.raises(Refused, match="disputed_before"):
        said(again)
    fact = said(again, new=True).fact
    assert isinstance(fact, Disputed)
    assert fact.something_new


@pytest.mark.parametrize(
    "request_",
    [
        CLOSED,
        a_request(b.settled()),
        AWAITING.after(b.closed_partly()),
        AT_WORK.after(done(), b.closed_silent()),
        a_request(b.explained()),
        a_request(b.rejected()),
        a_request(b.transferred()),
        a_request(b.withdrawn()),
        a_request(b.merged()),
    ],
    ids=lambda request: request.closed_as,
)
def test_what_can_be_disputed(request_: Told) -> None:
    if request_.closed_as in DISPUTABLE:
        assert said(request_)
    else:
        assert request_.closed_as in (ClosedAs.TRANSFERRED, ClosedAs.WITHDRAWN, ClosedAs.MERGED)
        with pytest.raises(Refused, match="not_now"):
            said(request_)


@pytest.mark.parametrize("request_", [a_request(), AT_WORK, AWAITING])
def test_what_is_open_is_not_disputed(request_: Told) -> None:
    with pytest.raises(Refused, match="not_now"):
        said(request_)


def test_by_the_resident_or_told_to_staff() -> None:
    for by in (RESIDENT, STAFF):
        permit(State.CLOSED, replace(said(CLOSED).fact, by=by))


def test_of_what_has_been_erased_nothing_is_left_to_go_on_with() -> None:
    assert may_dispute_until(CLOSED) is not None
    erased = CLOSED.after(b.erased())
    assert may_dispute_until(erased) is None
    with pytest.raises(Refused, match="not_now"):
        said(erased)
