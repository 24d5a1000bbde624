"""The door to all orders of a unit: open to one of its contacts, as long as that telephone is the contact's."""

import hmac
from dataclasses import dataclass

from functions.shared.domain.directory import Contact, Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.phone import Phone
from functions.shared.edge import http, tokens
from functions.shared.edge.clock import now
from functions.shared.edge.visit import Visit
from functions.shared.gateways.keys import keys
from functions.shared.tables import directory

COOKIE, PATH = "unit", "/u"


@dataclass(frozen=True)
class Officer:
    """A contact of a unit who has proved to be one."""

    unit: Unit
    contact: Contact

    @property
    def subject(self) -> str:
        """What this officer's tokens are about. It ends with the contact's telephone, and with the key."""
        return f"{self.unit.id} {self.contact.id} {_mark(keys().newest, self.contact.telephone)}"


def contact_with(unit: str, last_four: str) -> Contact | None:
    """The contact whose texts go to a number that ends like this: the first, where there are two."""
    return next((it for it in _texted(unit) if it.telephone and it.telephone.last_four == last_four), None)


def officer(here: Visit) -> Officer:
    """Who has come in. Raises Refused `door_closed`."""
    found = named(tokens.subject_of(keys(), "unit", here.cookies.get(COOKIE, ""), now()) or "")
    if found is None:
        raise Refused("door_closed")
    return found


def named(subject: str) -> Officer | None:
    """The officer that a token is about; None once the contact has gone or has another telephone."""
    unit, _, rest = subject.partition(" ")
    contact_id, _, mark = rest.partition(" ")
    for contact in _texted(unit):
        if contact.id == contact_id and mark in {_mark(key, contact.telephone) for key in keys().named.values()}:
            return Officer(directory.unit(unit), contact)
    return None


def cookie(officer: Officer) -> str:
    """What keeps the door open for half a day, or until the browser closes."""
    return http.door_cookie(COOKIE, tokens.pass_for(keys(), "unit", officer.subject, now(), tokens.DOOR_LIVES), PATH)


def no_cookie() -> str:
    return http.no_cookie(COOKIE, PATH)


def _texted(unit: str) -> tuple[Contact, ...]:
    return tuple(contact for contact in directory.contacts(unit) if contact.takes_texts)


def _mark(key: bytes, telephone: Phone | None) -> str:
    # Keyed: what is signed can be read by anybody.
    return hmac.digest(key, f"contact {telephone.e164 if telephone else ''}".encode(), "sha256").hex()[:16]
