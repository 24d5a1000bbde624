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
    RETURNED = "returned"  # nobody has it: it goes on to another unit
    DONE = "done"  # the unit says so; the resident is asked
    AWAITING_DESK = "awaiting_desk"  # waits for the community
    CLOSED = "closed"


class ClosedAs(StrEnum):
    CONFIRMED = "confirmed"


OPEN = frozenset(State) - {State.CLOSED}
AT_WORK = frozenset({State.ACCEPTED, State.SCHEDULED})


@dataclass(frozen=True)
class Transition:
    """`to` None: the state stays. `lead_only`: a fact about a helper's order leaves the request as it is."""

    states: frozenset[State]
    to: State | None
    who: frozenset[str]
    lead_only: bool = False
    closes_as: ClosedAs | None = None


def _may(states: set[State] | frozenset[State], to: State | None, who: str, **more: object) -> Transition:
    return Transition(frozenset(states), to, frozenset(who.split()), **more)  # type: ignore[arg-type]


_S = State
TRANSITIONS: Mapping[tuple[str, str], Transition] = {
    ("UnitsWhistled", ""): _may(
        {_S.RECEIVED, _S.RETURNED, _S.WHISTLED, _S.AWAITING_DESK}, _S.WHISTLED, "rule unit staff"
    ),
    ("CheckedOnSite", ""): _may({_S.RECEIVED, _S.WHISTLED}, None, "unit staff"),
    ("OrderAccepted", ""): _may({_S.WHISTLED}, _S.ACCEPTED, "unit staff", lead_only=True),
    ("OrderReturned", ""): _may({_S.WHISTLED}, _S.RETURNED, "unit staff", lead_only=True),
    ("ProgressReported", ""): _may(AT_WORK, None, "unit staff"),
    ("Rescheduled", ""): _may(AT_WORK, _S.SCHEDULED, "unit staff", lead_only=True),
    ("WordsAdded", ""): _may(OPEN, None, "resident unit staff"),
    ("WorkClaimedDone", ""): _may(AT_WORK, _S.DONE, "unit staff", lead_only=True),
    ("VerdictGiven", "solved"): _may({_S.DONE}, _S.CLOSED, "resident staff", closes_as=ClosedAs.CONFIRMED),
    ("VerdictGiven", "partly"): _may({_S.DONE}, _S.AWAITING_DESK, "resident staff"),
    ("VerdictGiven", "not"): _may({_S.DONE}, _S.ACCEPTED, "resident staff"),
    ("VerdictGiven", "not again"): _may({_S.DONE}, _S.AWAITING_DESK, "resident staff"),
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
