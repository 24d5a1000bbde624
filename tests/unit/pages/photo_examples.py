"""What the page that adds photographs is given, and photographs as other pages are given them."""

from collections.abc import Iterator
from typing import Any

from functions.shared.domain.photo import Photo, PhotoState, Side, Unusable
from functions.shared.doors.photos import Gallery, Picture
from functions.shared.gateways.photo_storage import Upload
from tests.unit.pages.world import Example, at

CODE, ORDER = "3825061749", "6825061749"
STORAGE = "https://incoming.example"


def a_picture(
    number: int = 1,
    side: Side = Side.RESIDENT,
    state: PhotoState = PhotoState.KEPT,
    why: Unusable | None = None,
    public: bool = False,
) -> Picture:
    photo = Photo(CODE, side, number, f"{number:032x}", state, at(number), why, 1600, 1200)
    where = f"public/{photo.folder}" if public else "seen/secret"
    return Picture(photo, f"/photos/{where}.small", f"/photos/{where}.large")


BOTH = (a_picture(), a_picture(2), a_picture(side=Side.UNIT))
NONE_YET = Gallery((), f"/photos/{CODE}?k=secret")
FULL = Gallery(BOTH, f"/photos/{CODE}?k=secret")
SEEN_ONLY = Gallery(BOTH)
RELEASED = tuple(a_picture(public=True, state=PhotoState.RELEASED, side=side) for side in Side)
LOOKED_OVER = tuple(
    a_picture(number, state=state)
    for number, state in enumerate((PhotoState.KEPT, PhotoState.RELEASED, PhotoState.BLANKED), start=1)
)
_PAGE: dict[str, Any] = {
    "path": f"/photos/{CODE}",
    "code": CODE,
    "side": Side.RESIDENT,
    "back": f"/r/{CODE}",
    "pictures": (),
    "kept": 0,
    "most": 3,
    "largest": 10 * 1024 * 1024,
    "may_add": True,
    "waiting": False,
    "upload": Upload(f"{STORAGE}/", {"key": "incoming/key", "policy": "signed", "Content-Type": "image/jpeg"}),
    "errors": (),
}


def photo_pages() -> Iterator[Example]:
    """The page in each of its states."""
    yield Example("photos", "photos/page.html", _PAGE)
    unit = {"path": f"/photos/{ORDER}", "code": ORDER, "side": Side.UNIT, "back": f"/u/orders/{ORDER}"}
    yield Example("photos-unit", "photos/page.html", _PAGE | unit | {"pictures": BOTH[2:], "kept": 1})
    refused = tuple(
        a_picture(number, state=PhotoState.REFUSED, why=why) for number, why in enumerate(tuple(Unusable)[:3], start=1)
    )
    yield Example("photos-refused", "photos/page.html", _PAGE | {"pictures": refused})
    broken = (a_picture(), a_picture(2, state=PhotoState.REFUSED, why=Unusable.TOO_MANY_PIXELS))
    yield Example("photos-one", "photos/page.html", _PAGE | {"pictures": broken, "kept": 1})
    waiting = {"pictures": BOTH[:1], "kept": 1, "waiting": True, "upload": None}
    yield Example("photos-waiting", "photos/page.html", _PAGE | waiting)
    three = tuple(a_picture(number) for number in (1, 2, 3))
    yield Example("photos-full", "photos/page.html", _PAGE | {"pictures": three, "kept": 3, "upload": None})
    yield Example("photos-over", "photos/page.html", _PAGE | {"may_add": False, "upload": None})
