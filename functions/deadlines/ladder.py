"""What the clock says of an order whose time is nearly over, or is over. It may look late, or twice."""

from datetime import datetime
from hashlib import sha256

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import CLOCK, Cause, DeadlineMissed, DeadlineWarned, Escalated
from functions.shared.domain.request import Order, Request
from functions.shared.domain.rows import SWEPT


def orders_due(request: Request, now: datetime) -> tuple[Order, ...]:
    """The orders of which the clock has something to say at `now`."""
    if request.state not in SWEPT:
        return ()
    return tuple(order for order in request.orders if order.next_at is not None and order.next_at <= now)


def cause_of(request: Request, order: Order) -> Cause:
    """What is said once of one deadline of an order is one cause, whoever sweeps and when."""
    said = f"warned {order.warned}, missed {order.missed}, {order.calls} calls"
    deadline = f"{order.number}.{order.deadline}.{order.due.isoformat()}.{order.clock_from.isoformat()}"
    return Cause(f"ladder:{sha256(f'{request.id}.{deadline}.{said}'.encode()).hexdigest()[:32]}", "")


def climb(request: Request, *, number: int, cause: Cause, now: datetime) -> Decision:
    """The contact is warned, the leader told, or the next one called on: what is true at `now`. A warning that comes
    too late is not said, nor is the same call twice for a clock that stood still.

    Raises Refused `not_due` if something else has happened meanwhile.
    """
    order = next((order for order in orders_due(request, now) if order.number == number), None)
    if order is None or cause_of(request, order) != cause:
        raise Refused("not_due")
    if not order.missed:
        kind = DeadlineMissed if order.due <= now else DeadlineWarned
        return Decision(kind(order=number, which=order.deadline, due=order.due, at=now, by=CLOCK, cause=cause))
    calls = order.ladder.calls(order.deadline)
    place = order.calls
    while (
        place + 1 < len(calls) and calls[place + 1].to is calls[place].to and order.due + calls[place + 1].after <= now
    ):
        place += 1
    fact = Escalated(
        order=number,
        which=order.deadline,
        due=order.due,
        to=calls[place].to,
        call=place + 1,
        at=now,
        by=CLOCK,
        cause=cause,
    )
    return Decision(fact)
