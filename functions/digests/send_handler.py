"""One unit's digest: gathered, claimed, sent, marked. Nothing to say: nothing sent."""

from datetime import date, datetime
from typing import Any

from functions.digests.gather import gather
from functions.shared.domain.directory import Contact, Name
from functions.shared.domain.request import OrderState
from functions.shared.domain.rows import OrderRow
from functions.shared.domain.views import DigestLine
from functions.shared.edge import tokens
from functions.shared.edge.batch import consumer
from functions.shared.edge.clock import now
from functions.shared.edge.config import public_url
from functions.shared.edge.telemetry import told
from functions.shared.gateways import providers, templates
from functions.shared.gateways.email import Email, Letter
from functions.shared.gateways.keys import keys
from functions.shared.tables import digests, directory, suppressions
from functions.shared.tables.request_items import alive_orders_of


def heard(message: dict[str, Any]) -> None:
    """One unit. Hearing it again sends nothing again."""
    unit_id, day, period = str(message["unit"]), date.fromisoformat(message["day"]), str(message["period"])
    contacts = sorted(directory.contacts(unit_id), key=lambda contact: contact.is_away(day))
    contact = next(filter(_takes_email, contacts), None)
    found = gather(alive_orders_of(unit_id), day, now())
    post = providers.email()
    if found.empty or contact is None or post is None:
        told("digest_not_needed", unit=unit_id, period=period, reachable=contact is not None and post is not None)
        return
    claimed = digests.claim(f"unit:{unit_id}", period, now())
    if claimed is None:
        return
    groups = {name: tuple(map(_line, getattr(found, name))) for name in ("overdue", "today", "rescheduled", "open")}
    _send(post, f"digest:{unit_id}:{period}", contact, directory.unit(unit_id).name, day, groups)
    digests.sent(claimed, now())
    told("digest_sent", unit=unit_id, period=period)


def _takes_email(contact: Contact) -> bool:
    return bool(contact.email) and not suppressions.holds(contact.email or "", now())


def _send(
    post: Email, out_id: str, contact: Contact, unit: Name, day: date, groups: dict[str, tuple[DigestLine, ...]]
) -> None:
    subject, text, html = templates.email("digests/unit", "zh", unit=unit, day=day, door=public_url("/u"), **groups)
    post.send(Letter(contact.email or "", subject, text, html, out_id=out_id))


def _line(order: OrderRow) -> DigestLine:
    place = directory.compound(order.compound).name if order.compound else directory.community(order.community).name
    secret = tokens.pass_for(keys(), "order", order.code, now(), tokens.LINK_LIVES)
    return DigestLine(
        code=order.code,
        category=directory.category(order.category).name,
        place=place,
        due=_due(order),
        taken=order.state is OrderState.ACCEPTED,
        link=public_url(f"/u/orders/{order.code}?k={secret}"),
    )


def _due(order: OrderRow) -> datetime:
    return order.due or order.answer_by


main = consumer(heard)
