"""The calendar's address: a signed secret that opens nothing but the calendar, for one contact of a unit."""

from functions.response import unit_door
from functions.response.unit_door import Officer
from functions.shared.edge import tokens
from functions.shared.edge.clock import now
from functions.shared.gateways.keys import keys
from functions.shared.tables import calendars
from functions.shared.tables.calendars import Calendar

SUFFIX = ".ics"


def path(officer: Officer, calendar: Calendar) -> str:
    """Where `calendar` is read. After a rotation of the keys it looks different, and both work until the next one."""
    about = f"{officer.subject} {calendar.press}"
    return f"/u/calendar/{tokens.pass_for(keys(), 'calendar', about, calendar.made, tokens.CALENDAR_LIVES)}{SUFFIX}"


def of(officer: Officer) -> Calendar | None:
    """The calendar that this contact has now."""
    return calendars.find(officer.unit.id, officer.contact.id, now())


def behind(name: str) -> tuple[Officer, Calendar] | None:
    """Whose calendar stands at this address; None for one that was made up, has ended or was made anew since.

    The table is asked nothing before the signature is right.
    """
    about = tokens.subject_of(keys(), "calendar", name.removesuffix(SUFFIX), now()) or ""
    subject, _, press = about.rpartition(" ")
    officer = unit_door.named(subject) if subject and name.endswith(SUFFIX) else None
    calendar = of(officer) if officer else None
    return (officer, calendar) if officer and calendar and calendar.press == press else None
