"""Which digests there are, and the days that each is about. Pure: whoever asks says what day it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from functions.shared.domain.county_time import moment
from functions.shared.domain.directory import Calendar
from functions.shared.domain.months import month_before, month_of

WEEK = timedelta(days=7)
COUNTY = "county"  # whom the county's digests are of


class Letter(StrEnum):
    """A digest, by whom it is for and how often it comes."""

    UNIT = "unit"  # each working day
    LEADER = "leader"  # of a unit, each week
    COMMUNITY_WEEK = "community_week"
    COMMUNITY_MONTH = "community_month"
    COUNTY_WEEK = "county_week"
    COUNTY_MONTH = "county_month"
    COUNTY_YEAR = "county_year"


DAILY = (Letter.UNIT,)
WEEKLY = (Letter.LEADER, Letter.COMMUNITY_WEEK, Letter.COUNTY_WEEK)
MONTHLY = (Letter.COMMUNITY_MONTH, Letter.COUNTY_MONTH)
YEARLY = (Letter.COUNTY_YEAR,)
TO_UNITS = (Letter.UNIT, Letter.LEADER)
TO_COMMUNITIES = (Letter.COMMUNITY_WEEK, Letter.COMMUNITY_MONTH)
TO_THE_COUNTY = (Letter.COUNTY_WEEK, Letter.COUNTY_MONTH, Letter.COUNTY_YEAR)
WITH_FIGURES = (*MONTHLY, *YEARLY)  # the rates by due day go with whole months


@dataclass(frozen=True)
class Period:
    """The days from `since` on; `until` is the first that is no more of it. In the county."""

    since: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.since <= day < self.until

    @property
    def starts(self) -> datetime:
        """UTC."""
        return moment(self.since, 0)

    @property
    def ends(self) -> datetime:
        """UTC."""
        return moment(self.until, 0)

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def months(self) -> tuple[str, ...]:
        """The months that it has days of, oldest first."""
        found = [month_of(self.last)]
        while found[0] > month_of(self.since):
            found.insert(0, month_before(found[0]))
        return tuple(found)

    @property
    def before(self) -> "Period":
        """What it is compared with: the month before a month, the year before a year, else as many days."""
        if self.since.day == 1 and self.until.day == 1:
            months = len(self.months)
            first = date.fromisoformat(f"{self.months[0]}-01")
            for _ in range(months):
                first = (first - timedelta(days=1)).replace(day=1)
            return Period(first, self.since)
        return Period(self.since - (self.until - self.since), self.since)


def period_of(letter: Letter, day: date, calendar: Calendar) -> Period:
    """What `letter` is about when it is written on `day`, with nothing between two of them: after a week of holidays
    the next one tells of both weeks."""
    if letter in DAILY:
        return Period(day, day + timedelta(days=1))
    if letter in WEEKLY:
        monday = _monday(day)
        return Period(_monday(working_day_before(monday, calendar)), monday)
    first = day.replace(day=1)
    if letter in MONTHLY:
        return Period((first - timedelta(days=1)).replace(day=1), first)
    return Period(date(day.year - 1, 1, 1), date(day.year, 1, 1))


def due(day: date, calendar: Calendar) -> Iterator[Letter]:
    """The letters of `day`: all on the first working day of their week, month or year, and none on a day off."""
    if not calendar.works(day):
        return
    before = working_day_before(day, calendar)
    yield from DAILY
    if _monday(before) != _monday(day):
        yield from WEEKLY
    if month_of(before) != month_of(day):
        yield from MONTHLY
    if before.year != day.year:
        yield from YEARLY


def working_day_before(day: date, calendar: Calendar) -> date:
    day -= timedelta(days=1)
    while not calendar.works(day):
        day -= timedelta(days=1)
    return day


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
