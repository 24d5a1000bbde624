"""How often somebody may be asked whether they want to follow something: nobody is written to who doesn't want it."""

from datetime import datetime

from functions.shared.domain.errors import Busy
from functions.shared.gateways.keys import keys
from functions.shared.tables.follows import target_key
from functions.shared.tables.limits import Limit, count, network, take_tries

HOUR, DAY = 60 * 60, 24 * 60 * 60  # seconds


def at_the_form(address: str, now: datetime) -> None:
    """Whoever tries one address after another is told to wait: Refused `too_many_tries`."""
    take_tries([Limit(f"follow#address#{network(address)}", 20, HOUR)], now)


def may_ask(subject: str, target: str, now: datetime) -> bool:
    """Whether one more question may go to `target` today, and one more about `subject`. Where none may, the page says
    nothing else than it always does."""
    to_them = Limit(f"follow#target#{target_key(keys().newest, target)}", 3, DAY)
    about_it = Limit(f"follow#subject#{subject}", 200, DAY)
    try:
        return all(count(limit, now) is not None for limit in (to_them, about_it))
    except Busy:
        return False
