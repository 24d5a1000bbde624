"""Hears what Amazon SES says of emails afterwards: bounces and complaints. The address is left alone, the desk is told.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html; not tried against the live
service.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.delivery import receipts
from functions.delivery.said import unpacked
from functions.shared.domain.follow import REQUEST, subject
from functions.shared.edge.batch import consumer
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways.channel import Receipt, ReceiptState
from functions.shared.tables import deliveries, follows, requests, suppressions

_MARKED = timedelta(minutes=5)  # after this, what was sent is marked as sent, and the index knows it


class TooEarly(Exception):
    """Perhaps the email has not been marked as sent yet: the queue brings its bounce again."""


def heard(message: dict[str, Any]) -> None:
    """One notification. What bounced for good, or was called spam, is not written to again for a while; what bounced
    goes on by the next way. Hearing it again changes nothing. Raises TooEarly."""
    match message.get("eventType") or message.get("notificationType"):
        case "Bounce":
            bounce = message["bounce"]
            lasting = bounce["bounceType"] == "Permanent"
            _suppress(bounce["bouncedRecipients"] if lasting else (), "bounced")
            _tell_desk(message["mail"], "bounced" if lasting else "not_delivered", arrived=False)
        case "Complaint":
            _suppress(message["complaint"]["complainedRecipients"], "complained")
            _tell_desk(message["mail"], "complained", arrived=True)
        case other:
            told("email_event", kind=other)


def _suppress(recipients: Any, why: str) -> None:
    for recipient in recipients:
        suppressions.add(recipient["emailAddress"], why, now())
    told("email_refused", why=why, addresses=len(recipients))


def _tell_desk(mail: Mapping[str, Any], trouble: str, *, arrived: bool) -> None:
    message_id = mail["messageId"]
    delivery_id = deliveries.of_message(message_id)
    delivery = deliveries.get(delivery_id) if delivery_id else None
    if delivery is None and now() < datetime.fromisoformat(mail["timestamp"]) + _MARKED:
        raise TooEarly
    if delivery is None or not delivery.alert:
        told("email_of_nothing", trouble=trouble)  # a digest; the next one goes elsewhere, or nowhere
        return
    alert = unpacked(delivery.alert)
    if alert.follower is not None:
        if trouble != "not_delivered":  # it would bounce again, or be called spam once more
            follows.stop(subject(REQUEST, alert.request_id), alert.follower)
    else:
        deliveries.trouble(delivery.alert_id, requests.load(alert.request_id).filed.community, trouble)
    if not arrived:
        receipts.keep(Receipt(message_id, None, ReceiptState.FAILED, now(), trouble), delivery.alert_id)


main = consumer(heard)
