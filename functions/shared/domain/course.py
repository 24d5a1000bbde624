"""How the case of a request went, for the figures by due day: folded beside the request, fact by fact.

A case is a request and the unit that leads. Another whistle begins it anew, with the time that whistle gave.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from functions.shared.domain import facts as f
from functions.shared.domain.terms import Verdict
from functions.shared.domain.transitions import State

if TYPE_CHECKING:
    from functions.shared.domain.request import Request


class Done(StrEnum):
    """How the work was first said to be done."""

    IN_TIME = "in_time"
    LATE = "late"
    PLAN_KEPT = "plan_kept"  # by the later date that was asked for
    PLAN_MISSED = "plan_missed"


@dataclass(frozen=True)
class GivenBack:
    """退单: an order that its unit gave back, and when it had to be answered."""

    unit: f.Id
    due: datetime


@dataclass(frozen=True)
class Course:
    """`first_by`: by when it was to be answered before any later date was asked for. `due`: what held when the work was
    first said to be done; from then on the case stays with that day, whatever comes later. All times UTC."""

    first_by: datetime | None = None
    due: datetime | None = None
    taken_in_time: bool = False
    planned_in_time: bool | None = None  # a later date was asked for: before `first_by` had passed, or after
    done: Done | None = None
    in_time: bool = False  # the work was last said to be done by `first_by`
    heard: Verdict | None = None  # what the resident said last
    again: bool = False  # had to be done again
    given_back: tuple[GivenBack, ...] = ()


def follow(before: "Request", after: "Request", fact: f.Fact) -> Course:
    """The course of the request that was `before` and is `after` since `fact`."""
    course = before.course
    match fact:
        case f.UnitsWhistled(orders=orders):
            again = course.again or course.done is not None
            return Course(first_by=orders[0].answer_by, again=again, given_back=course.given_back)
        case f.HandedOver(order=order) if order == before.lead_number and course.done is None:
            return replace(course, taken_in_time=False)
        case f.OrderReturned(order=order) if order == before.lead_number:
            given = before.order(order)
            back = GivenBack(given.unit, given.answer_by)
            return replace(course, taken_in_time=False, given_back=(*course.given_back, back))
        case f.ReturnRefused(order=order) if order == before.lead_number:
            return replace(course, first_by=fact.answer_by, given_back=course.given_back[:-1])
        case f.OrderAccepted(order=order) if order == before.lead_number:
            return replace(course, taken_in_time=fact.at <= before.order(order).accept_by)
        case f.Rescheduled(order=order) if order == before.lead_number and course.done is None:
            if course.planned_in_time is None:
                course = replace(course, planned_in_time=course.first_by is not None and fact.at <= course.first_by)
        case f.RescheduleRefused(order=order) if order == before.lead_number and course.done is None:
            if not after.order(order).rescheduled:
                course = replace(course, planned_in_time=None)
        case f.ResidentAnswered() | f.WaitEnded() if before.lead and course.first_by and course.done is None:
            waited = after.order(before.lead.number).answer_by - before.lead.answer_by
            return replace(course, first_by=course.first_by + waited)
        case f.WorkClaimedDone(order=order) if order == before.lead_number:
            return _done(course, before, fact)
        case f.VerdictGiven(verdict=verdict):
            return replace(course, heard=verdict, again=course.again or verdict is Verdict.NOT)
        case f.Disputed() if course.done is not None:
            return replace(course, heard=Verdict.NOT, again=True)
        case f.Reopened() if course.done is not None:
            undone = before.state is State.CLOSED  # what was heard then no longer stands
            return replace(course, heard=None if undone else course.heard, again=True)
    return course


def _done(course: Course, before: "Request", fact: f.WorkClaimedDone) -> Course:
    if course.done is not None:
        return replace(course, in_time=course.first_by is not None and fact.at <= course.first_by)
    # While the resident is asked, no clock runs: what was waited until now belongs to both dates.
    waited = fact.at - before.paused.since if before.paused else timedelta()
    due = before.order(fact.order).answer_by + waited
    first_by = course.first_by + waited if course.first_by else due
    kept = fact.at <= due
    if course.planned_in_time is None:
        how = Done.IN_TIME if kept else Done.LATE
    else:
        how = Done.PLAN_KEPT if kept else Done.PLAN_MISSED
    return replace(course, first_by=first_by, due=due, done=how, in_time=fact.at <= first_by)
