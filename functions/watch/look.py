"""What the watchdog has seen, made into figures that alarms can be set on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import Calendar

NOTICE_IS_OUT = 11  # the month in which the State Council's office has published next year's days off


@dataclass(frozen=True)
class Look:
    """How late the clock's oldest task is, how long the oldest alert has waited, and years whose working days lack."""

    overdue: timedelta
    pending: timedelta
    calendar_missing: int


def look(now: datetime, calendar: Calendar, overdue_since: datetime | None, pending_since: datetime | None) -> Look:
    """Times in UTC; None: nothing is overdue, or pending."""
    return Look(_since(overdue_since, now), _since(pending_since, now), _missing(calendar, now))


def _since(at: datetime | None, now: datetime) -> timedelta:
    return max(now - at, timedelta()) if at else timedelta()


def _missing(calendar: Calendar, now: datetime) -> int:
    today = local_day(now)
    wanted = {today.year} | ({today.year + 1} if today.month >= NOTICE_IS_OUT else set())
    return sum(not calendar.knows(year) for year in wanted)
