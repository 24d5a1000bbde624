"""Hears every alert and takes it to the person's channel: claimed, sent, marked."""

from datetime import datetime
from typing import Any

from functions.delivery.choose_contact import choose_contact
from functions.delivery.sms_text import sms_values
from functions.delivery.still_matters import still_matters
from functions.shared.domain.alert import Alert, AlertKind
from functions.shared.domain.directory import Contact
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.edge import tokens
from functions.shared.edge.batch import consumer
from functions.shared.edge.clock import now
from functions.shared.edge.config import public_url, setting
from functions.shared.edge.telemetry import told
from functions.shared.gateways import templates
from functions.shared.gateways.email import Letter
from functions.shared.gateways.email_ses import SesEmail
from functions.shared.gateways.keys import keys
from functions.shared.gateways.sms import SnsSms
from functions.shared.tables import deliveries, directory, private, requests
from functions.shared.tables.deliveries import End

_BY_EMAIL = {AlertKind.WHISTLE, AlertKind.REOPENED, AlertKind.GO_ON, AlertKind.DATE_KEPT}


def heard(message: dict[str, Any]) -> None:
    """One alert. Hearing it again sends nothing again."""
    alert = _alert(message)
    request = requests.load(alert.request_id)
    if alert.unit is None:
        theirs = requests.load(alert.answered_with) if alert.answered_with else request
        _by_sms(alert, theirs, private.telephone(theirs.id), theirs.filed.language)
        return
    contacts, duty = directory.contacts(alert.unit), alert.kind is AlertKind.DUTY
    texted = choose_contact(
        (c for c in contacts if c.takes_texts), request.priority, now(), directory.calendar(), duty=duty
    )
    _by_sms(alert, request, texted.telephone if texted else None, "zh")
    mailed = choose_contact((c for c in contacts if c.email), request.priority, now(), directory.calendar())
    if mailed is not None and alert.kind in _BY_EMAIL:
        _by_email(alert, request, mailed)


def _by_sms(alert: Alert, request: Request, to: Phone | None, language: str) -> None:
    def send() -> str | None:
        if to is None or not to.takes_texts:
            return None
        text = templates.text(f"sms/{language}/{alert.kind}.txt", language, **_values(alert, request))
        return SnsSms().send(to, text, alert.alert_id)

    _deliver(alert, request, "sms", send)


def _by_email(alert: Alert, request: Request, contact: Contact) -> None:
    def send() -> str | None:
        order = request.order(alert.order or 0)
        secret = tokens.pass_for(keys(), "order", order.code, now(), tokens.LINK_LIVES)
        subject, text, html = templates.email(
            "delivery/whistle",
            "zh",
            **_values(alert, request),
            link=public_url(f"/u/orders/{order.code}?k={secret}"),
            reason=order.reason,
            about=alert.kind,
            unchecked=order.unchecked,
        )
        return SesEmail(setting("SENDER")).send(Letter(contact.email or "", subject, text, html))

    _deliver(alert, request, "email", send)


def _deliver(alert: Alert, request: Request, channel: str, send: Any) -> None:
    delivery_id = f"{alert.alert_id}#{channel}"
    delivery = deliveries.claim(delivery_id, now())
    if delivery is None:
        return
    end, message_id = End.SUPERSEDED, None
    if still_matters(alert, request):
        message_id = send()
        end = End.SENT if message_id else End.UNREACHABLE
    deliveries.finish(delivery, end, message_id)
    told("alert_delivered", delivery_id=delivery_id, kind=alert.kind, end=end)


def _values(alert: Alert, request: Request) -> dict[str, Any]:
    filed = request.filed
    order = request.order(alert.order) if alert.order is not None else None
    return sms_values(
        alert,
        request,
        category=directory.category(filed.category),
        community=directory.community(filed.community),
        compound=directory.compound(filed.compound) if filed.compound else None,
        unit=directory.unit(order.unit) if order else None,
        address=setting("SMS_ADDRESS"),
    )


def _alert(message: dict[str, Any]) -> Alert:
    return Alert(
        kind=AlertKind(message["kind"]),
        audience=message["audience"],
        request_id=message["request_id"],
        sequence=message["sequence"],
        priority=message["priority"],
        at=datetime.fromisoformat(message["at"]),
        order=message["order"],
    )


main = consumer(heard)
