"""Looking a photograph over: everybody may see it, or nobody but who acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import staff_actor
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.photo import Photo, PhotoState, may_be_public, must_be_releasable
from functions.shared.domain.request import Request
from functions.shared.domain.staff import Staff
from functions.shared.tables import photos


@dataclass(frozen=True)
class Press:
    """The permission that a press needs, and where the photograph stands after it."""

    permission: Act
    state: PhotoState


PRESSES: Mapping[str, Press] = {
    "release": Press(Act.RELEASE_WORDS, PhotoState.RELEASED),
    "blank": Press(Act.BLANK_WORDS, PhotoState.BLANKED),
}


def named(press: str) -> Press:
    """Raises Refused `unknown_page`."""
    try:
        return PRESSES[press]
    except KeyError:
        raise Refused("unknown_page") from None


def offered(request: Request, photo: Photo, staff: Staff) -> tuple[str, ...]:
    """The presses that would change something, and that `staff` may do."""
    if not staff.covers(request.filed.community):
        return ()
    return tuple(
        name
        for name, press in PRESSES.items()
        if may(staff.role, press.permission)
        and photo.state is not press.state
        and (may_be_public(request) or press.state is not PhotoState.RELEASED)
    )


def subject(request: Request, photo_id: str) -> str:
    """What the form of a press is about."""
    return f"{request.id} {photo_id}"


def do(request: Request, photo_id: str, press: Press, staff: Staff, now: datetime) -> None:
    """Doing it again is success. Raises Refused `unknown_photo` or `photos_never_public`."""
    if press.state is PhotoState.RELEASED:
        must_be_releasable(request)
    photo = photos.one(request.id, photo_id)
    if photo is None or not photo.is_there:
        raise Refused("unknown_photo")
    photos.look_over(photo, press.state, staff_actor(staff.id), now)
