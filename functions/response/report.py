"""What a unit says of its work: how it goes, and that it is done."""

from datetime import datetime

from functions.response.rules import order_at_work
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Unit
from functions.shared.domain.facts import Cause, ProgressReported, WorkClaimedDone, unit_actor
from functions.shared.domain.request import Request


def report_progress(
    request: Request, *, number: int, unit: Unit, public_words: str, words: str, cause: Cause, now: datetime
) -> Decision:
    """`public_words` is one sentence for everybody, `words` are for the resident alone. Raises Refused as
    `order_at_work`."""
    order_at_work(request, number, unit.id)
    fact = ProgressReported(order=number, at=now, by=unit_actor(unit.id), cause=cause)
    return Decision(fact, words=words or None, public_words=public_words)


def claim_done(
    request: Request, *, number: int, unit: Unit, public_words: str, words: str, cause: Cause, now: datetime
) -> Decision:
    """The unit says the work is done; whether it is solved, the resident says. Raises Refused as `order_at_work`."""
    order_at_work(request, number, unit.id)
    fact = WorkClaimedDone(order=number, at=now, by=unit_actor(unit.id), cause=cause)
    return Decision(fact, words=words or None, public_words=public_words)
