"""A request (诉求, 微心愿) and its orders (哨单), folded from what has happened to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import reduce
from types import MappingProxyType

from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.directory import Class, PlaceRule, PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.transitions import WITHOUT_WORK, ClosedAs, State, transition

ATTEMPTS_BEFORE_SILENT = 2


class OrderState(StrEnum):
    OPEN = "open"  # may be taken or returned
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"  # another whistle, or the request has closed
    DONE = "done"

    @property
    def alive(self) -> bool:
        return self in (OrderState.OPEN, OrderState.ACCEPTED)


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order for one unit. `since` is when its state last changed; all times UTC."""

    number: int
    code: f.Code
    unit: f.Id
    reason: terms.RouteReason
    accept_by: datetime
    answer_by: datetime
    since: datetime
    state: OrderState = OrderState.OPEN
    rescheduled: int = 0
    before: datetime | None = None  # what `answer_by` was before it was last put off
    unchecked: bool = False  # 社区未核实: whistled by the rule, after the desk had not looked in time

    @property
    def due(self) -> datetime:
        """The next deadline of an order that is alive."""
        return self.accept_by if self.state is OrderState.OPEN else self.answer_by


class WaitKind(StrEnum):
    ROUTE = "route"  # the desk may look before the rule whistles
    RETURNED = "returned"  # the desk says who has it next, or insists
    RESIDENT = "resident"  # asked for something
    REMIND = "remind"  # the resident is asked once more
    VERDICT = "verdict"  # then it may close as silent
    DESK = "desk"  # partly, or not again
    JOINT = "joint"
    REVIEW = "review"  # of what was put off


@dataclass(frozen=True)
class Wait:
    """What a request waits for, beside its orders' deadlines; `until` UTC."""

    kind: WaitKind
    until: datetime


@dataclass(frozen=True)
class Count:
    """One thing that counts, on the day it happened: the ledger's `cells` adds these up."""

    at: datetime
    measure: str  # received.web, whistled, accepted.on_time, accepted.late, done.late, verdict.solved …
    unit: f.Id | None


