"""Erases what is kept of who asked and in what words. May be interrupted anywhere and begun again.

The order is what makes it safe: written down, then gone, then known to the request, then marked as done.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from functions.shared.domain.erasure import (
    Counts,
    Erasure,
    MovedOn,
    Why,
    messages,
    must_be_closed,
    note_erased,
    released,
    said_later,
    survivors,
)
from functions.shared.domain.errors import Busy, Refused
from functions.shared.domain.facts import Actor
from functions.shared.domain.follow import REQUEST, subject
from functions.shared.domain.photo import Photo
from functions.shared.domain.request import Request
from functions.shared.gateways import photo_storage
from functions.shared.tables import deliveries, erasures, follows, photos, private, public_words, requests
from functions.shared.tables.deliveries import DeliveryItem

_ATTEMPTS = 5


@dataclass(frozen=True)
class Held:
    """What is there to erase: keys alone, nothing of what they hold."""

    private: tuple[str, ...]
    public: tuple[int, ...]
    deliveries: tuple[DeliveryItem, ...]
    photos: tuple[Photo, ...]
    follows: tuple[str, ...]

    @property
    def counts(self) -> Counts:
        person = self.private.count(private.PERSON)
        gone = len(self.photos), len(self.follows)
        return Counts(person, len(self.private) - person, len(self.public), len(self.deliveries), *gone)

    @property
    def anything(self) -> bool:
        return bool(self.private or self.public or self.deliveries or self.photos or self.follows)


def erase(request_id: str, *, by: Actor, why: Why, now: datetime) -> Erasure:
    """Erase what is kept of a closed request; goes on with what was begun before.

    Raises Refused `erase_open` while it is open, `erased` if it was and the list has lost it, or Busy if things keep
    happening to it.
    """
    for _ in range(_ATTEMPTS):
        request = requests.load(request_id)
        if request.erased:
            return _finished(request_id, now)
        must_be_closed(request)
        at = max(now, request.since)
        held = holds(request, at)
        wanted = Erasure(request_id, request.version, request.filed.community, at, by, why, held.counts)
        begun = erasures.begin(wanted)
        remove(request, held)
        try:
            requests.change(request_id, begun.cause, partial(note_erased, erasure=begun, now=now))
        except MovedOn:
            continue
        return _finished(request_id, now)
    raise Busy


def holds(request: Request, until: datetime) -> Held:
    """What is kept of `request`, but for what was said after `until`."""
    later = {f"WORDS#{sequence:04d}" for sequence in said_later(request, until)}
    shown = public_words.words(request.id)
    others = [requests.load(code) for code in survivors(request)]
    followed = tuple(follows.of(subject(REQUEST, request.id)))
    return Held(
        tuple(sort for sort in private.held(request.id) if sort not in later),
        tuple(sequence for sequence in released(request, until) if sequence in shown),
        tuple(deliveries.among(messages(request, others, followed))),
        tuple(photo for photo in photos.of_request(request.id) if photo.at <= until),
        followed,
    )


def remove(request: Request, held: Held) -> None:
    """Take it all away. Safe to repeat: what leads to something goes after it."""
    private.erase(request.id, held.private)
    public_words.erase(request.id, held.public)
    deliveries.erase(held.deliveries)
    photo_storage.erase(held.photos)
    photos.erase(held.photos)
    for follow_id in held.follows:
        follows.stop(subject(REQUEST, request.id), follow_id)


def _finished(request_id: str, now: datetime) -> Erasure:
    """The latest erasure, with all marked that were begun: whatever they were to erase is gone."""
    for erasure in erasures.of_request(request_id):
        if erasure.done_at is None:
            erasures.finish(erasure, now)
    if latest := erasures.of_request(request_id)[-1:]:
        return latest[0]
    raise Refused("erased")
