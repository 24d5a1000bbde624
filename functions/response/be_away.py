"""A contact of a unit isn't there for some days: whether that can be, and who is told meanwhile."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from functions.shared.domain.alert import AlertKind
from functions.shared.domain.county_time import moment
from functions.shared.domain.directory import Away, Calendar, Class, Contact, Unit, away_together
from functions.shared.domain.errors import Refused
from functions.shared.steps.rank_contacts import rank_contacts

LONGEST = timedelta(days=366)


def span(since: date, until: date, today: date) -> Away:
    """Raises Refused `away_backwards`, `away_over` or `away_too_long`."""
    if until < since:
        raise Refused("away_backwards", "until")
    if until < today:
        raise Refused("away_over", "until")
    if until - since >= LONGEST:
        raise Refused("away_too_long", "until", limit=LONGEST.days)
    return Away(since, until)


def permit(unit: Unit, contacts: Iterable[Contact]) -> None:
    """`contacts` as they would be. Raises Refused `duty_all_away` where a unit that answers at any hour would have
    nobody on duty."""
    together = away_together(contact for contact in contacts if contact.duty and contact.takes_texts)
    if unit.answers_at_any_hour and together is not None:
        raise Refused("duty_all_away", since=together.since, until=together.until)


def stand_ins(
    contacts: tuple[Contact, ...], me: str, day: date, calendar: Calendar
) -> Iterator[tuple[str, Contact | None]]:
    """Of what `me` would be told first: what it is (`usual`, `night`, `late`), and who is told instead while `me` is
    away on `day`. None: `me` all the same, as nobody else is there."""
    reached = tuple(contact for contact in contacts if contact.ways)
    mine = next(contact for contact in contacts if contact.id == me)
    cases = [("usual", AlertKind.WHISTLE, Class.P2)]
    cases += [("night", AlertKind.WHISTLE, Class.P0)] if mine.duty else []
    cases += [("late", AlertKind.LATE_ANSWER, Class.P2)] if mine.leader else []
    for what, kind, priority in cases:
        there, gone = (
            rank_contacts(
                (replace(it, away=away) if it.id == me else it for it in reached),
                kind,
                priority,
                moment(day, 12),
                calendar,
            )
            for away in (None, Away(day, day))
        )
        if there and there[0].id == me:
            yield what, None if gone[0].id == me else gone[0]
