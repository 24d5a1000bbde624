"""Where posters hang, and where each one's code leads."""

from functions.posters.places import places
from tests.county import ANKANG, COUNTY, JIANGNAN, LANE, LONGWANGMIAO, NORTH_LANE, TIEZHI


def test_each_place_of_a_community_has_a_poster_and_nobody_elses_has() -> None:
    here = places(LONGWANGMIAO, (ANKANG, JIANGNAN, LANE, NORTH_LANE), COUNTY.stations)
    assert [place.poster for place in here] == [
        "community:longwangmiao",
        "compound:ankang",
        "compound:dongguan_middle_lane",
        "compound:dongguan_north_lane",
        "station:ankang_station",
    ]
    assert {place.community for place in here} == {LONGWANGMIAO}


def test_a_compounds_poster_leads_to_the_compound_and_a_stations_to_its_community() -> None:
    leads = {place.poster: place.report for place in places(LONGWANGMIAO, (ANKANG,), COUNTY.stations)}
    assert leads == {
        "community:longwangmiao": "community:longwangmiao",
        "compound:ankang": "compound:ankang",
        "station:ankang_station": "community:longwangmiao",
    }


def test_a_community_without_compounds_and_stations_has_one_of_its_own() -> None:
    assert [place.poster for place in places(TIEZHI, (), ())] == ["community:tiezhi"]
