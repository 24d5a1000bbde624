"""What is said by several ways at once."""

from itertools import combinations, permutations

import pytest

from functions.delivery.route import Leg
from functions.delivery.tracks import on_track, tracks
from functions.shared.domain.alert import COUNTY, RESIDENT, Alert, AlertKind, Track
from functions.shared.domain.directory import Class, ContactWay
from functions.shared.domain.terms import Language
from tests.builders import NOON


def leg(way: ContactWay, person: str = "a") -> Leg:
    return Leg(person, way, Language.ZH)


def alert(kind: AlertKind, priority: Class, audience: str = "unit:u") -> Alert:
    return Alert(kind=kind, audience=audience, request_id="3", sequence=2, priority=priority, at=NOON, order=1)


SMS, ROBOT, EMAIL = (leg(way) for way in (ContactWay.SMS, ContactWay.ROBOT, ContactWay.EMAIL))
SOME = [
    legs for size in range(4) for chosen in combinations((SMS, ROBOT, EMAIL), size) for legs in permutations(chosen)
]


@pytest.mark.parametrize(
    ("kind", "priority", "audience", "legs", "expected"),
    [
        (AlertKind.WHISTLE, Class.P2, "unit:u", (SMS, EMAIL), ("first", "email")),
        (AlertKind.WHISTLE, Class.P2, "unit:u", (SMS,), ("first",)),
        (AlertKind.WHISTLE, Class.P2, "unit:u", (EMAIL, SMS), ("first",)),  # the letter comes first anyway
        (AlertKind.WHISTLE, Class.P2, "unit:u", (SMS, ROBOT), ("first",)),
        (AlertKind.REOPENED, Class.P3, "unit:u", (SMS, EMAIL), ("first", "email")),
        (AlertKind.DUE_ACCEPT, Class.P2, "unit:u", (SMS, EMAIL), ("first",)),
        (AlertKind.LATE_ACCEPT, Class.P1, "unit:u", (SMS, EMAIL), ("first",)),
        (AlertKind.WHISTLE, Class.P0, "unit:u", (SMS, ROBOT, EMAIL), ("first", "email", "robot")),
        (AlertKind.UNTAKEN, Class.P0, COUNTY, (ROBOT, SMS, EMAIL), ("first", "sms", "email")),
        (AlertKind.DONE, Class.P0, RESIDENT, (SMS,), ("first",)),
        (AlertKind.WHISTLE, Class.P0, "unit:u", (), ("first",)),
    ],
)
def test_each(
    kind: AlertKind, priority: Class, audience: str, legs: tuple[Leg, ...], expected: tuple[str, ...]
) -> None:
    assert tracks(alert(kind, priority, audience), legs) == expected


@pytest.mark.parametrize("legs", SOME)
@pytest.mark.parametrize("kind", AlertKind)
@pytest.mark.parametrize("priority", Class)
def test_every_way_is_gone_on_one_track_and_on_one_alone(
    kind: AlertKind, priority: Class, legs: tuple[Leg, ...]
) -> None:
    others = tuple(leg(each.way, "b") for each in legs)
    everybody = (*legs, *others)
    found = tracks(alert(kind, priority), everybody)
    gone = [each for track in found for each in on_track(track, everybody, found)]
    assert sorted(map(repr, gone)) == sorted(map(repr, everybody))
    assert found[0] is Track.FIRST
    if legs:
        assert next(iter(on_track(Track.FIRST, everybody, found))) is legs[0]
