"""At 08:30 of each day: one message for each digest that somebody gets today, and for each who gets it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from functions.digests.letters import DAILY, Letter, period_of
from functions.digests.plan import Planned, plan, to_everybody
from functions.shared.domain.county_time import local, local_day
from functions.shared.domain.directory import COUNTY_OFFICE
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways import queues
from functions.shared.tables import directory


def main(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Event: `{}` from the schedule. `{"now": true}` sends today's another time, apart from the morning's; with
    `"letter": "county_week"` that one, whatever day it is."""
    day = local_day(now())
    again = f"T{local(now()):%H%M%S}" if event.get("now") else ""
    planned = queues.send_all("QUEUE_DIGESTS", _messages(day, str(event.get("letter", "")), again))
    told("digests_planned", day=day.isoformat(), again=again, digests=planned)
    return {"digests": planned}


def _messages(day: date, wanted: str, again: str) -> Iterator[dict[str, str]]:
    calendar = directory.calendar()
    for it in _planned(day, wanted):
        period = period_of(it.letter, day, calendar)
        named = period.since.isoformat() if it.letter in DAILY else f"{it.letter}:{period.since}"
        yield {
            "letter": it.letter,
            "of": it.of,
            "to": it.to,
            "day": day.isoformat(),
            "period": f"{named}{again}",
        }


def _planned(day: date, wanted: str) -> Iterator[Planned]:
    everybody = directory.units(), directory.staff(), directory.contacts(COUNTY_OFFICE)
    if wanted:
        yield from to_everybody(Letter(wanted), *everybody)
    else:
        yield from plan(*everybody, day, directory.calendar())
