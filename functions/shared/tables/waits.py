"""Which requests the clock goes on with: what has waited long enough, orders whose time is nearly over, or is."""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge

from functions.shared.domain.rows import DEADLINE_SHARDS
from functions.shared.tables.request_items import RequestItem
from functions.shared.tables.times import read, written

_PAGE = 50  # of each shard at a time
_KINDS = ("wait", "")  # of requests, of orders


def due(now: datetime) -> Iterator[str]:
    """The requests that the clock goes on with at `now`, the longest overdue first; one may come twice. Costs what is
    due, not what there is. Eventually consistent: look again."""
    return (item.request_id for item in _due(now, _PAGE))


def oldest_overdue(now: datetime) -> datetime | None:
    """Since when the clock should have done something that it hasn't."""
    oldest = next(_due(now, 1), None)
    return None if oldest is None or oldest.deadline is None else read(oldest.deadline)


def _due(now: datetime, page: int) -> Iterator[RequestItem]:
    shards = (_due_in(f"{kind}{shard}", now, page) for kind in _KINDS for shard in range(DEADLINE_SHARDS))
    return merge(*shards, key=lambda item: str(item.deadline))


def _due_in(shard: str, now: datetime, page: int) -> Iterator[RequestItem]:
    over = RequestItem.deadline <= written(now)
    yield from RequestItem.by_deadline.query(shard, over, page_size=page)
