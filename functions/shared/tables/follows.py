"""Who follows what. An address stands here alone: facts, alerts, queues and logs know a follow by its id."""

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from functions.shared.domain.directory import ContactWay
from functions.shared.domain.follow import ASKED_FOR, Follow
from functions.shared.domain.keys import Keys
from functions.shared.domain.terms import Language
from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import read, written


class ByTarget(GlobalSecondaryIndex["FollowItem"]):
    class Meta:
        index_name = "by_target"
        projection = KeysOnlyProjection()

    target_key = UnicodeAttribute(hash_key=True)


class FollowItem(Row):
    class Meta:
        table_name = TableName("follows")

    subject = UnicodeAttribute(hash_key=True)
    follow_id = UnicodeAttribute(range_key=True)
    by_target = ByTarget()
    target_key = UnicodeAttribute()
    way = UnicodeAttribute()
    target = UnicodeAttribute()
    language = UnicodeAttribute()
    asked_at = UnicodeAttribute()
    confirmed_at = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)  # seconds since 1970


def target_key(key: bytes, target: str) -> str:
    """What an address or a number is found by, without being shown."""
    return hmac.digest(key, f"follow/{_folded(target)}".encode(), "sha256").hex()


def ask(keys: Keys, subject: str, way: ContactWay, target: str, language: Language, now: datetime) -> Follow:
    """Write down that `target` may want to follow `subject`, for as long as they have to say so. One that is confirmed
    stays as it is, whichever key it was written with."""
    for key in keys.named.values():
        there = find(subject, _id(key, subject, target), now)
        if there is not None and there.confirmed_at:
            return there
    item = FollowItem(
        subject,
        _id(keys.newest, subject, target),
        target_key=target_key(keys.newest, target),
        way=way,
        target=target,
        language=language,
        asked_at=written(now),
        expires_at=int((now + ASKED_FOR).timestamp()),
    )
    try:
        item.save(condition=FollowItem.confirmed_at.does_not_exist())
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
    return _follow(item)


def confirm(subject: str, follow_id: str, now: datetime) -> bool:
    """From now on they are told. Safe to repeat. False if nobody was asked, or it is too long ago."""
    saying: list[Action] = [FollowItem.confirmed_at.set(written(now)), FollowItem.expires_at.remove()]
    asked = FollowItem.confirmed_at.does_not_exist() & (FollowItem.expires_at > int(now.timestamp()))
    if _updated(subject, follow_id, saying, asked):
        return True
    there = find(subject, follow_id, now)
    return there is not None and there.confirmed_at is not None


def stop(subject: str, follow_id: str) -> None:
    """Nothing is kept of it. Safe to repeat."""
    FollowItem(subject, follow_id).delete()


def find(subject: str, follow_id: str, now: datetime) -> Follow | None:
    """As it is now. TTL is late: what has expired isn't there."""
    try:
        item = FollowItem.get(subject, follow_id, consistent_read=True)
    except FollowItem.DoesNotExist:
        return None
    return _follow(item) if _lives(item, now) else None


def followers(subject: str, now: datetime) -> Iterator[Follow]:
    """Whoever has confirmed."""
    for item in FollowItem.query(subject, consistent_read=True):
        if item.confirmed_at and _lives(item, now):
            yield _follow(item)


def end(subject: str, at: datetime | None) -> None:
    """Let every follow of `subject` end at `at`; None: not by itself. What waits to be confirmed has its own end."""
    for item in FollowItem.query(subject, consistent_read=True):
        ends: Action = (
            FollowItem.expires_at.set(int(at.timestamp())) if at is not None else FollowItem.expires_at.remove()
        )
        _updated(subject, item.follow_id, [ends], FollowItem.confirmed_at.exists())


def of(subject: str) -> list[str]:
    """The ids of all follows of `subject`, confirmed or not."""
    found = FollowItem.query(subject, consistent_read=True, attributes_to_get=["subject", "follow_id"])
    return [item.follow_id for item in found]


def by(keys: Iterable[bytes], target: str) -> list[tuple[str, str]]:
    """Subject and id of everything that `target` follows, whichever key it was written with."""
    return [
        (item.subject, item.follow_id) for key in keys for item in FollowItem.by_target.query(target_key(key, target))
    ]


def _id(key: bytes, subject: str, target: str) -> str:
    return hmac.digest(key, f"follow/{subject}/{_folded(target)}".encode(), "sha256").hex()[:24]


def _folded(target: str) -> str:
    return target.strip().casefold()


def _lives(item: FollowItem, now: datetime) -> bool:
    return item.expires_at is None or int(item.expires_at) > now.timestamp()


def _updated(subject: str, follow_id: str, actions: list[Action], condition: object) -> bool:
    try:
        FollowItem(subject, follow_id).update(actions, condition=condition)  # type: ignore[arg-type]
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def _follow(item: FollowItem) -> Follow:
    return Follow(
        subject=item.subject,
        id=item.follow_id,
        way=ContactWay(item.way),
        target=item.target,
        language=Language(item.language),
        asked_at=read(item.asked_at),
        confirmed_at=read(item.confirmed_at) if item.confirmed_at else None,
    )
