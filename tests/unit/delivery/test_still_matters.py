"""What has been settled meanwhile needs no message any more."""

import pytest

from functions.delivery.still_matters import still_matters
from functions.shared.domain.alert import RESIDENT, Alert, AlertKind
from tests.builders import (
    DAY,
    NOON,
    Happening,
    a_request,
    accepted,
    done,
    not_solved,
    not_solved_again,
    partly,
    progress,
    rescheduled,
    returned,
    solved,
    whistled,
    words_added,
)
from tests.county import OFFICE

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
        (AlertKind.DESK, (*SAID_DONE, partly()), True),
        (AlertKind.DESK, (*SAID_DONE, not_solved(), done(), not_solved_again()), True),
        (AlertKind.DESK, (*SAID_DONE, partly(), whistled(to=OFFICE)), False),
    ],
)
def test_each_kind(kind: AlertKind, happened: tuple[Happening, ...], matters: bool) -> None:
    assert still_matters(alert(kind, order=None if kind is AlertKind.RECEIVED else 1), a_request(*happened)) is matters


def test_of_two_later_dates_only_the_last_is_told() -> None:
    once = a_request(*PUT_OFF)
    twice = once.after(progress(), rescheduled(NOON + 9 * DAY))
    first, second = (alert(AlertKind.RESCHEDULED, sequence=request.version) for request in (once, twice))
    assert still_matters(first, once)
    assert not still_matters(first, twice)
    assert still_matters(second, twice)
    assert not still_matters(second, twice.after(done()))


def alert(kind: AlertKind, order: int | None = 1, sequence: int = 2) -> Alert:
    return Alert(kind=kind, audience=RESIDENT, request_id="3", sequence=sequence, priority="P2", at=NOON, order=order)
