"""The resident adds something to what was said, or staff answer."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, Actor, Cause, ResidentAnswered, WordsAdded
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State
from functions.shared.steps.resident_rules import may_add


def add_words(request: Request, *, words: str, cause: Cause, now: datetime, by: Actor = RESIDENT) -> Decision:
    """What the resident says while something was asked is the answer. Raises Refused `closed_already` once the request
    is closed."""
    if not may_add(request):
        raise Refused("closed_already", at=request.closed_at or request.since)
    asked = by == RESIDENT and request.state is State.AWAITING_RESIDENT
    said = ResidentAnswered if asked else WordsAdded
    return Decision(said(at=now, by=by, cause=cause), words=words)
