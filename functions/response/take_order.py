"""接单."""

from datetime import datetime

from functions.response.rules import open_order
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Unit
from functions.shared.domain.facts import Cause, OrderAccepted, unit_actor
from functions.shared.domain.request import Request


def take_order(request: Request, *, number: int, unit: Unit, cause: Cause, now: datetime) -> Decision:
    """`unit` takes its order and stays responsible to the end (首接负责). Raises Refused as `open_order`."""
    open_order(request, number, unit.id)
    return Decision(OrderAccepted(order=number, at=now, by=unit_actor(unit.id), cause=cause))
