"""Which messages wait, until when, and what they are said together with."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from functions.shared.domain.alert import REMINDERS, Alert, AlertKind
from functions.shared.domain.county_time import local, local_day
from functions.shared.domain.directory import Calendar, Class
from functions.shared.domain.time_limits import day_begins, is_quiet, next_morning

GATHERED = timedelta(minutes=2)  # what one sweep says of several orders is one reminder
SOFT_CAP = 40  # texts to one number a day; beyond that they are gathered by the hour
_FIRST_HEARD = frozenset({AlertKind.WHISTLE, AlertKind.HANDED})  # whoever gets it has not heard of it before


class Together(StrEnum):
    """What a group of messages is: the name of its text."""

    MORNING = "morning"
    REMINDER = "reminder"
    BUSY = "busy"


@dataclass(frozen=True)
class Group:
    """Alerts to one person that are said in one message, at `at`."""

    together: Together
    day: str
    at: datetime

    def id(self, person: str) -> str:
        return f"{self.together}#{person}#{self.day}"


def person_of(group_id: str) -> str:
    return group_id.split("#")[1]


def hold(alert: Alert, now: datetime, calendar: Calendar, texts_today: int) -> Group | None:
    """The group that `alert` waits in; None: it goes out at once.

    Life and property wait for nothing; nor does the first that somebody hears of a P1, nor the answer to what a person
    has just done. All else waits for the morning, reminders for those of the same minute, and everything once a number
    has had `SOFT_CAP` texts in a day.
    """
    if alert.priority == Class.P0 or alert.kind is AlertKind.RECEIVED:
        return None
    if alert.kind in REMINDERS:
        at = day_begins(now + GATHERED, calendar)
        return Group(Together.REMINDER, local_day(at).isoformat(), at)
    if morning := until_morning(alert, now, calendar):
        return Group(Together.MORNING, local_day(morning).isoformat(), morning)
    if texts_today >= SOFT_CAP and not _goes_at_once(alert):
        return _at_the_hour(now, calendar)
    return None


def until_morning(alert: Alert, now: datetime, calendar: Calendar) -> datetime | None:
    """When the night is over that `alert` has to wait for; None: it needn't wait."""
    at_any_hour = alert.kind is AlertKind.RECEIVED or _goes_at_once(alert)
    return None if at_any_hour or not is_quiet(now, calendar) else next_morning(now, calendar)


def next_group(group: Group, now: datetime, calendar: Calendar) -> Group:
    """Where an alert waits whose group has gone out already: reminders until tomorrow, all else for the next hour."""
    if group.together is Together.REMINDER:
        morning = next_morning(max(now, group.at), calendar)
        return Group(group.together, local_day(morning).isoformat(), morning)
    return _at_the_hour(max(now, group.at), calendar)


def _goes_at_once(alert: Alert) -> bool:
    return alert.priority == Class.P0 or (alert.priority == Class.P1 and alert.kind in _FIRST_HEARD)


def _at_the_hour(after: datetime, calendar: Calendar) -> Group:
    hour = local(after).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    at = day_begins(hour.astimezone(UTC), calendar)
    return Group(Together.BUSY, f"{local(at):%Y-%m-%dT%H}", at)
