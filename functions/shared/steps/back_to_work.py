"""Who goes on with a request that comes back, and by when."""

from datetime import datetime

from functions.shared.domain.directory import Calendar
from functions.shared.domain.facts import OrderAccepted
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.time_limits import answer_by, route_by


def back_to_work(
    request: Request, calendar: Calendar, now: datetime, unit_left: bool
) -> tuple[int | None, datetime | None, datetime | None]:
    """The order that goes on and its new time, or (nobody had it) when the rule finds a unit."""
    lead = request.lead
    if lead is not None and not unit_left and _was_accepted(request, lead.number):
        return lead.number, answer_by(request.priority, now, calendar), None
    return None, None, route_by(now, calendar, at_once=request.priority.urgent)


def _was_accepted(request: Request, number: int) -> bool:
    order = request.order(number)
    if order.state in (OrderState.ACCEPTED, OrderState.DONE):
        return True
    return any(isinstance(fact, OrderAccepted) and fact.order == number for fact in request.facts)
