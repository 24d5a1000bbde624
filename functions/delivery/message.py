"""What is said to a person: the text, or the letter."""

from datetime import datetime
from typing import Any

from functions.delivery.hold import Together
from functions.delivery.route import Leg
from functions.delivery.said import Said
from functions.delivery.sms_text import text_for
from functions.delivery.tracks import WHOLE
from functions.shared.domain.alert import Alert, AlertKind
from functions.shared.domain.directory import Unit
from functions.shared.domain.follow import REQUEST, subject
from functions.shared.domain.request import OrderState, Request
from functions.shared.edge import tokens
from functions.shared.edge.config import public_url, setting
from functions.shared.edge.follow_links import stop_link
from functions.shared.gateways import sms_words, templates
from functions.shared.gateways.channel import Text
from functions.shared.gateways.email import Letter
from functions.shared.gateways.keys import keys
from functions.shared.tables import directory


def text(said: Said, leg: Leg, together: Together | None, count: int) -> Text:
    """The one segment to say: of one alert, or of `count` of which `said` is the most urgent."""
    filed = said.theirs.filed
    known = said.theirs.public_compound if said.alert.follower is not None else filed.compound
    return text_for(
        said.alert,
        said.theirs,
        category=directory.category(filed.category),
        community=directory.community(filed.community),
        compound=directory.compound(known) if known else None,
        unit=_unit(said),
        address=setting("SMS_ADDRESS"),
        language=leg.language,
        replies=setting("SMS_REPLIES") == "on",
        count=count,
        busy=together is Together.BUSY,
    )


def letter(said: Said, leg: Leg, together: Together | None, count: int, now: datetime) -> Letter:
    """An order's letter, with the link that opens it; a follower's; all else says what the text would, with where to
    look."""
    if said.alert.follower is not None:
        return _to_follower(said, leg, now)
    whole = said.alert.kind in WHOLE and count == 1 and said.alert.order is not None
    values = _of_order(said.alert, said.request) if whole else {"count": count, "about": said.alert.kind}
    subject, plain, html = templates.email(
        "delivery/whistle" if whole else "delivery/notice",
        "zh",
        **_about(said),
        words=text(said, leg, together, count).words.removeprefix(sms_words.SIGNATURES["zh"]),
        link=_link(said, now),
        **values,
    )
    return Letter(leg.address, subject, plain, html)


def _to_follower(said: Said, leg: Leg, now: datetime) -> Letter:
    """What everybody may see of it, and how to hear no more. What a night has held back is one letter."""
    request, unit = said.request, _unit(said)
    stop = stop_link(keys(), subject(REQUEST, request.id), said.alert.follower or "", now)
    subject_line, plain, html = templates.email(
        "delivery/followed",
        leg.language,
        **_about(said),
        about=said.alert.kind,
        code=request.id,
        unit=unit.name if unit else None,
        answer_by=request.order(said.alert.order).answer_by if said.alert.order is not None else None,
        closed_as=request.closed_as,
        link=public_url(f"/r/{request.id}"),
        stop=stop,
    )
    return Letter(leg.address, subject_line, plain, html, unsubscribe=stop)


def _about(said: Said) -> dict[str, Any]:
    filed = said.request.filed
    category, community = directory.category(filed.category), directory.community(filed.community)
    # To a follower its place is as coarse as to everybody.
    known = said.request.public_compound if said.alert.follower is not None else filed.compound
    compound = directory.compound(known) if known else None
    return {
        "kind": category.name,
        "place": (compound or community).name,
        "community": community.name,
        "landline": community.landline,
    }


def _of_order(alert: Alert, request: Request) -> dict[str, Any]:
    order = request.order(alert.order or 0)
    return {
        "unit": directory.unit(order.unit).name,
        "code": order.code,
        "accept_by": order.accept_by,
        "taken": order.state is OrderState.ACCEPTED,
        "answer_by": order.answer_by,
        "reason": order.reason,
        "about": alert.kind,
        "unchecked": order.unchecked,
    }


def _link(said: Said, now: datetime) -> str:
    """The order's own, signed, to its unit; the desk's case to a community; to the county what everybody may see."""
    alert, request = said.alert, said.request
    order = request.order(alert.order) if alert.order is not None else None
    if order is not None and alert.unit == order.unit and alert.kind is not AlertKind.DESK:
        secret = tokens.pass_for(keys(), "order", order.code, now, tokens.LINK_LIVES)
        return public_url(f"/u/orders/{order.code}?k={secret}")
    if alert.unit == request.filed.community:
        return public_url(f"/desk/cases/{request.id}")
    return public_url(f"/r/{request.id}")


def _unit(said: Said) -> Unit | None:
    """The one whose order it is about."""
    number = said.alert.order
    return directory.unit(said.request.order(number).unit) if number is not None else None
