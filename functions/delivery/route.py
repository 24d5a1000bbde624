"""To whom an alert goes and by which ways, in the order in which they are tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from functions.shared.domain.alert import COUNTY, Alert
from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import Class, Contact, ContactWay, PublicRule
from functions.shared.domain.follow import REQUEST, subject
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Language
from functions.shared.gateways.keys import keys
from functions.shared.steps.rank_contacts import rank_contacts
from functions.shared.tables import directory, follows, private


@dataclass(frozen=True)
class Leg:
    """One person and one way. `person` is a contact's post, or a resident by a keyed hash of the number."""

    person: str
    way: ContactWay
    language: Language
    phone: Phone | None = None
    address: str = ""  # of email; of a robot its key
    away: bool = False

    @property
    def key(self) -> str:
        return f"{self.person}/{self.way}"


def route(alert: Alert, request: Request, now: datetime, holder: str | None = None) -> tuple[Leg, ...]:
    """`request` is the one of whoever is told, `holder` the colleague who has the order. Empty where nobody can be
    reached at all."""
    if alert.follower is not None:
        return _to_follower(alert.follower, request, now)
    if alert.unit is None and alert.audience != COUNTY:
        return _to_resident(request)
    return tuple(_to_unit(alert, request.priority, now, holder))


def _to_resident(request: Request) -> tuple[Leg, ...]:
    phone = private.telephone(request.id)
    if phone is None or not phone.takes_texts:
        return ()
    person = f"resident.{private.telephone_key(keys().newest, phone)[:16]}"
    return (Leg(person, ContactWay.SMS, request.filed.language, phone),)


def _to_follower(follow_id: str, request: Request, now: datetime) -> tuple[Leg, ...]:
    """Whoever has stopped is told nothing more, nor anybody of what isn't public any more."""
    follow = follows.find(subject(REQUEST, request.id), follow_id, now)
    if follow is None or follow.confirmed_at is None or request.public is PublicRule.NEVER:
        return ()
    phone = Phone(follow.target) if follow.way is ContactWay.SMS else None
    return (Leg(follow.audience, follow.way, follow.language, phone, "" if phone else follow.target),)


def _to_unit(alert: Alert, priority: Class, now: datetime, holder: str | None) -> Iterator[Leg]:
    unit = alert.unit
    if unit is None:
        office = directory.county_office()
        unit = office.id if office else ""
    ranked = rank_contacts(directory.contacts(unit), alert.kind, priority, now, directory.calendar(), holder)
    for contact in ranked:
        for way in contact.ways:
            yield _leg(contact, way, now)


def _leg(contact: Contact, way: ContactWay, now: datetime) -> Leg:
    address = {ContactWay.EMAIL: contact.email, ContactWay.ROBOT: contact.robot}.get(way) or ""
    away = contact.is_away(local_day(now))
    return Leg(f"{contact.unit}.{contact.id}", way, Language.ZH, contact.telephone, address, away)
