"""How far two spots are from each other."""

import pytest

from functions.shared.domain.spot import Spot

SQUARE = Spot(35.49, 111.57)


@pytest.mark.parametrize(
    ("other", "metres"),
    [
        (SQUARE, 0),
        (Spot(35.5, 111.57), 1_112),  # a hundredth of a degree northwards
        (Spot(35.49, 111.58), 905),  # eastwards it is shorter by the cosine of the latitude
        (Spot(35.48, 111.56), 1_434),
        (Spot(39.9042, 116.4074), 649_000),  # Beijing, to a kilometre or so
    ],
)
def test_metres_along_the_ground(other: Spot, metres: float) -> None:
    assert SQUARE.metres_to(other) == pytest.approx(metres, rel=0.002, abs=0.5)
    assert other.metres_to(SQUARE) == pytest.approx(SQUARE.metres_to(other))
