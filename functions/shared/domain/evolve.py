"""What a fact makes of a request: the only way state changes. Reads no configuration, no directory, no clock."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from types import MappingProxyType
from typing import Any

from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.course import follow
from functions.shared.domain.ladder import LADDER
from functions.shared.domain.request import Count, Order, OrderState, Paused, Request, Wait, WaitKind
from functions.shared.domain.transitions import WITHOUT_WORK, ClosedAs, State, transition


def fold(request_id: str, facts: Iterable[f.Fact]) -> Request:
    """The request that `facts`, oldest first, make."""
    return reduce(evolve, facts, Request(id=request_id))


def evolve(request: Request, fact: f.Fact) -> Request:
    """The only way state changes: `request` after `fact`. Reads nothing else."""
    after = replace(
        request,
        facts=(*request.facts, fact),
        causes=MappingProxyType({**request.causes, fact.cause.id: fact.cause.content}),
    )
    match fact:
        case f.RequestReceived():
            counted = _counted(after, fact, f"received.{fact.channel}", fact.station)
            return replace(counted, received=fact, state=State.RECEIVED, wait=_route(fact.route_by))
        case f.Classified():
            after = _counted(replace(after, received=_classified(request.filed, fact)), fact, "classified", None)
            after = replace(after, wait=_route(fact.route_by))
        case f.UnitsWhistled():
            orders = tuple(_withdrawn(order, fact.at) for order in request.orders) + tuple(
                _whistled(whistle, fact.at, unchecked=fact.unchecked) for whistle in fact.orders
            )
            after = replace(after, orders=orders, lead_number=fact.orders[0].number, wait=None, paused=None)
            for whistle in fact.orders:
                after = _counted(after, fact, "whistled", whistle.unit)
            if fact.unchecked:
                after = _counted(after, fact, "unchecked", fact.orders[0].unit)
        case f.HelperWhistled():
            after = replace(after, orders=(*request.orders, *(_whistled(whistle, fact.at) for whistle in fact.orders)))
            for whistle in fact.orders:
                after = _counted(after, fact, "whistled", whistle.unit)
        case f.HandedOver():
            gone = _withdrawn(request.order(fact.order), fact.at)
            after = _with(after, gone)
            after = replace(after, orders=(*after.orders, _whistled(fact.to, fact.at)))
            if fact.order == request.lead_number:
                paused = request.paused and replace(request.paused, state=State.WHISTLED)
                after = replace(after, paused=paused)
            after = _counted(after, fact, "handed_over", gone.unit)
        case f.CheckedOnSite():
            after = _counted(after, fact, "checked", _unit(request, fact.order) if fact.order else None)
        case f.OrderAccepted():
            after = _moved(after, fact.order, fact.at, OrderState.ACCEPTED)
            after = _counted_in_time(after, fact, "accepted", request.order(fact.order).accept_by)
        case f.OrderReturned():
            after = _moved(after, fact.order, fact.at, OrderState.RETURNED)
            after = _with(after, replace(after.order(fact.order), holder=None))
            after = _counted(after, fact, "returned", _unit(request, fact.order))
            if fact.order == request.lead_number:
                wait = Wait(WaitKind.RETURNED, fact.desk_by) if fact.desk_by else None
                after = replace(after, returns=request.returns + 1, wait=wait)
        case f.ReturnRefused():
            order = _moved(after, fact.order, fact.at, OrderState.OPEN).order(fact.order)
            order = _timed(order, fact.at, accept_by=fact.accept_by, answer_by=fact.answer_by)
            after = replace(_counted(_with(after, order), fact, "return_refused", order.unit), wait=None)
        case f.OrderAssigned():  # among colleagues: whose work it is stays
            after = _with(after, replace(request.order(fact.order), holder=fact.to))
        case f.ProgressReported():
            after = _counted(after, fact, "progress", _unit(request, fact.order))
        case f.Rescheduled():
            order = request.order(fact.order)
            order = _timed(order, fact.at, answer_by=fact.answer_by, before=order.answer_by)
            order = replace(order, rescheduled=order.rescheduled + 1)
            after = _counted(_with(after, order), fact, "rescheduled", order.unit)
        case f.RescheduleRefused():
            order = request.order(fact.order)
            order = _timed(order, fact.at, answer_by=order.before or order.answer_by, before=None)
            order = replace(order, rescheduled=order.rescheduled - 1)
            after = _counted(_with(after, order), fact, "reschedule_refused", order.unit)
        case f.ResidentAsked():
            paused = Paused(request.state, request.wait, fact.at)
            after = replace(after, paused=paused, wait=Wait(WaitKind.RESIDENT, fact.wait_until))
            after = _counted(after, fact, "asked", None)
        case f.ResidentAnswered() | f.WaitEnded():
            after = _gone_on(after, fact.at)
        case f.WorkClaimedDone():
            after = _moved(after, fact.order, fact.at, OrderState.DONE)
            after = _counted_in_time(after, fact, "done", _deadline(request, fact.order, fact.at))
            if fact.raised_yuan:
                after = _counted(after, fact, "raised", _unit(request, fact.order), fact.raised_yuan)
            if fact.order == request.lead_number:
                wait = Wait(WaitKind.REMIND, fact.remind_at) if fact.remind_at else None
                after = replace(_without_orders(after, fact.at), attempts=(), paused=None, wait=wait)
                after = replace(after, verdict_by=fact.verdict_by)
        case f.VerdictReminded():
            wait = Wait(WaitKind.VERDICT, request.verdict_by) if request.verdict_by else None
            after = _counted(replace(after, wait=wait), fact, "reminded", None)
        case f.ContactAttempted():
            after = _not_silent_before(replace(after, attempts=(*request.attempts, fact.way)), fact.answer_until)
            after = _counted(after, fact, "contact_attempted", None)
        case f.VerdictGiven():
            after = _counted(after, fact, f"verdict.{fact.verdict}", _unit(request, fact.order))
            after = replace(after, wait=Wait(WaitKind.DESK, fact.desk_by) if fact.desk_by else None)
            if fact.verdict is terms.Verdict.NOT:
                after = replace(after, nots=request.nots + 1)
            if fact.reopens and fact.answer_by:
                after = _counted(after, fact, "redone", _unit(request, fact.order))
                after = _at_work_again(after, fact.order, fact.answer_by, fact.at)
        case f.Reopened() | f.Disputed():
            disputed = isinstance(fact, f.Disputed)
            if request.closed_as in WITHOUT_WORK:  # what was answered with it has gone its own way
                after = replace(after, absorbed=())
            after = replace(after, wait=_route(fact.route_by), disputes=request.disputes + disputed, attempts=())
            after = _counted(after, fact, "disputed" if disputed else "reopened", request.unit)
            if fact.order is not None and fact.answer_by:
                after = _at_work_again(after, fact.order, fact.answer_by, fact.at)
        case f.JointMeetingSet():
            after = replace(after, wait=Wait(WaitKind.JOINT, fact.meets_at), paused=None)
            after = _counted(after, fact, "joint", request.unit)
        case f.Deferred():
            after = replace(after, wait=Wait(WaitKind.REVIEW, fact.review_at), paused=None)
            after = _counted(after, fact, "deferred", request.unit)
        case f.PutOnAgenda():
            after = _counted(replace(after, on_agenda=True), fact, "on_agenda", None)
        case f.Merged():
            after = replace(after, merged_into=fact.into)
        case f.Absorbed():
            after = _counted(replace(after, absorbed=(*request.absorbed, fact.other)), fact, "absorbed", None)
        case f.Unmerged():
            after = _counted(replace(after, merged_into=None, wait=_route(fact.route_by)), fact, "unmerged", None)
        case f.DeadlineWarned():
            after = _with(after, replace(request.order(fact.order), warned=True))
        case f.DeadlineMissed():
            after = _with(after, replace(request.order(fact.order), missed=True))
        case f.Escalated():
            after = _with(after, replace(request.order(fact.order), calls=fact.call))
            after = _counted(after, fact, f"escalated.{fact.to}", _unit(request, fact.order))
            if fact.to is terms.CalledOn.AGENDA:
                after = replace(after, on_agenda=True)
        case f.NumberConfirmed():
            after = replace(after, answers_texts=True)
        case f.PersonErased():
            after = replace(after, erased=True)
        case (
            f.WordsAdded()
            | f.WordsReleased()
            | f.WordsBlanked()
            | f.SettledOnTheSpot()
            | f.ClosedPartly()
            | f.ClosedSilent()
            | f.Explained()
            | f.Transferred()
            | f.Rejected()
            | f.Withdrawn()
        ):
            pass
        case _:
            raise TypeError(f"no rule for {type(fact).__name__}")
    after = _settled(request, after, fact)
    return replace(after, course=follow(request, after, fact))


def _settled(before: Request, after: Request, fact: f.Fact) -> Request:
    """The request in the state that the transition table names."""
    line = transition(fact)
    if line.resumes and before.paused:
        return replace(after, state=before.paused.state)
    leads = fact.order == before.lead_number if line.lead_only and hasattr(fact, "order") else True
    if isinstance(fact, f.HandedOver) and leads:
        after = replace(after, lead_number=fact.to.number)
    if line.to is None or not leads or before.state in line.keeps:
        return after
    if line.to is State.CLOSED:
        after = replace(_without_orders(after, fact.at), wait=None, paused=None)
        settled = line.closes_as is ClosedAs.SETTLED
        after = _counted(after, fact, f"closed.{line.closes_as}", after.filed.station if settled else after.unit)
    closed_at = fact.at if line.to is State.CLOSED else None
    erased = after.erased and line.to is State.CLOSED  # what is said from here on is kept again
    return replace(after, state=line.to, closed_as=line.closes_as, closed_at=closed_at, erased=erased)


def _not_silent_before(request: Request, until: datetime | None) -> Request:
    """Nobody's silence counts before `until`."""
    if until is None or request.verdict_by is None or until <= request.verdict_by:
        return request
    waits = request.wait is not None and request.wait.kind is WaitKind.VERDICT
    return replace(request, verdict_by=until, wait=Wait(WaitKind.VERDICT, until) if waits else request.wait)


