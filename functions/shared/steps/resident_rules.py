"""What the resident may do with a request now."""

from datetime import datetime

from functions.shared.domain.request import Request
from functions.shared.domain.time_limits import DISPUTED_WITHIN
from functions.shared.domain.transitions import DISPUTABLE, OPEN, State

NOTS_BEFORE_THE_DESK = 1  # the first "not solved" goes back to the unit; the next one to the community


def may_decide(request: Request) -> bool:
    return request.state is State.DONE


def may_add(request: Request) -> bool:
    return request.state in OPEN


def may_withdraw(request: Request) -> bool:
    return request.state in OPEN


def may_dispute_until(request: Request) -> datetime | None:
    """The last moment to say that it isn't so. None: it is open, or it ended in a way that nobody can dispute."""
    if request.closed_at is None or request.erased or request.closed_as not in DISPUTABLE:
        return None
    return request.closed_at + DISPUTED_WITHIN
