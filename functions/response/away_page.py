"""The page on which a contact says when they aren't there, and sees who is told meanwhile."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from functions.response import be_away
from functions.response.unit_door import Officer
from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import Away
from functions.shared.edge.forms import Form
from functions.shared.tables import absences, directory


def read(typed: Mapping[str, str], today: date) -> Away:
    """What was typed. Raises Wrong."""
    form = Form(typed)
    since, until = form.day("since"), form.day("until")
    found = (
        Away(since, until) if form.errors else form.read(lambda: be_away.span(since, until, today), Away(since, until))
    )
    form.done()
    return found


def context(officer: Officer, typed: Mapping[str, str], now: datetime) -> dict[str, Any]:
    today, contacts = local_day(now), absences.contacts(officer.unit.id)
    mine = next((contact.away for contact in contacts if contact.id == officer.contact.id), None)
    away = mine if mine and mine.until >= today else None
    day = max(today, away.since) if away else today
    stored = {"since": away.since.isoformat(), "until": away.until.isoformat()} if away else {"since": "", "until": ""}
    return {
        "unit": officer.unit,
        "contact": officer.contact,
        "away": away,
        "today": today,
        "stand_ins": tuple(be_away.stand_ins(contacts, officer.contact.id, day, directory.calendar())),
        "form": typed or stored,
    }
