"""On Fridays at four in the afternoon: one message for each follower of a community or a compound."""

from collections.abc import Iterator
from typing import Any

from functions.shared.domain.county_time import local, local_day, moment
from functions.shared.domain.follow import COMMUNITY, COMPOUND, Follow, subject
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways import queues
from functions.shared.tables import directory, follows

HOUR = 16  # the schedule's: each week ends where the next one begins, however late the letters are planned


def main(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Event: `{}` from the schedule; `{"now": true}` sends another one of the week, apart from Friday's."""
    at = now()
    until = at if event.get("now") else moment(local_day(at), HOUR)
    period = f"{local(at):%G-W%V}" + (f"T{local(at):%d%H%M%S}" if event.get("now") else "")
    same = {"letter": "weekly", "period": period, "until": until.isoformat()}
    asking = ({"subject": follow.subject, "follow": follow.id, **same} for follow in _weekly())
    planned = queues.send_all("QUEUE_FOLLOWS", asking)
    told("weekly_planned", period=period, followers=planned)
    return {"followers": planned}


def _weekly() -> Iterator[Follow]:
    for community, compounds in directory.places():
        places = [subject(COMMUNITY, community.id), *(subject(COMPOUND, compound.id) for compound in compounds)]
        for place in places:
            yield from follows.followers(place, now())
