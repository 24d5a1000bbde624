"""The county's clock: one zone, no summer time since 1991, so a fixed offset is exact and needs no tz database."""

from datetime import UTC, date, datetime, time, timedelta, timezone

COUNTY_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")


def local(at: datetime) -> datetime:
    """`at` on the county's clock."""
    return at.astimezone(COUNTY_ZONE)


def local_day(at: datetime) -> date:
    """The day it is in the county at `at`."""
    return local(at).date()


def moment(day: date, hour: int) -> datetime:
    """`hour` o'clock in the county on `day`, in UTC."""
    return datetime.combine(day, time(hour), COUNTY_ZONE).astimezone(UTC)
