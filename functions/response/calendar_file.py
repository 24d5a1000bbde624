"""Deadlines as an iCalendar file (RFC 5545, and RFC 7986 for how often it is asked for), by the library `icalendar`."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, TimezoneStandard, vDuration, vText
from icalendar import Event as Component

from functions.response.deadline_event import Event
from functions.shared.domain.county_time import COUNTY_ZONE

TYPE = "text/calendar; charset=utf-8"
OFTEN = timedelta(hours=1)
_ZONE = ZoneInfo("Asia/Shanghai")


def calendar_file(name: str, events: Iterable[Event], host: str) -> str:
    """The file's text. There is no METHOD, because nobody is invited, and no alarm, because texts remind."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Dandelion//Deadlines//ZH")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    for title in ("NAME", "X-WR-CALNAME"):  # the library escapes these only when told that they are text
        calendar.add(title, _text(name))
    calendar.add("X-WR-TIMEZONE", _ZONE.key)
    calendar.add("REFRESH-INTERVAL", vDuration(OFTEN), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(OFTEN))
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(_component(event, host))
    return str(calendar.to_ical().decode())


def _component(event: Event, host: str) -> Component:
    made = Component()
    made.add("UID", f"{event.uid}@{host}")
    made.add("DTSTAMP", event.changed)  # without a METHOD: when it was last changed (RFC 5545, 3.8.7.2)
    made.add("LAST-MODIFIED", event.changed)
    made.add("SEQUENCE", event.version)
    made.add("DTSTART", event.starts.astimezone(_ZONE))
    made.add("DTEND", event.ends.astimezone(_ZONE))
    made.add("SUMMARY", _text(event.what))
    made.add("DESCRIPTION", _text(event.more))
    made.add("URL", event.link)
    made.add("CLASS", "PRIVATE")
    made.add("TRANSP", "TRANSPARENT")  # nobody is busy because of a deadline
    return made


def _text(words: str) -> vText:
    """`words` without control characters but the line's end, which are nowhere allowed."""
    lines = words.replace("\r\n", "\n")
    return vText("".join(c for c in lines if c == "\n" or unicodedata.category(c) != "Cc"))


def _zone() -> Timezone:
    """No summer time since 1991: one offset for all that a deadline can be."""
    offset = COUNTY_ZONE.utcoffset(None)
    standard = TimezoneStandard()
    standard.add("DTSTART", datetime(1992, 1, 1))  # noqa: DTZ001  a zone's beginning is told on its own clock
    standard.add("TZOFFSETFROM", offset)
    standard.add("TZOFFSETTO", offset)
    standard.add("TZNAME", "CST")
    zone = Timezone()
    zone.add("TZID", _ZONE.key)
    zone.add_component(standard)
    return zone
