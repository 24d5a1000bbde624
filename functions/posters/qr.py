"""An address as a QR code (ISO/IEC 18004), to be drawn as one path."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

QUIET = 4  # squares left white around it, as the standard asks
CORRECTION = "q"  # readable with a quarter of it torn or dirty


@dataclass(frozen=True)
class Code:
    """`side` is its width and height in squares, the white ones around it counted; `path` draws the dark ones as lines
    one square thick."""

    side: int
    path: str


def code(address: str) -> Code:
    """The code that opens `address`. More correction than CORRECTION where it costs no room."""
    import segno  # not needed for the list

    rows = [tuple(row) for row in segno.make_qr(address, error=CORRECTION).matrix_iter(border=QUIET)]
    return Code(len(rows), "".join(f"M0 {y}.5{_line(row)}" for y, row in enumerate(rows)))


def _line(row: Iterable[int]) -> str:
    runs = ((dark, len(list(squares))) for dark, squares in groupby(row))
    return "".join(f"h{length}" if dark else f"m{length} 0" for dark, length in runs)
