"""Who did what, by their trade: one act a press, and nothing for the rule, the clock and residents."""

from typing import Any

import pytest

from functions.shared.domain.facts import unit_actor
from functions.shared.domain.terms import Channel, Handling, RouteReason
from functions.shared.domain.work import worked
from tests import builders as b
from tests.builders import STAFF, Happening, Told, a_request, accepted, done, solved, whistled
from tests.county import LITTER, OFFICE, RED_CROSS, WATER_BUREAU

BY_NAME: dict[str, Any] = {"reason": RouteReason.BY_NAME}


def acts(request: Told) -> list[str]:
    assert all(count.unit is None for count in worked(request))
    return [count.measure for count in worked(request)]


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ((), []),
        ((whistled(),), []),
        ((whistled(by=STAFF),), ["by_staff.send"]),
        ((whistled(RED_CROSS, WATER_BUREAU, by=STAFF, **BY_NAME),), ["by_staff.whistle"]),
        ((whistled(OFFICE), whistled(by=unit_actor(OFFICE.id), **BY_NAME)), ["by_unit.pass_on"]),
        ((whistled(), accepted()), ["by_unit.take"]),
        ((whistled(), accepted(), done()), ["by_unit.take", "by_unit.done"]),
        ((whistled(), accepted(), done(), solved()), ["by_unit.take", "by_unit.done"]),
    ],
)
def test_each_act_once(happened: tuple[Happening, ...], expected: list[str]) -> None:
    assert acts(a_request(*happened)) == expected


def test_sent_back_to_work_or_opened_again() -> None:
    said_done = a_request(whistled(), accepted(), done())
    assert acts(said_done.after(b.partly(), b.reopened()))[-1] == "by_staff.reopen"
    assert acts(said_done.after(solved(), b.reopened()))[-1] == "by_staff.undo"
    assert acts(a_request(b.explained(), b.reopened(nobody=True))) == ["by_staff.explain", "by_staff.undo"]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ({"channel": Channel.PHONE}, ["by_staff.file"]),
        ({"channel": Channel.PHONE, "handling": Handling.JOINED}, ["by_staff.file_joined"]),
        ({"channel": Channel.STATION, "handling": Handling.SETTLED}, []),  # the settling is the act
        ({"channel": Channel.PLATFORM}, []),  # a file at a time
    ],
)
def test_how_it_came(received: dict[str, Any], expected: list[str]) -> None:
    assert acts(a_request(category=LITTER, by=STAFF, **received)) == expected


def test_what_one_press_wrote_is_one_act() -> None:
    assert acts(a_request(b.settled(), by=STAFF, channel=Channel.STATION, handling=Handling.SETTLED)) == [
        "by_staff.settle"
    ]
    assert acts(a_request(b.merged())) == ["by_staff.merge"]
    assert acts(a_request(b.absorbed())) == []
