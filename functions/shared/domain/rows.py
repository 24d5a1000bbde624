"""What is stored beside the facts: rows for the indexes and cells of the tallies. Pure projections of a request."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from functions.shared.domain.cohort import due
from functions.shared.domain.county_time import local_day
from functions.shared.domain.desk_task import DeskTask, desk_task, has_news, looks_first
from functions.shared.domain.request import Order, OrderState, Request
from functions.shared.domain.terms import Handling
from functions.shared.domain.transitions import OPEN, PAUSED, State
from functions.shared.domain.work import worked

DEADLINE_SHARDS = 4  # the sweep reads them side by side
SWEPT = OPEN - PAUSED  # where an order's clock runs


@dataclass(frozen=True)
class RequestRow:
    """The request, for the lists of what is open in a community or a compound, of what waits for the desk, of what
    the clock will do by itself, and of what has closed and will be erased."""

    request_id: str
    state: State
    category: str
    priority: str
    community: str
    compound: str | None
    channel: str
    received_at: datetime
    open: bool
    task: DeskTask | None
    swept_at: datetime | None
    closed_at: datetime | None = None  # None: open, or nothing personal is kept any more
    doubted: bool = False  # perhaps no person wrote it, and nobody of the staff has looked
    news: bool = False  # the resident has said more since staff did anything with it
    agenda: bool = False  # the joint meeting will speak of it
    joined: int = 0  # residents who are answered with it, beside whoever asked


@dataclass(frozen=True)
class OrderRow:
    """An order, found by its code; while it is alive also by its unit and by its next deadline."""

    request_id: str
    number: int
    code: str
    state: OrderState
    unit: str
    community: str
    compound: str | None
    category: str
    priority: str
    accept_by: datetime
    answer_by: datetime
    due: datetime | None  # None: no longer alive
    rescheduled: bool
    paused: bool = False  # the clock stands: the deadline isn't swept
    next_at: datetime | None = None  # when the clock looks at it; None: it has nothing to say about it


Row = RequestRow | OrderRow


@dataclass(frozen=True, order=True)
class Cell:
    """One cell of the cube. `unit` is empty where no unit is concerned (for what came by a station, the station)."""

    community: str
    day: str  # 2026-03-02, in the county
    measure: str
    priority: str
    category: str
    unit: str


def rows(request: Request) -> frozenset[Row]:
    """The rows that stand for `request`; none before it was received, and none for a trial of the front door."""
    if request.received is None or request.received.handling is Handling.CANARY:
        return frozenset()
    return frozenset((_request_row(request), *(_order_row(request, order) for order in request.orders)))


def cells(request: Request) -> Counter[Cell]:
    """What `request` adds to each cell of the tallies: events, and what workers did, on their day; how its case stands
    (`due.` measures) on the day its answer was due."""
    if request.received is None or request.received.handling is Handling.CANARY:
        return Counter()
    filed = request.received
    added: Counter[Cell] = Counter()
    for count in chain(request.counts, worked(request), due(request)):
        day = local_day(count.at).isoformat()
        cell = Cell(filed.community, day, count.measure, filed.priority, filed.category, count.unit or "")
        added[cell] += count.times
    return added


def _request_row(request: Request) -> RequestRow:
    filed = request.filed
    return RequestRow(
        request.id,
        request.state,
        filed.category,
        filed.priority,
        filed.community,
        filed.compound,
        filed.channel,
        filed.at,
        request.state is not State.CLOSED,
        desk_task(request),
        request.swept_at,
        None if request.erased else request.closed_at,
        looks_first(request),
        has_news(request),
        request.on_agenda and request.state is not State.CLOSED,
        len(request.absorbed) if request.state is not State.CLOSED else 0,
    )


def _order_row(request: Request, order: Order) -> OrderRow:
    filed = request.filed
    paused = order.state.alive and request.state in PAUSED
    return OrderRow(
        request.id,
        order.number,
        order.code,
        order.state,
        order.unit,
        filed.community,
        filed.compound,
        filed.category,
        filed.priority,
        order.accept_by,
        order.answer_by,
        order.due if order.state.alive else None,
        order.rescheduled > 0,
        paused,
        order.next_at if request.state in SWEPT else None,
    )
