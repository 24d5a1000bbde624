"""The two topics: `facts` (what happened) and `alerts` (who should hear of it). Ids only."""

import json
import os
from collections.abc import Mapping
from typing import Any

from functions.shared.aws import client
from functions.shared.domain.alert import Alert


def publish_fact(message: Mapping[str, object], attributes: Mapping[str, str | None]) -> None:
    _publish("TOPIC_FACTS", message, attributes)


def publish_alert(alert: Alert) -> None:
    """`unit_id`, `priority`, `kind` and `audience` are attributes: a unit's own system is subscribed with a filter."""
    message: dict[str, Any] = {
        "alert_id": alert.alert_id,
        "kind": alert.kind,
        "audience": alert.audience,
        "request_id": alert.request_id,
        "sequence": alert.sequence,
        "priority": alert.priority,
        "at": alert.at.isoformat(),
        "order": alert.order,
    }
    kind = "resident" if alert.unit is None else "unit"
    attributes = {"kind": alert.kind, "priority": alert.priority, "audience": kind, "unit_id": alert.unit}
    _publish("TOPIC_ALERTS", message, attributes)


def _publish(topic: str, message: Mapping[str, object], attributes: Mapping[str, str | None]) -> None:
    client("sns").publish(
        TopicArn=os.environ[topic],
        Message=json.dumps(message, ensure_ascii=False),
        MessageAttributes={
            name: {"DataType": "String", "StringValue": value} for name, value in attributes.items() if value
        },
    )
