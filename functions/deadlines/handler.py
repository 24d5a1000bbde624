"""Every minute: what has waited long enough goes on by itself, and whoever is late is reminded."""

from datetime import datetime
from functools import partial
from typing import Any

from functions.deadlines import ladder
from functions.deadlines.sweep import WHISTLES, cause_of, end_wait, over, unchecked
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause
from functions.shared.domain.request import Order, Request, Wait
from functions.shared.edge.clock import now
from functions.shared.edge.each import each
from functions.shared.edge.telemetry import told
from functions.shared.tables import requests, waits
from functions.shared.whistling import choice_for, whistling

MOST = 200  # in one run; the next one comes in a minute


def main(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Event: nothing. Running twice at once, or after a day's stop, does the same."""
    at = now()
    done = each(waits.due(at), partial(_sweep, at=at), most=MOST, context=context)
    if done:
        told("swept", done=done)
    return {"done": done}


def _sweep(request_id: str, at: datetime) -> bool:
    """Go on with one request; whoever was quicker is right."""
    request = requests.load(request_id)
    awaited = over(request, at)
    ended = awaited is not None and _end(request, awaited, at)
    return sum(_climb(request, order, at) for order in ladder.orders_due(request, at)) + ended > 0


def _end(request: Request, awaited: Wait, at: datetime) -> bool:
    cause = cause_of(request, awaited)
    whistle = _whistle(request, cause, at) if awaited.kind in WHISTLES else None
    step = partial(end_wait, awaited=awaited, cause=cause, now=at, whistle=whistle)
    return _changed(request, cause, step, "wait_ended", kind=awaited.kind)


def _climb(request: Request, order: Order, at: datetime) -> bool:
    cause = ladder.cause_of(request, order)
    step = partial(ladder.climb, number=order.number, cause=cause, now=at)
    return _changed(request, cause, step, "deadline", order=order.number, unit=order.unit, which=order.deadline)


def _changed(request: Request, cause: Cause, step: requests.Step, what: str, **more: object) -> bool:
    try:
        after = requests.change(request.id, cause, step)
    except Refused as refused:
        told("not_due", request_id=request.id, reason=refused.reason)
        return False
    told(what, request_id=request.id, version=after.version, **more)
    return True


def _whistle(request: Request, cause: Cause, at: datetime) -> requests.Step:
    choice = choice_for(request)
    return whistling(request, choice, cause, at, unchecked=unchecked(request, choice))
