"""Whose request stands on its own again when the one that answered for it has ended."""

import pytest

from functions.dispatch.unmerge import unmerge, unmerged_by
from functions.shared.domain.directory import Class
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import RULE, Unmerged
from functions.shared.domain.request import WaitKind
from functions.shared.domain.transitions import State
from tests.builders import (
    HOUR,
    MINUTE,
    NOON,
    Happening,
    a_press,
    a_request,
    absorbed,
    accepted,
    closed_partly,
    closed_silent,
    disputed,
    done,
    erased,
    explained,
    merged,
    partly,
    rejected,
    reopened,
    solved,
    transferred,
    unmerged,
    whistled,
    withdrawn,
    words_added,
)
from tests.county import CALENDAR

SURVIVOR = "3000000017"
WORKED = (whistled(), accepted(), done())
BOTH = (absorbed("3000000025"), absorbed("3000000033"))


@pytest.mark.parametrize("ending", [explained(), transferred(), rejected(), withdrawn()])
def test_an_end_without_work_lets_all_of_them_go(ending: Happening) -> None:
    assert unmerged_by(a_request(*BOTH, ending)) == ("3000000025", "3000000033")


@pytest.mark.parametrize("ending", [(solved(),), (partly(), closed_partly()), (closed_silent(),)])
def test_an_end_by_work_is_their_answer_too(ending: tuple[Happening, ...]) -> None:
    assert unmerged_by(a_request(*BOTH, *WORKED, *ending)) == ()


@pytest.mark.parametrize(
    "happened", [(), (words_added(),), (explained(), erased()), (explained(), reopened(nobody=True))]
)
def test_what_ends_nothing_lets_nobody_go(happened: tuple[Happening, ...]) -> None:
    assert unmerged_by(a_request(*BOTH, *happened)) == ()


@pytest.mark.parametrize("again", [reopened(nobody=True), disputed(nobody=True)])
def test_who_has_gone_is_not_let_go_a_second_time(again: Happening) -> None:
    assert unmerged_by(a_request(*BOTH, explained(), again, absorbed("3000000041"), rejected())) == ("3000000041",)


def test_undone_after_work_they_stay() -> None:
    assert unmerged_by(a_request(*BOTH, *WORKED, solved(), disputed(), withdrawn())) == ("3000000025", "3000000033")


def test_the_desk_has_two_working_hours_as_with_a_new_one() -> None:
    request = a_request(merged(SURVIVOR))
    cause = a_press()
    decision = unmerge(request, survivor=SURVIVOR, calendar=CALENDAR, cause=cause, now=NOON + MINUTE)
    assert decision.fact == Unmerged(route_by=NOON + MINUTE + 2 * HOUR, at=NOON + MINUTE, by=RULE, cause=cause)
    assert (decision.words, decision.public_words) == (None, None)
    after = evolve(request, decision.fact)
    assert (after.state, after.merged_into) == (State.RECEIVED, None)
    assert after.wait is not None
    assert after.wait.kind is WaitKind.ROUTE


def test_what_is_urgent_waits_for_nobody() -> None:
    request = a_request(merged(SURVIVOR), priority=Class.P1)
    fact = unmerge(request, survivor=SURVIVOR, calendar=CALENDAR, cause=a_press(), now=NOON + MINUTE).fact
    assert isinstance(fact, Unmerged)
    assert fact.route_by == NOON + 3 * MINUTE


@pytest.mark.parametrize("happened", [(), (merged("3000000058"),), (merged(SURVIVOR), unmerged())])
def test_only_what_is_answered_with_it(happened: tuple[Happening, ...]) -> None:
    with pytest.raises(Refused, match="not_merged"):
        unmerge(a_request(*happened), survivor=SURVIVOR, calendar=CALENDAR, cause=a_press(), now=NOON + HOUR)
