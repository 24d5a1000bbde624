"""Lists of what is open, off the sparse indexes: what is closed has left them, so they stay cheap as years go by."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import merge
from itertools import islice

from pynamodb.exceptions import QueryError

from functions.shared.domain.desk_task import DeskTask, Task
from functions.shared.domain.errors import Busy
from functions.shared.domain.rows import RequestRow
from functions.shared.domain.transitions import State
from functions.shared.tables.request_items import FactItem, RequestItem
from functions.shared.tables.requests import SLOWED
from functions.shared.tables.times import read, written

PAGE = 50
_NEVER = "1970-01-01T00:00:00Z"  # of a row that has left the lists: nobody asks
_READ_AT_ONCE = 60  # a page and the one behind it that says there are more


def waiting_for_the_desk(communities: Iterable[str], after: str = "") -> Iterator[tuple[str, RequestRow]]:
    """What waits in these communities, the oldest deadline first, each with the `after` that goes on behind it."""

    def of(community: str) -> Iterator[tuple[str, RequestRow]]:
        behind = RequestItem.desk_due > after if after else None
        for item in RequestItem.by_desk.query(community, behind, page_size=_READ_AT_ONCE):
            yield item.desk_due or "", row_of(item)

    return merge(*map(of, communities), key=lambda found: found[0])


def newest_open(communities: Iterable[str]) -> Iterator[RequestRow]:
    """All that is open in these communities, newest first."""

    def of(community: str) -> Iterator[RequestItem]:
        yield from RequestItem.open_by_community.query(community, scan_index_forward=False, page_size=_READ_AT_ONCE)

    return map(row_of, merge(*map(of, communities), key=lambda item: item.open_since or "", reverse=True))


def all_open(communities: Iterable[str], after: str = "") -> Iterator[tuple[str, RequestRow]]:
    """All that is open in these communities, oldest first."""

    def of(community: str) -> Iterator[tuple[str, RequestRow]]:
        behind = RequestItem.open_since > after if after else None
        for item in RequestItem.open_by_community.query(community, behind, page_size=_READ_AT_ONCE):
            yield item.open_since or "", row_of(item)

    return merge(*map(of, communities), key=lambda found: found[0])


def open_by_category(communities: Iterable[str]) -> Counter[str]:
    """How many are open in these communities, by category. Reads keys and categories alone."""
    found: Counter[str] = Counter()
    for community in communities:
        rows = RequestItem.open_by_community.query(community, attributes_to_get=["request_id", "sort", "category"])
        found.update(row.category for row in rows)
    return found


def open_since(community: str, since: datetime) -> Iterator[RequestRow]:
    """All that came to `community` from `since` on and is still open, oldest first."""
    condition = RequestItem.open_since >= written(since)
    return map(row_of, RequestItem.open_by_community.query(community, condition, page_size=PAGE))


def open_nearby(community: str, compound: str | None, most: int, *, oldest: bool = False) -> tuple[RequestRow, ...]:
    """The newest that are open in the compound, or in the community where none is named; or the oldest, these first.
    Raises Busy."""
    if compound:
        found = RequestItem.open_by_compound.query(compound, scan_index_forward=oldest, limit=most)
    else:
        found = RequestItem.open_by_community.query(community, scan_index_forward=oldest, limit=most)
    try:
        return tuple(map(row_of, islice(found, most)))
    except QueryError as error:
        if error.cause_response_code in SLOWED:
            raise Busy from error
        raise


def causes(request_ids: Iterable[str]) -> dict[str, str]:
    """What brought each of these requests about, for those that there are."""
    found = FactItem.batch_get([(code, "FACT#0001") for code in set(request_ids)], consistent_read=True)
    return {item.request_id: item.cause for item in found}


def communities(request_ids: Iterable[str]) -> dict[str, str]:
    """Whose each of these requests is now, for those that there are."""
    found = RequestItem.batch_get([(code, "REQUEST") for code in set(request_ids)], consistent_read=True)
    return {item.request_id: item.community for item in found}


def states(request_ids: Iterable[str]) -> dict[str, State]:
    """Where each of these requests is now, for those that there are."""
    found = RequestItem.batch_get([(code, "REQUEST") for code in set(request_ids)], consistent_read=True)
    return {item.request_id: State(item.state) for item in found}


def row_of(item: RequestItem) -> RequestRow:
    """The row that `item` is."""
    due = read(item.desk_due.partition("#")[0]) if item.desk_due else None
    return RequestRow(
        request_id=item.request_id,
        state=State(item.state),
        category=item.category,
        priority=item.priority,
        community=item.community,
        compound=item.compound,
        channel=item.channel or "",
        received_at=read((item.open_since or _NEVER).partition("#")[0]),
        open=item.open_community is not None,
        task=DeskTask(due, Task(item.task)) if due and item.task else None,
        swept_at=read(item.deadline) if item.deadline else None,
        doubted=bool(item.doubted),
        news=bool(item.news),
        agenda=bool(item.agenda),
        joined=int(item.joined or 0),
    )
