"""Which unit an order goes to: the category's routes in their order, and what comes before and after them."""

from dataclasses import replace

import pytest

from functions.shared.domain.directory import Category, Class, Compound, Coverage, Route, RouteKind
from functions.shared.domain.facts import Actor
from functions.shared.domain.terms import Channel, RouteReason
from functions.shared.steps.choose_unit import Choice, choose_unit, waits_for_the_desk
from tests.builders import STAFF, Told, a_request, returned, whistled
from tests.county import (
    ANKANG,
    COVERAGE,
    EDUCATION,
    GAS_CHECK,
    GAS_LEAK,
    HEATING,
    JIANGNAN,
    JOBS,
    LANE,
    LIGHTING,
    LITTER,
    LONGWANGMIAO,
    MEALS,
    NORTH_LANE,
    OFFICE,
    RED_CROSS,
    ROAD,
    TIEZHI,
    UNKNOWN,
    WATER_BUREAU,
    WATER_CUT,
)


def chosen(category: Category, compound: Compound | None = ANKANG) -> Choice:
    community = TIEZHI if compound is JIANGNAN else LONGWANGMIAO
    return choose_unit(a_request(category=category, compound=compound, community=community), category, COVERAGE)


@pytest.mark.parametrize(
    ("category", "unit", "reason"),
    [
        (WATER_CUT, "water_company", RouteReason.OPERATOR),
        (JOBS, "human_resources", RouteReason.DEPARTMENT),
        (LITTER, "water_bureau", RouteReason.PARTNER_COMPOUND),
        (GAS_CHECK, "longwangmiao", RouteReason.STATION),  # a team, until there are teams
        (MEALS, "longwangmiao", RouteReason.STATION),
        (ROAD, "longwangmiao", RouteReason.COUNCIL),
        (UNKNOWN, "longwangmiao", RouteReason.DESK),
    ],
    ids=lambda value: getattr(value, "id", str(value)),
)
def test_each_kind_of_route(category: Category, unit: str, reason: RouteReason) -> None:
    assert chosen(category) == Choice(unit, reason)


def test_a_lane_has_its_own_partner() -> None:
    assert chosen(LITTER, LANE) == Choice("red_cross", RouteReason.PARTNER_COMPOUND)


def test_a_compound_that_nobody_has_goes_to_its_communitys_partner() -> None:
    assert chosen(LITTER, JIANGNAN) == Choice("education_bureau", RouteReason.PARTNER_COMMUNITY)


def test_where_nobody_is_partner_the_community_has_it() -> None:
    assert chosen(LITTER, NORTH_LANE) == Choice("longwangmiao", RouteReason.NO_UNIT)
    assert chosen(LITTER, None) == Choice("longwangmiao", RouteReason.NO_UNIT)


def test_what_is_to_be_looked_at_goes_to_the_community_first() -> None:
    assert chosen(LIGHTING) == Choice("longwangmiao", RouteReason.CHECK_FIRST)


def test_looking_first_never_holds_up_what_is_urgent() -> None:
    assert WATER_CUT.check_first
    assert chosen(WATER_CUT).unit == "water_company"


@pytest.mark.parametrize("priority", [Class.P0, Class.P1])
def test_what_is_urgent_never_goes_to_a_partner_first(priority: Class) -> None:
    urgent = replace(HEATING, priority=priority)  # its operator is nobody's, and its next route a partner
    assert chosen(urgent) == Choice("longwangmiao", RouteReason.NO_UNIT)
    assert chosen(replace(HEATING, priority=Class.P2)).unit == "water_bureau"


def test_routes_are_tried_in_their_order() -> None:
    department_first = replace(LITTER, routes=(Route(RouteKind.DEPARTMENT, "jobs"), Route(RouteKind.PARTNER)))
    without_department = Coverage(COVERAGE.partner, {})
    request = a_request(category=department_first)
    assert choose_unit(request, department_first, COVERAGE).unit == "human_resources"
    assert choose_unit(request, department_first, without_department).unit == "water_bureau"


def test_life_and_property_tell_the_communitys_duty_telephone_too() -> None:
    assert chosen(GAS_LEAK) == Choice("gas_company", RouteReason.OPERATOR, duty_alert=True)


def test_a_first_return_goes_to_the_unit_that_it_names() -> None:
    request = a_request(whistled_to=WATER_BUREAU).after(returned(named=RED_CROSS))
    assert choose_unit(request, LITTER, COVERAGE) == Choice("red_cross", RouteReason.RETURNED_NAMING)


def test_a_first_return_that_names_nobody_goes_to_the_community() -> None:
    request = a_request(whistled_to=WATER_BUREAU).after(returned())
    assert choose_unit(request, LITTER, COVERAGE) == Choice("longwangmiao", RouteReason.RETURNED)


def test_a_second_return_goes_to_the_community_whomever_it_names() -> None:
    request = a_request(whistled(to=WATER_BUREAU), returned(named=RED_CROSS))
    request = request.after(whistled(to=RED_CROSS), returned(named=EDUCATION))
    assert choose_unit(request, LITTER, COVERAGE) == Choice("longwangmiao", RouteReason.RETURNED)


def test_a_return_is_looked_at_before_the_categorys_routes() -> None:
    request = a_request(whistled(to=OFFICE), category=LIGHTING).after(whistled(to=RED_CROSS), returned(named=EDUCATION))
    assert choose_unit(request, LIGHTING, COVERAGE).unit == "education_bureau"


def test_a_helpers_return_is_no_first_return() -> None:
    request = a_request(whistled(WATER_BUREAU, EDUCATION), returned(order=2), returned(order=1, named=RED_CROSS))
    assert choose_unit(request, LITTER, COVERAGE) == Choice("red_cross", RouteReason.RETURNED_NAMING)


@pytest.mark.parametrize(
    ("request_", "choice", "waits"),
    [
        (a_request(), Choice("water_bureau", RouteReason.PARTNER_COMPOUND), True),
        (a_request(category=JOBS), Choice("human_resources", RouteReason.DEPARTMENT), True),
        (a_request(by=STAFF, channel=Channel.PLATFORM), Choice("water_bureau", RouteReason.PARTNER_COMPOUND), True),
        (a_request(category=MEALS), Choice("longwangmiao", RouteReason.STATION), False),
        (a_request(category=LIGHTING), Choice("longwangmiao", RouteReason.CHECK_FIRST), False),
        (a_request(category=GAS_LEAK), Choice("gas_company", RouteReason.OPERATOR), False),
        (a_request(category=WATER_CUT), Choice("water_company", RouteReason.OPERATOR), False),
        (a_request(by=STAFF), Choice("water_bureau", RouteReason.PARTNER_COMPOUND), False),
        (a_request(by=Actor("client:12345")), Choice("water_bureau", RouteReason.PARTNER_COMPOUND), True),
        (a_request(whistled(), returned(named=RED_CROSS)), Choice("red_cross", RouteReason.RETURNED_NAMING), True),
        (a_request(whistled(), returned()), Choice("longwangmiao", RouteReason.RETURNED), True),
    ],
)
def test_what_the_desk_may_look_at_first(request_: Told, choice: Choice, waits: bool) -> None:
    """Urgent, filed by staff, the community's own: these wait for nobody."""
    assert waits_for_the_desk(request_, choice) is waits
