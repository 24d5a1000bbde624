"""How soon an order must be taken, and the resident answered: graded limits of 2 hours, 24 hours, 7 and 15 days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from functions.shared.domain.county_time import local, local_day, moment
from functions.shared.domain.directory import Calendar, Class, Span, TimeRules
from functions.shared.domain.ladder import Ladder
from functions.shared.domain.time_rules import RULES

DAY_ENDS = 18  # where it has to be known without a calendar: how a deadline is written
RULE_WAITS = timedelta(minutes=2)  # what should go at once is looked after by the clock, too
RESIDENT_ANSWERS = timedelta(days=5)
REMINDED_AFTER, VERDICT_WITHIN = timedelta(days=3), timedelta(days=7)
ATTEMPT_ANSWERED = timedelta(days=2)  # for whoever finds a slip or a missed call
DISPUTED_WITHIN = timedelta(days=28)
MEETS_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Limits:
    """When an order must be taken and when answered, both UTC. "Answered" is done, a dated plan, or an explained no.

    `begins`: when its time begins, where that is later than the whistle. `ladder`: who hears if it isn't kept.
    """

    accept_by: datetime
    answer_by: datetime
    begins: datetime | None = None
    ladder: Ladder | None = None


def limits(priority: Class, start: datetime, calendar: Calendar, *, night_duty: bool) -> Limits:
    """The limits of an order of class `priority` whistled at `start` to a unit that has or lacks a night duty."""
    rules = _rules(calendar).classes[priority]
    begins = start if priority is not Class.P1 or night_duty else day_begins(start, calendar)
    return Limits(
        _after(begins, rules.accept, calendar),
        _after(begins, rules.answer, calendar),
        begins if begins != start else None,
        rules.ladder,
    )


def answer_by(priority: Class, start: datetime, calendar: Calendar) -> datetime:
    """What a resident may be promised at `start`, before a unit is known."""
    return _after(start, _rules(calendar).classes[priority].answer, calendar)


def is_quiet(at: datetime, calendar: Calendar) -> bool:
    """Whether people sleep."""
    rules = _rules(calendar)
    return not rules.quiet_until <= local(at).hour < rules.quiet_from


def day_begins(at: datetime, calendar: Calendar) -> datetime:
    """`at`, or the end of the quiet hours that it falls into."""
    if not is_quiet(at, calendar):
        return at
    rules, clock = _rules(calendar), local(at)
    return moment(clock.date() + timedelta(days=1 if clock.hour >= rules.quiet_from else 0), rules.quiet_until)


def next_morning(at: datetime, calendar: Calendar) -> datetime:
    """When the quiet hours end next, after `at`."""
    morning = moment(local_day(at), _rules(calendar).quiet_until)
    return morning if morning > at else moment(local_day(at) + timedelta(days=1), _rules(calendar).quiet_until)


def route_by(start: datetime, calendar: Calendar, *, at_once: bool) -> datetime:
    """When the rule blows the whistle by itself: two working hours of the desk, or two minutes."""
    if at_once:
        return start + RULE_WAITS
    return working_time(start, timedelta(minutes=_rules(calendar).desk_looks), calendar)


def working_time(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    """`start` and `span` of working hours (08:00 to 18:00 of working days), UTC."""
    rules = _rules(calendar)
    day, left = local_day(start), span
    while True:
        if calendar.works(day):
            opens, closes = max(start, moment(day, rules.office_opens)), moment(day, rules.office_closes)
            if opens + left <= closes:
                return opens + left
            left -= max(closes - opens, timedelta())
        day += timedelta(days=1)


def working_days(start: datetime, days: int, calendar: Calendar) -> datetime:
    """18:00 of the `days`-th working day after the day of `start`."""
    return _after(start, Span(working_days=days), calendar)


def end_of_day(day: date, calendar: Calendar) -> datetime:
    """18:00 of `day`, or of the next working day where `day` is off."""
    while not calendar.works(day):
        day += timedelta(days=1)
    return moment(day, _rules(calendar).office_closes)


def _after(start: datetime, span: Span, calendar: Calendar) -> datetime:
    """`start` and `span`: to the minute, or to the end of a working day."""
    if span.minutes:
        return start + timedelta(minutes=span.minutes)
    day = local_day(start) + timedelta(days=span.days)
    for _ in range(span.working_days):
        day = _next_working_day(day, calendar)
    return end_of_day(day, calendar)


def _next_working_day(day: date, calendar: Calendar) -> date:
    day += timedelta(days=1)
    while not calendar.works(day):
        day += timedelta(days=1)
    return day


def _rules(calendar: Calendar) -> TimeRules:
    return calendar.rules or RULES
