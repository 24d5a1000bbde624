"""An order's door: its code and the last four digits of a telephone that the unit's texts go to, or a signed link.

The digits prove one of the unit's contacts, so they open the unit's other orders too (docs/decisions/unit-list.md); a
link proves nothing but itself, and opens one order.
"""

from dataclasses import dataclass, replace

from functions.response import unit_door
from functions.response.unit_door import Officer
from functions.shared.domain.codes import ORDER, parse
from functions.shared.domain.directory import Contact, Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import Order, OrderState, Request
from functions.shared.domain.transitions import State
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
    me: Contact | None = None  # who has come in, where a number proves it

    @property
    def in_hand(self) -> bool:
        """Whether the unit has it to take, at work, or done and not yet closed."""
        done = self.order.state is OrderState.DONE and self.request.state is not State.CLOSED
        return self.order.state.alive or done


def opened(here: Visit, code: str) -> Opened:
    """The order behind `code`, for whoever came through its door or its unit's. Raises Refused `door_closed`, or
    `unknown_order` to whoever holds the order's own cookie."""
    code = parse(code, ORDER)
    if tokens.holds(keys(), "order", code, here.cookies.get(COOKIE, ""), now()):
        return _behind(code)
    officer = unit_door.officer(here)
    found = _find(code)
    if found is None or found.unit.id != officer.unit.id:
        raise Refused("door_closed")
    return replace(found, me=officer.contact)


def open_by_link(code: str, secret: str) -> str | None:
    """The cookie for whoever holds a signed link to the order; None if the link isn't one (any more)."""
    return _cookie(code) if tokens.holds(keys(), "order", code, secret, now()) else None


def open_by_telephone(here: Visit, typed_code: str, last_four: str) -> tuple[Opened, str]:
    """The order, and the cookie: of all the unit's orders while it has this one in hand, of this one alone afterwards.

    Raises Refused `code_…` for the field, `last_four_wrong`, or `too_many_tries` after some wrong ones: the signed
    link still works then. An unknown code and wrong digits are refused alike.
    """
    code = parse(typed_code, ORDER)
    limits = at_a_door(f"order#{code}", here.address)
    take_tries(limits, now())
    found = _find(code)
    contact = unit_door.contact_with(found.unit.id, last_four) if found else None
    if found is None or contact is None:
        raise Refused("last_four_wrong", "last_four")
    give_back(limits, now())
    return found, unit_door.cookie(Officer(found.unit, contact)) if found.in_hand else _cookie(code)


def _behind(code: str) -> Opened:
    found = _find(code)
    if found is None:
        raise Refused("unknown_order", "code")
    return found


def _find(code: str) -> Opened | None:
    found = order_with(code)
    if found is None:
        return None
    request = requests.load(found[0])
    order = request.order_with(code)
    return Opened(request, order, directory.unit(order.unit))


def _cookie(code: str) -> str:
    value = tokens.pass_for(keys(), "order", code, now(), tokens.DOOR_LIVES)
    return http.door_cookie(COOKIE, value, f"/u/orders/{code}")
