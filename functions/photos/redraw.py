"""A stranger's picture, drawn anew: two JPEGs that hold the pixels and nothing else of what was sent.

No position, time, camera, comment, colour profile or hidden bytes survive, because nothing is copied but pixels.
"""

import struct
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from functions.shared.domain.photo import Size, Unusable

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000  # what a good telephone takes; decoded they are 160 MB
LONGEST = {Size.LARGE: 1600, Size.SMALL: 320}  # pixels of the longer side
QUALITY = 80
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")
# What Pillow's decoders raise at files that are cut off or made to confuse.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError, struct.error)


class Unfit(Exception):
    """It can't be used; `why` says why."""

    def __init__(self, why: Unusable) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Redrawn:
    """`width` and `height` are the large one's, in pixels."""

    pictures: Mapping[Size, bytes]
    width: int
    height: int


def redraw(content: bytes) -> Redrawn:
    """`content` as new JPEGs, upright. Raises Unfit."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow finds odd; what matters of it is looked at here
        large = _large(content)
    small = large.copy()
    small.thumbnail((LONGEST[Size.SMALL], LONGEST[Size.SMALL]))
    return Redrawn({Size.LARGE: _jpeg(large), Size.SMALL: _jpeg(small)}, large.width, large.height)


def _large(content: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Unfit(Unusable.TOO_MANY_PIXELS) from None
    except UnidentifiedImageError:
        heic = content[4:12] in _HEIC
        raise Unfit(Unusable.HEIC if heic else Unusable.NOT_A_PICTURE) from None
    except _BROKEN:
        raise Unfit(Unusable.BROKEN) from None
    with image:
        if image.width * image.height > MOST_PIXELS:
            raise Unfit(Unusable.TOO_MANY_PIXELS)
        try:
            return _drawn_anew(image)
        except _BROKEN:
            raise Unfit(Unusable.BROKEN) from None


def _drawn_anew(image: Image.Image) -> Image.Image:
    longest = LONGEST[Size.LARGE]
    image.draft("RGB", (longest, longest))  # a JPEG is decoded no larger than needed
    image.load()
    with suppress(*_BROKEN):  # what tells which way is up is broken: it stays as it lies
        image = ImageOps.exif_transpose(image)
    seen_through = image.has_transparency_data
    image = image.convert("RGBA" if seen_through else "RGB")
    image.thumbnail((longest, longest))
    clean = Image.new("RGB", image.size, "white")
    clean.paste(image, mask=image if seen_through else None)
    return clean


def _jpeg(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()
