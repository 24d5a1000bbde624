"""Whom at a unit a message goes to: first, and if they can't be reached, then."""

from collections.abc import Iterable
from datetime import datetime

from functions.shared.domain.alert import TO_LEADERS, AlertKind
from functions.shared.domain.directory import Calendar, Class, Contact
from functions.shared.domain.time_limits import is_quiet

_ON_DUTY = frozenset({AlertKind.DUTY, AlertKind.UNTAKEN})


def rank_contacts(
    contacts: Iterable[Contact], kind: AlertKind, priority: Class, now: datetime, calendar: Calendar
) -> tuple[Contact, ...]:
    """All of `contacts`, whom to try first before the others. What was missed goes to the leader; P0 at any hour, P1 at
    night, and what nobody takes, to whoever is on duty; all else in the directory's order, the leader last."""
    on_duty = kind in _ON_DUTY or priority is Class.P0 or (priority is Class.P1 and is_quiet(now, calendar))
    to_leader = kind in TO_LEADERS
    return tuple(sorted(contacts, key=lambda it: (it.leader is not to_leader, it.duty is not on_duty)))
