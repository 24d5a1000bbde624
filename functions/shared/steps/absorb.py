"""A request that has just come goes with another one, and is answered with it."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Class
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Absorbed, Actor, Cause, Code
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State


def absorb(survivor: Request, new_code: str, *, priority: Class, cause: Cause, now: datetime, by: Actor) -> Decision:
    """A request of class `priority` that has just come goes with `survivor` ("me too").

    Raises Refused `merge_closed`, or `urgent_goes_alone` for what is more urgent than the survivor.
    """
    if priority.urgent and priority < survivor.priority:
        raise Refused("urgent_goes_alone", "joins")
    if survivor.state is State.CLOSED:
        raise Refused("merge_closed", "joins", code=survivor.id)
    return Decision(Absorbed(other=Code(new_code), joined=True, at=now, by=by, cause=cause))
