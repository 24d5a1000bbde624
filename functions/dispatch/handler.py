"""Hears every fact: whistles a unit where one is needed, and raises the alerts that follow."""

from functools import partial
from hashlib import sha256
from typing import Any

from functions.dispatch.raise_alerts import alerts
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import (
    Cause,
    Classified,
    Disputed,
    Fact,
    Handling,
    Reopened,
    RequestReceived,
    Unmerged,
)
from functions.shared.domain.request import Request, fold
from functions.shared.domain.time_limits import limits
from functions.shared.domain.transitions import State
from functions.shared.edge.batch import consumer
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways.keys import keys
from functions.shared.gateways.topics import publish_alert
from functions.shared.steps.blow_whistle import blow_whistle
from functions.shared.steps.choose_unit import choose_unit, waits_for_the_desk
from functions.shared.tables import directory, requests
from functions.shared.tables.order_codes import free_code


def heard(message: dict[str, Any]) -> None:
    """One fact. Hearing it again changes nothing and publishes the same alerts, which delivery knows by their ids."""
    request_id, sequence = str(message["request_id"]), int(message["sequence"])
    request = requests.load(request_id)
    if _asks_for_a_unit(request.facts[sequence - 1]):
        _whistle(fold(request_id, request.facts[:sequence]))
    for alert in alerts(request, sequence):
        publish_alert(alert)
        told("alert_raised", alert_id=alert.alert_id, kind=alert.kind)


def _asks_for_a_unit(fact: Fact) -> bool:
    if isinstance(fact, RequestReceived):
        return fact.handling is Handling.ROUTED
    return isinstance(fact, Classified | Reopened | Disputed | Unmerged)


def _whistle(then: Request) -> None:
    """Whistle a unit for the request as it was `then`, unless the desk may look first; whoever was quicker is right."""
    if then.state is not State.RECEIVED:
        return
    choice = choose_unit(then, directory.category(then.filed.category), directory.coverage())
    if waits_for_the_desk(then, choice):
        told("whistle_proposed", request_id=then.id, unit=choice.unit, reason=choice.reason)
        return
    number = len(then.orders) + 1
    cause = _cause(then)
    at = now()
    step = partial(
        blow_whistle,
        choice=choice,
        number=number,
        code=free_code(keys().newest, then.id, number),
        limits=limits(then.priority, at, directory.calendar(), night_duty=directory.unit(choice.unit).night_duty),
        cause=cause,
        now=at,
    )
    try:
        request = requests.change(then.id, cause, step)
    except Refused as refused:
        told("whistle_not_needed", request_id=then.id, reason=refused.reason)
    else:
        told("unit_whistled", request_id=then.id, unit=choice.unit, reason=choice.reason, version=request.version)


def _cause(then: Request) -> Cause:
    """The fact that asked for a unit: it is answered once."""
    fact = f"{then.id}.{then.version}"
    return Cause(f"whistle:{sha256(fact.encode()).hexdigest()[:32]}", "")


main = consumer(heard)
