"""Whoever answers from the number that was left is who left it."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, Cause, NumberConfirmed
from functions.shared.domain.request import Request


def confirm_number(request: Request, *, cause: Cause, now: datetime) -> Decision:
    """Raises Refused `confirmed_already`."""
    if request.confirmed:
        raise Refused("confirmed_already")
    return Decision(NumberConfirmed(at=now, by=RESIDENT, cause=cause))
