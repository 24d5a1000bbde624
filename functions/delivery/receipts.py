"""What became of a message, as its provider says. It only ever goes forward."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways.channel import Receipt, ReceiptState
from functions.shared.tables import deliveries


def heard(message: Mapping[str, Any]) -> None:
    """A receipt that was pushed: `message_id`, `out_id`, `state`, `at`, `reason`."""
    receipt = Receipt(
        message_id=message["message_id"],
        out_id=message.get("out_id"),
        state=ReceiptState(message["state"]),
        at=datetime.fromisoformat(message["at"]),
        reason=message.get("reason", ""),
    )
    delivery_id = receipt.out_id or deliveries.of_message(receipt.message_id)
    if delivery_id is None:
        told("receipt_of_nothing", state=receipt.state)
        return
    keep(receipt, delivery_id)


def keep(receipt: Receipt, delivery_id: str) -> bool:
    """What hasn't arrived goes on by the next way. False where as much was known already."""
    match receipt.state:
        case ReceiptState.SENT:  # a late one never overrides what is known
            new = deliveries.on_its_way(delivery_id, receipt.message_id)
        case ReceiptState.DELIVERED:
            new = deliveries.arrived(delivery_id, receipt.message_id)
        case ReceiptState.FAILED:
            new = deliveries.reopen(delivery_id, receipt.message_id, now())
    if new:
        told("receipt", delivery_id=delivery_id, state=receipt.state, reason=receipt.reason)
    return new
