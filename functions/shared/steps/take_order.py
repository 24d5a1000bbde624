"""接单."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Unit
from functions.shared.domain.facts import Actor, Cause, OrderAccepted, unit_actor
from functions.shared.domain.request import Request
from functions.shared.steps.order_rules import open_order


def take_order(
    request: Request, *, number: int, unit: Unit, cause: Cause, now: datetime, by: Actor | None = None
) -> Decision:
    """`unit` takes its order and stays responsible to the end (首接负责). Raises Refused as `open_order`."""
    open_order(request, number, unit.id)
    return Decision(OrderAccepted(order=number, at=now, by=by or unit_actor(unit.id), cause=cause))
