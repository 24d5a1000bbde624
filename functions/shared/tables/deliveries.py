"""One row for each alert and channel: claimed, sent, marked. What can't be sent twice is claimed once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import written

LEASE = timedelta(seconds=60)  # longer than the function may run
KEPT = timedelta(days=60)


class End(StrEnum):
    SENT = "sent"
    SUPERSEDED = "superseded"  # what it was about has been settled meanwhile
    UNREACHABLE = "unreachable"  # nobody could be found to send it to


class DeliveryItem(Row):
    class Meta:
        table_name = TableName("deliveries")

    alert_id = UnicodeAttribute(hash_key=True)  # with its channel
    pending = UnicodeAttribute(null=True)
    since = UnicodeAttribute()
    lease_until = UnicodeAttribute()
    attempts = NumberAttribute()
    end = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()


class Held(Exception):
    """Another worker has claimed this delivery and may be sending it now."""


def claim(delivery_id: str, now: datetime) -> DeliveryItem | None:
    """The delivery to send now, or None once it has ended. Raises Held while another worker's lease lasts.

    A worker that dies between sending and marking leaves a lease that runs out: the next one may send the same text
    once more, never a different one.
    """
    claimed = DeliveryItem(delivery_id)
    free = DeliveryItem.alert_id.does_not_exist() | (
        DeliveryItem.end.does_not_exist() & (DeliveryItem.lease_until <= written(now))
    )
    taking: list[Action] = [
        DeliveryItem.pending.set("pending"),
        DeliveryItem.since.set(DeliveryItem.since | written(now)),
        DeliveryItem.lease_until.set(written(now + LEASE)),
        DeliveryItem.attempts.add(1),
        DeliveryItem.expires_at.set(int((now + KEPT).timestamp())),
    ]
    try:
        claimed.update(taking, condition=free)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        if DeliveryItem.get(delivery_id, consistent_read=True).end is not None:
            return None
        raise Held from error
    return claimed


def finish(delivery: DeliveryItem, end: End, message_id: str | None = None) -> None:
    """Mark how it ended; from here on it is never sent again."""
    ended: list[Action] = [DeliveryItem.end.set(end), DeliveryItem.pending.remove()]
    if message_id:
        ended.append(DeliveryItem.message_id.set(message_id))
    delivery.update(ended)


def among(delivery_ids: Iterable[str]) -> list[DeliveryItem]:
    """Those of these that there are."""
    return sorted(DeliveryItem.batch_get(list(delivery_ids)), key=lambda item: str(item.alert_id))


def erase(found: Iterable[DeliveryItem]) -> None:
    """Take these away for good. Safe to repeat."""
    for item in found:
        item.delete()
