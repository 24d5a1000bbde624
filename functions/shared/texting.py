"""How many texts may go out: to one number a day, in all a day, and for how much money a month.

What the rooms that send texts have in common. Life and property are counted, and never held back by it. A number is
counted by its keyed hash.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from functions.shared.domain.county_time import local
from functions.shared.domain.errors import Busy
from functions.shared.domain.phone import Phone
from functions.shared.edge.config import setting
from functions.shared.edge.telemetry import told
from functions.shared.gateways import providers
from functions.shared.gateways.channel import Never, Retry, SlowDown, Text
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
    """How many texts `number` has had today; 0 where the table can't say in time."""
    had = _of_number(number, now)
    try:
        return limits.counted([had], now)[had]
    except Busy:
        return 0


def may_text(number: Phone, now: datetime, *, urgent: bool) -> None:
    """Count one more text. Raises Spent `money`, `day` or `number` if there may be none, and Busy where the table can't
    say; nothing holds back what is `urgent`."""
    taken: list[str] = []
    for name, limit, amount in _budgets(number, now):
        had = _count(limit, now, amount, urgent=urgent)
        if name == "money":
            _tell(had, limit.most)
        if had is None and not urgent:
            _give_back(number, now, taken)
            raise Spent(name)
        taken.append(name)


def send(number: Phone, text: Text, out_id: str, now: datetime) -> str:
    """Count `text` and send it; answers with the provider's message id. What has surely not gone out isn't counted.

    Raises Spent or Busy as `may_text`, and Never, Retry or SlowDown as the provider does.
    """
    may_text(number, now, urgent=False)
    try:
        return providers.sms().send(number, text, out_id)
    except (Never, Retry, SlowDown) as fault:
        if not (isinstance(fault, Retry) and fault.maybe_sent):
            not_sent(number, now)
        raise


def not_sent(number: Phone, now: datetime) -> None:
    """The text that was counted has not gone out."""
    _give_back(number, now, ("money", "day", "number"))


def _budgets(number: Phone, now: datetime) -> tuple[tuple[str, Limit, int], ...]:
    month = _Dated(f"sms_money#{local(now):%Y-%m}", int(setting("SMS_MONTH_FEN")), _MONTH)
    day = _Dated(f"texts#{local(now):%Y-%m-%d}", int(setting("SMS_DAY_MOST")), _DAY)
    return ("money", month, int(setting("SMS_PRICE_FEN"))), ("day", day, 1), ("number", _of_number(number, now), 1)


def _tell(spent: int | None, most: int) -> None:
    percent = 100 if spent is None else 100 * spent // max(most, 1)
    told("sms_money", spent_fen=spent, limit_fen=most, percent=percent)
    if spent is None:
        told("sms_money_stopped", limit_fen=most)


def _give_back(number: Phone, now: datetime, names: Iterable[str]) -> None:
    for name, limit, amount in _budgets(number, now):
        if name in names:
            try:
                limits.give_back([limit], now, amount)
            except Busy:
                told("not_given_back", budget=name)


def _of_number(number: Phone, now: datetime) -> Limit:
    return _Dated(f"texts#{telephone_key(keys().newest, number)[:16]}#{local(now):%Y-%m-%d}", DAY_MOST, _DAY)


def _count(limit: Limit, now: datetime, amount: int, *, urgent: bool) -> int | None:
    """How much is taken now; None: there was none left."""
    if not urgent:
        return limits.count(limit, now, amount) if limit.most > 0 else None
    try:
        return limits.count(replace(limit, most=_NO_END), now, amount)
    except Busy:  # uncounted, and sent
        return 0
