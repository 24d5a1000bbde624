"""When a request ends without work, those that were answered with it are requests of their own again."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Calendar
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RULE, Cause, Code, Unmerged
from functions.shared.domain.request import Request
from functions.shared.domain.time_limits import route_by
from functions.shared.domain.transitions import WITHOUT_WORK, State, transition


def unmerged_by(survivor: Request) -> tuple[Code, ...]:
    """The requests that the latest fact of `survivor` leaves without an answer."""
    closes = transition(survivor.facts[-1]).to is State.CLOSED if survivor.version > 1 else False
    return survivor.absorbed if closes and survivor.closed_as in WITHOUT_WORK else ()


def unmerge(request: Request, *, survivor: str, calendar: Calendar, cause: Cause, now: datetime) -> Decision:
    """Two working hours for the desk to look, as for a new one. Raises Refused `not_merged` if it isn't with `survivor`
    any more, or nothing is kept of what was asked."""
    if request.merged_into != survivor or request.erased:
        raise Refused("not_merged")
    until = route_by(now, calendar, at_once=request.priority.urgent)
    return Decision(Unmerged(route_by=until, at=now, by=RULE, cause=cause))
