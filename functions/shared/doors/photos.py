"""Photographs as the pages show them, each with the addresses that this visitor may see it at; and the way to add some.

A page that shows a photograph signs its address; nobody else can make one. What is released needs no signature.
"""

from dataclasses import dataclass
from datetime import datetime

from functions.shared.domain.photo import Photo, PhotoState, Side, Size
from functions.shared.edge import tokens
from functions.shared.edge.clock import now
from functions.shared.gateways.keys import keys
from functions.shared.tables import photos

SEE, ADD = "photo", "photos"  # what a pass is for


@dataclass(frozen=True)
class Picture:
    """A photograph and where to see it."""

    photo: Photo
    small: str
    large: str


@dataclass(frozen=True)
class Gallery:
    """What a page shows of a request: the photographs, and where to add some (empty: nowhere)."""

    pictures: tuple[Picture, ...]
    add: str = ""


def link(code: str, *, at_the_desk: bool = False) -> str:
    """Where whoever sees this page adds photographs: the resident's side by the request's code, the unit's by the
    order's. `at_the_desk`: staff, for a resident who has sent them by another way."""
    return f"/photos/{code}?k={pass_to_add(desk_subject(code) if at_the_desk else code)}"


def pass_to_add(subject: str) -> str:
    return tokens.pass_for(keys(), ADD, subject, now(), tokens.DOOR_LIVES)


def desk_subject(code: str) -> str:
    """What a pass is about with which staff add for a resident."""
    return f"desk {code}"


def gallery(request_id: str, add_by: str = "") -> Gallery:
    """What there is to see of a request, both sides; with `add_by`, a code, whoever sees it may add some."""
    there = (photo for photo in photos.of_request(request_id) if photo.is_there)
    return Gallery(tuple(map(picture, there)), link(add_by) if add_by else "")


def picture(photo: Photo) -> Picture:
    return Picture(photo, *(_signed(photo, size) for size in (Size.SMALL, Size.LARGE)))


def released(request_id: str, side: Side) -> tuple[Picture, ...]:
    """What everybody may see of one side."""
    return tuple(
        Picture(photo, *(f"/photos/public/{photo.folder}/{size}" for size in (Size.SMALL, Size.LARGE)))
        for photo in photos.of_request(request_id)
        if photo.side is side and photo.state is PhotoState.RELEASED
    )


def seen_by(secret: str) -> tuple[str, str, Size] | None:
    """Request, photograph and size that a signed address shows; None if it isn't one (any more)."""
    subject = tokens.subject_of(keys(), SEE, secret, now())
    if subject is None:
        return None
    request_id, photo_id, size = subject.split("/")
    return request_id, photo_id, Size(size)


def _signed(photo: Photo, size: Size) -> str:
    secret = tokens.pass_for(keys(), SEE, f"{photo.folder}/{size}", _this_hour(), tokens.DOOR_LIVES)
    return f"/photos/seen/{secret}"


def _this_hour() -> datetime:
    """So that a page asked for again names the same address, and the browser needn't fetch the picture again."""
    return now().replace(minute=0, second=0, microsecond=0)
