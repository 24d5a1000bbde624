"""Which requests have waited long enough: the clock goes on with them by itself."""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge

from functions.shared.domain.rows import DEADLINE_SHARDS
from functions.shared.tables.request_items import RequestItem
from functions.shared.tables.times import written

_PAGE = 50  # of each shard at a time


def due(now: datetime) -> Iterator[str]:
    """The requests whose wait is over at `now`, the longest overdue first. Eventually consistent: look again."""
    shards = (_due_in(f"wait{shard}", now) for shard in range(DEADLINE_SHARDS))
    return (item.request_id for item in merge(*shards, key=lambda item: str(item.deadline)))


def _due_in(shard: str, now: datetime) -> Iterator[RequestItem]:
    over = RequestItem.deadline <= written(now)
    yield from RequestItem.by_deadline.query(shard, over, page_size=_PAGE)
