"""A code for a new order that no other order has."""

from functions.shared.domain.codes import ORDER, derive
from functions.shared.domain.errors import Busy
from functions.shared.tables.request_items import order_with

_ATTEMPTS = 4  # one in 10^8 meets another's code; four in a row never


def free_code(key: bytes, request_id: str, number: int) -> str:
    """The code of order `number` of a request; a collision derives again."""
    for attempt in range(_ATTEMPTS):
        code = derive(key, ORDER, f"{request_id}/{number}", attempt)
        if order_with(code) is None:
            return code
    raise Busy
