"""How often something may be tried in a while. The window is in the key: an expired row is a late one, never wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError

from functions.shared.domain.errors import Refused
from functions.shared.tables.connection import Row, TableName


class LimitItem(Row):
    class Meta:
        table_name = TableName("limits")

    window = UnicodeAttribute(hash_key=True)
    tries = NumberAttribute()
    expires_at = NumberAttribute()  # seconds since 1970


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in each `seconds` by whoever or whatever `subject` names."""

    subject: str
    most: int
    seconds: int

    def window(self, now: datetime) -> str:
        return f"{self.subject}#{int(now.timestamp()) // self.seconds}"


def at_a_door(subject: str, address: str) -> tuple[Limit, Limit]:
    """How often a door may be tried in a quarter of an hour: the one behind it, and all by one network address."""
    return Limit(subject, 5, 15 * 60), Limit(f"address#{address}", 20, 15 * 60)


def take_tries(limits: Iterable[Limit], now: datetime) -> None:
    """Take one try of each of `limits`. Raises Refused `too_many_tries` with the minutes to wait."""
    for limit in limits:
        try:
            LimitItem(limit.window(now)).update(
                [LimitItem.tries.add(1), LimitItem.expires_at.set(int(now.timestamp()) + 2 * limit.seconds)],
                condition=LimitItem.tries.does_not_exist() | (LimitItem.tries < limit.most),
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise Refused("too_many_tries", minutes=-(-limit.seconds // 60)) from error


def give_back(limits: Iterable[Limit], now: datetime) -> None:
    """The try was a right one: it doesn't count."""
    for limit in limits:
        try:
            LimitItem(limit.window(now)).update([LimitItem.tries.add(-1)], condition=LimitItem.tries.exists())
        except UpdateError as error:  # another window has begun since: nothing counts in it yet
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
