"""The resident says whether it is solved."""

import pytest

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import RESIDENT, VerdictGiven
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.terms import Heard, Verdict
from functions.shared.domain.time_limits import answer_by, working_days
from functions.shared.domain.transitions import State
from functions.shared.steps.give_verdict import give_verdict
from tests.builders import HOUR, NOON, STAFF, Told, a_press, a_request, accepted, done, not_solved, partly, solved
from tests.county import CALENDAR, RED_CROSS

SAID_DONE = a_request(whistled_to=RED_CROSS).after(accepted(), done())
NOW = NOON + 2 * HOUR


def said(verdict: Verdict, request: Request = SAID_DONE, words: str = "") -> Decision:
    return give_verdict(request, verdict=verdict, words=words, calendar=CALENDAR, cause=a_press(), now=NOW)


def fact_of(decision: Decision) -> VerdictGiven:
    assert isinstance(decision.fact, VerdictGiven)
    assert decision.fact.by == RESIDENT
    return decision.fact


def test_solved_closes_it() -> None:
    fact = fact_of(said(Verdict.SOLVED))
    assert (fact.verdict, fact.reopens, fact.answer_by, fact.order) == ("solved", False, None, 1)
    after = evolve(SAID_DONE, fact)
    assert (after.state, after.closed_as) == (State.CLOSED, "confirmed")


def test_partly_waits_for_the_community() -> None:
    fact = fact_of(said(Verdict.PARTLY))
    assert (fact.reopens, fact.answer_by) == (False, None)
    assert evolve(SAID_DONE, fact).state is State.AWAITING_DESK


def test_not_solved_puts_it_back_to_the_same_unit_with_a_new_limit() -> None:
    fact = fact_of(said(Verdict.NOT))
    assert fact.reopens
    assert fact.answer_by == answer_by(SAID_DONE.priority, NOW, CALENDAR)
    after = evolve(SAID_DONE, fact)
    assert after.state is State.ACCEPTED
    assert after.order(1).state is OrderState.ACCEPTED
    assert after.order(1).answer_by == fact.answer_by


def test_not_solved_a_second_time_waits_for_the_community() -> None:
    again = SAID_DONE.after(not_solved(), done())
    fact = fact_of(said(Verdict.NOT, again))
    assert (fact.reopens, fact.answer_by) == (False, None)
    assert evolve(again, fact).state is State.AWAITING_DESK


def test_solved_the_second_time_closes_it() -> None:
    again = SAID_DONE.after(not_solved(), done())
    assert evolve(again, said(Verdict.SOLVED, again).fact).state is State.CLOSED


def test_words_beside_it_are_as_the_resident_likes() -> None:
    assert said(Verdict.SOLVED, words="谢谢").words == "谢谢"
    assert said(Verdict.SOLVED).words is None
    assert said(Verdict.SOLVED, words="谢谢").public_words is None


@pytest.mark.parametrize(
    "request_",
    [
        a_request(),
        a_request(whistled_to=RED_CROSS),
        a_request(whistled_to=RED_CROSS).after(accepted()),
        SAID_DONE.after(solved()),
        SAID_DONE.after(partly()),
        SAID_DONE.after(not_solved()),
    ],
    ids=lambda request: f"{request.state}-{request.version}",
)
@pytest.mark.parametrize("verdict", Verdict)
def test_there_is_nothing_to_decide_unless_the_unit_says_it_is_done(request_: Told, verdict: Verdict) -> None:
    with pytest.raises(Refused, match="nothing_to_decide") as refused:
        said(verdict, request_)
    assert refused.value.details == {"state": request_.state}


@pytest.mark.parametrize("verdict", [Verdict.PARTLY, Verdict.NOT])
def test_where_the_desk_decides_it_has_two_working_days(verdict: Verdict) -> None:
    fact = fact_of(said(verdict, SAID_DONE.after(not_solved(), done())))
    assert fact.desk_by == working_days(NOW, 2, CALENDAR)


def test_where_it_goes_on_or_ends_the_desk_has_nothing_to_decide() -> None:
    assert fact_of(said(Verdict.NOT)).desk_by is None
    assert fact_of(said(Verdict.SOLVED)).desk_by is None


def test_staff_say_how_they_heard_it() -> None:
    decision = give_verdict(
        SAID_DONE,
        verdict=Verdict.SOLVED,
        words="",
        calendar=CALENDAR,
        cause=a_press(),
        now=NOW,
        by=STAFF,
        heard=Heard.CALL,
    )
    assert isinstance(decision.fact, VerdictGiven)
    assert (decision.fact.by, decision.fact.heard) == (STAFF, Heard.CALL)
    assert fact_of(said(Verdict.SOLVED)).heard is None
