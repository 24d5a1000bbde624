"""A request (诉求, 微心愿) and its orders (哨单), folded from what has happened to it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.course import Course
from functions.shared.domain.directory import Class, PlaceRule, PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.ladder import LADDER, Ladder
from functions.shared.domain.transitions import ClosedAs, State

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
    """An order for one unit. `since` is when its state last changed, `clock_from` when the time of its present deadline
    began; all times UTC."""

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
    clock_from: datetime
    ladder: Ladder = LADDER
    warned: bool = False  # of the present deadline, as the two that follow
    missed: bool = False
    calls: int = 0
    holder: f.Id | None = None  # the unit's contact who was handed it: told first

    @property
    def deadline(self) -> terms.Deadline:
        """What an order that is alive waits for."""
        return terms.Deadline.ACCEPT if self.state is OrderState.OPEN else terms.Deadline.ANSWER

    @property
    def due(self) -> datetime:
        """The next deadline of an order that is alive."""
        return self.accept_by if self.state is OrderState.OPEN else self.answer_by

    @property
    def next_at(self) -> datetime | None:
        """When the clock has something to say about it; None: never again, unless something happens."""
        if not self.state.alive:
            return None
        if self.missed:
            calls = self.ladder.calls(self.deadline)
            return self.due + calls[self.calls].after if self.calls < len(calls) else None
        warned_at = None if self.warned else self.ladder.warned_at(self.clock_from, self.due)
        return self.due if warned_at is None else min(warned_at, self.due)


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
    times: int = 1  # of "raised": how many yuan


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
    answers_texts: bool = False  # whoever has the number has said that it is theirs
    counts: tuple[Count, ...] = ()
    course: Course = field(default_factory=Course)  # how its case goes, for the figures by due day
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
    def confirmed(self) -> bool:
        """Whether the number that was left is surely the resident's."""
        return self.filed.confirmed or self.answers_texts

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
    def raised_yuan(self) -> Counter[f.Id]:
        """Money that each unit said it raised itself for it; nothing for any other."""
        raised: Counter[f.Id] = Counter()
        for fact in self.facts:
            if isinstance(fact, f.WorkClaimedDone) and fact.raised_yuan:
                raised[self.order(fact.order).unit] += fact.raised_yuan
        return raised

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
