"""What may happen to a request, as data: which fact, in which states, by whom, and what it then is.

`make transitions` prints it into docs/transitions.md. What it lacks is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Fact


class State(StrEnum):
    RECEIVED = "received"
    WHISTLED = "whistled"  # an order waits to be taken
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"  # taken, with a later date
    AWAITING_RESIDENT = "awaiting_resident"  # something was asked; the clock pauses
    RETURNED = "returned"  # nobody has it: it goes on to another unit
    DONE = "done"  # the unit says so; the resident is asked
    AWAITING_DESK = "awaiting_desk"  # waits for the community
    JOINT = "joint"  # 联席会商: the units of the area decide together
    DEFERRED = "deferred"  # 挂账
    CLOSED = "closed"


class ClosedAs(StrEnum):
    CONFIRMED = "confirmed"
    SETTLED = "settled"
    PARTLY = "partly"
    SILENT = "silent"
    EXPLAINED = "explained"
    TRANSFERRED = "transferred"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


OPEN = frozenset(State) - {State.CLOSED}
AT_WORK = frozenset({State.ACCEPTED, State.SCHEDULED})
PAUSED = frozenset({State.AWAITING_RESIDENT, State.JOINT, State.DEFERRED})  # no unit's clock runs
WITHOUT_WORK = frozenset({ClosedAs.EXPLAINED, ClosedAs.TRANSFERRED, ClosedAs.REJECTED, ClosedAs.WITHDRAWN})
DISPUTABLE = frozenset(ClosedAs) - {ClosedAs.TRANSFERRED, ClosedAs.WITHDRAWN, ClosedAs.MERGED}


@dataclass(frozen=True)
class Transition:
    """`to` None: the state stays. `lead_only`: a fact about a helper's order leaves the request as it is.
    `resumes`: back to the state before it paused. `keeps`: states that stay as they are."""

    states: frozenset[State]
    to: State | None
    who: frozenset[str]
    lead_only: bool = False
    closes_as: ClosedAs | None = None
    resumes: bool = False
    keeps: frozenset[State] = frozenset()


def _may(states: set[State] | frozenset[State], to: State | None, who: str, **more: object) -> Transition:
    return Transition(frozenset(states), to, frozenset(who.split()), **more)  # type: ignore[arg-type]


def _ends(states: set[State] | frozenset[State], who: str, how: ClosedAs) -> Transition:
    return _may(states, State.CLOSED, who, closes_as=how)


_S = State
_WAITS_FOR_THE_DESK = {_S.RECEIVED, _S.RETURNED, _S.AWAITING_DESK, _S.JOINT, _S.DEFERRED}
TRANSITIONS: Mapping[tuple[str, str], Transition] = {
    ("SettledOnTheSpot", ""): _ends({_S.RECEIVED}, "staff", ClosedAs.SETTLED),
    ("Classified", ""): _may({_S.RECEIVED, _S.RETURNED}, _S.RECEIVED, "staff"),
    ("UnitsWhistled", ""): _may(_WAITS_FOR_THE_DESK | {_S.WHISTLED}, _S.WHISTLED, "rule unit staff"),
    ("HelperWhistled", ""): _may({_S.WHISTLED} | AT_WORK, None, "staff"),
    ("CheckedOnSite", ""): _may({_S.RECEIVED, _S.WHISTLED}, None, "unit staff"),
    # A helper's order may still be open while the lead works or has said that it is done.
    ("OrderAccepted", ""): _may({_S.WHISTLED} | AT_WORK, _S.ACCEPTED, "unit staff", lead_only=True),
    ("OrderReturned", ""): _may({_S.WHISTLED} | AT_WORK, _S.RETURNED, "unit staff", lead_only=True),
    ("ReturnRefused", ""): _may({_S.RETURNED}, _S.WHISTLED, "staff"),
    ("OrderAssigned", ""): _may({_S.WHISTLED, _S.AWAITING_RESIDENT, _S.JOINT, _S.DEFERRED} | AT_WORK, None, "unit"),
    ("ProgressReported", ""): _may(AT_WORK | {_S.WHISTLED}, None, "unit staff"),
    ("Rescheduled", ""): _may(AT_WORK | {_S.WHISTLED}, _S.SCHEDULED, "unit staff", lead_only=True),
    ("RescheduleRefused", ""): _may({_S.SCHEDULED}, _S.ACCEPTED, "staff", lead_only=True),
    ("WordsAdded", ""): _may(OPEN, None, "resident unit staff"),
    ("WordsReleased", ""): _may(frozenset(_S), None, "staff"),
    ("WordsBlanked", ""): _may(frozenset(_S), None, "staff"),
    ("PutOnAgenda", ""): _may(OPEN, None, "staff"),
    ("ResidentAsked", ""): _may({_S.RECEIVED} | AT_WORK, _S.AWAITING_RESIDENT, "staff unit"),
    ("ResidentAnswered", ""): _may({_S.AWAITING_RESIDENT}, None, "resident staff", resumes=True),
    ("WaitEnded", ""): _may({_S.AWAITING_RESIDENT}, None, "clock", resumes=True),
    ("WorkClaimedDone", ""): _may(AT_WORK | {_S.AWAITING_RESIDENT, _S.WHISTLED}, _S.DONE, "unit staff", lead_only=True),
    ("VerdictReminded", ""): _may({_S.DONE}, None, "clock"),
    ("VerdictGiven", "solved"): _ends({_S.DONE}, "resident staff", ClosedAs.CONFIRMED),
    ("VerdictGiven", "partly"): _may({_S.DONE}, _S.AWAITING_DESK, "resident staff"),
    ("VerdictGiven", "not"): _may({_S.DONE}, _S.ACCEPTED, "resident staff"),
    ("VerdictGiven", "not again"): _may({_S.DONE}, _S.AWAITING_DESK, "resident staff"),
    ("ContactAttempted", ""): _may({_S.DONE, _S.AWAITING_DESK}, None, "staff"),
    ("Reopened", ""): _may({_S.AWAITING_DESK, _S.CLOSED}, _S.ACCEPTED, "staff"),
    ("Reopened", "no unit"): _may({_S.AWAITING_DESK, _S.CLOSED}, _S.RECEIVED, "staff"),
    ("Disputed", ""): _may({_S.CLOSED}, _S.ACCEPTED, "resident staff"),
    ("Disputed", "no unit"): _may({_S.CLOSED}, _S.RECEIVED, "resident staff"),
    ("ClosedPartly", ""): _ends({_S.AWAITING_DESK}, "staff", ClosedAs.PARTLY),
    ("ClosedSilent", ""): _ends({_S.DONE}, "clock", ClosedAs.SILENT),
    ("JointMeetingSet", ""): _may(OPEN, _S.JOINT, "staff"),
    ("Deferred", ""): _may(OPEN, _S.DEFERRED, "staff"),
    ("HandedOver", ""): _may(
        {_S.WHISTLED, _S.AWAITING_RESIDENT, _S.DONE, _S.JOINT, _S.DEFERRED} | AT_WORK,
        _S.WHISTLED,
        "staff",
        lead_only=True,
        keeps=frozenset({_S.AWAITING_RESIDENT, _S.DONE, _S.JOINT, _S.DEFERRED}),
    ),
    ("Merged", ""): _ends(OPEN, "resident staff", ClosedAs.MERGED),
    ("Absorbed", ""): _may(OPEN, None, "resident staff"),
    ("Unmerged", ""): _may({_S.CLOSED}, _S.RECEIVED, "staff rule"),
    ("Explained", ""): _ends(OPEN, "staff", ClosedAs.EXPLAINED),
    ("Transferred", ""): _ends(OPEN, "staff", ClosedAs.TRANSFERRED),
    ("Rejected", ""): _ends(OPEN, "staff", ClosedAs.REJECTED),
    ("Withdrawn", ""): _ends(OPEN, "resident staff", ClosedAs.WITHDRAWN),
    ("DeadlineWarned", ""): _may(OPEN - PAUSED, None, "clock"),
    ("DeadlineMissed", ""): _may(OPEN - PAUSED, None, "clock"),
    ("Escalated", ""): _may(OPEN - PAUSED, None, "clock"),
    ("NumberConfirmed", ""): _may(frozenset(_S), None, "resident staff"),
    ("PersonErased", ""): _may({_S.CLOSED}, None, "staff clock"),
}


def transition(fact: Fact) -> Transition:
    """The line of the table that `fact` stands on."""
    return TRANSITIONS[type(fact).__name__, fact.case]


def permit(state: State, fact: Fact) -> None:
    """Raise Refused `not_now` (with the state) or `not_yours` unless the table allows `fact` in `state`."""
    line = TRANSITIONS.get((type(fact).__name__, fact.case))
    if line is None or state not in line.states:
        raise Refused("not_now", state=state)
    if fact.by.partition(":")[0] not in line.who:
        raise Refused("not_yours")
