"""The unit's door: an order's code and the last four digits of the telephone it was sent to, or a signed link."""

from collections.abc import Iterator
from dataclasses import dataclass

from functions.shared.domain.codes import ORDER, parse
from functions.shared.domain.directory import Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import Order, Request
from functions.shared.edge import http, tokens
from functions.shared.edge.clock import now
from functions.shared.edge.visit import Visit
from functions.shared.gateways.keys import keys
from functions.shared.tables import directory, requests
from functions.shared.tables.limits import at_a_door, give_back, take_tries
from functions.shared.tables.request_items import order_with

COOKIE = "order"


@dataclass(frozen=True)
class Opened:
    """An order that this officer may see."""

    request: Request
    order: Order
    unit: Unit


def opened(here: Visit, code: str) -> Opened:
    """The order behind `code`, for whoever came through the door. Raises Refused `door_closed` or `unknown_order`."""
    code = parse(code, ORDER)
    cookie = here.cookies.get(COOKIE, "")
    if not tokens.holds(keys(), "order", code, cookie, now()):
        raise Refused("door_closed")
    return _behind(code)


def open_by_link(code: str, secret: str) -> str | None:
    """The cookie for whoever holds a signed link to the order; None if the link isn't one (any more)."""
    return _cookie(code) if tokens.holds(keys(), "order", code, secret, now()) else None


def open_by_telephone(here: Visit, typed_code: str, last_four: str) -> tuple[str, str]:
    """The order's code and the cookie for it.

    Raises Refused `code_…` for the field, `last_four_wrong`, or `too_many_tries` after some wrong ones: the signed
    link still works then. An unknown code and wrong digits are refused alike.
    """
    code = parse(typed_code, ORDER)
    limits = at_a_door(f"order#{code}", here.address)
    take_tries(limits, now())
    if order_with(code) is None or last_four not in _last_fours(_behind(code).order.unit):
        raise Refused("last_four_wrong", "last_four")
    give_back(limits, now())
    return code, _cookie(code)


def _behind(code: str) -> Opened:
    found = order_with(code)
    if found is None:
        raise Refused("unknown_order", "code")
    request = requests.load(found[0])
    order = request.order_with(code)
    return Opened(request, order, directory.unit(order.unit))


def _last_fours(unit: str) -> Iterator[str]:
    return (
        contact.telephone.last_four for contact in directory.contacts(unit) if contact.telephone and contact.takes_texts
    )


def _cookie(code: str) -> str:
    value = tokens.pass_for(keys(), "order", code, now(), tokens.DOOR_LIVES)
    return http.door_cookie(COOKIE, value, f"/u/orders/{code}")
