"""The resident says that what was closed isn't so."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Calendar
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, Actor, Cause, Disputed
from functions.shared.domain.request import Request
from functions.shared.steps.back_to_work import back_to_work
from functions.shared.steps.resident_rules import may_dispute_until


def dispute(
    request: Request,
    *,
    words: str,
    something_new: bool,
    calendar: Calendar,
    cause: Cause,
    now: datetime,
    by: Actor = RESIDENT,
    unit_left: bool = False,
) -> Decision:
    """The resident says that it isn't so; it goes on as after a reopening.

    Raises Refused `not_now`, `too_late_to_dispute` with when it was closed, or `disputed_before` (once without
    something new).
    """
    latest = may_dispute_until(request)
    if latest is None:
        raise Refused("not_now", state=request.state)
    if now > latest:
        raise Refused("too_late_to_dispute", at=request.closed_at)
    if request.disputes and not something_new:
        raise Refused("disputed_before", "something_new")
    order, until, route = back_to_work(request, calendar, now, unit_left)
    fact = Disputed(
        order=order, answer_by=until, route_by=route, something_new=something_new, at=now, by=by, cause=cause
    )
    return Decision(fact, words=words)
