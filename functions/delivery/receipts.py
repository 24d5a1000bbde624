"""What became of a message: told by the provider, or asked for. It only ever goes forward."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.delivery.deliver import leg_of
from functions.delivery.retry import next_question
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways import providers
from functions.shared.gateways.channel import Receipt, ReceiptState
from functions.shared.tables import deliveries
from functions.shared.tables.times import read

_OVERRIDES = {  # a late "sent" never overrides "delivered"
    ReceiptState.SENT: (),
    ReceiptState.FAILED: (ReceiptState.SENT,),
    ReceiptState.DELIVERED: (ReceiptState.SENT, ReceiptState.FAILED),
}


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


def can_be_asked() -> bool:
    return providers.sms().answers


def ask(delivery_id: str) -> bool:
    """Ask the provider what became of what was sent. False if there is nothing to ask."""
    delivery = deliveries.get(delivery_id)
    if delivery is None or not delivery.message_id or delivery.end is None:
        return False
    leg, sent_at = leg_of(delivery), read(delivery.sent_at or delivery.since)
    found = None
    if leg is not None and leg.phone is not None:
        found = providers.sms().receipt(leg.phone, delivery.message_id, sent_at)
    if found is not None and found.state is not ReceiptState.SENT:
        return keep(found, delivery_id)
    pause = next_question(int(delivery.asked or 0) + 1)
    deliveries.ask_later(delivery, sent_at + pause if pause else None)
    return True


def keep(receipt: Receipt, delivery_id: str) -> bool:
    """What hasn't arrived goes on by the next way. False where as much was known already."""
    if not deliveries.keep_receipt(delivery_id, receipt.message_id, receipt.state, _OVERRIDES[receipt.state]):
        return False
    told("receipt", delivery_id=delivery_id, state=receipt.state, reason=receipt.reason)
    if receipt.state is ReceiptState.FAILED:
        deliveries.reopen(delivery_id, receipt.message_id, now())
    return True
