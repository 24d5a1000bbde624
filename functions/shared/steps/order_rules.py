"""What the holder of an order may do with it now."""

from datetime import datetime, timedelta

from functions.shared.domain.directory import Unit, UnitKind
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import Order, OrderState, Request
from functions.shared.domain.transitions import TRANSITIONS

_FACT_OF = {
    "take": "OrderAccepted",
    "assign": "OrderAssigned",
    "return": "OrderReturned",
    "check": "CheckedOnSite",
    "pass_on": "UnitsWhistled",
    "progress": "ProgressReported",
    "reschedule": "Rescheduled",
    "done": "WorkClaimedDone",
}
MOST_RESCHEDULED = 2
LONGEST_WAIT = timedelta(days=60)  # a later date than that isn't a date any more: the desk decides


def acts(request: Request, order: Order, unit: Unit) -> frozenset[str]:
    """The acts that the order's page offers."""
    ours = unit.kind is UnitKind.COMMUNITY
    wanted: set[str] = set()
    if order.state is OrderState.OPEN:
        wanted = {"take", "check"} if ours else {"take", "return"}
        if ours and order.number == request.lead_number:
            wanted.add("pass_on")
    elif order.state is OrderState.ACCEPTED:
        wanted = {"progress", "done"}
        if order.rescheduled < MOST_RESCHEDULED:
            wanted.add("reschedule")
    if order.state.alive:
        wanted.add("assign")
    return frozenset(act for act in wanted if request.state in TRANSITIONS[_FACT_OF[act], ""].states)


def open_order(request: Request, number: int, unit: str) -> Order:
    """The order, while it may still be taken or returned.

    Raises Refused `not_your_order`; `already_taken`, `already_returned`, `withdrawn` or `already_done`, with when.
    """
    order = _own(request, number, unit)
    if order.state is not OrderState.OPEN:
        raise Refused(_WHY_NOT[order.state], at=order.since)
    return order


def order_at_work(request: Request, number: int, unit: str) -> Order:
    """The order, while the unit is at work on it. Raises Refused `not_yet_taken`, or as `open_order`."""
    order = _own(request, number, unit)
    if order.state is OrderState.OPEN:
        raise Refused("not_yet_taken")
    if order.state is not OrderState.ACCEPTED:
        raise Refused(_WHY_NOT[order.state], at=order.since)
    return order


def order_in_hand(request: Request, number: int, unit: str) -> Order:
    """The order, while the unit has it to take or at work. Raises Refused as `open_order`."""
    order = _own(request, number, unit)
    if not order.state.alive:
        raise Refused(_WHY_NOT[order.state], at=order.since)
    return order


def latest_day(now: datetime) -> datetime:
    """The latest that an order may be put off to."""
    return now + LONGEST_WAIT


def _own(request: Request, number: int, unit: str) -> Order:
    order = request.order(number)
    if order.unit != unit:
        raise Refused("not_your_order")
    return order


_WHY_NOT = {
    OrderState.ACCEPTED: "already_taken",
    OrderState.RETURNED: "already_returned",
    OrderState.WITHDRAWN: "withdrawn",
    OrderState.DONE: "already_done",
}
