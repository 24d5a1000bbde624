"""Which digest went to whom for which period: once, whatever happens. And who wants none of a kind any more."""

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError

from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import written

LEASE = timedelta(seconds=60)
KEPT = timedelta(days=400)


class DigestItem(Row):
    class Meta:
        table_name = TableName("digests")

    audience = UnicodeAttribute(hash_key=True)
    period = UnicodeAttribute(range_key=True)
    lease_until = UnicodeAttribute()
    sent_at = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()


class StopItem(Row):
    """Beside them in the same table: a reader who has stopped a letter. Kept until they want it again."""

    class Meta:
        table_name = TableName("digests")

    audience = UnicodeAttribute(hash_key=True)  # stop#staff:longwangmiao_lead
    period = UnicodeAttribute(range_key=True)  # the letter's kind
    at = UnicodeAttribute()


class Held(Exception):
    """Another worker is sending this digest now."""


def claim(audience: str, period: str, now: datetime) -> DigestItem | None:
    """The digest to send now, or None once it has been sent. Raises Held while another worker's lease lasts."""
    claimed = DigestItem(audience, period, lease_until=written(now + LEASE), expires_at=int((now + KEPT).timestamp()))
    free = DigestItem.audience.does_not_exist() | (
        DigestItem.sent_at.does_not_exist() & (DigestItem.lease_until <= written(now))
    )
    try:
        claimed.save(condition=free)
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        if DigestItem.get(audience, period, consistent_read=True).sent_at is not None:
            return None
        raise Held from error
    return claimed


def sent(digest: DigestItem, now: datetime) -> None:
    """Mark it sent."""
    digest.sent_at = written(now)
    digest.save()


def give_back(digest: DigestItem, now: datetime) -> None:
    """It could not be sent and has surely not gone out: whoever hears it next need not wait for the lease."""
    digest.lease_until = written(now)
    digest.save()


def stop(reader: str, letter: str, now: datetime) -> None:
    """`reader` gets no `letter` any more. Safe to repeat."""
    StopItem(_stopped(reader), letter, at=written(now)).save()


def start_again(reader: str, letter: str) -> None:
    """Safe to repeat."""
    StopItem(_stopped(reader), letter).delete()


def has_stopped(reader: str, letter: str) -> bool:
    try:
        StopItem.get(_stopped(reader), letter, consistent_read=True)
    except StopItem.DoesNotExist:
        return False
    return True


def _stopped(reader: str) -> str:
    return f"stop#{reader}"
