"""What of a request waits for the community's desk, and by when. Derived from the request alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from functions.shared.domain.directory import Class
from functions.shared.domain.facts import RESIDENT, Fact, ResidentAnswered, VerdictGiven, WordsAdded
from functions.shared.domain.request import Order, OrderState, Request, WaitKind
from functions.shared.domain.terms import RouteReason, Verdict
from functions.shared.domain.transitions import AT_WORK, State


class Task(StrEnum):
    PROPOSAL = "proposal"  # a unit is proposed: one press blows the whistle
    DISPUTED = "disputed"  # closed once, and the resident says it isn't so
    CHECK = "check"  # somebody has to go and look first
    UNROUTABLE = "unroutable"  # no rule names a unit
    OWN = "own"  # the community's own order
    RETURNED = "returned"
    PARTLY = "partly"
    NOT_AGAIN = "not_again"  # "not solved" for the second time
    CALL_BACK = "call_back"  # 回访
    CHASE = "chase"  # 催办: life, property or an hour's matter, and the unit hasn't taken it, or done it, in time
    JOINT = "joint"
    REVIEW = "review"


@dataclass(frozen=True, order=True)
class DeskTask:
    due: datetime  # UTC
    kind: Task


_UNROUTABLE = {RouteReason.NO_UNIT, RouteReason.DESK, RouteReason.RETURNED}


def desk_task(request: Request) -> DeskTask | None:
    """The one thing that the desk should do next, if there is one."""
    since = request.since
    until = request.wait.until if request.wait else since
    match request.state:
        case State.RECEIVED:
            return DeskTask(until, Task.DISPUTED if request.disputes else Task.PROPOSAL)
        case State.RETURNED:
            return DeskTask(until, Task.RETURNED)
        case State.AWAITING_DESK:
            return DeskTask(until, Task.PARTLY if _last_verdict(request) is Verdict.PARTLY else Task.NOT_AGAIN)
        case State.JOINT:
            return DeskTask(until, Task.JOINT)
        case State.DEFERRED:
            return DeskTask(until, Task.REVIEW)
        case State.DONE:
            return _call_back(request)
        case State.AWAITING_RESIDENT if not (request.filed.reachable and request.confirmed):
            return DeskTask(until, Task.CALL_BACK)  # no text has asked them
    lead = request.lead
    if lead is None:
        return None
    if lead.unit != request.filed.community:
        late = lead.missed and request.state in (State.WHISTLED, *AT_WORK)
        return DeskTask(lead.due, Task.CHASE) if late and request.priority.urgent else None
    if request.state is State.WHISTLED and lead.state is OrderState.OPEN:
        return DeskTask(lead.accept_by, _own(lead))
    return DeskTask(lead.answer_by, Task.OWN) if request.state in AT_WORK else None


def needs_a_call(request: Request) -> bool:
    """Whether the resident is called back at once: a text can't reach them surely, or life and property were at
    stake."""
    filed = request.filed
    return not filed.reachable or not request.confirmed or filed.another_way or filed.priority.urgent


def looks_first(request: Request) -> bool:
    """Whether perhaps no person wrote it and nobody of the staff has done anything with it yet. What is about life and
    property waits for no such look."""
    doubted = request.filed.doubted and request.priority is not Class.P0
    return doubted and request.state in (State.RECEIVED, State.WHISTLED) and not any(map(_by_staff, request.facts))


def has_news(request: Request) -> bool:
    """Whether the resident has said more, and nobody of the staff has done anything with it since."""
    if request.state is State.CLOSED:
        return False
    for fact in reversed(request.facts):
        if _by_staff(fact):
            return False
        if isinstance(fact, WordsAdded | ResidentAnswered) and fact.by == RESIDENT:
            return True
    return False


def _by_staff(fact: Fact) -> bool:
    return fact.by.startswith("staff:")


def _call_back(request: Request) -> DeskTask | None:
    reminded = request.wait is not None and request.wait.kind is WaitKind.VERDICT
    if not (needs_a_call(request) or reminded):
        return None
    return DeskTask(request.verdict_by or request.since, Task.CALL_BACK)


def _own(lead: Order) -> Task:
    if lead.reason is RouteReason.CHECK_FIRST:
        return Task.CHECK
    return Task.UNROUTABLE if lead.reason in _UNROUTABLE else Task.OWN


def _last_verdict(request: Request) -> Verdict | None:
    given = (fact.verdict for fact in reversed(request.facts) if isinstance(fact, VerdictGiven))
    return next(given, None)
