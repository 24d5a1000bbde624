"""Photographs of a request: whose they are, where each stands, and who may see it."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from functions.shared.domain.directory import PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import Order, OrderState, Request
from functions.shared.domain.transitions import State

MOST = 3  # of one side of a request
_ID = re.compile(r"[0-9a-f]{32}")


class Side(StrEnum):
    RESIDENT = "resident"  # of what is wrong: before
    UNIT = "unit"  # of what was done: after


class PhotoState(StrEnum):
    WAITING = "waiting"  # it has come in and is being looked at
    KEPT = "kept"  # whoever acts sees it, nobody else
    REFUSED = "refused"  # it could not be used; a new one may take its place
    RELEASED = "released"  # somebody has looked it over: everybody may see it
    BLANKED = "blanked"  # somebody has looked it over: not for everybody


class Unusable(StrEnum):
    """Why what came in could not be used."""

    HEIC = "heic"  # what an iPhone takes, where nothing on the way made a JPEG of it
    NOT_A_PICTURE = "not_a_picture"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True)
class Photo:
    """One photograph. `number` is its place, from 1 to MOST; `why` says why it was refused; `width` and `height` are
    the large one's, once it is kept."""

    request_id: str
    side: Side
    number: int
    id: str
    state: PhotoState
    at: datetime  # when it came in, UTC
    why: Unusable | None = None
    width: int = 0
    height: int = 0

    @property
    def is_there(self) -> bool:
        """Whether there is a picture to see."""
        return self.state in (PhotoState.KEPT, PhotoState.RELEASED, PhotoState.BLANKED)

    @property
    def folder(self) -> str:
        """Under which its pictures lie."""
        return f"{self.request_id}/{self.id}"


@dataclass(frozen=True)
class Incoming:
    """What is on its way in: its key in the storage says whose it is."""

    request_id: str
    side: Side
    id: str

    @property
    def key(self) -> str:
        return f"incoming/{self.request_id}/{self.side}/{self.id}"

    @classmethod
    def of(cls, key: str) -> "Incoming | None":
        """What `key` names, or None if it is no key of ours."""
        parts = key.split("/")
        if len(parts) != 4 or parts[0] != "incoming" or not is_id(parts[3]):
            return None
        _, request_id, side, photo = parts
        return cls(request_id, Side(side), photo) if side in tuple(Side) else None


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def full(photos: tuple[Photo, ...], side: Side) -> bool:
    """Whether `side` has all that it may have; what was refused makes room."""
    return sum(photo.side is side and photo.state is not PhotoState.REFUSED for photo in photos) >= MOST


def unit_may_add(request: Request, order: Order) -> bool:
    """While the unit has the order to take, at work, or done and not yet closed."""
    return request.state is not State.CLOSED and (order.state.alive or order.state is OrderState.DONE)


def may_be_public(request: Request) -> bool:
    return request.public is not PublicRule.NEVER


def must_be_releasable(request: Request) -> None:
    """Raises Refused `photos_never_public`."""
    if not may_be_public(request):
        raise Refused("photos_never_public")
