"""Which address of a contact's calendar is the one that works: making a new one ends the one before at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import read, written


@dataclass(frozen=True)
class Calendar:
    """`press` is a digest of the form that made it, and part of its address. Times UTC, `made` to the second."""

    press: str
    made: datetime
    ends: datetime


class CalendarItem(Row):
    class Meta:
        table_name = TableName("calendars")

    unit = UnicodeAttribute(hash_key=True)
    contact = UnicodeAttribute(range_key=True)
    press = UnicodeAttribute()
    made = UnicodeAttribute()
    expires_at = NumberAttribute()  # seconds since 1970


def make(unit: str, contact: str, press: str, now: datetime, lives: timedelta) -> None:
    """From now on this one, and no other."""
    made = now.replace(microsecond=0)
    CalendarItem(unit, contact, press=press, made=written(made), expires_at=int((made + lives).timestamp())).save()


def find(unit: str, contact: str, now: datetime) -> Calendar | None:
    """The one that works now. Read consistently: whoever has made a new one has ended the old one."""
    try:
        item = CalendarItem.get(unit, contact, consistent_read=True)
    except CalendarItem.DoesNotExist:
        return None
    ends = datetime.fromtimestamp(int(item.expires_at), now.tzinfo)
    return Calendar(item.press, read(item.made), ends) if ends > now else None  # TTL is late
