"""What may happen to a request is the table's to say, and nothing else's."""

from dataclasses import replace

import pytest

from functions.shared.domain import facts as f
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import FACTS, Fact
from functions.shared.domain.request import Request, evolve
from functions.shared.domain.transitions import TRANSITIONS, ClosedAs, State, permit, transition
from tests.builders import (
    DAY,
    NOON,
    Told,
    a_request,
    accepted,
    checked,
    done,
    not_solved,
    not_solved_again,
    partly,
    progress,
    received,
    rescheduled,
    returned,
    solved,
    whistled,
    words_added,
)
from tests.county import OFFICE, RED_CROSS

HELD = a_request(whistled_to=RED_CROSS)
AT_WORK = HELD.after(accepted())
SAID_DONE = AT_WORK.after(done())
IN_STATE: dict[State, Told] = {
    State.RECEIVED: a_request(),
    State.WHISTLED: HELD,
    State.ACCEPTED: AT_WORK,
    State.SCHEDULED: AT_WORK.after(rescheduled(NOON + 8 * DAY)),
    State.RETURNED: HELD.after(returned()),
    State.DONE: SAID_DONE,
    State.AWAITING_DESK: SAID_DONE.after(partly()),
    State.CLOSED: SAID_DONE.after(solved()),
}
HAPPENINGS = {
    ("UnitsWhistled", ""): whistled(to=OFFICE),
    ("CheckedOnSite", ""): checked(order=1),
    ("OrderAccepted", ""): accepted(order=1),
    ("OrderReturned", ""): returned(order=1),
    ("ProgressReported", ""): progress(order=1),
    ("Rescheduled", ""): rescheduled(NOON + 9 * DAY, order=1),
    ("WordsAdded", ""): words_added(),
    ("WorkClaimedDone", ""): done(order=1),
    ("VerdictGiven", "solved"): solved(),
    ("VerdictGiven", "partly"): partly(),
    ("VerdictGiven", "not"): not_solved(),
    ("VerdictGiven", "not again"): not_solved_again(),
}


def fact_for(line: tuple[str, str], request: Request) -> Fact:
    """The fact of a line of the table, about the first order even where there is none yet."""
    return HAPPENINGS[line](request if request.orders else HELD)


def test_every_fact_but_the_first_has_its_lines() -> None:
    assert {name for name, _ in TRANSITIONS} | {"RequestReceived"} == set(FACTS)
    assert set(TRANSITIONS) == set(HAPPENINGS)


def test_a_request_in_every_state() -> None:
    assert {state: request.state for state, request in IN_STATE.items()} == {state: state for state in State}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("line", TRANSITIONS, ids="/".join)
def test_the_state_after_is_the_tables(line: tuple[str, str], state: State) -> None:
    request, row = IN_STATE[state], TRANSITIONS[line]
    fact = fact_for(line, request)
    if state not in row.states:
        with pytest.raises(Refused, match="not_now") as refused:
            permit(request.state, fact)
        assert refused.value.details == {"state": state}
        return
    permit(request.state, fact)
    if request.orders or line == ("UnitsWhistled", ""):
        after = evolve(request, fact)
        assert after.state is (row.to or state)
        assert (after.closed_as is not None) is (after.state is State.CLOSED)


@pytest.mark.parametrize("line", TRANSITIONS, ids="/".join)
@pytest.mark.parametrize("actor", ["resident", "unit:red_cross", "staff:li", "client:app", "rule", "clock", ""])
def test_who_may(line: tuple[str, str], actor: str) -> None:
    row = TRANSITIONS[line]
    state = min(row.states)
    fact = replace(fact_for(line, IN_STATE[state]), by=f.Actor(actor))
    if actor.partition(":")[0] in row.who:
        permit(state, fact)
    else:
        with pytest.raises(Refused, match="not_yours"):
            permit(state, fact)


def test_a_unit_that_did_the_work_never_says_that_it_is_solved() -> None:
    for line in TRANSITIONS:
        if line[0] == "VerdictGiven":
            assert not {"unit", "rule", "clock"} & TRANSITIONS[line].who


@pytest.mark.parametrize("state", State)
def test_a_request_is_received_once(state: State) -> None:
    with pytest.raises(Refused, match="not_now"):
        permit(state, received())


def test_what_closes_says_how() -> None:
    assert {line.closes_as for line in TRANSITIONS.values() if line.to is State.CLOSED} == {ClosedAs.CONFIRMED}
    assert transition(fact_for(("VerdictGiven", "solved"), SAID_DONE)).to is State.CLOSED
