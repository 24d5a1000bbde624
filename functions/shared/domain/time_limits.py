"""How soon an order must be taken, and the resident answered: graded limits of 2 hours, 24 hours, 7 and 15 days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from functions.shared.domain.county_time import local, local_day, moment
from functions.shared.domain.directory import Calendar, Class

DAY_STARTS = 8  # quiet hours end
DAY_ENDS = 18  # deadlines of whole days fall at this hour
NIGHT_STARTS = 21

_ACCEPT = {Class.P0: timedelta(minutes=5), Class.P1: timedelta(hours=1)}
_ANSWER = {Class.P0: timedelta(hours=2), Class.P1: timedelta(hours=24)}
_ANSWER_DAYS = {Class.P2: 7, Class.P3: 15}
OFFICE_OPENS, OFFICE_CLOSES = 8, 18  # working hours of a desk, all of a working day
DESK_LOOKS = timedelta(hours=2)  # working hours
RULE_WAITS = timedelta(minutes=2)  # what should go at once is looked after by the clock, too
RESIDENT_ANSWERS = timedelta(days=5)
REMINDED_AFTER, VERDICT_WITHIN = timedelta(days=3), timedelta(days=7)
ATTEMPT_ANSWERED = timedelta(days=2)  # for whoever finds a slip or a missed call
DISPUTED_WITHIN = timedelta(days=28)
MEETS_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Limits:
    """When an order must be taken and when answered, both UTC. "Answered" is done, a dated plan, or an explained no."""

    accept_by: datetime
    answer_by: datetime


def limits(priority: Class, start: datetime, calendar: Calendar, *, night_duty: bool) -> Limits:
    """The limits of an order of class `priority` whistled at `start` to a unit that has or lacks a night duty."""
    if not priority.urgent:
        return Limits(
            _end_of(_next_working_day(local_day(start), calendar), calendar), answer_by(priority, start, calendar)
        )
    begin = start if priority is Class.P0 or night_duty else _next_morning(start)
    return Limits(begin + _ACCEPT[priority], begin + _ANSWER[priority])


def answer_by(priority: Class, start: datetime, calendar: Calendar) -> datetime:
    """What a resident may be promised at `start`, before a unit is known."""
    if priority.urgent:
        return start + _ANSWER[priority]
    return _end_of(local_day(start) + timedelta(days=_ANSWER_DAYS[priority]), calendar)


def route_by(start: datetime, calendar: Calendar, *, at_once: bool) -> datetime:
    """When the rule blows the whistle by itself: two working hours of the desk, or two minutes."""
    return start + RULE_WAITS if at_once else working_time(start, DESK_LOOKS, calendar)


def working_time(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    """`start` and `span` of working hours (08:00 to 18:00 of working days), UTC."""
    day, left = local_day(start), span
    while True:
        if calendar.works(day):
            opens, closes = max(start, moment(day, OFFICE_OPENS)), moment(day, OFFICE_CLOSES)
            if opens + left <= closes:
                return opens + left
            left -= max(closes - opens, timedelta())
        day += timedelta(days=1)


def working_days(start: datetime, days: int, calendar: Calendar) -> datetime:
    """18:00 of the `days`-th working day after the day of `start`."""
    day = local_day(start)
    for _ in range(days):
        day = _next_working_day(day, calendar)
    return moment(day, DAY_ENDS)


def end_of_day(day: date, calendar: Calendar) -> datetime:
    """18:00 of `day`, or of the next working day where `day` is off."""
    return _end_of(day, calendar)


def _end_of(day: date, calendar: Calendar) -> datetime:
    while not calendar.works(day):
        day += timedelta(days=1)
    return moment(day, DAY_ENDS)


def _next_working_day(day: date, calendar: Calendar) -> date:
    day += timedelta(days=1)
    while not calendar.works(day):
        day += timedelta(days=1)
    return day


def _next_morning(start: datetime) -> datetime:
    clock = local(start)
    if DAY_STARTS <= clock.hour < NIGHT_STARTS:
        return start
    day = clock.date() + timedelta(days=1 if clock.hour >= NIGHT_STARTS else 0)
    return moment(day, DAY_STARTS)
