"""A request (诉求, 微心愿) and its orders (哨单), folded from what has happened to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import reduce
from types import MappingProxyType

from functions.shared.domain import facts as f
from functions.shared.domain.directory import Class, PlaceRule, PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.transitions import ClosedAs, State, transition


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
    reason: f.RouteReason
    accept_by: datetime
    answer_by: datetime
    since: datetime
    state: OrderState = OrderState.OPEN
    rescheduled: int = 0

    @property
    def due(self) -> datetime:
        """The next deadline of an order that is alive."""
        return self.accept_by if self.state is OrderState.OPEN else self.answer_by


@dataclass(frozen=True)
class Count:
    """One thing that counts, on the day it happened: the ledger's `cells` adds these up."""

    at: datetime
    measure: str  # received.web, whistled, accepted.on_time, accepted.late, done.late, verdict.solved …
    unit: f.Id | None


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
    closed_as: ClosedAs | None = None
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
    def since(self) -> datetime:
        return self.facts[-1].at

    @property
    def priority(self) -> Class:
        return self.filed.priority

    @property
    def public(self) -> PublicRule:
        return self.filed.public

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
            return replace(counted, received=fact, state=State.RECEIVED)
        case f.UnitsWhistled():
            orders = tuple(_withdrawn(order, fact.at) for order in request.orders) + tuple(
                _whistled(whistle, fact.at) for whistle in fact.orders
            )
            after = replace(after, orders=orders, lead_number=fact.orders[0].number)
            for whistle in fact.orders:
                after = _counted(after, fact, "whistled", whistle.unit)
        case f.CheckedOnSite():
            after = _counted(after, fact, "checked", _unit(request, fact.order))
        case f.OrderAccepted():
            after = _moved(after, fact.order, fact.at, OrderState.ACCEPTED)
            after = _counted_in_time(after, fact, "accepted", request.order(fact.order).accept_by)
        case f.OrderReturned():
            after = replace(_moved(after, fact.order, fact.at, OrderState.RETURNED), returns=request.returns + 1)
            after = _counted(after, fact, "returned", _unit(request, fact.order))
        case f.ProgressReported():
            after = _counted(after, fact, "progress", _unit(request, fact.order))
        case f.Rescheduled():
            order = request.order(fact.order)
            order = replace(order, answer_by=fact.answer_by, rescheduled=order.rescheduled + 1)
            after = _counted(_with(after, order), fact, "rescheduled", order.unit)
        case f.WorkClaimedDone():
            after = _moved(after, fact.order, fact.at, OrderState.DONE)
            after = _counted_in_time(after, fact, "done", request.order(fact.order).answer_by)
            if fact.order == request.lead_number:
                after = _without_orders(after, fact.at)
        case f.VerdictGiven():
            after = _counted(after, fact, f"verdict.{fact.verdict}", _unit(request, fact.order))
            if fact.verdict is f.Verdict.NOT:
                after = replace(after, nots=request.nots + 1)
            if fact.reopens and fact.answer_by:
                order = replace(
                    request.order(fact.order), answer_by=fact.answer_by, since=fact.at, state=OrderState.ACCEPTED
                )
                after = _with(after, order)
        case f.WordsAdded():
            pass
        case _:
            raise TypeError(f"no rule for {type(fact).__name__}")
    return _settled(request, after, fact)


def _settled(before: Request, after: Request, fact: f.Fact) -> Request:
    """The request in the state that the transition table names."""
    line = transition(fact)
    if line.to is None or (line.lead_only and getattr(fact, "order", None) != before.lead_number):
        return after
    if line.to is State.CLOSED:
        after = _without_orders(after, fact.at)
        after = _counted(after, fact, f"closed.{line.closes_as}", after.lead.unit if after.lead else None)
    return replace(after, state=line.to, closed_as=line.closes_as)


def _whistled(whistle: f.Whistle, at: datetime) -> Order:
    return Order(
        number=whistle.number,
        code=whistle.code,
        unit=whistle.unit,
        reason=whistle.reason,
        accept_by=whistle.accept_by,
        answer_by=whistle.answer_by,
        since=at,
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
