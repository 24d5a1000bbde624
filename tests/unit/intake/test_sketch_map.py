"""The sketch: to scale, north up, and no disc on another, however close together the places are."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.intake.sketch_map import APART, DISC, FOOT, MARGIN, STEP, WIDTH, SketchMap, draw
from functions.shared.domain.spot import Spot
from infra.directory.load import load

DEMO = load(Path(__file__).parents[3] / "infra" / "demo")
TOWN = [it.spot for it in DEMO.compounds if it.spot]
SOMEWHERE = st.builds(
    Spot, st.floats(35.48, 35.5).map(lambda it: round(it, 5)), st.floats(111.56, 111.58).map(lambda it: round(it, 5))
)


def on_the_sheet(drawn: SketchMap) -> bool:
    least, right, low = MARGIN, WIDTH - MARGIN, drawn.height - FOOT - MARGIN
    return all(least <= it.at[0] <= right and least <= it.at[1] <= low for it in drawn.points)


def free_of_each_other(drawn: SketchMap) -> bool:
    pairs = combinations((it.at for it in drawn.points), 2)
    return all(max(abs(a[0] - b[0]), abs(a[1] - b[1])) >= APART for a, b in pairs)


def test_north_is_up_and_east_is_right() -> None:
    middle, north, east = (
        it.spot for it in draw([Spot(35.49, 111.57), Spot(35.495, 111.57), Spot(35.49, 111.575)]).points
    )
    assert (north[0], east[1]) == (middle[0], middle[1])
    assert north[1] < middle[1]
    assert east[0] > middle[0]


def test_it_is_to_scale_both_ways_and_so_is_the_bar() -> None:
    spots = [Spot(35.49, 111.57), Spot(35.495, 111.57), Spot(35.49, 111.575)]
    drawn = draw(spots)
    middle, north, east = (it.spot for it in drawn.points)
    bar = drawn.bar_metres / drawn.bar
    assert (middle[1] - north[1]) * bar == pytest.approx(spots[0].metres_to(spots[1]), rel=0.03)
    assert (east[0] - middle[0]) * bar == pytest.approx(spots[0].metres_to(spots[2]), rel=0.03)
    assert [drawn.across, drawn.down] == pytest.approx([453, 556], abs=2)


def test_where_there_is_room_nothing_moves() -> None:
    for community in DEMO.communities:
        drawn = draw([it.spot for it in DEMO.compounds if it.spot and it.community == community.id])
        assert not any(it.moved for it in drawn.points)


def test_places_without_a_disc_are_dots_on_the_same_ground() -> None:
    drawn = draw([TOWN[0]], TOWN)
    assert len(drawn.dots) == len(TOWN)
    assert drawn.dots[0] == drawn.points[0].spot


@given(st.lists(SOMEWHERE, min_size=1, max_size=24))
def test_no_disc_lies_on_another_or_reaches_out_of_the_sheet(spots: list[Spot]) -> None:
    drawn = draw(spots)
    assert len(drawn.points) == len(spots)
    assert on_the_sheet(drawn)
    assert free_of_each_other(drawn)
    assert all(0 <= x <= WIDTH and 0 <= y <= drawn.height - FOOT for x, y in (it.spot for it in drawn.points))


@pytest.mark.parametrize("count", [1, 2, 30])
def test_all_on_one_spot(count: int) -> None:
    drawn = draw([TOWN[0]] * count)
    assert on_the_sheet(drawn)
    assert free_of_each_other(drawn)
    assert sum(it.moved for it in drawn.points) == count - 1
    assert drawn.bar > 0


def test_who_moves_moves_no_farther_than_it_must() -> None:
    one, other = draw([TOWN[0], TOWN[0]]).points
    away = max(abs(other.at[n] - one.at[n]) for n in (0, 1))
    assert away == APART


def test_a_whole_town_on_one_sheet() -> None:
    drawn = draw(TOWN)
    assert free_of_each_other(drawn)
    assert on_the_sheet(drawn)


def test_a_disc_is_what_a_finger_hits_and_the_sheet_what_a_small_screen_has() -> None:
    assert DISC >= 44
    assert WIDTH <= 320 - 2 * 15
    assert APART % STEP == 0, "places that are taken are counted in steps"


def test_the_bar_is_round_and_fits() -> None:
    spans = [draw([TOWN[0], Spot(TOWN[0].latitude, TOWN[0].longitude + far)]) for far in (0.0001, 0.005, 0.05, 0.5)]
    assert all(30 <= it.bar <= WIDTH / 2 for it in spans)
    assert all(one.bar_metres < other.bar_metres for one, other in pairwise(spans))
