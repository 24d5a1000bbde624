"""Hears of each photograph that has come in, looks at it, and keeps it drawn anew or says why not.

Safe to repeat: whatever has been decided stays, and what has been dealt with is taken out of the storage.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import unquote_plus

from functions.photos.redraw import Unfit, redraw
from functions.shared.domain.errors import Refused
from functions.shared.domain.photo import Incoming, Photo, PhotoState
from functions.shared.domain.transitions import State
from functions.shared.edge.batch import consumer
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways import photo_storage
from functions.shared.tables import photos, requests


def heard(message: dict[str, Any]) -> None:
    """What the storage says has come in (S3 event notification, version 2). Its very first message names nothing."""
    for record in message.get("Records", ()):
        key = unquote_plus(record["s3"]["object"]["key"])
        incoming = Incoming.of(key)
        if incoming is not None and (sent := photo_storage.sent(incoming)) is not None:
            _came_in(incoming, sent)
        photo_storage.take_away(key)


def _came_in(incoming: Incoming, sent: bytes) -> None:
    place = photos.claim(incoming, now())
    if place is None:
        told("photo_one_too_many", request_id=incoming.request_id, side=incoming.side)
        return
    if place.is_there:
        return
    if not _is_open(incoming.request_id):
        # Its place was taken first: an erasure that began since then has found it, whatever was written after.
        _forget(place)
        return
    try:
        drawn = redraw(sent)
    except Unfit as unfit:
        photos.decide(replace(place, state=PhotoState.REFUSED, why=unfit.why))
        told("photo_refused", request_id=place.request_id, photo=place.id, why=unfit.why)
        return
    photo_storage.keep(place, drawn.pictures)
    if not photos.decide(replace(place, state=PhotoState.KEPT, width=drawn.width, height=drawn.height)):
        photo_storage.erase([place])
        return
    told("photo_kept", request_id=place.request_id, photo=place.id, side=place.side)


def _is_open(request_id: str) -> bool:
    try:
        return requests.load(request_id).state is not State.CLOSED
    except Refused:
        return False


def _forget(place: Photo) -> None:
    photo_storage.erase([place])
    photos.erase([place])
    told("photo_too_late", request_id=place.request_id, photo=place.id)


main = consumer(heard)
