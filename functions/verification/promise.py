"""What a resident is promised next, and by when: derived from the request alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from functions.shared.domain.facts import Disputed, Reopened, Unmerged
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State


class What(StrEnum):
    ANSWER = "answer"  # we answer
    ANSWER_US = "answer_us"  # the resident was asked something: the work's time stands still
    TELL_US = "tell_us"  # whether it is solved
    DESK = "desk"  # the community decides how it goes on
    MEETING = "meeting"  # 联席会商: the time stands still
    REVIEW = "review"  # 挂账: the time stands still


@dataclass(frozen=True)
class Promise:
    """`due` UTC. `answer_by`: the answer that was promised, where the time stands still before it."""

    what: What
    due: datetime
    answer_by: datetime | None = None


_WAITS = {
    State.AWAITING_RESIDENT: What.ANSWER_US,
    State.AWAITING_DESK: What.DESK,
    State.JOINT: What.MEETING,
    State.DEFERRED: What.REVIEW,
}


def promise(request: Request) -> Promise | None:
    """None: it is closed, or nothing has its day."""
    answer_by = request.lead.answer_by if request.lead else request.filed.answer_by
    until = request.wait.until if request.wait else None
    match request.state:
        case State.CLOSED:
            return None
        case State.DONE:
            return Promise(What.TELL_US, request.verdict_by) if request.verdict_by else None
        case State.AWAITING_RESIDENT | State.AWAITING_DESK | State.JOINT | State.DEFERRED:
            asked = request.state is State.AWAITING_RESIDENT
            return Promise(_WAITS[request.state], until, answer_by if asked else None) if until else None
        case State.RECEIVED if any(isinstance(fact, Reopened | Disputed | Unmerged) for fact in request.facts):
            # What was promised the first time is over: the community says how it goes on.
            return Promise(What.DESK, until) if until else None
    return Promise(What.ANSWER, answer_by)