def _route(until: datetime | None) -> Wait | None:
    return Wait(WaitKind.ROUTE, until) if until else None


def _classified(filed: f.RequestReceived, fact: f.Classified) -> f.RequestReceived:
    """How it came, with what the desk has set anew."""
    return replace(
        filed,
        category=fact.category,
        priority=fact.priority,
        kind=fact.kind,
        public=fact.public,
        place=fact.place,
        community=fact.community,
        compound=fact.compound,
    )


def _gone_on(request: Request, at: datetime) -> Request:
    """After a pause: what was waited is added to the orders' time, and to the desk's."""
    if (paused := request.paused) is None:
        return request
    waited = at - paused.since
    wait = paused.wait and Wait(paused.wait.kind, paused.wait.until + waited)
    orders = tuple(_longer(order, waited, at) if order.state.alive else order for order in request.orders)
    return replace(request, orders=orders, wait=wait, paused=None)


def _longer(order: Order, waited: timedelta, at: datetime) -> Order:
    """`order` with the time that was `waited`; one that came meanwhile could not be taken since then."""
    accept = min(waited, at - order.since) if order.state is OrderState.OPEN else timedelta()
    return replace(
        order,
        accept_by=order.accept_by + accept,
        answer_by=order.answer_by + waited,
        before=order.before and order.before + waited,
        clock_from=order.clock_from + (accept if order.state is OrderState.OPEN else waited),
    )


