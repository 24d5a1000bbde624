"""One row for each alert and track: claimed, sent, marked. What can't be sent twice is claimed once.

A row is pending until it has ended, and `next_at` says when the sweep looks at it: a worker that dies leaves a lease
that runs out. Several alerts to one person may be said in one message: they join a row of their own (a group).
"""

import random
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from heapq import merge
from itertools import chain, count, islice
from typing import Any
from zlib import crc32

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import DeleteError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.transactions import TransactWrite

from functions.shared.domain.directory import Class
from functions.shared.tables.connection import Row, TableName, connection
from functions.shared.tables.times import read, written

LEASE = timedelta(seconds=60)  # longer than the function may run
KEPT = timedelta(days=60)
SHARDS = 4
_URGENT, _USUAL = "urgent", "pending"
_ATTEMPTS = 8
_PAGE = 50
_LOOKED_AT = 100
_IN_HAND = ["alert_id", "begun_at"]
_ON_ITS_WAY, _ARRIVED = "sent", "delivered"  # what is kept of receipts


class End(StrEnum):
    SENT = "sent"
    COALESCED = "coalesced"  # said in another message
    SUPERSEDED = "superseded"  # what it was about has been settled meanwhile
    DROPPED = "dropped"  # a follower who can't be reached, or has stopped
    ESCALATED = "escalated"  # nobody could be reached: it is on the desk's list


class ByPending(GlobalSecondaryIndex["DeliveryItem"]):
    class Meta:
        index_name = "pending"
        projection = KeysOnlyProjection()

    pending = UnicodeAttribute(hash_key=True)
    next_at = UnicodeAttribute(range_key=True)


class ByUndelivered(GlobalSecondaryIndex["DeliveryItem"]):
    class Meta:
        index_name = "undelivered"
        projection = AllProjection()

    undelivered = UnicodeAttribute(hash_key=True)
    since = UnicodeAttribute(range_key=True)


class ByMessage(GlobalSecondaryIndex["DeliveryItem"]):
    class Meta:
        index_name = "by_message"
        projection = KeysOnlyProjection()

    message_id = UnicodeAttribute(hash_key=True)


class DeliveryItem(Row):
    class Meta:
        table_name = TableName("deliveries")

    by_pending = ByPending()
    by_undelivered = ByUndelivered()
    by_message = ByMessage()
    alert_id = UnicodeAttribute(hash_key=True)  # with its track; of a group, whose it is and when
    alert = JSONAttribute(null=True)  # ids only
    pending = UnicodeAttribute(null=True)  # its shard, while the sweep looks after it
    lane = UnicodeAttribute(null=True)  # the shard that it waits in: life and property before all else
    next_at = UnicodeAttribute(null=True)
    since = UnicodeAttribute()
    lease_until = UnicodeAttribute(null=True)
    begun_at = UnicodeAttribute(null=True)  # since when workers have had it in hand and not come to an end
    attempts = NumberAttribute(null=True)
    gone = UnicodeSetAttribute(null=True)  # persons and ways that have been tried in vain
    tries = NumberAttribute(null=True)  # of the one that is tried now
    members = UnicodeSetAttribute(null=True)  # of a group
    into = UnicodeAttribute(null=True)  # the group that says it
    end = UnicodeAttribute(null=True)
    person = UnicodeAttribute(null=True)
    way = UnicodeAttribute(null=True)
    sent_at = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)
    failed = UnicodeAttribute(null=True)  # the provider's id of the message that didn't arrive, before this one
    receipt = UnicodeAttribute(null=True)
    asked = NumberAttribute(null=True)  # how often the provider was asked what became of it
    undelivered = UnicodeAttribute(null=True)  # the community whose desk has to call instead
    trouble = UnicodeAttribute(null=True)  # bounced, complained: what the desk should see to
    expires_at = NumberAttribute()


