"""Adding photographs to a request, and the pictures themselves.

A file never passes through here: the page's form sends it straight to the storage, which sends the browser back.
"""

import secrets
from datetime import timedelta

from functions.photos import door
from functions.photos.door import Opened
from functions.shared.domain.errors import Refused
from functions.shared.domain.photo import (
    MOST,
    Incoming,
    Photo,
    PhotoState,
    Size,
    full,
    is_id,
    may_be_public,
)
from functions.shared.doors import photos as shown
from functions.shared.edge import http
from functions.shared.edge.clock import now
from functions.shared.edge.config import public_url
from functions.shared.gateways import photo_storage
from functions.shared.gateways.pages import page
from functions.shared.gateways.photo_storage import Upload
from functions.shared.tables import photos, requests
from functions.shared.tables.limits import Limit, network, take_tries

app = http.App(page)
OURS = "private, max-age=3600"  # of what a signed address shows
_HOUR = int(timedelta(hours=1).total_seconds())


@app.get("/photos/seen/<secret>")
def seen(secret: str) -> http.Answer:
    """What a page of ours has shown to this visitor."""
    named = shown.seen_by(secret)
    photo = photos.one(*named[:2]) if named else None
    if named is None or photo is None or not photo.is_there:
        raise Refused("unknown_photo")
    return _picture(photo, named[2], OURS)


@app.get("/photos/public/<code>/<photo_id>/<size>")
def public(code: str, photo_id: str, size: str) -> http.Answer:
    """What everybody may see: looked at anew each time, so that taking it back ends it."""
    photo = photos.one(code, photo_id) if is_id(photo_id) and size in tuple(Size) else None
    if photo is None or photo.state is not PhotoState.RELEASED or not may_be_public(requests.load(code)):
        raise Refused("unknown_photo")
    return _picture(photo, Size(size), http.PUBLIC)


@app.get("/photos/<code>")
def show(code: str) -> http.Answer:
    here, code = app.visit, door.readable(code)
    if secret := here.query.get("k"):
        cookie = door.open_by_link(code, secret)
        return http.see_other(f"/photos/{code}", *([cookie] if cookie else []))
    opened = door.opened(here, code)
    if opened is None:
        return http.see_other(door.page_of(code))
    return _page(opened, here.query.get("sent", ""))


@app.get("/photos/<code>/sent")
def sent(code: str) -> http.Answer:
    """Where the storage sends the browser, with the key of what it has taken."""
    code = door.readable(code)
    incoming = Incoming.of(app.visit.query.get("key", ""))
    return http.see_other(f"/photos/{code}?sent={incoming.id}" if incoming else f"/photos/{code}")


def _page(opened: Opened, sent: str) -> http.Answer:
    there = tuple(photo for photo in photos.of_request(opened.request.id) if photo.side is opened.side)
    is_full = full(there, opened.side)
    waiting = any(photo.state is PhotoState.WAITING for photo in there)
    # One that was sent a moment ago may not have been heard of yet; once all places are taken it never will be.
    waiting = waiting or (is_id(sent) and not is_full and all(photo.id != sent for photo in there))
    upload = _upload(opened) if opened.may_add and not is_full and not waiting else None
    return app.page(
        "photos/page.html",
        scripts=upload is not None or waiting,
        uploads_to=upload.origin if upload else "",
        code=opened.code,
        side=opened.side,
        back=opened.back,
        pictures=tuple(shown.picture(photo) for photo in there),
        kept=sum(photo.is_there for photo in there),
        most=MOST,
        largest=photo_storage.LARGEST,
        may_add=opened.may_add,
        waiting=waiting,
        upload=upload,
        errors=(),
    )


def _upload(opened: Opened) -> Upload:
    """A form for one more. Raises Refused `too_many_tries`: each is a right to send ten megabytes.

    Counting them changes nothing that anybody could see, so a GET may.
    """
    address = network(app.visit.address)
    take_tries((Limit(f"photos#{opened.code}", 40, _HOUR), Limit(f"photos-from#{address}", 120, _HOUR)), now())
    incoming = Incoming(opened.request.id, opened.side, secrets.token_hex(16))
    return photo_storage.form(incoming, public_url(f"/photos/{opened.code}/sent"))


def _picture(photo: Photo, size: Size, cache: str) -> http.Answer:
    content = photo_storage.kept(photo, size)
    if content is None:
        raise Refused("unknown_photo")
    return http.picture(content, cache)


main = app.main
