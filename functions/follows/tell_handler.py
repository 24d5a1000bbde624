"""Hears what happens to requests, and raises an alert for each follower: delivery takes it from there."""

from typing import Any

from functions.follows.worth_telling import alert_for, worth_telling
from functions.shared.domain.follow import ENDS_AFTER, REQUEST, subject
from functions.shared.domain.transitions import State
from functions.shared.edge.batch import consumer
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways.topics import publish_alert
from functions.shared.tables import follows, requests


def heard(message: dict[str, Any]) -> None:
    """One fact. Hearing it again publishes the same alerts, which delivery knows by their ids."""
    request_id, sequence = str(message["request_id"]), int(message["sequence"])
    request, of = requests.load(request_id), subject(REQUEST, request_id)
    raised = 0
    if kind := worth_telling(request, sequence):
        for follow in follows.followers(of, now()):
            if alert := alert_for(follow, request, sequence, kind):
                publish_alert(alert)
                raised += 1
    closed = request.closed_at if request.state is State.CLOSED else None
    follows.end(of, closed + ENDS_AFTER if closed else None)
    if raised:
        told("followers_told", request_id=request_id, kind=kind, followers=raised)


main = consumer(heard)
