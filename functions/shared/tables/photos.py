"""Photographs: which there are and where each stands. The pictures themselves lie in the storage.

A row's key is the place that a photograph has, `resident#1` to `unit#3`: so there are never more, however many
are sent at once. What was refused gives its place to the next one.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError, PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from functions.shared.domain.errors import Busy, Refused
from functions.shared.domain.facts import Actor
from functions.shared.domain.photo import MOST, Incoming, Photo, PhotoState, Side, Unusable
from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import read, written

_ATTEMPTS = 2 * MOST
_UNDECIDED = (PhotoState.WAITING, PhotoState.REFUSED)
_LOOKED_OVER = (PhotoState.KEPT, PhotoState.RELEASED, PhotoState.BLANKED)


class PhotoItem(Row):
    class Meta:
        table_name = TableName("photos")

    request_id = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)  # <side>#<number>
    photo = UnicodeAttribute()
    state = UnicodeAttribute()
    at = UnicodeAttribute()
    why = UnicodeAttribute(null=True)
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    looked_over_by = UnicodeAttribute(null=True)
    looked_over_at = UnicodeAttribute(null=True)


def of_request(request_id: str) -> tuple[Photo, ...]:
    """All of a request, the resident's first."""
    return tuple(_photo(item) for item in PhotoItem.query(request_id, consistent_read=True))


def one(request_id: str, photo_id: str) -> Photo | None:
    return next((photo for photo in of_request(request_id) if photo.id == photo_id), None)


def claim(incoming: Incoming, now: datetime) -> Photo | None:
    """The place of what has come in: a new one, or the one that it has already. None where all are taken.

    Raises Busy if others are always quicker.
    """
    for _ in range(_ATTEMPTS):
        taken = {photo.number: photo for photo in of_request(incoming.request_id) if photo.side is incoming.side}
        if there := next((photo for photo in taken.values() if photo.id == incoming.id), None):
            return there
        number = _free(taken)
        if number is None:
            return None
        wanted = Photo(incoming.request_id, incoming.side, number, incoming.id, PhotoState.WAITING, now)
        if _put(wanted, taken.get(number)):
            return wanted
    raise Busy


def decide(photo: Photo) -> bool:
    """Write down what has become of what came in. False if its row has gone meanwhile: nothing of it may stay."""
    item = PhotoItem(photo.request_id, _place(photo))
    change: list[Action] = [PhotoItem.state.set(photo.state.value)]
    change.append(PhotoItem.why.set(photo.why.value) if photo.why else PhotoItem.why.remove())
    if photo.is_there:
        change += [PhotoItem.width.set(photo.width), PhotoItem.height.set(photo.height)]
    try:
        item.update(change, condition=(PhotoItem.photo == photo.id) & _is_one_of(_UNDECIDED))
    except UpdateError as error:
        if not _not_as_wanted(error):
            raise
        return one(photo.request_id, photo.id) is not None  # decided before, by who was told of it twice
    return True


def look_over(photo: Photo, state: PhotoState, by: Actor, now: datetime) -> None:
    """Somebody has looked it over: RELEASED or BLANKED. Raises Refused `unknown_photo` if it isn't there any more."""
    try:
        PhotoItem(photo.request_id, _place(photo)).update(
            [
                PhotoItem.state.set(state.value),
                PhotoItem.looked_over_by.set(by),
                PhotoItem.looked_over_at.set(written(now)),
            ],
            condition=(PhotoItem.photo == photo.id) & _is_one_of(_LOOKED_OVER),
        )
    except UpdateError as error:
        if not _not_as_wanted(error):
            raise
        raise Refused("unknown_photo") from None


def erase(photos: Iterable[Photo]) -> None:
    """Take these away for good. Safe to repeat."""
    for photo in photos:
        try:
            PhotoItem(photo.request_id, _place(photo)).delete(condition=PhotoItem.photo == photo.id)
        except DeleteError as error:
            if not _not_as_wanted(error):
                raise


def _free(taken: dict[int, Photo]) -> int | None:
    """The first place that nobody has, or that of what was refused longest ago."""
    for number in range(1, MOST + 1):
        if number not in taken:
            return number
    refused = [photo for photo in taken.values() if photo.state is PhotoState.REFUSED]
    return min(refused, key=lambda photo: photo.at).number if refused else None


def _put(wanted: Photo, instead_of: Photo | None) -> bool:
    """Whether `wanted` has got its place: nobody was quicker."""
    as_it_was = PhotoItem.photo.does_not_exist()
    if instead_of is not None:
        as_it_was = (PhotoItem.photo == instead_of.id) & (PhotoItem.state == PhotoState.REFUSED.value)
    item = PhotoItem(
        wanted.request_id, _place(wanted), photo=wanted.id, state=wanted.state.value, at=written(wanted.at)
    )
    try:
        item.save(condition=as_it_was)
    except PutError as error:
        if not _not_as_wanted(error):
            raise
        return False
    return True


def _is_one_of(states: Iterable[PhotoState]) -> Condition:
    return PhotoItem.state.is_in(*(state.value for state in states))


def _photo(item: PhotoItem) -> Photo:
    side, _, number = item.place.partition("#")
    found = Photo(item.request_id, Side(side), int(number), item.photo, PhotoState(item.state), read(item.at))
    why = Unusable(item.why) if item.why else None
    return replace(found, why=why, width=int(item.width or 0), height=int(item.height or 0))


def _place(photo: Photo) -> str:
    return f"{photo.side}#{photo.number}"


def _not_as_wanted(error: PutError | UpdateError | DeleteError) -> bool:
    return error.cause_response_code == "ConditionalCheckFailedException"
