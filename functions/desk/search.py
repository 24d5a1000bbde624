"""Finding a case: by its code, by a telephone (exactly), by words in what is open."""

from itertools import islice

from functions.shared.domain.codes import ORDER, REQUEST, parse
from functions.shared.domain.errors import Refused
from functions.shared.domain.staff import Staff
from functions.shared.edge import phones
from functions.shared.gateways.keys import keys
from functions.shared.tables import directory, private, request_lists
from functions.shared.tables.request_items import order_with

MOST_READ = 300  # open requests whose words are looked through, the newest first; each reads its first words
MOST_FOUND = 50


def by_code(typed: str) -> str | None:
    """The request with this code, or with this order's."""
    for kind in (REQUEST, ORDER):
        try:
            code = parse(typed, kind)
        except Refused:
            continue
        if kind == REQUEST:
            return code
        found = order_with(code)
        return found[0] if found else None
    return None


def by_telephone(typed: str, staff: Staff) -> tuple[str, ...] | None:
    """The requests of a number, within what `staff` may see; None if it isn't one."""
    try:
        phone = phones.parse(typed)
    except Refused:
        return None
    if phone is None:
        return None
    found = private.with_telephone(keys().named.values(), phone)
    whose = request_lists.communities(found[:MOST_READ])
    return tuple(code for code in found if code in whose and staff.covers(whose[code]))[:MOST_FOUND]


def by_words(typed: str, staff: Staff) -> tuple[str, ...]:
    """The open requests whose first words have `typed` in them."""
    scope = [c.id for c in directory.communities() if staff.covers(c.id)]
    rows = list(islice(request_lists.newest_open(scope), MOST_READ))
    said = private.first_words(row.request_id for row in rows)
    return tuple(row.request_id for row in rows if typed in said.get(row.request_id, ""))[:MOST_FOUND]
