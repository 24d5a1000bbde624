"""The demo county is as large as said, reaches somebody for everything, and can ring nobody."""

import re
from itertools import combinations
from pathlib import Path

from functions.shared.domain.directory import Class, PublicRule, RouteKind, UnitKind
from functions.shared.domain.time_rules import RULES
from infra.directory.load import load

DEMO = Path(__file__).parents[2] / "infra" / "demo"
COUNTY = load(DEMO)
OWN = {RouteKind.STATION, RouteKind.COUNCIL, RouteKind.DESK}


def test_communities_stations_and_partner_units() -> None:
    assert [community.id for community in COUNTY.communities] == [
        "tiezhi", "longwangmiao", "jiangshan", "chelu", "qinshui", "penglu",
    ]  # fmt: skip
    assert len(COUNTY.stations) == 42
    assert sum(unit.kind is UnitKind.PARTNER for unit in COUNTY.units) >= 12
    assert all(4 <= sum(place.community == one.id for place in COUNTY.compounds) <= 8 for one in COUNTY.communities)


def test_every_compound_lies_in_the_town_and_some_way_from_the_others() -> None:
    spots = [place.spot for place in COUNTY.compounds if place.spot]
    assert len(spots) == len(COUNTY.compounds)
    assert all(150 < one.metres_to(other) < 4_000 for one, other in combinations(spots, 2))


def test_who_looks_after_the_places_of_the_two_stories() -> None:
    names = {unit.id: unit.name.zh for unit in COUNTY.units}
    partner = {
        place.name.zh: names[COUNTY.coverage.partner[place.id]]
        for place in COUNTY.compounds
        if place.id in COUNTY.coverage.partner
    }
    assert partner["安康小区"] == "县水务局"
    assert partner["东关中巷"] == "县红十字会"


def test_every_category_reaches_a_unit_from_every_place() -> None:
    units = {unit.id for unit in COUNTY.units}
    for category in COUNTY.categories:
        for place in COUNTY.compounds:
            partner = COUNTY.coverage.partner
            reached = {
                place.community
                if route.kind in OWN
                else partner.get(place.id, partner.get(place.community))
                if route.kind is RouteKind.PARTNER
                else COUNTY.coverage.trades.get((route.kind, route.trade or ""))
                for route in category.routes
            }
            assert reached & units, (category.id, place.id)


def test_categories_of_life_and_property_say_whom_to_call() -> None:
    urgent = {category.id: category.emergency for category in COUNTY.categories if category.priority is Class.P0}
    assert set(urgent) == {"danger", "gas_leak", "fraud_now"}
    assert {key: numbers.numbers[-1] for key, numbers in urgent.items() if numbers} == {
        "danger": "119",
        "gas_leak": "119",
        "fraud_now": "96110",
    }


def test_words_of_a_resident_are_shown_for_opinions_only() -> None:
    assert [category.id for category in COUNTY.categories if category.public is PublicRule.WORDS] == ["opinion"]


def test_every_unit_has_a_leader_and_somebody_else_before() -> None:
    for unit in COUNTY.units:
        contacts = [contact for contact in COUNTY.contacts if contact.unit == unit.id]
        assert not contacts[0].leader, unit.id
        assert [contact.takes_texts for contact in contacts if contact.leader] == [True], unit.id
    numbers = [contact.telephone.e164 for contact in COUNTY.contacts if contact.telephone]
    assert len(set(numbers)) == len(numbers)


def test_the_countys_office_takes_no_orders() -> None:
    (office,) = [unit for unit in COUNTY.units if unit.kind is UnitKind.COUNTY]
    assert office.id not in {*COUNTY.coverage.partner.values(), *COUNTY.coverage.trades.values()}


def test_the_limits_are_written_out_as_they_are_without_the_file() -> None:
    assert COUNTY.calendar.rules == RULES


def test_what_was_counted_before_is_what_the_reports_say_and_no_more() -> None:
    """As published; a plus is a lower bound. Each is a series of its own: no two have one scope."""
    said = {str(figure.scope): str(figure.amount) for figure in COUNTY.figures}
    assert len(said) == len(COUNTY.figures)
    assert said == {
        "stations.opinions": "121", "stations.problems": "68", "stations.disputes": "32",
        "council.meetings": "17", "council.problems": "19", "council.roads": "2",
        "red.talks": "76+", "orange.clinics": "17", "orange.residents": "2150+",
        "yellow.homes": "14", "yellow.errands": "62+", "yellow.job_fairs": "14", "yellow.posts": "300+",
        "yellow.hired": "80+", "green.clean_ups": "37", "green.selections": "26", "green.honoured": "100+",
        "teams.children": "270", "cyan.safety_talks": "126", "cyan.videos": "152", "blue.disputes": "456",
        "purple.activities": "67", "purple.residents": "4560+", "community.classes": "100+",
    }  # fmt: skip
    assert all(len(figure.source) > 20 and figure.as_of.year == 2024 for figure in COUNTY.figures)
    assert "2542" not in (DEMO / "figures.yml").read_text("utf-8")


def test_no_number_in_the_demo_can_be_dialled() -> None:
    """Mobiles 1540000xxxx and landlines 0359-000xxxx are given to nobody; the short numbers are the real ones."""
    for path in DEMO.glob("*.yml"):
        dates_and_degrees = r"\d{4}-\d\d-\d\d(?!\d)|\d{2,3}\.\d{5}(?!\d)"
        text = re.sub(dates_and_degrees, "", path.read_text("utf-8"))
        for number in re.findall(r"(?:\+86 )?[\d-]{5,}", text):
            assert re.fullmatch(r"\+86 1540000\d{4}|0359-000\d{4}|96110|1540000|0359-000", number), (path.name, number)
    emails = {contact.email for contact in COUNTY.contacts if contact.email}
    assert emails
    assert all(email.endswith(".example") for email in emails)
