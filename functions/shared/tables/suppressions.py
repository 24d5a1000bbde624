"""Email addresses that have refused us or don't exist: nothing is sent there for a while, so that others still take us.

An address is kept as its hash alone; whoever has it can ask.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import read, written

KEPT = timedelta(days=90)  # then it is tried again


@dataclass(frozen=True)
class Suppression:
    """Why and since when nothing is sent to an address."""

    reason: str  # `bounced`, `complained`, or what a mail server said
    at: datetime


class SuppressionItem(Row):
    class Meta:
        table_name = TableName("suppressions")

    address = UnicodeAttribute(hash_key=True)  # SHA-256 of it, in small letters
    reason = UnicodeAttribute()
    at = UnicodeAttribute()
    expires_at = NumberAttribute()


def add(address: str, reason: str, at: datetime) -> None:
    """Safe to repeat: the latest reason stands."""
    expires = int((at + KEPT).timestamp())
    SuppressionItem(_hashed(address), reason=reason, at=written(at), expires_at=expires).save()


def holds(address: str, now: datetime) -> bool:
    """Whether nothing may be sent to `address`."""
    return find(address, now) is not None


def find(address: str, now: datetime) -> Suppression | None:
    try:
        item = SuppressionItem.get(_hashed(address))
    except SuppressionItem.DoesNotExist:
        return None
    return Suppression(item.reason, read(item.at)) if int(item.expires_at) > now.timestamp() else None


def lift(address: str) -> None:
    """It may be tried again."""
    SuppressionItem(_hashed(address)).delete()


def _hashed(address: str) -> str:
    return sha256(address.strip().casefold().encode()).hexdigest()
