"""Who and what there is in the county: places, units, who covers what, categories.

Data, kept in the directory table and edited by people; the loader (infra/directory) checks it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from functions.shared.domain.ladder import Ladder
from functions.shared.domain.phone import Phone
from functions.shared.domain.spot import Spot


@dataclass(frozen=True)
class Name:
    """A name in the county's two languages, and the short one for a text message (at most 6 characters in zh).

    `pinyin` is written when a place's name is stored, a space between syllables, without tones; empty elsewhere.
    """

    zh: str
    en: str
    sms: str = ""
    pinyin: str = field(default="", compare=False)

    @property
    def short(self) -> str:
        return self.sms or self.zh


@dataclass(frozen=True)
class Community:
    """社区. `landline` is printed in every text to its residents; `duty` is called for P0 at any hour."""

    id: str
    name: Name
    landline: str  # as people dial it, 0359-0000000


@dataclass(frozen=True)
class Compound:
    """小区 or a lane (巷): the place a resident names."""

    id: str
    name: Name
    community: str
    spot: Spot | None = None  # its middle or its gate, where somebody has measured it


@dataclass(frozen=True)
class Station:
    """党群服务站: where a person without a telephone gets the same service."""

    id: str
    name: Name
    community: str
    address: str
    telephone: str


class UnitKind(StrEnum):
    PARTNER = "partner"  # 包联单位
    DEPARTMENT = "department"
    OPERATOR = "operator"
    TEAM = "team"
    COMMUNITY = "community"  # the community itself, holding an order; its id is the community's
    COUNTY = "county"  # the county's duty office: told of what nobody takes, never given an order


COUNTY_OFFICE = "county_office"  # the id of the only unit of kind county


@dataclass(frozen=True)
class Unit:
    """A body that can be given an order; the county's duty office is one that can't."""

    id: str
    name: Name
    kind: UnitKind
    night_duty: bool = False  # somebody answers at any hour
    left: bool = False  # takes no more orders; what it has done still names it

    @property
    def answers_at_any_hour(self) -> bool:
        return self.night_duty or self.kind is UnitKind.COUNTY


@dataclass(frozen=True)
class Away:
    """Days on which somebody isn't there, both included, of the county's calendar."""

    since: date
    until: date


@dataclass(frozen=True)
class Contact:
    """A person's post at a unit, reachable by at least one channel. Never shown on a public page."""

    unit: str
    id: str
    name: str
    telephone: Phone | None
    email: str | None
    duty: bool = False  # the number for P0 and P1 at night
    leader: bool = False  # hears of what the unit has not done in time
    robot: str | None = None  # the key of a group robot whose group this post reads
    prefers: tuple["ContactWay", ...] = ()  # first to last; what is not named follows in the usual order
    away: Away | None = None  # meanwhile the unit's others are told first

    def is_away(self, day: date) -> bool:
        return self.away is not None and self.away.since <= day <= self.away.until

    @property
    def takes_texts(self) -> bool:
        return self.telephone is not None and self.telephone.takes_texts

    @property
    def ways(self) -> "tuple[ContactWay, ...]":
        """How this post can be reached, the way it likes best first."""
        there = {ContactWay.SMS: self.takes_texts, ContactWay.ROBOT: self.robot, ContactWay.EMAIL: self.email}
        return tuple(way for way in dict.fromkeys((*self.prefers, *ContactWay)) if there[way])


def away_together(contacts: Iterable[Contact]) -> Away | None:
    """The days on which none of `contacts` is there; None if there is no such day, or nobody at all."""
    spans = [contact.away for contact in contacts]
    known = [span for span in spans if span is not None]
    if not known or len(known) < len(spans):
        return None
    since, until = max(span.since for span in known), min(span.until for span in known)
    return Away(since, until) if since <= until else None


class ContactWay(StrEnum):
    """The ways to a contact, in the usual order."""

    SMS = "sms"
    ROBOT = "robot"
    EMAIL = "email"


class Class(StrEnum):
    """How fast: P0 life and property … P3 what needs money or many people."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"

    @property
    def urgent(self) -> bool:
        """P0 and P1 go at once, at any hour, and never to a partner unit first."""
        return self in (Class.P0, Class.P1)


class RouteKind(StrEnum):
    OPERATOR = "operator"
    DEPARTMENT = "department"
    PARTNER = "partner"
    TEAM = "team"
    STATION = "station"
    COUNCIL = "council"
    DESK = "desk"


@dataclass(frozen=True)
class Route:
    """One way a category can go: `trade` names the operator, department or team ("gas"); None for the others."""

    kind: RouteKind
    trade: str | None = None


class PublicRule(StrEnum):
    NEVER = "never"  # counted in totals only
    OUTCOME = "outcome"  # kind, place, unit, state, dates and the unit's one public sentence
    WORDS = "words"  # also the resident's words, once a person has released them


class PlaceRule(StrEnum):
    COMPOUND = "compound"
    COMMUNITY = "community"


@dataclass(frozen=True)
class Emergency:
    """Whom to call before anything else, for a P0 category."""

    numbers: tuple[str, ...]
    advice: Name


@dataclass(frozen=True)
class Clues:
    """Words that hint at a category, in the county's two languages; of one with a space each part must be said."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


@dataclass(frozen=True)
class Category:
    """What a request is about. `name.sms` is at most 4 characters; 您说的事 where it is never public."""

    id: str
    name: Name
    priority: Class
    routes: tuple[Route, ...]  # tried in this order
    public: PublicRule
    place: PlaceRule
    kind: str  # opinion, problem, dispute, service, wish
    check_first: bool = False
    with_community: bool = False  # "and K": the community's duty telephone is alerted too
    emergency: Emergency | None = None
    clues: Clues = Clues()


@dataclass(frozen=True)
class Coverage:
    """Who covers what (包联, and each operator's and department's trade).

    partner: compound or community id → unit. trades: (route kind, trade) → unit.
    """

    partner: Mapping[str, str]
    trades: Mapping[tuple[RouteKind, str], str]


@dataclass(frozen=True)
class Span:
    """A length of time: minutes, days, or working days; one of them."""

    minutes: int = 0
    days: int = 0
    working_days: int = 0


@dataclass(frozen=True)
class ClassRules:
    """How soon an order of a class is taken, how soon the resident is answered, and who hears when it isn't."""

    accept: Span
    answer: Span
    ladder: Ladder


@dataclass(frozen=True)
class TimeRules:
    """Limits, quiet hours and office hours. Hours are of the county's clock; `desk_looks` minutes of office hours."""

    classes: Mapping[Class, ClassRules]
    quiet_from: int
    quiet_until: int
    office_opens: int
    office_closes: int  # deadlines of whole days fall at this hour, too
    desk_looks: int


@dataclass(frozen=True)
class Calendar:
    """The official working days (国务院办公厅 yearly notice): weekdays off, weekend days worked (调休).

    `rules` are the county's own; None: those of time_rules.py.
    """

    years: frozenset[int]
    off: frozenset[date]
    worked: frozenset[date]
    rules: TimeRules | None = None

    def knows(self, year: int) -> bool:
        return year in self.years

    def works(self, day: date) -> bool:
        """Whether `day` is a working day; in a year not known, every weekday is."""
        return day in self.worked or (day.weekday() < 5 and day not in self.off)
