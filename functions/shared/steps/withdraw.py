"""The resident doesn't want it any more."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, Actor, Cause, Withdrawn
from functions.shared.domain.request import Request
from functions.shared.steps.resident_rules import may_withdraw


def withdraw(request: Request, *, words: str, cause: Cause, now: datetime, by: Actor = RESIDENT) -> Decision:
    """It ends, and whoever has an order for it hears so. Raises Refused `closed_already` once it is closed."""
    if not may_withdraw(request):
        raise Refused("closed_already", at=request.closed_at or request.since)
    return Decision(Withdrawn(at=now, by=by, cause=cause), words=words or None)
