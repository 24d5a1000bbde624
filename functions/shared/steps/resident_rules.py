"""What the resident may do with a request now."""

from functions.shared.domain.request import Request
from functions.shared.domain.transitions import OPEN, State

NOTS_BEFORE_THE_DESK = 1  # the first "not solved" goes back to the unit; the next one to the community


def may_decide(request: Request) -> bool:
    return request.state is State.DONE


def may_add(request: Request) -> bool:
    return request.state in OPEN
