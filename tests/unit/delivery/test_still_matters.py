"""What has been settled meanwhile needs no message any more."""

from dataclasses import replace

import pytest

from functions.delivery.still_matters import still_matters
from functions.dispatch.raise_alerts import alerts
from functions.shared.domain.alert import RESIDENT, Alert, AlertKind
from functions.shared.domain.evolve import fold
from functions.shared.domain.facts import RequestReceived
from functions.shared.domain.request import Request
from tests.builders import (
    DAY,
    NOON,
    Happening,
    a_request,
    accepted,
    answered,
    asked,
    assigned,
    done,
    escalated,
    explained,
    joint,
    missed,
    not_solved,
    not_solved_again,
    partly,
    progress,
    reopened,
    reschedule_refused,
    rescheduled,
    return_refused,
    returned,
    solved,
    warned,
    whistled,
    words_added,
)
from tests.county import OFFICE, RED_CROSS, WATER_BUREAU

NO_ORDER = {AlertKind.RECEIVED, AlertKind.ASKED, AlertKind.NEWS, AlertKind.ENDED}
OPEN = (whistled(),)
AT_WORK = (*OPEN, accepted())
PUT_OFF = (*AT_WORK, rescheduled(NOON + 8 * DAY))
SAID_DONE = (*AT_WORK, done())
CLOSED = (*SAID_DONE, solved())


@pytest.mark.parametrize(
    ("kind", "happened", "matters"),
    [
        (AlertKind.RECEIVED, (), True),
        (AlertKind.RECEIVED, CLOSED, True),  # it carries the code
        (AlertKind.WHISTLE, OPEN, True),
        (AlertKind.WHISTLE, (*OPEN, words_added()), True),
        (AlertKind.WHISTLE, AT_WORK, False),
        (AlertKind.WHISTLE, (*OPEN, returned()), False),
        (AlertKind.WHISTLE, (*OPEN, whistled(to=OFFICE)), False),
        (AlertKind.DUTY, AT_WORK, True),
        (AlertKind.DUTY, CLOSED, False),
        (AlertKind.TAKEN, (*AT_WORK, progress()), True),
        (AlertKind.TAKEN, SAID_DONE, False),
        (AlertKind.REOPENED, (*SAID_DONE, not_solved()), True),
        (AlertKind.REOPENED, (*SAID_DONE, not_solved(), done()), False),
        (AlertKind.DONE, SAID_DONE, True),
        (AlertKind.DONE, CLOSED, False),
        (AlertKind.DONE, (*SAID_DONE, not_solved()), False),
        (AlertKind.ENDED, CLOSED, True),
        (AlertKind.ENDED, (*CLOSED, reopened()), False),  # it goes on: nobody is told that it is over
        (AlertKind.DESK, (*SAID_DONE, partly()), True),
        (AlertKind.DESK, (*SAID_DONE, not_solved(), done(), not_solved_again()), True),
        (AlertKind.DESK, (*SAID_DONE, partly(), whistled(to=OFFICE)), False),
        (AlertKind.DESK, (*OPEN, returned()), True),
        (AlertKind.DESK, (*OPEN, returned(), whistled(to=OFFICE)), False),
        (AlertKind.DESK, (*OPEN, returned(), return_refused()), False),
        (AlertKind.GO_ON, (*SAID_DONE, partly(), reopened()), True),
        (AlertKind.GO_ON, (*SAID_DONE, partly(), reopened(), done()), False),
        (AlertKind.HANDED, (*OPEN, assigned()), True),
        (AlertKind.HANDED, (*OPEN, assigned(), accepted()), True),
        (AlertKind.HANDED, (*AT_WORK, assigned(), asked()), True),
        (AlertKind.HANDED, (*AT_WORK, assigned(), done()), False),
        (AlertKind.HANDED, (*OPEN, assigned(), returned()), False),
        (AlertKind.ASKED, (*AT_WORK, asked()), True),
        (AlertKind.ASKED, (*AT_WORK, asked(), answered()), False),
        (AlertKind.ASKED, (*AT_WORK, asked(), done()), False),
        (AlertKind.DUE_ACCEPT, (*OPEN, warned()), True),
        (AlertKind.DUE_ACCEPT, (*OPEN, warned(), missed()), False),  # its leader hears of it
        (AlertKind.DUE_ACCEPT, (*OPEN, warned(), accepted()), False),
        (AlertKind.DUE_ACCEPT, (*OPEN, warned(), asked()), False),
        (AlertKind.DUE_ACCEPT, (*OPEN, warned(), returned(), return_refused()), False),
        (AlertKind.LATE_ACCEPT, (*OPEN, missed()), True),
        (AlertKind.LATE_ACCEPT, (*OPEN, missed(), escalated()), True),
        (AlertKind.LATE_ACCEPT, (*OPEN, missed(), accepted()), False),
        (AlertKind.LATE_ACCEPT, (*OPEN, missed(), returned(), return_refused()), False),
        (AlertKind.UNTAKEN, (*OPEN, missed(), escalated()), True),
        (AlertKind.UNTAKEN, (*OPEN, missed(), escalated(), accepted()), False),
        (AlertKind.DUE_ANSWER, (*AT_WORK, warned()), True),
        (AlertKind.DUE_ANSWER, (*AT_WORK, warned(), missed()), False),
        (AlertKind.DUE_ANSWER, (*AT_WORK, warned(), asked()), False),
        (AlertKind.DUE_ANSWER, (*AT_WORK, warned(), asked(), answered()), True),
        (AlertKind.DUE_ANSWER, (*AT_WORK, warned(), rescheduled(NOON + 8 * DAY)), False),
        (AlertKind.DUE_ANSWER, (*AT_WORK, warned(), done()), False),
        (AlertKind.LATE_ANSWER, (*AT_WORK, missed()), True),
        (AlertKind.LATE_ANSWER, (*AT_WORK, missed(), rescheduled(NOON + 8 * DAY)), False),
        (AlertKind.LATE_ANSWER, (*AT_WORK, missed(), joint()), False),
        (AlertKind.LATE_ANSWER, (*AT_WORK, missed(), done()), False),
        (AlertKind.NEWS, (explained(),), True),
        (AlertKind.NEWS, (*AT_WORK, words_added()), True),
    ],
)
def test_each_kind(kind: AlertKind, happened: tuple[Happening, ...], matters: bool) -> None:
    request = a_request(*happened)
    told = alert(kind, order=1 if happened and kind not in NO_ORDER else None, sequence=raised(kind, request))
    assert still_matters(told, request) is matters


