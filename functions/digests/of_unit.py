"""What a unit should know this morning, sorted by how much it presses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from functions.shared.domain.county_time import local_day
from functions.shared.domain.request import OrderState
from functions.shared.domain.rows import OrderRow

GROUPS = ("overdue", "today", "rescheduled", "open", "waiting")


@dataclass(frozen=True)
class UnitDigest:
    """The unit's living orders on `day`, each in one group: the first that it fits."""

    day: date
    overdue: tuple[OrderRow, ...]
    today: tuple[OrderRow, ...]
    rescheduled: tuple[OrderRow, ...]
    open: tuple[OrderRow, ...]
    waiting: tuple[OrderRow, ...]  # the clock stands: for the resident's answer, a meeting, a day to look again

    @property
    def pressing(self) -> tuple[OrderRow, ...]:
        """What is late, and what is due today: worth a text message."""
        return (*self.overdue, *self.today)

    @property
    def empty(self) -> bool:
        """Nothing that the unit could do now."""
        return not (self.overdue or self.today or self.rescheduled or self.open)


def sort(orders: Iterable[OrderRow], day: date, now: datetime) -> UnitDigest:
    """`orders` as they come, most urgent first."""
    groups: dict[str, list[OrderRow]] = {name: [] for name in GROUPS}
    for order in orders:
        groups[_group(order, day, now)].append(order)
    return UnitDigest(day, **{name: tuple(found) for name, found in groups.items()})


def _group(order: OrderRow, day: date, now: datetime) -> str:
    due = order.due or order.answer_by
    if order.paused:
        return "waiting"
    if due < now:
        return "overdue"
    if local_day(due) == day:
        return "today"
    if order.rescheduled and order.state is OrderState.ACCEPTED:
        return "rescheduled"
    return "open"
