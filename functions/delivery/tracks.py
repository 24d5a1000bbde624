"""What is said by several ways at once: each a delivery of its own, whose first one answers for all."""

from collections.abc import Iterable

from functions.delivery.route import Leg
from functions.shared.domain.alert import Alert, AlertKind, Track
from functions.shared.domain.directory import Class, ContactWay

# What the unit works from, with its link and to be printed: by email, too.
BY_LETTER = frozenset({AlertKind.WHISTLE, AlertKind.REOPENED, AlertKind.GO_ON, AlertKind.DATE_KEPT})
WHOLE = BY_LETTER | {AlertKind.HANDED}  # an email of these is the order's letter; of the last, to one person alone
_COPY = {Track.SMS: ContactWay.SMS, Track.EMAIL: ContactWay.EMAIL, Track.ROBOT: ContactWay.ROBOT}


def tracks(alert: Alert, legs: tuple[Leg, ...]) -> tuple[Track, ...]:
    """The first one, and the copies beside it. Life and property go to a unit by every way there is."""
    wanted: set[Track] = set()
    if alert.kind in BY_LETTER:
        wanted = {Track.EMAIL}
    if alert.priority == Class.P0 and alert.to_unit:
        wanted = set(_COPY)
    there = {leg.way for leg in legs}
    copies = (track for track, way in _COPY.items() if track in wanted and way in there and legs[0].way is not way)
    return (Track.FIRST, *copies)


def on_track(track: Track, legs: Iterable[Leg], all_tracks: Iterable[Track]) -> tuple[Leg, ...]:
    """The legs of one track: a copy goes its own way, and the first one all ways that no copy goes."""
    if track is not Track.FIRST:
        return tuple(leg for leg in legs if leg.way is _COPY[track])
    copied = {_COPY[other] for other in all_tracks if other is not Track.FIRST}
    return tuple(leg for leg in legs if leg.way not in copied)