def claim(delivery_id: str, now: datetime, alert: Mapping[str, object] | None = None) -> DeliveryItem | None:
    """The delivery to send now: a new one for `alert`, or one whose time has come. None if it is there already, has
    ended, waits, or another worker has it: then the sweep sees to it, and nobody has to come back.

    Only the sweep takes over: of two workers that hear the same at once, the one whose clock goes before must not think
    that the other is dead.

    A worker that dies between sending and marking leaves a lease that runs out: the next one may send the same text
    once more, never a different one.
    """
    claimed = DeliveryItem(delivery_id)
    due = DeliveryItem.end.does_not_exist() & (DeliveryItem.next_at <= written(now))
    free = due if alert is None else DeliveryItem.alert_id.does_not_exist()
    taking: list[Action] = [
        DeliveryItem.next_at.set(written(now + LEASE)),
        *_kept(now),
        DeliveryItem.lease_until.set(written(now + LEASE)),
        DeliveryItem.begun_at.set(DeliveryItem.begun_at | written(now)),
        DeliveryItem.attempts.add(1),
    ]
    if alert is None:
        taking.append(DeliveryItem.pending.set(_kept_lane(delivery_id)))
    else:
        lane = _lane(delivery_id, alert)
        taking += [DeliveryItem.alert.set(alert), DeliveryItem.lane.set(lane), DeliveryItem.pending.set(lane)]
    return claimed if _updated(claimed, taking, free) else None


def wait(delivery: DeliveryItem, until: datetime, *, gone: Iterable[str], tries: int) -> None:
    """Let the sweep go on with it at `until`."""
    waiting: list[Action] = [
        DeliveryItem.next_at.set(written(until)),
        DeliveryItem.lease_until.remove(),
        DeliveryItem.begun_at.remove(),
        DeliveryItem.tries.set(tries),
    ]
    if passed := set(gone):
        waiting.append(DeliveryItem.gone.set(passed))
    _updated(delivery, waiting, DeliveryItem.end.does_not_exist())


def finish(
    delivery: DeliveryItem,
    end: End,
    *,
    sent_at: datetime | None = None,
    message_id: str | None = None,
    person: str | None = None,
    way: str | None = None,
    ask_at: datetime | None = None,
    undelivered: str | None = None,
) -> None:
    """Mark how it ended; from here on it is never sent again. `ask_at`: when the provider is asked what became of it.
    `undelivered`: the community on whose list it is. Nothing is marked of what has ended otherwise, or was erased."""
    ended: list[Action] = [
        DeliveryItem.end.set(end),
        DeliveryItem.lease_until.remove(),
        DeliveryItem.begun_at.remove(),
    ]
    if ask_at is None:
        ended += [DeliveryItem.pending.remove(), DeliveryItem.next_at.remove()]
    else:
        ended += [
            DeliveryItem.pending.set(f"receipt{_shard(delivery.alert_id)}"),
            DeliveryItem.next_at.set(written(ask_at)),
        ]
    said = (
        (DeliveryItem.message_id, message_id),
        (DeliveryItem.sent_at, written(sent_at) if sent_at else None),
        (DeliveryItem.person, person),
        (DeliveryItem.way, way),
        (DeliveryItem.undelivered, undelivered),
    )
    ended += [attribute.set(value) for attribute, value in said if value]
    _updated(delivery, ended, DeliveryItem.alert_id.exists() & DeliveryItem.end.does_not_exist())


def join(delivery_id: str, alert: Mapping[str, object], group_id: str, at: datetime, now: datetime) -> bool:
    """Let `alert` be said in the message of the group `group_id`, which goes out at `at`: both or neither, once.

    False if that message has gone, or is going, out, or may have: what was said once is said again in the same words.
    True also where the alert has ended already, or is on its own way.
    """
    members: list[Action] = [
        DeliveryItem.members.add({delivery_id}),
        DeliveryItem.alert.set(DeliveryItem.alert | alert),
        DeliveryItem.next_at.set(DeliveryItem.next_at | written(at)),
        DeliveryItem.pending.set(_lane(group_id, alert)),
        DeliveryItem.lane.set(_lane(group_id, alert)),
        *_kept(now),
    ]
    joining: list[Action] = [
        DeliveryItem.end.set(End.COALESCED),
        DeliveryItem.into.set(group_id),
        DeliveryItem.alert.set(alert),
        DeliveryItem.lane.set(_lane(delivery_id, alert)),
        DeliveryItem.pending.remove(),
        DeliveryItem.next_at.remove(),
        *_kept(now),
    ]
    for attempt in count(1):
        try:
            with TransactWrite(connection=connection()) as both:
                both.update(DeliveryItem(delivery_id), joining, condition=_untouched())
                both.update(DeliveryItem(group_id), members, condition=_untouched())
        except TransactWriteError as error:
            why = [reason.code if reason is not None else "" for reason in error.cancellation_reasons]
            if "ConditionalCheckFailed" in why:
                return why[0] == "ConditionalCheckFailed"
            if "TransactionConflict" not in why or attempt == _ATTEMPTS:
                raise
            time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - jitter, not a secret
        else:
            break
    return True


