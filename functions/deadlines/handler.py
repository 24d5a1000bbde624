"""Every minute: what has waited long enough goes on by itself."""

from datetime import datetime
from functools import partial
from typing import Any

from functions.deadlines.sweep import WHISTLES, cause_of, end_wait, over, unchecked
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause
from functions.shared.domain.request import Request
from functions.shared.edge.clock import now
from functions.shared.edge.each import each
from functions.shared.edge.telemetry import told
from functions.shared.tables import requests, waits
from functions.shared.whistling import choice_for, whistling

MOST = 200  # in one run; the next one comes in a minute


def main(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Event: nothing. Running twice at once, or after a day's stop, does the same."""
    at = now()
    ended = each(waits.due(at), partial(_sweep, at=at), most=MOST, context=context)
    if ended:
        told("swept", ended=ended)
    return {"ended": ended}


def _sweep(request_id: str, at: datetime) -> bool:
    """End the wait of one request; whoever was quicker is right."""
    request = requests.load(request_id)
    awaited = over(request, at)
    if awaited is None:
        return False
    cause = cause_of(request, awaited)
    whistle = _whistle(request, cause, at) if awaited.kind in WHISTLES else None
    step = partial(end_wait, awaited=awaited, cause=cause, now=at, whistle=whistle)
    try:
        after = requests.change(request_id, cause, step)
    except Refused as refused:
        told("not_due", request_id=request_id, reason=refused.reason)
        return False
    told("wait_ended", request_id=request_id, kind=awaited.kind, version=after.version)
    return True


def _whistle(request: Request, cause: Cause, at: datetime) -> requests.Step:
    choice = choice_for(request)
    return whistling(request, choice, cause, at, unchecked=unchecked(request, choice))
