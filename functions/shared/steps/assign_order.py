"""交给同事: whom of the unit an order's messages go to from now on."""

from collections.abc import Collection
from datetime import datetime

from functions.shared.domain.county_time import local_day
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Contact, Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause, Id, OrderAssigned, unit_actor
from functions.shared.domain.request import Order, Request
from functions.shared.steps.order_rules import order_in_hand


def colleagues(order: Order, contacts: Collection[Contact], now: datetime, me: str | None) -> tuple[Contact, ...]:
    """Whom the order can be handed to: who can be reached and is there, and doesn't have it. `me`, the contact who
    looks, can take it back from a colleague."""
    day, has_it = local_day(now), order.holder or me
    return tuple(it for it in contacts if it.ways and not it.is_away(day) and it.id != has_it)


def assign_order(
    request: Request, *, number: int, unit: Unit, to: str, contacts: Collection[Contact], cause: Cause, now: datetime
) -> Decision:
    """The unit stays responsible; `to`, one of its `contacts`, is told first of this order from now on.

    Raises Refused as `order_in_hand`, `colleague_unknown`, or `has_it_already`.
    """
    order = order_in_hand(request, number, unit.id)
    if order.holder == to:
        raise Refused("has_it_already")
    if to not in {contact.id for contact in colleagues(order, contacts, now, None)}:
        raise Refused("colleague_unknown")
    return Decision(OrderAssigned(order=number, to=Id(to), at=now, by=unit_actor(unit.id), cause=cause))
