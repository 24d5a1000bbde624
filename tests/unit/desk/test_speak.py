"""Between the desk and the resident: asking, answering, calling back; and what of it everybody may read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.desk import speak
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Category, PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import (
    ContactAttempted,
    NumberConfirmed,
    ResidentAnswered,
    ResidentAsked,
    WordsAdded,
    WordsBlanked,
    WordsReleased,
)
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Heard
from functions.shared.domain.transitions import State, permit
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    STAFF,
    Told,
    a_press,
    a_request,
    accepted,
    asked,
    closed,
    done,
    erased,
    explained,
    partly,
    whistled,
)
from tests.county import GAS_LEAK, LITTER, RED_CROSS, UNKNOWN

TOLD = replace(LITTER, public=PublicRule.WORDS)  # whose residents' words may be let out
AT_WORK = a_request(whistled_to=RED_CROSS).after(accepted())
SAID_DONE = AT_WORK.after(done())
NOW = NOON + 2 * HOUR


def pressed(step: Callable[..., Decision], request: Request, **more: Any) -> Decision:
    decision = step(request, cause=a_press(), now=NOW, by=STAFF, **more)
    assert (decision.fact.by, decision.fact.at) == (STAFF, NOW)
    return decision


@pytest.mark.parametrize("request_", [a_request(), AT_WORK], ids=lambda request: request.state)
def test_what_is_missing_is_asked_and_five_days_are_waited(request_: Told) -> None:
    decision = pressed(speak.ask, request_, words="在哪一栋？")
    assert isinstance(decision.fact, ResidentAsked)
    assert decision.fact.wait_until == NOW + 5 * DAY
    assert decision.words == "在哪一栋？"
    permit(request_.state, decision.fact)
    assert evolve(request_, decision.fact).state is State.AWAITING_RESIDENT


def test_the_answer_as_told_to_staff() -> None:
    paused = AT_WORK.after(asked())
    decision = pressed(speak.note_answer, paused, words="三栋")
    assert type(decision.fact) is ResidentAnswered
    assert decision.words == "三栋"
    permit(paused.state, decision.fact)
    assert evolve(paused, decision.fact).state is State.ACCEPTED


@pytest.mark.parametrize("request_", [a_request(), AT_WORK, SAID_DONE, closed()], ids=lambda request: request.state)
def test_where_nothing_was_asked_there_is_no_answer(request_: Told) -> None:
    with pytest.raises(Refused, match="nothing_asked"):
        pressed(speak.note_answer, request_, words="三栋")


def test_words_for_the_resident() -> None:
    decision = pressed(speak.answer, AT_WORK, words="明天上午去")
    assert type(decision.fact) is WordsAdded
    assert (decision.words, decision.public_words) == ("明天上午去", None)


@pytest.mark.parametrize("way", Heard)
@pytest.mark.parametrize("request_", [SAID_DONE, SAID_DONE.after(partly())], ids=lambda request: request.state)
def test_tried_and_not_reached(request_: Told, way: Heard) -> None:
    decision = pressed(speak.note_attempt, request_, way=way, words="")
    assert isinstance(decision.fact, ContactAttempted)
    assert decision.words is None
    permit(request_.state, decision.fact)
    assert evolve(request_, decision.fact).attempts == (way,)


def test_a_copy_of_what_the_resident_said_is_let_out() -> None:
    request = a_request(whistled(), category=TOLD)
    decision = pressed(speak.release, request, of=1, words="路边有垃圾")
    assert decision.fact == WordsReleased(of=1, at=NOW, by=STAFF, cause=decision.fact.cause)
    assert (decision.public_words, decision.words, decision.blanks) == ("路边有垃圾", None, None)


@pytest.mark.parametrize("category", [LITTER, UNKNOWN], ids=lambda category: category.public)
def test_words_stay_private_where_the_rule_says_so(category: Category) -> None:
    with pytest.raises(Refused, match="never_public"):
        pressed(speak.release, a_request(whistled(), category=category), of=1, words="路边有垃圾")


def test_what_is_urgent_is_not_asked_about_but_telephoned() -> None:
    with pytest.raises(Refused, match="urgent_never_waits"):
        pressed(speak.ask, a_request(category=GAS_LEAK), words="在哪一栋？")


def test_public_words_are_taken_away() -> None:
    decision = pressed(speak.blank, SAID_DONE, of=4)
    assert decision.fact == WordsBlanked(of=4, at=NOW, by=STAFF, cause=decision.fact.cause)
    assert (decision.blanks, decision.public_words, decision.words) == (4, None, None)


@pytest.mark.parametrize("of", [-1, 0, 5])
def test_words_of_a_fact_that_there_is_not(of: int) -> None:
    assert SAID_DONE.version == 4
    with pytest.raises(Refused, match="unknown_words"):
        pressed(speak.release, a_request(whistled(), accepted(), done(), category=TOLD), of=of, words="x")
    with pytest.raises(Refused, match="unknown_words"):
        pressed(speak.blank, SAID_DONE, of=of)


def test_a_number_is_confirmed_by_calling_it_once() -> None:
    decision = pressed(speak.confirm_number, a_request(confirmed=False))
    assert type(decision.fact) is NumberConfirmed
    after = evolve(a_request(confirmed=False), decision.fact)
    assert after.confirmed
    with pytest.raises(Refused, match="confirmed_already"):
        pressed(speak.confirm_number, after)


def test_what_has_been_erased_is_not_brought_back() -> None:
    with pytest.raises(Refused, match="erased"):
        pressed(speak.release, a_request(explained(), erased(), category=TOLD), of=1, words="路边有垃圾")
