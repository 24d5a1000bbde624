"""Pictures for tests, good and bad, made by Pillow."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

RED, BLUE = (200, 30, 30), (30, 60, 200)
NORTH, LATITUDE = "N", (35.0, 29.0, 13.37)


def drawn(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """The left half red, the right half blue."""
    image = Image.new("RGB", (width, height), RED)
    ImageDraw.Draw(image).rectangle((width // 2, 0, width, height), fill=BLUE)
    return image if mode == "RGB" else image.convert(mode)


def written(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def jpeg(width: int = 640, height: int = 480) -> bytes:
    return written(drawn(width, height))


def from_a_telephone(orientation: int = 6, width: int = 640, height: int = 480) -> bytes:
    """A JPEG as a telephone makes it: where, when, with what, and which way it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Phone Maker"
    exif[0x0132] = "2026:03:09 12:00:00"
    exif.get_ifd(0x8825).update({1: NORTH, 2: LATITUDE, 3: "E", 4: (111.0, 34.0, 42.42)})
    return written(drawn(width, height), exif=exif, comment=b"shot by somebody", icc_profile=b"a profile" * 20)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it has so many pixels, all the same."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (height * (1 + (width + 7) // 8)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
