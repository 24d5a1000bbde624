"""What nobody has said became of a message: its provider is asked, a few times."""

from dataclasses import replace
from datetime import datetime

from functions.delivery.deliver import leg_of
from functions.delivery.receipts import keep
from functions.delivery.retry import next_question
from functions.shared.domain.phone import Phone
from functions.shared.edge.telemetry import told
from functions.shared.gateways import providers
from functions.shared.gateways.channel import Never, Receipt, ReceiptState, Retry, SlowDown
from functions.shared.tables import deliveries
from functions.shared.tables.times import read


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
        found = _found(leg.phone, delivery.alert_id, delivery.message_id, sent_at)
    if found is not None and found.state is not ReceiptState.SENT:
        if not keep(found, delivery_id):
            deliveries.ask_later(delivery, None)  # as much was known already
        return True
    pause = next_question(int(delivery.asked or 0) + 1)
    deliveries.ask_later(delivery, sent_at + pause if pause else None)
    return True


def _found(to: Phone, delivery_id: str, message_id: str, sent_at: datetime) -> Receipt | None:
    """One that went out without an answer stands under its own id: the provider's isn't known."""
    try:
        if not message_id.startswith(f"{delivery_id}/"):
            return providers.sms().receipt(to, message_id, sent_at)
        found = providers.sms().sent_as(to, delivery_id, sent_at)
    except (Retry, SlowDown, Never) as fault:  # it is asked again when the next question is due
        told("not_answered", delivery_id=delivery_id, reason=str(fault))
        return None
    return found and replace(found, message_id=message_id)
