"""What somebody asks for becomes a request with a code, a place, a class and a promise."""

from datetime import datetime

from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.directory import Calendar, Category, Class, Community, Compound, PlaceRule, PublicRule
from functions.shared.domain.facts import RESIDENT, Actor, Cause, Id, RequestReceived
from functions.shared.domain.terms import Channel, Handling, Kind, Language
from functions.shared.domain.time_limits import answer_by, route_by


def accept_request(
    *,
    category: Category,
    compound: Compound | None,
    community: Community,
    calendar: Calendar,
    words: str,
    person: Person,
    language: Language,
    cause: Cause,
    now: datetime,
    by: Actor = RESIDENT,
    channel: Channel = Channel.WEB,
    station: str | None = None,
    handling: Handling = Handling.ROUTED,
    doubted: bool = False,
) -> Decision:
    """What is promised and shown is decided here, once, and kept in the fact. A number told to staff is confirmed; what
    came from the 微心愿 platform nobody has told them. `doubted`: perhaps no person wrote it: the desk looks
    first, except where life and property are at stake."""
    told = by != RESIDENT and channel is not Channel.PLATFORM
    at_once = category.priority is Class.P0 or (not doubted and (category.priority.urgent or told))
    fact = RequestReceived(
        at=now,
        by=by,
        cause=cause,
        community=Id(community.id),
        compound=Id(compound.id) if compound else None,
        category=Id(category.id),
        priority=Class(category.priority),
        kind=Kind(category.kind),
        channel=channel,
        station=Id(station) if station else None,
        public=PublicRule(category.public),
        place=PlaceRule(category.place),
        language=language,
        reachable=person.telephone is not None and person.telephone.takes_texts,
        answer_by=answer_by(category.priority, now, calendar),
        route_by=None if handling is Handling.CANARY else route_by(now, calendar, at_once=at_once),
        handling=handling,
        confirmed=told and person.telephone is not None,
        another_way=bool(person.another_way),
        doubted=doubted,
    )
    return Decision(fact, words=words, person=person)
