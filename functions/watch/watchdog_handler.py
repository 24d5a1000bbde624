"""Every five minutes, outside the sweep and outside delivery: whether they have left something lying."""

from typing import Any

from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.tables import deliveries, directory, waits
from functions.watch.look import look


def main(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Event: nothing. One line with what alarms are set on: infra/alarms.yml makes metrics of its fields."""
    at = now()
    seen = look(at, directory.calendar(), waits.oldest_overdue(at), deliveries.oldest_pending(at))
    figures = {
        "overdue_seconds": round(seen.overdue.total_seconds()),
        "pending_seconds": round(seen.pending.total_seconds()),
        "calendar_missing": seen.calendar_missing,
    }
    told("watched", **figures)
    return figures
