"""What the watchdog has seen, made into figures that alarms can be set on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import Calendar
from functions.shared.domain.directory_checks import years_missing


@dataclass(frozen=True)
class Look:
    """How late the clock's oldest task is, how long the oldest alert has waited, and years whose working days lack."""

    overdue: timedelta
    pending: timedelta
    calendar_missing: int


def look(now: datetime, calendar: Calendar, overdue_since: datetime | None, pending_since: datetime | None) -> Look:
    """Times in UTC; None: nothing is overdue, or pending."""
    missing = len(years_missing(calendar, local_day(now)))
    return Look(_since(overdue_since, now), _since(pending_since, now), missing)


def _since(at: datetime | None, now: datetime) -> timedelta:
    return max(now - at, timedelta()) if at else timedelta()
