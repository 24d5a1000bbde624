"""改期."""

from datetime import date, datetime

from functions.shared.domain.county_time import local_day
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Calendar, Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Actor, Cause, Rescheduled, unit_actor
from functions.shared.domain.request import Request
from functions.shared.domain.terms import RescheduleReason
from functions.shared.domain.time_limits import end_of_day
from functions.shared.steps.order_rules import MOST_RESCHEDULED, latest_day, order_at_work


def reschedule(
    request: Request,
    *,
    number: int,
    unit: Unit,
    day: date,
    reason: RescheduleReason,
    words: str,
    calendar: Calendar,
    cause: Cause,
    now: datetime,
    by: Actor | None = None,
) -> Decision:
    """The unit asks for a later date: 18:00 of `day`, or of the next working day. Counted apart from "on time".

    Raises Refused as `order_at_work`; `rescheduled_twice`; `day_not_later` with the date it has; `day_too_late` with
    the latest there may be.
    """
    order = order_at_work(request, number, unit.id)
    if order.rescheduled >= MOST_RESCHEDULED:
        raise Refused("rescheduled_twice", "day")
    answer_by = end_of_day(day, calendar)
    if answer_by <= max(order.answer_by, now):
        raise Refused("day_not_later", "day", at=max(order.answer_by, now))
    if day > local_day(latest_day(now)):
        raise Refused("day_too_late", "day", at=latest_day(now))
    fact = Rescheduled(
        order=number, answer_by=answer_by, reason=reason, at=now, by=by or unit_actor(unit.id), cause=cause
    )
    return Decision(fact, words=words or None)
