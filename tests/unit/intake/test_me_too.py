"""What a report may go with, as everybody may see it."""

import pytest

from functions.intake.me_too import may_go_with, me_too
from functions.shared.domain.directory import Class
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, Absorbed
from tests.builders import NOON, Told, a_press, a_request, accepted, done, solved, whistled
from tests.county import GAS_CHECK, GAS_LEAK, LITTER, LONGWANGMIAO, RED_CROSS, TIEZHI

HERE = LONGWANGMIAO.id


def test_an_open_one_that_everybody_may_see() -> None:
    for other in (a_request(), a_request(whistled(to=RED_CROSS)), a_request(whistled(to=RED_CROSS), accepted())):
        assert may_go_with(other, HERE, Class.P2)


@pytest.mark.parametrize(
    "other",
    [
        a_request(category=GAS_CHECK),  # never public
        a_request(whistled(to=RED_CROSS), accepted(), done()),  # whoever sees it still there needs one of their own
        a_request(whistled(to=RED_CROSS), accepted(), done(), solved()),
        a_request(doubted=True),
        a_request(category=GAS_LEAK),
        a_request(community=TIEZHI, compound=None),
    ],
)
def test_nobody_is_shown(other: Told) -> None:
    assert not may_go_with(other, HERE, LITTER.priority)


def test_life_and_property_and_what_is_more_urgent_go_alone() -> None:
    assert not may_go_with(a_request(), HERE, Class.P0)
    assert not may_go_with(a_request(), HERE, Class.P1)
    assert may_go_with(a_request(priority=Class.P1), HERE, Class.P1)


def test_the_other_one_knows_who_goes_with_it_and_who_pressed() -> None:
    decision = me_too(a_request(), "3000000001", community=HERE, priority=Class.P2, cause=a_press(), now=NOON)
    assert isinstance(decision.fact, Absorbed)
    assert (decision.fact.other, decision.fact.joined, decision.fact.by) == ("3000000001", True, RESIDENT)


def test_what_has_ended_meanwhile_says_so_at_the_field() -> None:
    over = a_request(whistled(to=RED_CROSS), accepted(), done(), solved())
    with pytest.raises(Refused, match="joins_gone") as refused:
        me_too(over, "3000000001", community=HERE, priority=Class.P2, cause=a_press(), now=NOON)
    assert refused.value.field == "joins"
