"""How often something may be tried in a while. The window is in the key: an expired row is a late one, never wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import GetError, PynamoDBException, UpdateError

from functions.shared.domain.errors import Busy, Refused
from functions.shared.tables.connection import Row, TableName

_SLOWED = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "InternalServerError",
}


class LimitItem(Row):
    """`tries` of a limit in one window, or `used_by` of what may be used once."""

    class Meta:
        table_name = TableName("limits")

    window = UnicodeAttribute(hash_key=True)
    tries = NumberAttribute(null=True)
    used_by = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()  # seconds since 1970


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in each `seconds` by whoever or whatever `subject` names."""

    subject: str
    most: int
    seconds: int

    def window(self, now: datetime) -> str:
        return f"{self.subject}#{int(now.timestamp()) // self.seconds}"

    def minutes_left(self, now: datetime) -> int:
        """Until the next window begins; at least one."""
        return -(-(self.seconds - int(now.timestamp()) % self.seconds) // 60)


def network(address: str) -> str:
    """What is counted of a network address: IPv4 whole; of IPv6 the /64, which one household numbers as it likes."""
    if ":" not in address:
        return address[:45]  # an address has no more; whatever else a front door may hand on is kept short

    from ipaddress import IPv6Address, ip_network

    try:
        whole = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address[:45]
    if whole.ipv4_mapped:
        return str(whole.ipv4_mapped)
    return str(ip_network((int(whole), 64), strict=False))


def at_a_door(subject: str, address: str) -> tuple[Limit, Limit]:
    """How often a door may be tried in a quarter of an hour: the one behind it, and all by one network address."""
    return Limit(subject, 5, 15 * 60), Limit(f"address#{network(address)}", 20, 15 * 60)


def count(limit: Limit, now: datetime, tries: int = 1) -> int | None:
    """Take `tries` of `limit` in one conditional write. Answers how many are taken now; None where none was left, and
    then nothing is written. Raises Busy if the table couldn't say."""
    item = LimitItem(limit.window(now))
    try:
        item.update(
            [LimitItem.tries.add(tries), LimitItem.expires_at.set(int(now.timestamp()) + 2 * limit.seconds)],
            condition=LimitItem.tries.does_not_exist() | (LimitItem.tries < limit.most),
        )
    except UpdateError as error:
        if _not_as_wanted(error):
            return None
        raise _meaning_of(error) from error
    return int(item.tries)


def counted(limits: Iterable[Limit], now: datetime) -> dict[Limit, int]:
    """How many tries of each are taken in its window, in one read; a moment old at most. Raises Busy."""
    windows = {limit.window(now): limit for limit in limits}
    found = dict.fromkeys(windows.values(), 0)
    try:
        for item in LimitItem.batch_get(list(windows)):
            found[windows[item.window]] = int(item.tries)
    except GetError as error:
        raise _meaning_of(error) from error
    return found


def take_tries(limits: Iterable[Limit], now: datetime) -> None:
    """Take one try of each of `limits`. Raises Refused `too_many_tries` with the minutes to wait."""
    for limit in limits:
        if count(limit, now) is None:
            raise Refused("too_many_tries", minutes=-(-limit.seconds // 60))


def give_back(limits: Iterable[Limit], now: datetime, tries: int = 1) -> None:
    """What was taken doesn't count: the try was a right one, or came to nothing. Raises Busy."""
    for limit in limits:
        try:
            LimitItem(limit.window(now)).update([LimitItem.tries.add(-tries)], condition=LimitItem.tries.exists())
        except UpdateError as error:  # another window has begun since: nothing counts in it yet
            if not _not_as_wanted(error):
                raise _meaning_of(error) from error


def use_once(thing: str, by: str, until: datetime, now: datetime) -> bool:
    """Whether `thing` hasn't been used by anybody but `by`, who has used it from now on: one conditional write.

    `until`: when it ends of itself; the day of that is in the key. Raises Busy.
    """
    item = LimitItem(f"{thing}#{int(until.timestamp()) // 86400}")
    ends = max(until, now)
    try:
        item.update(
            [LimitItem.used_by.set(by), LimitItem.expires_at.set(int(ends.timestamp()) + 86400)],
            condition=LimitItem.used_by.does_not_exist() | (LimitItem.used_by == by),
        )
    except UpdateError as error:
        if _not_as_wanted(error):
            return False
        raise _meaning_of(error) from error
    return True


def _not_as_wanted(error: UpdateError) -> bool:
    return error.cause_response_code == "ConditionalCheckFailedException"


def _meaning_of(error: PynamoDBException) -> Exception:
    """Busy where no answer came or the table is slowed; anything else is a mistake of ours."""
    return Busy() if error.cause_response_code is None or error.cause_response_code in _SLOWED else error
