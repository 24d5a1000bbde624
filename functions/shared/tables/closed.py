"""What has closed and still has personal data, off the index of deadlines: each request leaves it when it is erased or
opened again."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from functions.shared.domain.rows import DEADLINE_SHARDS
from functions.shared.tables.request_items import RequestItem
from functions.shared.tables.times import written

_PAGE = 50  # of each shard at a time


def closed_before(at: datetime) -> Iterator[str]:
    """The requests that closed at `at` or before. Eventually consistent: look again."""
    return chain.from_iterable(_closed_in(f"closed{shard}", at) for shard in range(DEADLINE_SHARDS))


def _closed_in(shard: str, at: datetime) -> Iterator[str]:
    for item in RequestItem.by_deadline.query(shard, RequestItem.deadline <= written(at), page_size=_PAGE):
        yield item.request_id
