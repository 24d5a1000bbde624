"""Who reads a digest now, and by which ways: as the directory has them when it is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from functions.digests.letters import TO_UNITS, Letter
from functions.digests.of_unit import UnitDigest
from functions.digests.render import Digest
from functions.digests.ways import ways
from functions.shared.domain.directory import Contact, ContactWay
from functions.shared.domain.errors import Refused
from functions.shared.domain.phone import Phone
from functions.shared.tables import digests, directory


@dataclass(frozen=True)
class Reader:
    """One person and one way. `id` is `staff:<id>` or `contact:<unit>.<id>`."""

    id: str
    way: ContactWay
    email: str = ""
    robot: str = ""
    telephone: Phone | None = None


def audience(letter: Letter, of: str, to: str) -> str:
    """Whom a digest reaches once for each period: a reader, or a unit by whichever of its contacts."""
    return to or f"{'leader' if letter is Letter.LEADER else 'unit'}:{of}"


def readers(letter: Letter, of: str, to: str, digest: Digest, day: date) -> Iterator[Reader]:
    """Whoever may get it, first to last, without those who have stopped it. Whoever is away comes last."""
    if letter not in TO_UNITS:
        email = _email_of(to, of)
        if email and not digests.has_stopped(to, letter):
            yield Reader(to, ContactWay.EMAIL, email)
        return
    pressing = isinstance(digest, UnitDigest) and bool(digest.pressing)
    for contact in sorted(directory.contacts(of), key=lambda contact: contact.is_away(day)):
        if letter is Letter.LEADER and not contact.leader:
            continue
        found = _by_each_way(contact, pressing=pressing)
        if found and not digests.has_stopped(found[0].id, letter):
            yield from found


def _by_each_way(contact: Contact, *, pressing: bool) -> tuple[Reader, ...]:
    reader = f"contact:{contact.unit}.{contact.id}"
    return tuple(
        Reader(reader, way, contact.email or "", contact.robot or "", contact.telephone)
        for way in ways(contact, pressing=pressing)
    )


def _email_of(to: str, of: str) -> str | None:
    """Where they read it now; None once they have left, or work elsewhere."""
    kind, _, who = to.partition(":")
    if kind == "contact":
        unit, _, contact_id = who.partition(".")
        return next((contact.email for contact in directory.contacts(unit) if contact.id == contact_id), None)
    try:
        post = directory.staff_member(who)
    except Refused:
        return None
    return post.email if post.community in (of, None) else None
