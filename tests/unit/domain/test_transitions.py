"""What may happen to a request is the table's to say, and nothing else's."""

from dataclasses import fields, replace

import pytest

from functions.shared.domain import facts as f
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import FACTS, Fact
from functions.shared.domain.request import Request
from functions.shared.domain.rows import OrderRow, rows
from functions.shared.domain.transitions import PAUSED, TRANSITIONS, ClosedAs, State, Transition, permit, transition
from tests import builders as b
from tests.builders import DAY, NOON, Told, a_request, accepted, done, partly, received, solved, whistled
from tests.county import OFFICE, RED_CROSS, WATER_BUREAU

HELD = a_request(whistled_to=RED_CROSS)
AT_WORK = HELD.after(accepted())
SAID_DONE = AT_WORK.after(done())
IN_STATE: dict[State, Told] = {
    State.RECEIVED: a_request(),
    State.WHISTLED: HELD,
    State.ACCEPTED: AT_WORK,
    State.SCHEDULED: AT_WORK.after(b.rescheduled(NOON + 8 * DAY)),
    State.AWAITING_RESIDENT: AT_WORK.after(b.asked()),
    State.RETURNED: HELD.after(b.returned()),
    State.DONE: SAID_DONE,
    State.AWAITING_DESK: SAID_DONE.after(partly()),
    State.JOINT: AT_WORK.after(b.joint()),
    State.DEFERRED: AT_WORK.after(b.deferred()),
    State.CLOSED: SAID_DONE.after(solved()),
}
HAPPENINGS: dict[tuple[str, str], b.Happening] = {
    ("SettledOnTheSpot", ""): b.settled(),
    ("Classified", ""): b.classified(),
    ("UnitsWhistled", ""): whistled(to=OFFICE),
    ("HelperWhistled", ""): b.helper_whistled(WATER_BUREAU),
    ("CheckedOnSite", ""): b.checked(order=1),
    ("OrderAccepted", ""): accepted(order=1),
    ("OrderReturned", ""): b.returned(order=1),
    ("ReturnRefused", ""): b.return_refused(order=1),
    ("OrderAssigned", ""): b.assigned(order=1),
    ("ProgressReported", ""): b.progress(order=1),
    ("Rescheduled", ""): b.rescheduled(NOON + 9 * DAY, order=1),
    ("RescheduleRefused", ""): b.reschedule_refused(order=1),
    ("WordsAdded", ""): b.words_added(),
    ("WordsReleased", ""): b.words_released(),
    ("WordsBlanked", ""): b.words_blanked(),
    ("PutOnAgenda", ""): b.on_agenda(),
    ("ResidentAsked", ""): b.asked(),
    ("ResidentAnswered", ""): b.answered(),
    ("WaitEnded", ""): b.wait_ended(),
    ("WorkClaimedDone", ""): done(order=1),
    ("VerdictReminded", ""): b.reminded(),
    ("VerdictGiven", "solved"): solved(),
    ("VerdictGiven", "partly"): partly(),
    ("VerdictGiven", "not"): b.not_solved(),
    ("VerdictGiven", "not again"): b.not_solved_again(),
    ("ContactAttempted", ""): b.contact_attempted(),
    ("Reopened", ""): b.reopened(order=1),
    ("Reopened", "no unit"): b.reopened(nobody=True),
    ("Disputed", ""): b.disputed(order=1),
    ("Disputed", "no unit"): b.disputed(nobody=True),
    ("ClosedPartly", ""): b.closed_partly(),
    ("ClosedSilent", ""): b.closed_silent(),
    ("JointMeetingSet", ""): b.joint(),
    ("Deferred", ""): b.deferred(),
    ("HandedOver", ""): b.handed_over(order=1),
    ("Merged", ""): b.merged(),
    ("Absorbed", ""): b.absorbed(),
    ("Unmerged", ""): b.unmerged(),
    ("Explained", ""): b.explained(),
    ("Transferred", ""): b.transferred(),
    ("Rejected", ""): b.rejected(),
    ("Withdrawn", ""): b.withdrawn(),
    ("DeadlineWarned", ""): b.warned(order=1),
    ("DeadlineMissed", ""): b.missed(order=1),
    ("Escalated", ""): b.escalated(order=1),
    ("NumberConfirmed", ""): b.confirmed(),
    ("PersonErased", ""): b.erased(),
}
ABOUT_AN_ORDER = {
    line for line in TRANSITIONS if line[1] != "no unit" and "order" in {field.name for field in fields(FACTS[line[0]])}
}
EACH_LINE = pytest.mark.parametrize("line", TRANSITIONS, ids="/".join)


def fact_for(line: tuple[str, str], request: Request) -> Fact:
    """The fact of a line of the table, about the first order even where there is none yet."""
    return HAPPENINGS[line](request if request.orders else HELD)


def test_every_fact_but_the_first_has_its_lines() -> None:
    assert {name for name, _ in TRANSITIONS} | {"RequestReceived"} == set(FACTS)
    assert set(TRANSITIONS) == set(HAPPENINGS)
    assert {line: HAPPENINGS[line](AT_WORK).case for line in HAPPENINGS} == {line: line[1] for line in TRANSITIONS}


def test_a_request_in_every_state() -> None:
    assert {state: request.state for state, request in IN_STATE.items()} == {state: state for state in State}


