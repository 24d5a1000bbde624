"""移交: a unit leaves, and another one has its order, with the time that was left to answer."""

from datetime import datetime
from hashlib import sha256

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Actor, Cause, Code, HandedOver, Id, Whistle
from functions.shared.domain.request import Request
from functions.shared.domain.terms import RouteReason
from functions.shared.domain.time_limits import Limits


def hand_over(
    request: Request,
    *,
    number: int,
    unit: str,
    to: str,
    code: str,
    next_number: int,
    limits: Limits,
    cause: Cause,
    now: datetime,
    by: Actor,
) -> Decision:
    """The order `number` of `unit` goes to the unit `to`, as order `next_number` with `code`: with the time of
    `limits` to take it, and what was left to answer.

    Raises Refused `changed_meanwhile` if it isn't there to be given any more, or another order has come.
    """
    order = request.order(number)
    if order.unit != unit or not order.state.alive or next_number != len(request.orders) + 1:
        raise Refused("changed_meanwhile")
    whistle = Whistle(
        number=next_number,
        code=Code(code),
        unit=Id(to),
        reason=RouteReason.HANDED_OVER,
        accept_by=limits.accept_by,
        answer_by=order.answer_by,
        begins=limits.begins,
        ladder=limits.ladder,
    )
    return Decision(HandedOver(order=number, to=whistle, at=now, by=by, cause=cause))


def cause_of(job: str, request_id: str, number: int, to: str) -> Cause:
    """The same for the same order in the same hand-over, however often it is begun again. Holds nothing personal."""
    return Cause(f"hand_over:{_digest(f'{job} {request_id} {number}')}", _digest(to))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
