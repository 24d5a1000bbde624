"""What followers hear of: few things, each once, never by night, nothing from before they asked."""

import pytest

from functions.follows.worth_telling import alert_for, worth_telling
from functions.shared.domain.alert import AlertKind
from functions.shared.domain.directory import Class, ContactWay
from functions.shared.domain.follow import Follow
from functions.shared.domain.terms import Language
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    Happening,
    a_request,
    accepted,
    done,
    explained,
    not_solved,
    partly,
    progress,
    rescheduled,
    solved,
    whistled,
    withdrawn,
)
from tests.county import GAS_CHECK, GAS_LEAK, RED_CROSS

WHISTLED = whistled(to=RED_CROSS)


def a_follow(confirmed: bool = True) -> Follow:
    return Follow(
        "request:3825061749",
        "f0110w",
        ContactWay.EMAIL,
        "who@example.com",
        Language.ZH,
        NOON,
        NOON - HOUR if confirmed else None,
    )


@pytest.mark.parametrize(
    ("happened", "kind"),
    [
        ((), None),
        ((WHISTLED,), None),
        ((WHISTLED, accepted()), AlertKind.TAKEN),
        ((WHISTLED, accepted(), progress()), None),
        ((WHISTLED, accepted(), rescheduled(NOON + 9 * DAY)), AlertKind.RESCHEDULED),
        ((WHISTLED, accepted(), done()), AlertKind.DONE),
        ((WHISTLED, accepted(), done(), solved()), AlertKind.ENDED),
        ((WHISTLED, accepted(), done(), not_solved()), None),
        ((WHISTLED, accepted(), done(), partly()), None),
        ((explained(),), AlertKind.ENDED),
        ((withdrawn(),), AlertKind.ENDED),
    ],
)
def test_the_latest_fact(happened: tuple[Happening, ...], kind: AlertKind | None) -> None:
    request = a_request(*happened)
    assert worth_telling(request, request.version) is kind


def test_an_old_fact_says_the_same_whatever_has_happened_since() -> None:
    request = a_request(WHISTLED, accepted(), done(), solved())
    told = [worth_telling(request, sequence) for sequence in range(1, request.version + 1)]
    assert told == [None, None, AlertKind.TAKEN, AlertKind.DONE, AlertKind.ENDED]


def test_what_is_never_public_is_told_to_nobody() -> None:
    request = a_request(WHISTLED, accepted(), category=GAS_CHECK)
    assert worth_telling(request, request.version) is None


def test_an_alert_has_no_address_and_wakes_nobody() -> None:
    request = a_request(WHISTLED, accepted(), category=GAS_LEAK)
    alert = alert_for(a_follow(), request, request.version, AlertKind.TAKEN)
    assert alert is not None
    assert (alert.audience, alert.follower, alert.priority, alert.order) == ("follower:f0110w", "f0110w", Class.P3, 1)
    assert not alert.to_unit
    assert "example.com" not in repr(alert)
    assert "example.com" not in repr(a_follow())


def test_nothing_from_before_they_said_yes() -> None:
    request = a_request(WHISTLED, accepted(at=NOON - 2 * HOUR))
    later = a_request(WHISTLED, accepted(at=NOON + MINUTE))
    assert alert_for(a_follow(), later, later.version, AlertKind.TAKEN)
    assert alert_for(a_follow(confirmed=False), later, later.version, AlertKind.TAKEN) is None
    assert alert_for(a_follow(), request, request.version, AlertKind.TAKEN) is None
