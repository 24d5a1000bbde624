"""How many texts may go out: to one number a day, in all a day, and for how much money a month.

What the rooms that send texts have in common. Life and property are counted, and never held back by it. A number is
counted by its keyed hash.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from functions.shared.domain.county_time import local
from functions.shared.domain.phone import Phone
from functions.shared.edge.config import setting
from functions.shared.edge.telemetry import told
from functions.shared.gateways.keys import keys
from functions.shared.tables import limits
from functions.shared.tables.limits import Limit
from functions.shared.tables.private import telephone_key

DAY_MOST = 50  # providers take about so many notices to one number a day
_DAY, _MONTH = 24 * 60 * 60, 31 * 24 * 60 * 60  # seconds
_NO_END = 10**9


class Spent(Exception):
    """A budget of ours is spent; which one."""


@dataclass(frozen=True)
class _Dated(Limit):
    """Of a day or a month of the county, which its subject names."""

    def window(self, now: datetime) -> str:
        return self.subject


def texts_today(number: Phone, now: datetime) -> int:
    """How many texts `number` has had today."""
    had = _of_number(number, now)
    return limits.counted([had], now)[had]


def may_text(number: Phone, now: datetime, *, urgent: bool) -> None:
    """Count one more text. Raises Spent `number`, `day` or `money` if there may be none, unless it is `urgent`."""
    day = _Dated(f"texts#{local(now):%Y-%m-%d}", int(setting("SMS_DAY_MOST")), _DAY)
    for name, limit in (("number", _of_number(number, now)), ("day", day)):
        if _count(limit, now, 1, urgent=urgent) is None:
            raise Spent(name)
    month = _Dated(f"sms_money#{local(now):%Y-%m}", int(setting("SMS_MONTH_FEN")), _MONTH)
    spent = _count(month, now, int(setting("SMS_PRICE_FEN")), urgent=urgent)
    percent = 100 if spent is None else 100 * spent // max(month.most, 1)
    told("sms_money", spent_fen=spent, limit_fen=month.most, percent=percent)
    if spent is None:
        told("sms_money_stopped", limit_fen=month.most)
        raise Spent("money")


def _of_number(number: Phone, now: datetime) -> Limit:
    return _Dated(f"texts#{telephone_key(keys().newest, number)[:16]}#{local(now):%Y-%m-%d}", DAY_MOST, _DAY)


def _count(limit: Limit, now: datetime, amount: int, *, urgent: bool) -> int | None:
    if urgent:
        return limits.count(replace(limit, most=_NO_END), now, amount)
    return limits.count(limit, now, amount) if limit.most > 0 else None
