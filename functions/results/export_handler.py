"""Each night: everything that is public, in one file that a stranger can count again (infra/tools/recompute.py)."""

from typing import Any

from functions.results.choose import since
from functions.results.open_data import export_json
from functions.results.read_month import figures_of, lines_of
from functions.shared.domain.county_time import local_day
from functions.shared.domain.rates import public_from
from functions.shared.edge.clock import now
from functions.shared.edge.config import setting
from functions.shared.edge.telemetry import told
from functions.shared.gateways import open_files
from functions.shared.tables import directory


def main(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Event: `{}` from the schedule. Writes today's file and the latest one."""
    today, calendar = local_day(now()), directory.calendar()
    lines = {month: lines_of(month) for month in since(setting("DATA_SINCE"), today)}
    months = [figures_of(month) for month in lines if today >= public_from(month, calendar)]
    text = export_json(months, lines, today, setting("DATA_LICENCE"), directory.opening_figures())
    for name in (f"open-data/{today}.json", open_files.LATEST):
        open_files.put("BUCKET_OPEN_DATA", name, "application/json", text)
    count = sum(map(len, lines.values()))
    told("open_data_exported", months=len(months), results=count)
    return {"months": len(months), "results": count}
