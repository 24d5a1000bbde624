"""A resident's report becomes a request with a code, a place, a class and a promise."""

from datetime import datetime

from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.directory import Calendar, Category, Class, Community, Compound, PlaceRule, PublicRule
from functions.shared.domain.facts import RESIDENT, Cause, Channel, Id, Kind, Language, RequestReceived
from functions.shared.domain.time_limits import answer_by


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
) -> Decision:
    """What a resident asks for by web form. What is promised and shown is decided here, once, and kept in the fact."""
    fact = RequestReceived(
        at=now,
        by=RESIDENT,
        cause=cause,
        community=Id(community.id),
        compound=Id(compound.id) if compound else None,
        category=Id(category.id),
        priority=Class(category.priority),
        kind=Kind(category.kind),
        channel=Channel.WEB,
        public=PublicRule(category.public),
        place=PlaceRule(category.place),
        language=language,
        reachable=person.telephone is not None and person.telephone.takes_texts,
        answer_by=answer_by(category.priority, now, calendar),
    )
    return Decision(fact, words=words, person=person)
