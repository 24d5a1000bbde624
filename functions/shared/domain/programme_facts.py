"""What can happen to something that keeps coming back: a programme is declared, goes on and ends, or it is set aside.

As a request's facts, these hold ids, codes, numbers and times, and nothing that a person typed: sentences lie beside
them (shared/tables/programmes.py) and can be taken away. A structure test holds the types to it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from functions.shared.domain.facts import Code, Fact, Id

Month = NewType("Month", str)  # 2026-06, chosen from a list
Day = NewType("Day", str)  # 2026-06-01, a date that was read


class DismissReason(StrEnum):
    """Why no programme is made of it. For the desk alone."""

    ONCE = "once"  # one event, over now
    IN_HAND = "in_hand"  # somebody is at it already
    DIFFERENT = "different"  # different matters of one kind
    NOT_OURS = "not_ours"


class EndReason(StrEnum):
    """Why a programme ends without its result, as everybody may read it."""

    NO_MONEY = "no_money"
    NOT_ALLOWED = "not_allowed"
    OTHER_PLAN = "other_plan"  # another plan covers it
    SETTLED_ITSELF = "settled_itself"
    OWNERS_AGAINST = "owners_against"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Declared(Fact):
    """立项: `owner`, a unit, answers for it until `due`. What had come by then: `count` requests of `residents`."""

    owner: Id
    due: Month
    public: bool  # whether everybody may read of it
    cases: tuple[Code, ...]
    count: int
    residents: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Dismissed(Fact):
    """Set aside until it grows."""

    reason: DismissReason
    count: int
    residents: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class StepAdded(Fact):
    """What was done, or will be, on `day`; the sentence lies beside it."""

    day: Day


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SentenceTakenAway(Fact):
    """Nobody reads any more what came with fact `of`."""

    of: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Finished(Fact):
    """It ended with a result; the sentence lies beside it."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class EndedWithout(Fact):
    """It ended without its result."""

    reason: EndReason


PROGRAMME_FACTS: dict[str, type[Fact]] = {
    kind.__name__: kind for kind in (Declared, Dismissed, StepAdded, SentenceTakenAway, Finished, EndedWithout)
}
