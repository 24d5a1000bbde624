"""An alert that is to be said, and how a row keeps it: ids only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.shared.domain.alert import Alert, AlertKind
from functions.shared.domain.request import Request


@dataclass(frozen=True)
class Said:
    """An alert with the request it comes from, and the one of whoever is told."""

    alert: Alert
    request: Request
    theirs: Request

    @property
    def holder(self) -> str | None:
        """The colleague at the told unit whom the order was handed to."""
        order = self.request.order(self.alert.order) if self.alert.order is not None else None
        return order.holder if order is not None and order.unit == self.alert.unit else None

    @property
    def urgency(self) -> tuple[bool, str, str]:
        """What sorts the most urgent first; what isn't to be done any more, last."""
        number = self.alert.order
        due = self.request.order(number).due if number is not None else self.request.filed.answer_by
        return self.alert.kind is AlertKind.CALLED_OFF, self.alert.priority, due.isoformat()


def packed(alert: Alert) -> dict[str, Any]:
    """An alert as it is published."""
    return {
        "kind": alert.kind.value,
        "audience": alert.audience,
        "request_id": alert.request_id,
        "sequence": alert.sequence,
        "priority": str(alert.priority),
        "at": alert.at.isoformat(),
        "order": alert.order,
    }


def unpacked(told: Mapping[str, Any]) -> Alert:
    """Raises KeyError or ValueError for what is no alert."""
    return Alert(
        kind=AlertKind(told["kind"]),
        audience=told["audience"],
        request_id=told["request_id"],
        sequence=int(told["sequence"]),
        priority=told["priority"],
        at=datetime.fromisoformat(told["at"]),
        order=told["order"],
    )
