"""How facts and rows stand in the table `requests`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection

from functions.shared.domain.directory import Class
from functions.shared.domain.facts import Actor, Cause, Fact
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.rows import DEADLINE_SHARDS, OrderRow, RequestRow, Row
from functions.shared.tables.connection import Row as Item
from functions.shared.tables.connection import TableName
from functions.shared.tables.fact_codec import from_stored, to_body
from functions.shared.tables.times import read, written


class _Keys(Item):
    request_id = UnicodeAttribute(hash_key=True)
    sort = UnicodeAttribute(range_key=True)


class FactItem(_Keys):
    """`FACT#<sequence>`. `community` and `unit` are copied in for the relay, which reads nothing else."""

    class Meta:
        table_name = TableName("requests")

    name = UnicodeAttribute()
    at = UnicodeAttribute()
    by = UnicodeAttribute()
    cause = UnicodeAttribute()
    content = UnicodeAttribute()
    community = UnicodeAttribute()
    unit = UnicodeAttribute(null=True)
    body = UnicodeAttribute()

    @classmethod
    def of(cls, after: Request, sequence: int) -> "FactItem":
        """The item of the fact at `sequence` (from 1) of `after`."""
        fact = after.facts[sequence - 1]
        return cls(
            after.id,
            f"FACT#{sequence:04d}",
            name=type(fact).__name__,
            at=written(fact.at),
            by=fact.by,
            cause=fact.cause.id,
            content=fact.cause.content,
            community=after.filed.community,
            unit=after.lead.unit if after.lead else None,
            body=to_body(fact),
        )

    def fact(self) -> Fact:
        return from_stored(self.name, self.at, Actor(self.by), Cause(self.cause, self.content), self.body)


class ByUnit(GlobalSecondaryIndex["OrderItem"]):
    class Meta:
        index_name = "by_unit"
        projection = AllProjection()

    unit = UnicodeAttribute(hash_key=True)
    unit_due = UnicodeAttribute(range_key=True)


class ByOrderCode(GlobalSecondaryIndex["OrderItem"]):
    class Meta:
        index_name = "by_order_code"
        projection = KeysOnlyProjection()

    order_code = UnicodeAttribute(hash_key=True)


class OpenByCommunity(GlobalSecondaryIndex["RequestItem"]):
    class Meta:
        index_name = "open_by_community"
        projection = AllProjection()

    open_community = UnicodeAttribute(hash_key=True)
    open_since = UnicodeAttribute(range_key=True)


class OpenByCompound(GlobalSecondaryIndex["RequestItem"]):
    class Meta:
        index_name = "open_by_compound"
        projection = AllProjection()

    open_compound = UnicodeAttribute(hash_key=True)
    open_since = UnicodeAttribute(range_key=True)


class ByDesk(GlobalSecondaryIndex["RequestItem"]):
    class Meta:
        index_name = "by_desk"
        projection = AllProjection()

    desk_community = UnicodeAttribute(hash_key=True)
    desk_due = UnicodeAttribute(range_key=True)


class ByDeadline(GlobalSecondaryIndex["RequestItem"]):
    class Meta:
        index_name = "by_deadline"
        projection = AllProjection()

    deadline_shard = UnicodeAttribute(hash_key=True)
    deadline = UnicodeAttribute(range_key=True)


class RequestItem(_Keys):
    """`REQUEST`: in the lists of its community and compound while it is open, in the desk's queue while something
    waits for it, in the sweep's while the clock may go on by itself, and once closed in that of what will be erased."""

    class Meta:
        table_name = TableName("requests")

    open_by_community = OpenByCommunity()
    open_by_compound = OpenByCompound()
    by_desk = ByDesk()
    by_deadline = ByDeadline()
    state = UnicodeAttribute()
    category = UnicodeAttribute()
    priority = UnicodeAttribute()
    community = UnicodeAttribute()
    compound = UnicodeAttribute(null=True)
    open_community = UnicodeAttribute(null=True)
    open_compound = UnicodeAttribute(null=True)
    open_since = UnicodeAttribute(null=True)  # with the request's id behind it, so that no two are the same
    channel = UnicodeAttribute(null=True)  # rows of before 0.2 lack it
    task = UnicodeAttribute(null=True)
    doubted = BooleanAttribute(null=True)
    news = BooleanAttribute(null=True)
    agenda = BooleanAttribute(null=True)
    joined = NumberAttribute(null=True)  # rows of before 0.2 lack it until something happens to them
    desk_community = UnicodeAttribute(null=True)  # while something waits for the desk
    desk_due = UnicodeAttribute(null=True)  # with the request's id behind it, so that no two are the same
    deadline_shard = UnicodeAttribute(null=True)
    deadline = UnicodeAttribute(null=True)


