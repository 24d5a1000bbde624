"""Reading a poster's QR code from what is drawn, by another library than the one that drew it."""

import re

import zxingcpp
from PIL import Image, ImageDraw

SCALE = 8  # dots a square


def drawn(side: int, path: str) -> Image.Image:
    """What a browser draws of `path`: lines one square thick, on white."""
    image = Image.new("L", (side * SCALE, side * SCALE), 255)
    pen = ImageDraw.Draw(image)
    x = y = 0.0
    for command, first, second in re.findall(r"([Mmh])([\d.]+)(?: ([\d.]+))?", path):
        if command == "M":
            x, y = float(first), float(second)
            continue
        if command == "h":
            dots = [x * SCALE, (y - 0.5) * SCALE, (x + int(first)) * SCALE - 1, (y + 0.5) * SCALE - 1]
            pen.rectangle(dots, fill=0)
        x += int(first)
    return image


def shown(html: str) -> Image.Image:
    """The code on a page."""
    svg = html[html.index("<svg") : html.index("</svg>")]
    side = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    line = re.search(r'stroke="#000" d="([^"]*)"', svg)
    assert side
    assert line
    return drawn(int(side[1]), line[1])


def read(image: Image.Image) -> zxingcpp.Barcode:
    """The one code in `image`."""
    (found,) = zxingcpp.read_barcodes(image)
    return found