@pytest.mark.parametrize("state", State)
@EACH_LINE
def test_the_state_after_is_the_tables(line: tuple[str, str], state: State) -> None:
    request, row = IN_STATE[state], TRANSITIONS[line]
    fact = fact_for(line, request)
    if state not in row.states:
        with pytest.raises(Refused, match="not_now") as refused:
            permit(request.state, fact)
        assert refused.value.details == {"state": state}
        return
    permit(request.state, fact)
    if request.orders or line not in ABOUT_AN_ORDER:
        after = evolve(request, fact)
        assert after.state is _expected(row, request)
        assert (after.closed_as is not None) is (after.state is State.CLOSED)


def _expected(row: Transition, request: Request) -> State:
    if row.resumes:
        assert request.paused is not None
        return request.paused.state
    return row.to if row.to and request.state not in row.keeps else request.state


@EACH_LINE
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


def test_what_the_desk_alone_decides_and_the_clock() -> None:
    for name in ("Explained", "Transferred", "Rejected", "Deferred", "JointMeetingSet", "ClosedPartly", "Reopened"):
        assert {line.who for (fact, _), line in TRANSITIONS.items() if fact == name} == {frozenset({"staff"})}
    for name in ("WaitEnded", "VerdictReminded", "ClosedSilent"):
        assert TRANSITIONS[name, ""].who == {"clock"}


@pytest.mark.parametrize("state", State)
def test_a_request_is_received_once(state: State) -> None:
    with pytest.raises(Refused, match="not_now"):
        permit(state, received())


def test_what_closes_says_how() -> None:
    closes = {line.closes_as: fact for (fact, _), line in TRANSITIONS.items() if line.to is State.CLOSED}
    assert closes == {
        ClosedAs.CONFIRMED: "VerdictGiven",
        ClosedAs.SETTLED: "SettledOnTheSpot",
        ClosedAs.PARTLY: "ClosedPartly",
        ClosedAs.SILENT: "ClosedSilent",
        ClosedAs.EXPLAINED: "Explained",
        ClosedAs.TRANSFERRED: "Transferred",
        ClosedAs.REJECTED: "Rejected",
        ClosedAs.WITHDRAWN: "Withdrawn",
        ClosedAs.MERGED: "Merged",
    }
    assert not [line for line in TRANSITIONS.values() if line.closes_as and line.to is not State.CLOSED]
    assert transition(fact_for(("VerdictGiven", "solved"), SAID_DONE)).to is State.CLOSED


@pytest.mark.parametrize("line", [line for line in TRANSITIONS if TRANSITIONS[line].closes_as], ids="/".join)
def test_closing_ends_orders_and_waits(line: tuple[str, str]) -> None:
    for state in TRANSITIONS[line].states:
        after = evolve(IN_STATE[state], fact_for(line, IN_STATE[state]))
        assert after.closed_as is TRANSITIONS[line].closes_as
        assert (after.wait, after.paused, after.swept_at) == (None, None, None)
        assert not [order for order in after.orders if order.state.alive]


def test_every_state_can_be_reached_and_left() -> None:
    assert {line.to for line in TRANSITIONS.values()} - {None} == set(State)
    for state in State:
        assert [line for line in TRANSITIONS.values() if state in line.states and line.to not in (None, state)]


@pytest.mark.parametrize("state", [State.RECEIVED, State.ACCEPTED, State.SCHEDULED])
@pytest.mark.parametrize("goes_on", [b.answered(), b.wait_ended()])
def test_what_waited_for_the_resident_goes_back_to_where_it_was(state: State, goes_on: b.Happening) -> None:
    after = IN_STATE[state].after(b.asked(), goes_on)
    assert after.state is state
    assert after.paused is None


OF_HELPER: dict[str, b.Happening] = {
    "OrderAccepted": accepted(order=2),
    "OrderReturned": b.returned(order=2),
    "Rescheduled": b.rescheduled(NOON + 9 * DAY, order=2),
    "RescheduleRefused": b.reschedule_refused(order=2),
    "WorkClaimedDone": done(order=2),
    "HandedOver": b.handed_over(order=2),
}
LEAD_ONLY = {line for line in TRANSITIONS if TRANSITIONS[line].lead_only}


@pytest.mark.parametrize("name", OF_HELPER)
def test_what_happens_to_a_helpers_order_leaves_the_request_where_it_is(name: str) -> None:
    assert {fact for fact, _ in LEAD_ONLY} == set(OF_HELPER)
    for state in TRANSITIONS[name, ""].states & {State.WHISTLED, State.ACCEPTED, State.SCHEDULED}:
        request = IN_STATE[state].after(b.helper_whistled(WATER_BUREAU))
        after = request.after(OF_HELPER[name])
        assert after.state is state
        assert after.lead_number == request.lead_number
        assert (after.order(1), after.wait, after.returns) == (request.order(1), request.wait, request.returns)


def test_a_hand_over_leaves_where_it_is_what_waits_for_others() -> None:
    row = TRANSITIONS["HandedOver", ""]
    assert row.keeps == {State.AWAITING_RESIDENT, State.DONE, State.JOINT, State.DEFERRED}
    assert row.keeps < row.states
    for state in row.states:
        after = IN_STATE[state].after(b.handed_over(to=WATER_BUREAU, order=1))
        assert after.state is (state if state in row.keeps else State.WHISTLED)


def test_while_it_is_paused_no_units_clock_runs() -> None:
    assert {State.AWAITING_RESIDENT, State.JOINT, State.DEFERRED} == PAUSED
    for state in (State.WHISTLED, State.ACCEPTED, State.SCHEDULED, *PAUSED):
        (row,) = (row for row in rows(IN_STATE[state]) if isinstance(row, OrderRow))
        assert row.due is not None
        assert row.paused is (state in PAUSED)
