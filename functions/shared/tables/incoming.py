"""Text messages that came in: each is done once; what no request takes is kept for the desk until it has been seen to.

A number and words stand here only while the desk has them to see to, 60 days at most.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from heapq import merge

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.shared.domain.facts import Cause
from functions.shared.domain.phone import Phone
from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import read, written

LEASE = timedelta(seconds=60)  # longer than the function may run
KEPT = timedelta(days=60)
MOST = 100  # of one desk, at a look
COUNTY = "county"  # the desk of what can't be told to be a community's


class ByDesk(GlobalSecondaryIndex["IncomingItem"]):
    class Meta:
        index_name = "by_desk"
        projection = AllProjection()

    desk = UnicodeAttribute(hash_key=True)
    at = UnicodeAttribute(range_key=True)


class IncomingItem(Row):
    """`desk`, `at`, `telephone` and `words` while the desk has it to see to."""

    class Meta:
        table_name = TableName("incoming")

    message = UnicodeAttribute(hash_key=True)  # a digest of the provider's id
    by_desk = ByDesk()
    cause = UnicodeAttribute()
    content = UnicodeAttribute()
    decided = UnicodeAttribute(null=True)
    lease_until = UnicodeAttribute()
    since = UnicodeAttribute(null=True)
    end = UnicodeAttribute(null=True)
    desk = UnicodeAttribute(null=True)
    at = UnicodeAttribute(null=True)  # with the message behind it, so that no two are the same
    telephone = UnicodeAttribute(null=True)
    words = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()  # seconds since 1970


class Held(Exception):
    """Another worker has this message and may be answering it now."""


@dataclass(frozen=True)
class Claimed:
    """A message to do now. `decided` is what was decided before, by a worker that has died since."""

    message: str
    cause: Cause
    decided: str | None
    since: datetime  # when it was first heard
    again: bool  # somebody has had it in hand before


@dataclass(frozen=True)
class Waiting:
    """A message that somebody at the desk has to read."""

    message: str
    at: datetime
    desk: str
    telephone: Phone
    words: str


def digest(message_id: str) -> str:
    """What a message is known by here."""
    return sha256(message_id.encode()).hexdigest()[:32]


def claim(message_id: str, cause: Cause, now: datetime) -> Claimed | None:
    """The message, to be done now, or None once it is. The first cause it came with stays its cause.

    Raises Held while another worker's lease lasts.
    """
    item = IncomingItem(digest(message_id))
    free = IncomingItem.message.does_not_exist() | (
        IncomingItem.end.does_not_exist() & (IncomingItem.lease_until <= written(now))
    )
    taking: list[Action] = [
        IncomingItem.cause.set(IncomingItem.cause | cause.id),
        IncomingItem.content.set(IncomingItem.content | cause.content),
        IncomingItem.lease_until.set(written(now + LEASE)),
        IncomingItem.since.set(IncomingItem.since | written(now)),
        IncomingItem.expires_at.set(int((now + KEPT).timestamp())),
    ]
    try:
        item.update(taking, condition=free)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        if IncomingItem.get(item.message, consistent_read=True).end is not None:
            return None
        raise Held from error
    since = read(item.since or written(now))
    return Claimed(item.message, Cause(item.cause, item.content), item.decided, since, since < now)


def note(claimed: Claimed, decided: str) -> None:
    """Write down what is decided, before it is done: whoever goes on does the same."""
    IncomingItem(claimed.message).update([IncomingItem.decided.set(decided)])


def keep(claimed: Claimed, desk: str, telephone: Phone, words: str, at: datetime) -> None:
    """Leave the message for `desk`, a community's id or `COUNTY`."""
    IncomingItem(claimed.message).update(
        [
            IncomingItem.desk.set(desk),
            IncomingItem.at.set(f"{written(at)}#{claimed.message}"),
            IncomingItem.telephone.set(telephone.e164),
            IncomingItem.words.set(words),
        ]
    )


def finish(claimed: Claimed, end: str) -> None:
    """It is done, and `end` says what was answered; from here on nothing comes of it again."""
    IncomingItem(claimed.message).update([IncomingItem.end.set(end)])


def waiting(desks: Iterable[str]) -> Iterator[Waiting]:
    """What these desks have to read, oldest first: so many of each at most."""
    found = (IncomingItem.by_desk.query(desk, limit=MOST) for desk in desks)
    return map(_waiting, merge(*found, key=lambda item: item.at or ""))


def one_waiting(message: str) -> Waiting | None:
    """One message that waits, or None."""
    try:
        item = IncomingItem.get(message, consistent_read=True)
    except IncomingItem.DoesNotExist:
        return None
    return _waiting(item) if item.desk else None


def see_to(message: str) -> None:
    """Somebody has: number and words are gone. Safe to repeat."""
    gone: list[Action] = [
        attribute.remove()
        for attribute in (IncomingItem.desk, IncomingItem.at, IncomingItem.telephone, IncomingItem.words)
    ]
    IncomingItem(message).update(gone, condition=IncomingItem.message.exists())


def _waiting(item: IncomingItem) -> Waiting:
    return Waiting(
        item.message,
        read((item.at or "").partition("#")[0]),
        item.desk or COUNTY,
        Phone(item.telephone or ""),
        item.words or "",
    )
