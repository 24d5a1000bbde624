"""The code on a poster, read back from what is drawn of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageDraw

from functions.posters.qr import QUIET, code
from tests.qr import SCALE, drawn, read

ADDRESS = "https://pgy.example/report?place=compound:"


@pytest.mark.parametrize("place", ["ankang", "dongguan_middle_lane", "a", "z" * 60])
def test_it_reads_as_the_address_and_nothing_else(place: str) -> None:
    made = code(ADDRESS + place)
    found = read(drawn(made.side, made.path))
    assert (found.text, found.format.name) == (ADDRESS + place, "QRCode")
    assert found.ec_level in ("Q", "H")


@settings(max_examples=30)
@given(place=st.from_regex(r"[a-z0-9_]{1,60}", fullmatch=True))
def test_any_place_can_be_read(place: str) -> None:
    made = code(ADDRESS + place)
    assert read(drawn(made.side, made.path)).text == ADDRESS + place


def test_it_reads_with_a_corner_torn_off() -> None:
    made = code(ADDRESS + "ankang")
    image = drawn(made.side, made.path)
    dots = made.side * SCALE
    ImageDraw.Draw(image).rectangle([dots * 0.62, dots * 0.62, dots, dots], fill=255)
    assert read(image).text == ADDRESS + "ankang"


def test_it_stands_in_a_white_edge() -> None:
    made = code(ADDRESS + "ankang")
    edge = QUIET * SCALE
    assert drawn(made.side, made.path).point(lambda dot: 255 - dot).getbbox() == (
        *(edge, edge),
        *(made.side * SCALE - edge, made.side * SCALE - edge),
    )


def test_another_address_is_another_code() -> None:
    assert code(ADDRESS + "ankang").path != code(ADDRESS + "ankanh").path