AGAIN = (not_solved(), done())  # what has been said done isn't, and is said done once more


@pytest.mark.parametrize(
    ("kind", "happened", "again"),
    [
        (AlertKind.DONE, SAID_DONE, AGAIN),
        (AlertKind.TAKEN, AT_WORK, (done(), not_solved())),
        (AlertKind.REOPENED, (*SAID_DONE, not_solved()), (done(), not_solved_again(), reopened())),
        (AlertKind.WHISTLE, OPEN, (returned(), return_refused())),
        (AlertKind.ASKED, (*AT_WORK, asked()), (answered(), asked())),
        (AlertKind.GO_ON, (*AT_WORK, asked(), answered()), (done(), not_solved())),
    ],
)
def test_what_was_settled_and_comes_again_has_an_alert_of_its_own(
    kind: AlertKind, happened: tuple[Happening, ...], again: tuple[Happening, ...]
) -> None:
    request = a_request(*happened)
    told = alert(kind, order=None if kind in NO_ORDER else 1, sequence=raised(kind, request))
    assert still_matters(told, request)
    assert not still_matters(told, request.after(*again))


def raised(kind: AlertKind, request: Request) -> int:
    """The sequence of the latest fact that an alert of `kind` comes from; the first whistle's where none does."""
    first = request.facts[0]
    assert isinstance(first, RequestReceived)
    told = fold(request.id, (replace(first, reachable=True, confirmed=True), *request.facts[1:]))
    sequences = [
        sequence for sequence in range(1, told.version + 1) if any(each.kind is kind for each in alerts(told, sequence))
    ]
    return sequences[-1] if sequences else 2


def test_of_two_later_dates_only_the_last_is_told() -> None:
    once = a_request(*PUT_OFF)
    twice = once.after(progress(), rescheduled(NOON + 9 * DAY))
    first, second = (alert(AlertKind.RESCHEDULED, sequence=request.version) for request in (once, twice))
    assert still_matters(first, once)
    assert not still_matters(first, twice)
    assert still_matters(second, twice)
    assert not still_matters(second, twice.after(done()))


def test_of_two_colleagues_only_the_last_is_told() -> None:
    once = a_request(*OPEN, assigned("office"))
    twice = once.after(assigned("liaison"))
    first, second = (alert(AlertKind.HANDED, sequence=request.version) for request in (once, twice))
    assert still_matters(first, once)
    assert not still_matters(first, twice)
    assert still_matters(second, twice)


def test_a_later_date_that_was_refused_is_told_to_nobody_as_the_date() -> None:
    once = a_request(*PUT_OFF)
    refused = once.after(reschedule_refused())
    again = refused.after(rescheduled(NOON + 9 * DAY))
    later = alert(AlertKind.RESCHEDULED, sequence=once.version)
    kept = alert(AlertKind.DATE_KEPT, sequence=refused.version)
    assert not still_matters(later, refused)
    assert still_matters(kept, refused)
    assert not still_matters(kept, again)
    assert not still_matters(kept, refused.after(done()))


def test_a_helpers_date_leaves_the_leads_alone() -> None:
    put_off = a_request(whistled(RED_CROSS, WATER_BUREAU), accepted(), accepted(order=2), rescheduled(NOON + 8 * DAY))
    told = alert(AlertKind.RESCHEDULED, sequence=put_off.version)
    assert still_matters(told, put_off.after(rescheduled(NOON + 9 * DAY, order=2)))


def alert(kind: AlertKind, order: int | None = 1, sequence: int = 2) -> Alert:
    return Alert(kind=kind, audience=RESIDENT, request_id="3", sequence=sequence, priority="P2", at=NOON, order=order)
