"""A unit's orders as an officer reads them: what is late first, then what is near, and last what waits for others."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from functions.shared.domain.county_time import local_day
from functions.shared.domain.rows import OrderRow

_DAYS_AHEAD = 7


class Group(StrEnum):
    """In the order of the list."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    WAITING = "waiting"  # the clock stands


def sort_orders(orders: Iterable[OrderRow], now: datetime) -> dict[Group, tuple[OrderRow, ...]]:
    """Every group, the nearest deadline first in each. Days are the county's."""
    found: dict[Group, list[OrderRow]] = {group: [] for group in Group}
    for order in sorted(orders, key=lambda it: (due(it), it.code)):
        found[_group(order, now)].append(order)
    return {group: tuple(rows) for group, rows in found.items()}


def due(order: OrderRow) -> datetime:
    """The deadline of what the order waits for."""
    return order.due or order.answer_by


def _group(order: OrderRow, now: datetime) -> Group:
    if order.paused:
        return Group.WAITING
    if due(order) < now:
        return Group.OVERDUE
    ahead = (local_day(due(order)) - local_day(now)).days
    return Group.TODAY if ahead == 0 else Group.WEEK if ahead < _DAYS_AHEAD else Group.LATER