class OrderItem(_Keys):
    """`ORDER#<n>`: found by its code; by its unit and its deadline while it is alive."""

    class Meta:
        table_name = TableName("requests")

    by_unit = ByUnit()
    by_order_code = ByOrderCode()
    order_code = UnicodeAttribute()
    state = UnicodeAttribute()
    order_unit = UnicodeAttribute()
    community = UnicodeAttribute()
    compound = UnicodeAttribute(null=True)
    category = UnicodeAttribute()
    priority = UnicodeAttribute()
    accept_by = UnicodeAttribute()
    answer_by = UnicodeAttribute()
    rescheduled = BooleanAttribute()
    unit = UnicodeAttribute(null=True)
    unit_due = UnicodeAttribute(null=True)
    paused = BooleanAttribute(null=True)
    deadline_shard = UnicodeAttribute(null=True)
    deadline = UnicodeAttribute(null=True)  # when the clock looks at it, not what was promised


def row_item(row: Row) -> Item:
    """`row` as it is written."""
    return _request_item(row) if isinstance(row, RequestRow) else _order_item(row)


def order_with(code: str) -> tuple[str, int] | None:
    """The request and number of the order with `code`. Eventually consistent: a new order appears within a second."""
    for item in OrderItem.by_order_code.query(code, limit=1):
        return item.request_id, int(item.sort.removeprefix("ORDER#"))
    return None


def alive_orders_of(unit: str) -> Iterator[OrderRow]:
    """The orders that `unit` has to take or has at work, most urgent first."""
    for item in OrderItem.by_unit.query(unit):
        yield _order_row(item)


def _request_item(row: RequestRow) -> RequestItem:
    return RequestItem(
        row.request_id,
        "REQUEST",
        state=row.state,
        category=row.category,
        priority=row.priority,
        community=row.community,
        compound=row.compound,
        open_community=row.community if row.open else None,
        open_compound=row.compound if row.open else None,
        open_since=f"{written(row.received_at)}#{row.request_id}" if row.open else None,
        channel=row.channel,
        task=row.task.kind if row.task else None,
        doubted=True if row.doubted else None,
        news=True if row.news else None,
        agenda=True if row.agenda else None,
        joined=row.joined or None,
        desk_community=row.community if row.task else None,
        desk_due=f"{written(row.task.due)}#{row.request_id}" if row.task else None,
        deadline_shard=_shard(row),
        deadline=written(at) if (at := row.swept_at or row.closed_at) else None,
    )


def _shard(row: RequestRow) -> str | None:
    """Apart from the orders' own deadlines. What waits is never closed."""
    kind = "wait" if row.swept_at else "closed" if row.closed_at else None
    return kind and shard(kind, row.request_id, urgent=kind == "wait" and row.priority == Class.P0)


def shard(kind: str, request_id: str, *, urgent: bool = False) -> str:
    """Life and property stand apart, so that the sweep can look at them before all else."""
    return f"{'urgent-' if urgent else ''}{kind}{int(request_id) % DEADLINE_SHARDS}"


def _order_item(row: OrderRow) -> OrderItem:
    due = written(row.due) if row.due else None
    return OrderItem(
        row.request_id,
        f"ORDER#{row.number:02d}",
        order_code=row.code,
        state=row.state,
        order_unit=row.unit,
        community=row.community,
        compound=row.compound,
        category=row.category,
        priority=row.priority,
        accept_by=written(row.accept_by),
        answer_by=written(row.answer_by),
        rescheduled=row.rescheduled,
        unit=row.unit if due else None,
        unit_due=due,
        paused=True if row.paused else None,
        deadline_shard=shard("", row.request_id, urgent=row.priority == Class.P0) if row.next_at else None,
        deadline=written(row.next_at) if row.next_at else None,
    )


def _order_row(item: OrderItem) -> OrderRow:
    return OrderRow(
        request_id=item.request_id,
        number=int(item.sort.removeprefix("ORDER#")),
        code=item.order_code,
        state=OrderState(item.state),
        unit=item.order_unit,
        community=item.community,
        compound=item.compound,
        category=item.category,
        priority=item.priority,
        accept_by=read(item.accept_by),
        answer_by=read(item.answer_by),
        due=read(item.unit_due) if item.unit_due else None,
        rescheduled=item.rescheduled,
        paused=bool(item.paused),
        next_at=read(item.deadline) if item.deadline else None,
    )


@dataclass(frozen=True)
class StreamedFact:
    """What the relay passes on of a fact: where it stands, and by what it can be filtered."""

    request_id: str
    sequence: int
    name: str
    at: str
    community: str
    unit: str | None


def fact_in_stream(image: dict[str, Any]) -> StreamedFact:
    """The fact in a stream record's `NewImage`. Raises UnknownFact, KeyError, TypeError or ValueError."""
    item = {name: value["S"] for name, value in image.items()}
    from_stored(item["name"], item["at"], item["by"], Cause(item["cause"], item["content"]), item["body"])
    sequence = int(item["sort"].removeprefix("FACT#"))
    return StreamedFact(item["request_id"], sequence, item["name"], item["at"], item["community"], item.get("unit"))
