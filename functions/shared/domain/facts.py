"""What can happen to a request. A request is the sum of its facts, and a fact is for ever.

A fact holds ids, codes, numbers, times and names of states: nothing that a person typed (a structure test holds
the types to it), and everything that was decided, so that reading it again needs no configuration and no clock.
A field may be added with a default; none is ever renamed.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from functions.shared.domain.directory import Class, PlaceRule, PublicRule

Actor = NewType("Actor", str)  # resident, unit:<id>, staff:<id>, client:<id>, rule, clock
Id = NewType("Id", str)  # of a community, compound, station, unit, category: [a-z0-9_]+
Code = NewType("Code", str)  # ten digits

RESIDENT = Actor("resident")
RULE = Actor("rule")


def unit_actor(unit: str) -> Actor:
    return Actor(f"unit:{unit}")


@dataclass(frozen=True)
class Cause:
    """What brought a fact about: `<step>:<keyed digest>`; `content` is a keyed digest of what came with it.

    The same cause happens once. The same cause with other content is refused as already sent.
    """

    id: str
    content: str


class Kind(StrEnum):
    OPINION = "opinion"  # 社情民意
    PROBLEM = "problem"  # 问题
    DISPUTE = "dispute"  # 纠纷
    SERVICE = "service"  # 代办
    WISH = "wish"  # 微心愿


class Channel(StrEnum):
    WEB = "web"
    PHONE = "phone"
    STATION = "station"
    SMS = "sms"
    OPEN311 = "open311"


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


class Finding(StrEnum):
    """What a check on site (现场核实) found."""

    AS_REPORTED = "as_reported"
    DIFFERENT = "different"
    NOT_FOUND = "not_found"


class RouteReason(StrEnum):
    """Why an order went to this unit."""

    OPERATOR = "operator"
    DEPARTMENT = "department"
    PARTNER_COMPOUND = "partner_compound"
    PARTNER_COMMUNITY = "partner_community"
    TEAM = "team"
    STATION = "station"
    COUNCIL = "council"
    DESK = "desk"
    CHECK_FIRST = "check_first"
    NO_UNIT = "no_unit"
    RETURNED_NAMING = "returned_naming"
    RETURNED = "returned"
    BY_NAME = "by_name"  # 点名哨


class ReturnReason(StrEnum):
    NOT_OURS = "not_ours"
    WRONG_PLACE = "wrong_place"
    NEEDS_OTHERS = "needs_others"
    NEEDS_MONEY = "needs_money"
    NOT_ENOUGH_TOLD = "not_enough_told"
    ALREADY_DONE = "already_done"
    OTHER = "other"


class RescheduleReason(StrEnum):
    MATERIAL = "material"
    WEATHER = "weather"
    MONEY = "money"
    OTHER_UNIT = "other_unit"
    RESIDENT_ASKED = "resident_asked"
    LARGER_THAN_THOUGHT = "larger_than_thought"


class Verdict(StrEnum):
    SOLVED = "solved"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that has happened to a request."""

    at: datetime  # UTC
    by: Actor
    cause: Cause

    @property
    def case(self) -> str:
        """Which line of the transition table this is, where a kind of fact has several."""
        return ""


@dataclass(frozen=True, kw_only=True)
class RequestReceived(Fact):
    """诉求 or 微心愿: somebody has asked for something, and was promised an answer."""

    community: Id
    compound: Id | None
    category: Id
    priority: Class
    kind: Kind
    channel: Channel
    station: Id | None = None
    public: PublicRule
    place: PlaceRule
    language: Language
    reachable: bool  # left a telephone number
    answer_by: datetime  # what the resident was promised


@dataclass(frozen=True, kw_only=True)
class CheckedOnSite(Fact):
    """现场核实, by the community that holds the order, or staff."""

    order: int
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class Whistle:
    """One order (哨单) of a whistle."""

    number: int
    code: Code
    unit: Id
    reason: RouteReason
    accept_by: datetime
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class UnitsWhistled(Fact):
    """吹哨: the first of `orders` leads."""

    orders: tuple[Whistle, ...]
    duty_alert: bool = False  # P0 "and K": the community's duty telephone is told beside it


@dataclass(frozen=True, kw_only=True)
class OrderAccepted(Fact):
    """接单: the unit stays responsible to the end (首接负责)."""

    order: int


@dataclass(frozen=True, kw_only=True)
class OrderReturned(Fact):
    """退单."""

    order: int
    reason: ReturnReason
    named: Id | None = None  # the unit it should have gone to


@dataclass(frozen=True, kw_only=True)
class ProgressReported(Fact):
    """The unit says how it goes; nothing changes."""

    order: int


@dataclass(frozen=True, kw_only=True)
class Rescheduled(Fact):
    """改期: a later date, asked for with a reason; counted apart from on time."""

    order: int
    answer_by: datetime
    reason: RescheduleReason


@dataclass(frozen=True, kw_only=True)
class WordsAdded(Fact):
    """Somebody added words; they lie in `private`."""


@dataclass(frozen=True, kw_only=True)
class WorkClaimedDone(Fact):
    """The unit says it is done; whether it is solved, the resident says."""

    order: int


@dataclass(frozen=True, kw_only=True)
class VerdictGiven(Fact):
    """The resident (or staff who heard it) says whether it is solved."""

    order: int
    verdict: Verdict
    reopens: bool = False  # "not", for the first time: back to the same unit
    answer_by: datetime | None = None  # the new one, when it reopens

    @property
    def case(self) -> str:
        if self.verdict is Verdict.NOT:
            return "not" if self.reopens else "not again"
        return self.verdict.value


FACTS: dict[str, type[Fact]] = {
    kind.__name__: kind
    for kind in (
        RequestReceived,
        CheckedOnSite,
        UnitsWhistled,
        OrderAccepted,
        OrderReturned,
        ProgressReported,
        Rescheduled,
        WordsAdded,
        WorkClaimedDone,
        VerdictGiven,
    )
}