def _deadline(request: Request, number: int, at: datetime) -> datetime:
    """When the work had to be done, seen from `at`: while the resident is asked, no clock runs."""
    paused = at - request.paused.since if request.paused else timedelta()
    return request.order(number).answer_by + paused


def _at_work_again(request: Request, number: int, answer_by: datetime, at: datetime) -> Request:
    order = _timed(request.order(number), at, answer_by=answer_by, since=at, state=OrderState.ACCEPTED)
    return _with(request, order)


def _timed(order: Order, at: datetime, **changed: Any) -> Order:
    """`order` with another deadline, whose time begins `at`: nobody has been told of that one yet."""
    return replace(order, clock_from=at, warned=False, missed=False, calls=0, **changed)


def _whistled(whistle: f.Whistle, at: datetime, *, unchecked: bool = False) -> Order:
    return Order(
        number=whistle.number,
        code=whistle.code,
        unit=whistle.unit,
        reason=whistle.reason,
        accept_by=whistle.accept_by,
        answer_by=whistle.answer_by,
        since=at,
        unchecked=unchecked,
        clock_from=whistle.begins or at,
        ladder=whistle.ladder or LADDER,
    )


def _withdrawn(order: Order, at: datetime) -> Order:
    return replace(order, state=OrderState.WITHDRAWN, since=at) if order.state.alive else order


def _without_orders(request: Request, at: datetime) -> Request:
    return replace(request, orders=tuple(_withdrawn(order, at) for order in request.orders))


def _with(request: Request, order: Order) -> Request:
    return replace(request, orders=tuple(order if o.number == order.number else o for o in request.orders))


def _moved(request: Request, number: int, at: datetime, state: OrderState) -> Request:
    """`number` in another state; what it now waits for is another deadline, whose time began with the whistle."""
    order = request.order(number)
    return _with(request, _timed(order, order.clock_from, state=state, since=at))


def _unit(request: Request, number: int) -> f.Id:
    return request.order(number).unit


def _counted(request: Request, fact: f.Fact, measure: str, unit: f.Id | None, times: int = 1) -> Request:
    return replace(request, counts=(*request.counts, Count(fact.at, measure, unit, times)))


def _counted_in_time(
    request: Request, fact: f.OrderAccepted | f.WorkClaimedDone, measure: str, deadline: datetime
) -> Request:
    """Lateness follows from the fact's own time and the deadline it had, whoever looked and when."""
    late = "late" if fact.at > deadline else "on_time"
    return _counted(request, fact, f"{measure}.{late}", _unit(request, fact.order))
