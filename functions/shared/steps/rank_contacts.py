"""Whom at a unit a message goes to: first, and if they can't be reached, then."""

from collections.abc import Iterable
from datetime import datetime

from functions.shared.domain.alert import TO_LEADERS, AlertKind
from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import Calendar, Class, Contact
from functions.shared.domain.time_limits import is_quiet

_ON_DUTY = frozenset({AlertKind.DUTY, AlertKind.UNTAKEN})


def rank_contacts(
    contacts: Iterable[Contact],
    kind: AlertKind,
    priority: Class,
    now: datetime,
    calendar: Calendar,
    holder: str | None = None,
) -> tuple[Contact, ...]:
    """All of `contacts`, whom to try first before the others.

    What was missed goes to the leader, and what nobody takes to whoever is on duty. All else about an order that was
    handed over goes to its `holder`; P0 at any hour, and P1 at night, to whoever is on duty; the rest in the
    directory's order, the leader last. Whoever is away that day comes after all who are there: where nobody is,
    nothing changes.
    """
    on_duty = kind in _ON_DUTY or priority is Class.P0 or (priority is Class.P1 and is_quiet(now, calendar))
    to_leader = kind in TO_LEADERS
    first = None if to_leader or kind in _ON_DUTY else holder
    day = local_day(now)
    return tuple(
        sorted(
            contacts,
            key=lambda it: (it.is_away(day), it.id != first, it.leader is not to_leader, it.duty is not on_duty),
        )
    )
