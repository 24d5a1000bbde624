"""Whom at a unit a message goes to."""

from collections.abc import Iterable
from datetime import datetime

from functions.shared.domain.directory import Calendar, Class, Contact
from functions.shared.domain.time_limits import is_quiet


def choose_contact(
    contacts: Iterable[Contact], priority: Class, now: datetime, calendar: Calendar, *, duty: bool = False
) -> Contact | None:
    """The first of `contacts`; for P0 at any hour, for P1 at night and where `duty` is asked for, the duty contact."""
    night = is_quiet(now, calendar)
    on_duty = duty or priority is Class.P0 or (priority is Class.P1 and night)
    ranked = sorted(contacts, key=lambda contact: contact.duty is not on_duty)
    return ranked[0] if ranked else None
