"""The resident says whether it is solved."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Calendar
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, Actor, Cause, VerdictGiven
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Heard, Verdict
from functions.shared.domain.time_limits import answer_by, working_days
from functions.shared.steps.resident_rules import NOTS_BEFORE_THE_DESK, may_decide

DESK_DAYS = 2  # working days for the desk to decide


def give_verdict(
    request: Request,
    *,
    verdict: Verdict,
    words: str,
    calendar: Calendar,
    cause: Cause,
    now: datetime,
    by: Actor = RESIDENT,
    heard: Heard | None = None,
    unit_left: bool = False,
) -> Decision:
    """Solved closes it. The first "not" reopens the same unit's order with a new limit; the second, and "partly", wait
    for the community; so does any "not" once the unit has left the directory. Staff say how they `heard` it.

    Raises Refused `nothing_to_decide` with the state, unless the unit has said that it is done.
    """
    lead = request.lead
    if not may_decide(request) or lead is None:
        raise Refused("nothing_to_decide", state=request.state)
    reopens = verdict is Verdict.NOT and request.nots < NOTS_BEFORE_THE_DESK and not unit_left
    fact = VerdictGiven(
        order=lead.number,
        verdict=verdict,
        reopens=reopens,
        answer_by=answer_by(request.priority, now, calendar) if reopens else None,
        heard=heard,
        desk_by=None if reopens or verdict is Verdict.SOLVED else working_days(now, DESK_DAYS, calendar),
        at=now,
        by=by,
        cause=cause,
    )
    return Decision(fact, words=words or None)
