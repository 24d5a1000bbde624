"""What a unit says of its work: how it goes, and that it is done."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Unit
from functions.shared.domain.facts import Actor, Cause, ProgressReported, WorkClaimedDone, unit_actor
from functions.shared.domain.request import Request
from functions.shared.domain.time_limits import REMINDED_AFTER, VERDICT_WITHIN
from functions.shared.steps.order_rules import order_at_work


def report_progress(
    request: Request,
    *,
    number: int,
    unit: Unit,
    public_words: str,
    words: str,
    cause: Cause,
    now: datetime,
    by: Actor | None = None,
) -> Decision:
    """`public_words` is one sentence for everybody, `words` are for the resident alone. Raises Refused as
    `order_at_work`."""
    order_at_work(request, number, unit.id)
    fact = ProgressReported(order=number, at=now, by=by or unit_actor(unit.id), cause=cause)
    return Decision(fact, words=words or None, public_words=public_words)


def claim_done(
    request: Request,
    *,
    number: int,
    unit: Unit,
    public_words: str,
    words: str,
    raised_yuan: int | None = None,
    cause: Cause,
    now: datetime,
    by: Actor | None = None,
) -> Decision:
    """The unit says the work is done; whether it is solved, the resident says. `raised_yuan`: money it raised itself
    for this, beside what it said before. Raises Refused as `order_at_work`."""
    order_at_work(request, number, unit.id)
    fact = WorkClaimedDone(
        order=number,
        remind_at=now + REMINDED_AFTER,
        verdict_by=now + VERDICT_WITHIN,
        raised_yuan=raised_yuan,
        at=now,
        by=by or unit_actor(unit.id),
        cause=cause,
    )
    return Decision(fact, words=words or None, public_words=public_words)
