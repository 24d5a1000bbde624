"""Hears every fact: whistles a unit where one is needed, and raises the alerts that follow."""

from functools import partial
from hashlib import sha256
from typing import Any

from functions.dispatch.raise_alerts import alerts
from functions.dispatch.unmerge import unmerge, unmerged_by
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import fold
from functions.shared.domain.facts import Cause, Classified, Code, Disputed, Fact, Reopened, RequestReceived, Unmerged
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Handling
from functions.shared.domain.transitions import State
from functions.shared.edge.batch import consumer
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways.topics import publish_alert
from functions.shared.steps.choose_unit import waits_for_the_desk
from functions.shared.tables import directory, requests
from functions.shared.whistling import choice_for, whistling


def heard(message: dict[str, Any]) -> None:
    """One fact. Hearing it again changes nothing and publishes the same alerts, which delivery knows by their ids."""
    request_id, sequence = str(message["request_id"]), int(message["sequence"])
    request = requests.load(request_id)
    if _asks_for_a_unit(request.facts[sequence - 1]):
        _whistle(request, sequence)
    for code in unmerged_by(fold(request_id, request.facts[:sequence])):
        _unmerge(code, request_id, sequence)
    for alert in alerts(request, sequence):
        publish_alert(alert)
        told("alert_raised", alert_id=alert.alert_id, kind=alert.kind)


def _asks_for_a_unit(fact: Fact) -> bool:
    if isinstance(fact, RequestReceived):
        return fact.handling is Handling.ROUTED
    return isinstance(fact, Classified | Reopened | Disputed | Unmerged)


def _whistle(request: Request, sequence: int) -> None:
    """Whistle a unit for the request as it is now, unless the desk may look first; whoever was quicker is right."""
    if request.state is not State.RECEIVED:
        return
    choice = choice_for(request)
    if waits_for_the_desk(request, choice):
        told("whistle_proposed", request_id=request.id, unit=choice.unit, reason=choice.reason)
        return
    cause = _cause("whistle", f"{request.id}.{sequence}")
    try:
        after = requests.change(request.id, cause, whistling(request, choice, cause, now()))
    except Refused as refused:
        told("whistle_not_needed", request_id=request.id, reason=refused.reason)
    else:
        told("unit_whistled", request_id=request.id, unit=choice.unit, reason=choice.reason, version=after.version)


def _unmerge(code: Code, survivor: str, sequence: int) -> None:
    cause = _cause("unmerge", f"{survivor}.{sequence}.{code}")
    step = partial(unmerge, survivor=survivor, calendar=directory.calendar(), cause=cause, now=now())
    try:
        after = requests.change(code, cause, step)
    except Refused as refused:
        told("unmerge_not_needed", request_id=code, reason=refused.reason)
    else:
        told("unmerged", request_id=code, survivor=survivor, version=after.version)


def _cause(step: str, fact: str) -> Cause:
    """The fact that asked for it: it is answered once."""
    return Cause(f"{step}:{sha256(fact.encode()).hexdigest()[:32]}", "")


main = consumer(heard)
