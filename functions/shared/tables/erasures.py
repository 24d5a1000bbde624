"""The list of erasures. A row is written before anything goes, marked once all is gone, and never taken away: after a
restore whatever came back is erased again from this list."""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from functions.shared.domain.erasure import Counts, Erasure, Why
from functions.shared.domain.facts import Actor
from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import read, written


class Unfinished(GlobalSecondaryIndex["ErasureItem"]):
    class Meta:
        index_name = "unfinished"
        projection = KeysOnlyProjection()

    unfinished = UnicodeAttribute(hash_key=True)
    begun = UnicodeAttribute(range_key=True)


class ErasureItem(Row):
    class Meta:
        table_name = TableName("erasures")

    request_id = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)  # the request's version, four digits
    unfinished_ones = Unfinished()
    begun = UnicodeAttribute()
    by = UnicodeAttribute()
    why = UnicodeAttribute()
    community = UnicodeAttribute()
    person = NumberAttribute()
    words = NumberAttribute()
    public_words = NumberAttribute()
    deliveries = NumberAttribute()
    photos = NumberAttribute(null=True)  # rows of before there were any lack it
    follows = NumberAttribute(null=True)  # the same
    unfinished = UnicodeAttribute(null=True)  # until it is done
    done_at = UnicodeAttribute(null=True)


def begin(erasure: Erasure) -> Erasure:
    """Write it down, or find it as it was begun before."""
    counts = erasure.counts
    item = ErasureItem(
        erasure.request_id,
        _entry(erasure.version),
        begun=written(erasure.at),
        by=erasure.by,
        why=erasure.why.value,
        community=erasure.community,
        person=counts.person,
        words=counts.words,
        public_words=counts.public_words,
        deliveries=counts.deliveries,
        photos=counts.photos,
        follows=counts.follows,
        unfinished="unfinished",
    )
    try:
        item.save(condition=ErasureItem.entry.does_not_exist())
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return one(erasure.request_id, erasure.version) or erasure
    return erasure


def finish(erasure: Erasure, now: datetime) -> None:
    """All of it is gone, and the request knows."""
    ErasureItem(erasure.request_id, _entry(erasure.version)).update(
        [ErasureItem.done_at.set(ErasureItem.done_at | written(now)), ErasureItem.unfinished.remove()],
        condition=ErasureItem.entry.exists(),
    )


def one(request_id: str, version: int) -> Erasure | None:
    try:
        return erasure_of(ErasureItem.get(request_id, _entry(version), consistent_read=True))
    except ErasureItem.DoesNotExist:
        return None


def of_request(request_id: str) -> list[Erasure]:
    """All erasures of a request, oldest first."""
    return [erasure_of(item) for item in ErasureItem.query(request_id, consistent_read=True)]


def unfinished() -> Iterator[str]:
    """The requests whose erasure was interrupted, the oldest first."""
    for item in ErasureItem.unfinished_ones.query("unfinished"):
        yield item.request_id


def erasure_of(item: ErasureItem) -> Erasure:
    counts = Counts(
        int(item.person),
        int(item.words),
        int(item.public_words),
        int(item.deliveries),
        int(item.photos or 0),
        int(item.follows or 0),
    )
    return Erasure(
        item.request_id,
        int(item.entry),
        item.community,
        read(item.begun),
        Actor(item.by),
        Why(item.why),
        counts,
        read(item.done_at) if item.done_at else None,
    )


def _entry(version: int) -> str:
    return f"{version:04d}"
