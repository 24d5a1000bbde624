"""At 08:30 of each day: one message for each unit whose digest is to be gathered."""

from typing import Any

from functions.digests.plan import plan
from functions.shared.domain.county_time import local, local_day
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways import queues
from functions.shared.tables import directory


def main(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Event: `{}` from the schedule; `{"now": true}` sends another one today, apart from the morning's."""
    day = local_day(now())
    period = f"{day}T{local(now()):%H%M%S}" if event.get("now") else day.isoformat()
    planned = 0
    for unit in plan(directory.units(), day, directory.calendar()):
        queues.send("QUEUE_DIGESTS", {"unit": unit, "day": day.isoformat(), "period": period})
        planned += 1
    told("digests_planned", period=period, units=planned)
    return {"units": planned}
