"""退单."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Calendar, Unit, UnitKind
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Actor, Cause, Id, OrderReturned, unit_actor
from functions.shared.domain.request import Request
from functions.shared.domain.terms import ReturnReason
from functions.shared.domain.time_limits import working_days
from functions.shared.steps.order_rules import open_order


def return_order(
    request: Request,
    *,
    number: int,
    unit: Unit,
    reason: ReturnReason,
    named: Unit | None,
    words: str,
    calendar: Calendar,
    cause: Cause,
    now: datetime,
    by: Actor | None = None,
) -> Decision:
    """`unit` gives its order back, and may name the unit it should have gone to.

    Raises Refused as `open_order`; `community_cannot_return` (it is the last to decide); `named_itself`.
    """
    open_order(request, number, unit.id)
    if unit.kind is UnitKind.COMMUNITY:
        raise Refused("community_cannot_return")
    if named is not None and named.id == unit.id:
        raise Refused("named_itself", "named")
    fact = OrderReturned(
        order=number,
        reason=reason,
        named=Id(named.id) if named else None,
        desk_by=working_days(now, 1, calendar),
        at=now,
        by=by or unit_actor(unit.id),
        cause=cause,
    )
    return Decision(fact, words=words or None)