@dataclass(frozen=True)
class Paused:
    """Where a request goes on once its resident has answered, and since when its clocks stand."""

    state: State
    wait: Wait | None
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a request is after the facts it is the sum of. Made by `fold` alone."""

    id: str
    facts: tuple[f.Fact, ...] = ()
    state: State = State.RECEIVED
    received: f.RequestReceived | None = None
    orders: tuple[Order, ...] = ()
    lead_number: int | None = None
    returns: int = 0
    nots: int = 0
    disputes: int = 0
    wait: Wait | None = None
    paused: "Paused | None" = None
    verdict_by: datetime | None = None
    attempts: tuple[terms.Heard, ...] = ()  # to reach the resident since the work was last said to be done
    on_agenda: bool = False
    absorbed: tuple[f.Code, ...] = ()  # requests that are answered with this one
    merged_into: f.Code | None = None
    closed_as: ClosedAs | None = None
    closed_at: datetime | None = None
    erased: bool = False  # nothing is kept of who asked and in what words
    counts: tuple[Count, ...] = ()
    causes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # cause id → content digest

    @property
    def version(self) -> int:
        return len(self.facts)

    @property
    def filed(self) -> f.RequestReceived:
        """How it came. Raises Refused `unknown_request` if it never did."""
        if self.received is None:
            raise Refused("unknown_request")
        return self.received

    @property
    def lead(self) -> Order | None:
        return None if self.lead_number is None else self.order(self.lead_number)

    @property
    def unit(self) -> f.Id | None:
        """Who answers for it: the lead's unit, unless it gave the order back."""
        lead = self.lead
        return None if lead is None or lead.state is OrderState.RETURNED else lead.unit

    @property
    def since(self) -> datetime:
        return self.facts[-1].at

    @property
    def priority(self) -> Class:
        return self.filed.priority

    @property
    def public(self) -> PublicRule:
        return self.filed.public

    @property
    def swept_at(self) -> datetime | None:
        """When the clock goes on by itself, unless something else happens first."""
        if self.wait is None or self.wait.kind in (WaitKind.DESK, WaitKind.JOINT, WaitKind.REVIEW):
            return None
        if self.wait.kind is WaitKind.VERDICT and not self.may_close_silent:
            return None
        return self.wait.until

    @property
    def may_close_silent(self) -> bool:
        """Two attempts to reach the resident are on record; who asked for another way has been visited."""
        enough = len(self.attempts) >= ATTEMPTS_BEFORE_SILENT
        return enough and (not self.filed.another_way or terms.Heard.VISIT in self.attempts)

    @property
    def public_compound(self) -> f.Id | None:
        """The compound, where the category's rule shows it."""
        return self.filed.compound if self.filed.place is PlaceRule.COMPOUND else None

    def order(self, number: int) -> Order:
        """Raises Refused `unknown_order`."""
        for order in self.orders:
            if order.number == number:
                return order
        raise Refused("unknown_order")

    def order_with(self, code: str) -> Order:
        """The order whose code was sent to its unit. Raises Refused `unknown_order`."""
        for order in self.orders:
            if order.code == code:
                return order
        raise Refused("unknown_order")

    def already(self, cause: f.Cause) -> bool:
        """Whether `cause` has been. Raises Refused `already_sent` if it came with other content."""
        if cause.id not in self.causes:
            return False
        if self.causes[cause.id] != cause.content:
            raise Refused("already_sent")
        return True


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
            after = _counted(after, fact, "returned", _unit(request, fact.order))
            if fact.order == request.lead_number:
                wait = Wait(WaitKind.RETURNED, fact.desk_by) if fact.desk_by else None
                after = replace(after, returns=request.returns + 1, wait=wait)
        case f.ReturnRefused():
            order = _moved(after, fact.order, fact.at, OrderState.OPEN).order(fact.order)
            order = replace(order, accept_by=fact.accept_by, answer_by=fact.answer_by)
            after = replace(_counted(_with(after, order), fact, "return_refused", order.unit), wait=None)
        case f.ProgressReported():
            after = _counted(after, fact, "progress", _unit(request, fact.order))
        case f.Rescheduled():
            order = request.order(fact.order)
            order = replace(order, answer_by=fact.answer_by, before=order.answer_by, rescheduled=order.rescheduled + 1)
            after = _counted(_with(after, order), fact, "rescheduled", order.unit)
        case f.RescheduleRefused():
            order = request.order(fact.order)
            order = replace(
                order, answer_by=order.before or order.answer_by, before=None, rescheduled=order.rescheduled - 1
            )
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
    return _settled(request, after, fact)


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
    )


def _deadline(request: Request, number: int, at: datetime) -> datetime:
    """When the work had to be done, seen from `at`: while the resident is asked, no clock runs."""
    paused = at - request.paused.since if request.paused else timedelta()
    return request.order(number).answer_by + paused


def _at_work_again(request: Request, number: int, answer_by: datetime, at: datetime) -> Request:
    order = replace(request.order(number), answer_by=answer_by, since=at, state=OrderState.ACCEPTED)
    return _with(request, order)


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
    )


def _withdrawn(order: Order, at: datetime) -> Order:
    return replace(order, state=OrderState.WITHDRAWN, since=at) if order.state.alive else order


def _without_orders(request: Request, at: datetime) -> Request:
    return replace(request, orders=tuple(_withdrawn(order, at) for order in request.orders))


def _with(request: Request, order: Order) -> Request:
    return replace(request, orders=tuple(order if o.number == order.number else o for o in request.orders))


def _moved(request: Request, number: int, at: datetime, state: OrderState) -> Request:
    return _with(request, replace(request.order(number), state=state, since=at))


def _unit(request: Request, number: int) -> f.Id:
    return request.order(number).unit


def _counted(request: Request, fact: f.Fact, measure: str, unit: f.Id | None) -> Request:
    return replace(request, counts=(*request.counts, Count(fact.at, measure, unit)))


def _counted_in_time(
    request: Request, fact: f.OrderAccepted | f.WorkClaimedDone, measure: str, deadline: datetime
) -> Request:
    """Lateness follows from the fact's own time and the deadline it had, whoever looked and when."""
    late = "late" if fact.at > deadline else "on_time"
    return _counted(request, fact, f"{measure}.{late}", _unit(request, fact.order))
