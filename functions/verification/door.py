"""The resident's door: the code alone shows what is public; the rest needs the telephone's last four digits, the
secret link, or the four digits on the receipt."""

from functions.shared.domain.decision import Person
from functions.shared.domain.errors import Refused
from functions.shared.edge import http, tokens
from functions.shared.edge.clock import now
from functions.shared.edge.visit import Visit
from functions.shared.gateways.keys import keys
from functions.shared.tables import private
from functions.shared.tables.limits import at_a_door, give_back, take_tries

COOKIE = "request"


def is_open(here: Visit, code: str) -> bool:
    """Whether this visitor may see the private story of `code`."""
    return tokens.holds(keys(), "request", code, here.cookies.get(COOKIE, ""), now())


def open_by_link(code: str, secret: str) -> str | None:
    """The cookie for whoever holds the request's secret link; None if the link isn't one (any more)."""
    return cookie(code) if tokens.holds(keys(), "request", code, secret, now()) else None


def open_by_telephone(here: Visit, code: str, last_four: str) -> str:
    """The cookie for whoever knows the telephone's last four digits, or the four digits from the receipt.

    Raises Refused `four_digits_wrong`, or `too_many_tries` after some wrong ones: the secret link still works then.
    """
    limits = at_a_door(f"request#{code}", here.address)
    take_tries(limits, now())
    if not _knows(private.person(code), last_four):
        raise Refused("four_digits_wrong", "last_four")
    give_back(limits, now())
    return cookie(code)


def cookie(code: str) -> str:
    value = tokens.pass_for(keys(), "request", code, now(), tokens.DOOR_LIVES)
    return http.door_cookie(COOKIE, value, f"/r/{code}")


def _knows(person: Person | None, last_four: str) -> bool:
    if person is None or len(last_four) != 4:
        return False
    return last_four in {person.telephone.last_four if person.telephone else None, person.word}