def due(now: datetime) -> Iterator[str]:
    """The deliveries that the sweep goes on with: life and property, then the longest waiting first."""
    return (item.alert_id for item in chain(_due(_URGENT, now), _due(_USUAL, now)))


def unconfirmed(now: datetime) -> Iterator[str]:
    """What was sent, and nobody has said what became of it: the provider may be asked."""
    return (item.alert_id for item in _due("receipt", now))


def oldest_pending(now: datetime) -> datetime | None:
    """Since when a delivery should have gone on that hasn't: nobody has had it in hand, or each time it breaks. Of the
    latter only those are seen that are among the `_LOOKED_AT` whose turn is, or was, first."""
    turns = [[*islice(_due(lane, now + LEASE), _LOOKED_AT)] for lane in (_URGENT, _USUAL)]
    since = [str(item.next_at) for item in chain(*turns) if str(item.next_at) <= written(now)]
    looked_at = DeliveryItem.batch_get([item.alert_id for item in chain(*turns)], attributes_to_get=_IN_HAND)
    since += [item.begun_at for item in looked_at if item.begun_at]
    return read(min(since)) if since else None


def get(delivery_id: str) -> DeliveryItem | None:
    try:
        return DeliveryItem.get(delivery_id, consistent_read=True)
    except DeliveryItem.DoesNotExist:
        return None


def of_message(message_id: str) -> str | None:
    """The delivery that a provider's message id belongs to."""
    return next((item.alert_id for item in DeliveryItem.by_message.query(message_id, limit=1)), None)


def on_its_way(delivery_id: str, message_id: str) -> bool:
    """The network has it. False if as much is known already; how it ends is still asked for."""
    passed_on: list[Action] = [DeliveryItem.receipt.set(_ON_ITS_WAY)]
    unheard = DeliveryItem.receipt.does_not_exist()
    return _updated(DeliveryItem(delivery_id), passed_on, _sent_as(delivery_id, message_id) & unheard)


def arrived(delivery_id: str, message_id: str) -> bool:
    """It has been delivered, also where it was said before that it wasn't, and nobody has been reached since. False if
    as much is known already."""
    there: list[Action] = [
        DeliveryItem.receipt.set(_ARRIVED),
        DeliveryItem.message_id.set(message_id),
        DeliveryItem.end.set(End.SENT),
        *(
            each.remove()
            for each in (
                DeliveryItem.pending,
                DeliveryItem.next_at,
                DeliveryItem.lease_until,
                DeliveryItem.begun_at,
                DeliveryItem.undelivered,
            )
        ),
    ]
    open_again = DeliveryItem.end.does_not_exist() | (DeliveryItem.end == End.ESCALATED)
    after_all = (DeliveryItem.failed == message_id) & open_again
    first = _sent_as(delivery_id, message_id) & _may_yet_arrive()
    return _updated(DeliveryItem(delivery_id), there, first | after_all)


def reopen(delivery_id: str, message_id: str, now: datetime) -> bool:
    """What was sent hasn't arrived: the next way is tried, or the next person. One write, so that it is never known
    and left at that. False if it has arrived, or that is known already."""
    sent = get(delivery_id)
    if sent is None or not sent.person:
        return False
    again: list[Action] = [
        DeliveryItem.end.remove(),
        DeliveryItem.message_id.remove(),
        DeliveryItem.failed.set(message_id),
        DeliveryItem.receipt.remove(),
        DeliveryItem.asked.remove(),
        DeliveryItem.tries.set(0),
        DeliveryItem.gone.add({f"{sent.person}/{sent.way}"}),
        DeliveryItem.pending.set(_kept_lane(delivery_id)),
        DeliveryItem.next_at.set(written(now)),
    ]
    anew = DeliveryItem.failed.does_not_exist() | (DeliveryItem.failed != message_id)
    return _updated(DeliveryItem(delivery_id), again, _sent_as(delivery_id, message_id) & _may_yet_arrive() & anew)


def ask_later(delivery: DeliveryItem, at: datetime | None) -> None:
    """The provider doesn't know yet; `at` None: it isn't asked any more."""
    asking: list[Action] = [DeliveryItem.asked.add(1)]
    if at is None:
        asking += [DeliveryItem.pending.remove(), DeliveryItem.next_at.remove()]
    else:
        asking.append(DeliveryItem.next_at.set(written(at)))
    _updated(delivery, asking, _may_yet_arrive() & (DeliveryItem.end == End.SENT))


