"""Which requests the clock goes on with: what has waited long enough, orders whose time is nearly over, or is."""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge

from functions.shared.domain.rows import DEADLINE_SHARDS
from functions.shared.tables.request_items import RequestItem, shard
from functions.shared.tables.times import read, written

_PAGE = 50  # of each shard at a time
_KINDS = ("wait", "")  # of requests, of orders


def due(now: datetime) -> Iterator[str]:
    """The requests that the clock goes on with at `now`: life and property, then the longest overdue first; one may
    come twice. Costs what is due, not what there is. Eventually consistent: look again."""
    return (item.request_id for urgent in (True, False) for item in _due(now, _PAGE, urgent=urgent))


def oldest_overdue(now: datetime) -> datetime | None:
    """Since when the clock should have done something that it hasn't."""
    oldest = (next(_due(now, 1, urgent=urgent), None) for urgent in (True, False))
    since = [str(item.deadline) for item in oldest if item is not None]
    return read(min(since)) if since else None


def _due(now: datetime, page: int, *, urgent: bool) -> Iterator[RequestItem]:
    shards = (
        _due_in(shard(kind, str(place), urgent=urgent), now, page)
        for kind in _KINDS
        for place in range(DEADLINE_SHARDS)
    )
    return merge(*shards, key=lambda item: str(item.deadline))


def _due_in(name: str, now: datetime, page: int) -> Iterator[RequestItem]:
    over = RequestItem.deadline <= written(now)
    yield from RequestItem.by_deadline.query(name, over, page_size=page)
