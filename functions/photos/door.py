"""Who may add photographs: whoever comes from a page that showed them the way, for half a day."""

from dataclasses import dataclass

from functions.shared.domain.codes import ORDER, REQUEST, parse
from functions.shared.domain.errors import Refused
from functions.shared.domain.photo import Side, unit_may_add
from functions.shared.domain.request import Request
from functions.shared.doors.photos import ADD, desk_subject, pass_to_add
from functions.shared.edge import http, tokens
from functions.shared.edge.clock import now
from functions.shared.edge.visit import Visit
from functions.shared.gateways.keys import keys
from functions.shared.steps.resident_rules import may_add
from functions.shared.tables import requests
from functions.shared.tables.request_items import order_with

COOKIE = "photos"


@dataclass(frozen=True)
class Opened:
    """The side of a request that this visitor may add to. `code` is the request's, or the unit's order's."""

    code: str
    side: Side
    request: Request
    may_add: bool  # now
    back: str  # the page they came from


def page_of(code: str) -> str:
    """The page that shows whoever may the way here."""
    return f"/u/orders/{code}" if code.startswith(ORDER) else f"/r/{code}"


def readable(code: str) -> str:
    """Raises Refused `code_…`."""
    return parse(code, ORDER if code.startswith(ORDER) else REQUEST)


def open_by_link(code: str, secret: str) -> str | None:
    """The cookie for whoever holds a signed link; None if it isn't one (any more)."""
    subject = _about(code, secret)
    return http.door_cookie(COOKIE, pass_to_add(subject), f"/photos/{code}") if subject else None


def opened(here: Visit, code: str) -> Opened | None:
    """What this visitor may add to; None if they haven't come through the door. Raises Refused `unknown_order`."""
    subject = _about(code, here.cookies.get(COOKIE, ""))
    if subject is None:
        return None
    if code.startswith(REQUEST):
        request = requests.load(code)
        back = page_of(code) if subject == code else f"/desk/cases/{code}"
        return Opened(code, Side.RESIDENT, request, may_add(request), back)
    found = order_with(code)
    if found is None:
        raise Refused("unknown_order")
    request = requests.load(found[0])
    return Opened(code, Side.UNIT, request, unit_may_add(request, request.order_with(code)), page_of(code))


def _about(code: str, secret: str) -> str | None:
    """What a pass is about, if it is one for this code."""
    subject = tokens.subject_of(keys(), ADD, secret, now())
    return subject if subject in (code, desk_subject(code)) else None
