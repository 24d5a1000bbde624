"""What may be done with a request now, and by whom: the transition table and the table of permissions, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.shared.domain.directory import PublicRule
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.staff import Staff
from functions.shared.domain.transitions import DISPUTABLE, TRANSITIONS, State


@dataclass(frozen=True)
class Offer:
    """An act of the desk: the permission it needs, and the line of the transition table that its fact stands on."""

    permission: Act
    line: tuple[str, str]


OFFERS: Mapping[str, Offer] = {
    "send": Offer(Act.WHISTLE, ("UnitsWhistled", "")),  # the unit that the rule proposes, with one press
    "whistle": Offer(Act.WHISTLE, ("UnitsWhistled", "")),
    "helpers": Offer(Act.WHISTLE, ("HelperWhistled", "")),
    "check": Offer(Act.CHECK, ("CheckedOnSite", "")),
    "insist": Offer(Act.INSIST_RETURN, ("ReturnRefused", "")),
    "take": Offer(Act.RECORD_UNIT, ("OrderAccepted", "")),
    "return": Offer(Act.RECORD_UNIT, ("OrderReturned", "")),
    "progress": Offer(Act.RECORD_UNIT, ("ProgressReported", "")),
    "reschedule": Offer(Act.RECORD_UNIT, ("Rescheduled", "")),
    "done": Offer(Act.RECORD_UNIT, ("WorkClaimedDone", "")),
    "object": Offer(Act.OBJECT_RESCHEDULE, ("RescheduleRefused", "")),
    "verdict": Offer(Act.RECORD_VERDICT, ("VerdictGiven", "solved")),
    "confirm": Offer(Act.ATTEMPT_CONTACT, ("NumberConfirmed", "")),
    "attempt": Offer(Act.ATTEMPT_CONTACT, ("ContactAttempted", "")),
    "ask": Offer(Act.ASK, ("ResidentAsked", "")),
    "note_answer": Offer(Act.ASK, ("ResidentAnswered", "")),
    "answer": Offer(Act.ANSWER, ("WordsAdded", "")),
    "classify": Offer(Act.CLASSIFY, ("Classified", "")),
    "reopen": Offer(Act.REOPEN, ("Reopened", "")),
    "close_partly": Offer(Act.CLOSE_PARTLY, ("ClosedPartly", "")),
    "agenda": Offer(Act.AGENDA, ("PutOnAgenda", "")),
    "joint": Offer(Act.JOINT, ("JointMeetingSet", "")),
    "defer": Offer(Act.DEFER, ("Deferred", "")),
    "explain": Offer(Act.EXPLAIN, ("Explained", "")),
    "transfer": Offer(Act.TRANSFER, ("Transferred", "")),
    "reject": Offer(Act.REJECT, ("Rejected", "")),
    "withdraw": Offer(Act.WITHDRAW, ("Withdrawn", "")),
    "merge": Offer(Act.MERGE, ("Merged", "")),
    "dispute": Offer(Act.RECORD_VERDICT, ("Disputed", "")),
    "undo": Offer(Act.UNDO, ("Reopened", "")),
    "release": Offer(Act.RELEASE_WORDS, ("WordsReleased", "")),
    "blank": Offer(Act.BLANK_WORDS, ("WordsBlanked", "")),
}


def offered(request: Request, staff: Staff, public_words: Mapping[int, str]) -> tuple[str, ...]:
    """The acts that `staff` may do with `request` now, in the order of the table."""
    if not staff.covers(request.filed.community):
        return ()
    return tuple(
        act
        for act, offer in OFFERS.items()
        if may(staff.role, offer.permission)
        and request.state in TRANSITIONS[offer.line].states
        and _fits(act, request, public_words)
    )


def _fits(act: str, request: Request, public_words: Mapping[int, str]) -> bool:
    """What the two tables can't say."""
    orders = {order.state for order in request.orders}
    match act:
        case "send":
            return request.state in (State.RECEIVED, State.RETURNED)
        case "take" | "return":
            return OrderState.OPEN in orders and (act == "take" or _held_by_others(request))
        case "progress" | "done" | "reschedule":
            return OrderState.ACCEPTED in orders
        case "confirm":
            return request.filed.reachable and not request.confirmed and request.state is not State.CLOSED
        case "joint" | "defer":
            return not request.priority.urgent
        case "agenda":
            return not request.on_agenda
        case "reopen":
            return request.state is State.AWAITING_DESK
        case "undo":
            return request.state is State.CLOSED and request.merged_into is None and not request.erased
        case "dispute":
            return request.closed_as in DISPUTABLE and not request.erased  # nothing is left to go on with
        case "merge":
            return not request.absorbed
        case "release":
            return request.public is PublicRule.WORDS
        case "blank":
            return bool(public_words)
    return True


def _held_by_others(request: Request) -> bool:
    return any(order.state is OrderState.OPEN and order.unit != request.filed.community for order in request.orders)
