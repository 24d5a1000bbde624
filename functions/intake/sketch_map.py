"""A sketch of places by their spots: north up, to scale, with discs to press that never lie on each other.

Where discs would, each moves to a free place nearby, and a line leads to its spot. Lengths are units of the drawing,
one unit a pixel on the smallest screen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, radians

from functions.shared.domain.spot import Spot

WIDTH = 280  # what a screen of 320 pixels leaves
DISC = 44  # its diameter: what a finger hits (WCAG 2.5.5)
APART = DISC + 4  # from middle to middle, across or down
MARGIN = DISC // 2 + 4
FOOT = 34  # beneath: the scale
STEP = 4  # discs are moved by so much
TALLEST = 300  # of the spots themselves; discs that find no room make it taller
LEAST_SPAN = 300  # metres across: a few neighbours don't fill the sheet
BARS = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)  # metres, round ones
LONGEST_BAR = 110
A_DEGREE = 111_195  # metres northwards, on a sphere of the mean radius

At = tuple[int, int]  # units from the left and from the top


@dataclass(frozen=True)
class Point:
    """A disc around `at`; the place itself is at `spot`."""

    at: At
    spot: At

    @property
    def moved(self) -> bool:
        return any(abs(one - other) > STEP for one, other in zip(self.at, self.spot, strict=True))


@dataclass(frozen=True)
class SketchMap:
    """`points` as the spots came; `dots` are places without a disc. `bar` is as long as `bar_metres`; the places reach
    `across` and `down`, in metres."""

    height: int
    points: tuple[Point, ...]
    dots: tuple[At, ...]
    bar: int
    bar_metres: int
    across: int
    down: int
    width: int = WIDTH


def draw(spots: Sequence[Spot], dots: Sequence[Spot] = ()) -> SketchMap:
    """The sketch of one spot or more."""
    ground = _on_the_ground([*spots, *dots])
    across, down = (max(it[way] for it in ground) for way in (0, 1))
    inner = WIDTH - 2 * MARGIN
    scale = max(across, LEAST_SPAN, down * inner / TALLEST) / inner  # metres a unit
    left = (WIDTH - across / scale) / 2
    in_rows = ceil(len(spots) / (inner // APART)) * APART  # on less, not all find room
    high = max(round(down / scale), in_rows) + 2 * MARGIN
    while True:
        top = (high - down / scale) / 2
        drawn = [(round(left + east / scale), round(top + south / scale)) for east, south in ground]
        places = _apart(drawn[: len(spots)], high)
        if places is not None:
            break
        high += APART + in_rows // 4
    metres = max((it for it in BARS if it / scale <= LONGEST_BAR), default=BARS[0])
    points = tuple(map(Point, places, drawn))
    return SketchMap(
        high + FOOT, points, tuple(drawn[len(spots) :]), round(metres / scale), metres, round(across), round(down)
    )


def _on_the_ground(spots: Sequence[Spot]) -> list[tuple[float, float]]:
    """Metres east and south of the north-western corner; flat, as a county nearly is."""
    north, south = (of(it.latitude for it in spots) for of in (max, min))
    west = min(it.longitude for it in spots)
    eastward = A_DEGREE * cos(radians((north + south) / 2))
    return [((it.longitude - west) * eastward, (north - it.latitude) * A_DEGREE) for it in spots]


def _apart(wanted: Sequence[At], high: int) -> list[At] | None:
    """A place for each disc on a sheet so `high`; None if there is no room for one of them."""
    columns, rows = (WIDTH - 2 * MARGIN) // STEP, (high - 2 * MARGIN) // STEP
    taken: set[At] = set()
    found = []
    for x, y in wanted:
        column, row = round((x - MARGIN) / STEP), round((y - MARGIN) / STEP)
        steps = ((column + right, row + below) for right, below in _outward(max(columns, rows)))
        free = (it for it in steps if 0 <= it[0] <= columns and 0 <= it[1] <= rows and it not in taken)
        place = next(free, None)
        if place is None:
            return None
        around = range(1 - APART // STEP, APART // STEP)
        taken |= {(place[0] + right, place[1] + below) for right in around for below in around}
        found.append((MARGIN + place[0] * STEP, MARGIN + place[1] * STEP))
    return found


def _outward(most: int) -> Iterator[At]:
    """Steps away from a place: one ring after the other, in each the nearest first."""
    yield 0, 0
    for reach in range(1, most + 1):
        along, beside = range(-reach, reach + 1), range(1 - reach, reach)
        ring = [(way, side) for way in along for side in (-reach, reach)]
        ring += [(side, way) for way in beside for side in (-reach, reach)]
        yield from sorted(ring, key=lambda it: (it[0] ** 2 + it[1] ** 2, it))
