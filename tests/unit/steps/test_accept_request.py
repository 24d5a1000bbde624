"""A report becomes a request: what is promised and shown is decided once and kept in the fact."""

from typing import Any

import pytest

from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.directory import Category, Compound
from functions.shared.domain.facts import RESIDENT, RequestReceived
from functions.shared.domain.phone import Phone
from functions.shared.domain.terms import Channel, Handling, Language
from functions.shared.domain.time_limits import answer_by, route_by
from functions.shared.steps.accept_request import accept_request
from tests.builders import HOUR, NOON, STAFF, a_press
from tests.county import ANKANG, CALENDAR, GAS_LEAK, LITTER, LONGWANGMIAO, UNKNOWN

MOBILE, LANDLINE = Phone("+8615400009001"), Phone("+863590001234")


def filed(
    category: Category = LITTER,
    compound: Compound | None = ANKANG,
    phone: Phone | None = MOBILE,
    person: Person | None = None,
    **more: Any,
) -> Decision:
    return accept_request(
        category=category,
        compound=compound,
        community=LONGWANGMIAO,
        calendar=CALENDAR,
        words="路边都是塑料袋",
        person=person or Person(phone, "3 号楼东边", may_call=True),
        language=Language.ZH,
        cause=a_press("file"),
        now=NOON,
        **more,
    )


def fact_of(decision: Decision) -> RequestReceived:
    assert isinstance(decision.fact, RequestReceived)
    return decision.fact


def test_what_the_category_says_is_kept() -> None:
    fact = fact_of(filed(UNKNOWN))
    assert (fact.category, fact.priority, fact.kind, fact.public, fact.place) == (
        "unknown",
        UNKNOWN.priority,
        "problem",
        "never",
        "compound",
    )
    assert (fact.community, fact.compound, fact.channel, fact.by) == ("longwangmiao", "ankang", "web", RESIDENT)


def test_the_whole_community_is_a_place_too() -> None:
    assert fact_of(filed(compound=None)).compound is None


def test_the_promise() -> None:
    assert fact_of(filed()).answer_by == answer_by(LITTER.priority, NOON, CALENDAR)
    assert fact_of(filed(GAS_LEAK)).answer_by == NOON + 2 * HOUR


@pytest.mark.parametrize(("phone", "reachable"), [(MOBILE, True), (LANDLINE, False), (None, False)])
def test_only_who_can_read_a_text_is_reachable(phone: Phone | None, reachable: bool) -> None:
    assert fact_of(filed(phone=phone)).reachable is reachable


def test_words_and_person_go_beside_the_fact() -> None:
    decision = filed()
    assert decision.words == "路边都是塑料袋"
    assert decision.person == Person(MOBILE, "3 号楼东边", may_call=True)
    assert decision.public_words is None
    assert "塑料袋" not in repr(decision.fact)
    assert "9001" not in repr(decision.fact)


STAFF_FILED: dict[str, Any] = {"by": STAFF, "channel": Channel.STATION, "station": "ankang_station"}
IMPORTED: dict[str, Any] = {"by": STAFF, "channel": Channel.PLATFORM}


@pytest.mark.parametrize(
    ("category", "more", "at_once"),
    [
        (LITTER, {}, False),
        (GAS_LEAK, {}, True),
        (LITTER, STAFF_FILED, True),
        (LITTER, IMPORTED, False),
        (GAS_LEAK, IMPORTED, True),
    ],
)
def test_how_long_the_desk_may_look_first(category: Category, more: dict[str, Any], at_once: bool) -> None:
    assert fact_of(filed(category, **more)).route_by == route_by(NOON, CALENDAR, at_once=at_once)


def test_a_number_told_to_staff_is_confirmed() -> None:
    assert not fact_of(filed()).confirmed
    assert fact_of(filed(**STAFF_FILED)).confirmed
    assert not fact_of(filed(phone=None, **STAFF_FILED)).confirmed
    assert not fact_of(filed(**IMPORTED)).confirmed


def test_by_which_door_it_came_and_what_becomes_of_it() -> None:
    fact = fact_of(filed(**STAFF_FILED, handling=Handling.SETTLED))
    assert (fact.channel, fact.station, fact.by, fact.handling) == ("station", "ankang_station", STAFF, "settled")
    assert fact_of(filed()).handling is Handling.ROUTED


def test_that_texts_alone_never_do_is_kept_and_how_is_not() -> None:
    person = Person(MOBILE, "", may_call=True, another_way="上门，耳朵不好")
    decision = filed(person=person)
    assert fact_of(decision).another_way
    assert not fact_of(filed()).another_way
    assert "耳朵" not in repr(decision.fact)
