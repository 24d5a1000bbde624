"""A report becomes a request: what is promised and shown is decided once and kept in the fact."""

import pytest

from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.directory import Category, Compound
from functions.shared.domain.facts import RESIDENT, Language, RequestReceived
from functions.shared.domain.phone import Phone
from functions.shared.domain.time_limits import answer_by
from functions.shared.steps.accept_request import accept_request
from tests.builders import HOUR, NOON, a_press
from tests.county import ANKANG, CALENDAR, GAS_LEAK, LITTER, LONGWANGMIAO, UNKNOWN

MOBILE, LANDLINE = Phone("+8615400009001"), Phone("+863590001234")


def filed(category: Category = LITTER, compound: Compound | None = ANKANG, phone: Phone | None = MOBILE) -> Decision:
    return accept_request(
        category=category,
        compound=compound,
        community=LONGWANGMIAO,
        calendar=CALENDAR,
        words="路边都是塑料袋",
        person=Person(phone, "3 号楼东边", may_call=True),
        language=Language.ZH,
        cause=a_press("file"),
        now=NOON,
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
