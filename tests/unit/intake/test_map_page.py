"""The page by map: every place is in a list, those with a spot on a sketch as well, under the same number."""

from dataclasses import replace

from functions.intake.map_page import has_spots, map_page
from functions.shared.domain.spot import Spot
from tests.county import ANKANG, JIANGNAN, LANE, LONGWANGMIAO, NORTH_LANE, TIEZHI

FAR = replace(JIANGNAN, spot=Spot(35.49168, 111.57182))
NEXT = replace(NORTH_LANE, spot=Spot(35.50321, 111.57512))
PLACES = ((TIEZHI, (FAR,)), (LONGWANGMIAO, (LANE, ANKANG, NEXT)))


def test_numbers_are_those_of_the_sketch_and_who_has_none_comes_last() -> None:
    tiezhi, longwangmiao = map_page(PLACES, {})["sheets"]
    told = [(it.value, it.number) for it in longwangmiao.choices]
    assert told == [
        ("compound:ankang", "1"),
        ("compound:dongguan_north_lane", "2"),
        ("compound:dongguan_middle_lane", ""),
    ]
    assert len(longwangmiao.sketch.points) == len(longwangmiao.drawn) == 2
    south, north = (it.spot for it in longwangmiao.sketch.points)
    assert south[1] > north[1], "the second lies north of the first"
    assert [it.number for it in tiezhi.choices] == ["1"]


def test_the_towns_sketch_has_a_disc_for_each_community_with_spots() -> None:
    page = map_page(PLACES, {})
    assert [it.letter for it in page["sheets"]] == ["A", "B"]
    assert len(page["town"].points) == 2
    assert len(page["town"].dots) == 3


def test_a_community_without_spots_is_a_list() -> None:
    page = map_page(((TIEZHI, (JIANGNAN,)), PLACES[1]), {})
    assert [(it.letter, it.sketch is None) for it in page["sheets"]] == [("", True), ("A", False)]
    assert page["town"] is None, "one alone needs no way to it"
    assert page["sheets"][0].choices


def test_no_place_has_a_spot_or_there_is_none() -> None:
    assert not has_spots(((TIEZHI, (JIANGNAN,)),))
    assert not has_spots(())
    assert has_spots(PLACES)
    assert map_page((), {})["sheets"] == ()


def test_it_leads_back_to_where_it_was_opened() -> None:
    assert map_page(PLACES, {"manner": "ask"})["back"] == "/report/ask/place"
    assert map_page(PLACES, {"manner": "page"})["back"] == "/report/place"
    assert map_page(PLACES, {"manner": "//evil.example"})["back"] == "/report/place"


def test_after_z_letters_go_on() -> None:
    many = tuple((replace(TIEZHI, id=f"c{n}"), (FAR,)) for n in range(28))
    assert [it.letter for it in map_page(many, {})["sheets"]][24:] == ["Y", "Z", "AA", "AB"]
