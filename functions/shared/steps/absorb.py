"""A request that has just come goes with another one, and is answered with it."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Absorbed, Actor, Cause, Code
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State


def absorb(survivor: Request, new_code: str, *, cause: Cause, now: datetime, by: Actor) -> Decision:
    """ "Me too": a request that has just come goes with `survivor`. Raises Refused `merge_closed`."""
    if survivor.state is State.CLOSED:
        raise Refused("merge_closed", "joins", code=survivor.id)
    return Decision(Absorbed(other=Code(new_code), joined=True, at=now, by=by, cause=cause))