def escalate(delivery_id: str, community: str) -> None:
    """The message that should have said it too has reached nobody: it is on the community's list by itself."""
    listed: list[Action] = [DeliveryItem.end.set(End.ESCALATED), DeliveryItem.undelivered.set(community)]
    _updated(DeliveryItem(delivery_id), listed, DeliveryItem.end == End.COALESCED)


def undelivered(community: str, most: int = 50) -> list[DeliveryItem]:
    """What reached nobody and is on the community's list, the oldest first."""
    return list(DeliveryItem.by_undelivered.query(community, limit=most))


def trouble(delivery_id: str, community: str, what: str) -> None:
    """Put it on the community's list with `what` is wrong; once."""
    told: list[Action] = [DeliveryItem.trouble.set(what), DeliveryItem.undelivered.set(community)]
    _updated(DeliveryItem(delivery_id), told, DeliveryItem.trouble.does_not_exist())


def settle(delivery_id: str, community: str) -> bool:
    """Somebody has seen to it: it leaves the community's list."""
    gone: list[Action] = [DeliveryItem.undelivered.remove()]
    return _updated(DeliveryItem(delivery_id), gone, DeliveryItem.undelivered == community)


def among(delivery_ids: Iterable[str]) -> list[DeliveryItem]:
    """Those of these that there are, as they are now."""
    found = DeliveryItem.batch_get(list(delivery_ids), consistent_read=True)
    return sorted(found, key=lambda item: str(item.alert_id))


def erase(found: Iterable[DeliveryItem]) -> None:
    """Take these away for good, and out of the groups that say them. Safe to repeat."""
    for item in found:
        if item.into:
            _take_out(item.into, item.alert_id)
        item.delete()


def _take_out(group_id: str, member: str) -> None:
    """The group speaks of the others only; it goes with the last one."""
    while (there := among([group_id])) and member in (there[0].members or ()):
        group = there[0]
        others = among(set(group.members or ()) - {member})
        as_read = DeliveryItem.members == group.members
        if others:
            about: list[Action] = [DeliveryItem.members.delete({member}), DeliveryItem.alert.set(others[0].alert)]
            done = _updated(group, about, as_read)
        else:
            done = _deleted(group, as_read)
        if done:
            return


def _untouched() -> Any:
    """Neither ended, nor has anybody ever had it in hand: nothing of it can have been said."""
    return DeliveryItem.end.does_not_exist() & DeliveryItem.attempts.does_not_exist()


def _sent_as(delivery_id: str, message_id: str) -> Any:
    """One that went out without an answer stands under its own id, whatever the provider calls it."""
    ours = DeliveryItem.message_id.startswith(f"{delivery_id}/")
    return (DeliveryItem.end == End.SENT) & ((DeliveryItem.message_id == message_id) | ours)


def _may_yet_arrive() -> Any:
    return DeliveryItem.receipt.does_not_exist() | (DeliveryItem.receipt == _ON_ITS_WAY)


def _lane(delivery_id: str, alert: Mapping[str, object]) -> str:
    """Where it waits, whatever becomes of it: life and property are looked at before all else."""
    return f"{_URGENT if alert.get('priority') == Class.P0 else _USUAL}{_shard(delivery_id)}"


def _kept_lane(delivery_id: str) -> Any:
    """Where it waited before; older rows don't say."""
    return DeliveryItem.lane | f"{_USUAL}{_shard(delivery_id)}"


def _kept(now: datetime) -> list[Action]:
    return [
        DeliveryItem.since.set(DeliveryItem.since | written(now)),
        DeliveryItem.expires_at.set(int((now + KEPT).timestamp())),
    ]


def _shard(delivery_id: str) -> int:
    return crc32(delivery_id.encode()) % SHARDS


def _due(kind: str, now: datetime) -> Iterator[DeliveryItem]:
    shards = (
        DeliveryItem.by_pending.query(f"{kind}{shard}", DeliveryItem.next_at <= written(now), page_size=_PAGE)
        for shard in range(SHARDS)
    )
    return merge(*shards, key=lambda item: str(item.next_at))


def _updated(item: DeliveryItem, actions: list[Action], condition: Condition) -> bool:
    try:
        item.update(actions, condition=condition)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True


def _deleted(item: DeliveryItem, condition: Condition) -> bool:
    try:
        item.delete(condition=condition)
    except DeleteError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True
