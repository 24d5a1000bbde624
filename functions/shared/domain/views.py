"""What pages and emails are given to show: names resolved, nothing left to look up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.shared.domain import facts as f
from functions.shared.domain.directory import Name
from functions.shared.domain.facts import Fact
from functions.shared.domain.request import Request
from functions.shared.domain.story import Step
from functions.shared.domain.transitions import State

_RESIDENTS = (f.RequestReceived, f.ResidentAnswered, f.VerdictGiven, f.Disputed, f.Withdrawn)
_UNITS = (f.OrderReturned, f.ProgressReported, f.Rescheduled, f.WorkClaimedDone)


@dataclass(frozen=True)
class Told:
    """A step of the story with names and words in place. `after`: how long since the step before."""

    sequence: int
    at: datetime
    what: str
    unit: Name | None = None
    until: datetime | None = None
    reason: str | None = None
    words: str | None = None
    after: timedelta | None = None


@dataclass(frozen=True)
class Said:
    """Words between the resident and whoever acts. `who` is resident, unit or staff; resident_noted or unit_noted where
    staff wrote down what they were told."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True)
class Private:
    """What only the resident (and whoever acts) may see of a request."""

    words: tuple[Said, ...]
    place_words: str


@dataclass(frozen=True)
class ResultLine:
    """A line of the list of results (成效清单)."""

    code: str
    asked_at: datetime
    closed_at: datetime
    closed_as: str
    category: Name
    community: Name
    place: Name
    unit: Name | None = None
    category_id: str = ""  # empty, as the two that follow, in a copy from before they were kept
    community_id: str = ""
    unit_id: str = ""


@dataclass(frozen=True)
class Wanted:
    """Which lines: of a month (2026-03), and of a community, unit and category where these are named.

    Month and community, or month and unit, are one stretch of an index; whatever else is named is looked for in it.
    """

    month: str
    community: str = ""
    category: str = ""
    unit: str = ""

    def fits(self, line: ResultLine) -> bool:
        asked = ((self.community, line.community_id), (self.category, line.category_id), (self.unit, line.unit_id))
        return all(wanted in ("", there) for wanted, there in asked)


@dataclass(frozen=True)
class DigestLine:
    """An order in a digest."""

    code: str
    category: Name
    place: Name
    due: datetime
    taken: bool
    link: str
    paused: bool = False  # its clock stands


def said(facts: Iterable[Fact], words: Mapping[int, str]) -> tuple[Said, ...]:
    """What the resident, units and staff have said so far, oldest first; `words` by their fact's sequence."""
    return tuple(
        Said(fact.at, _who(fact), words[sequence]) for sequence, fact in enumerate(facts, start=1) if sequence in words
    )


def _who(fact: Fact) -> str:
    by = fact.by.partition(":")[0]
    if by != "staff":
        return by
    if isinstance(fact, _RESIDENTS):
        return "resident_noted"
    return "unit_noted" if isinstance(fact, _UNITS) else by


def asked(request: Request, words: Mapping[int, str]) -> Said | None:
    """What the resident is asked now, if anything is waited for; `words` by their fact's sequence."""
    if request.state is not State.AWAITING_RESIDENT:
        return None
    latest = max(sequence for sequence, fact in enumerate(request.facts, 1) if isinstance(fact, f.ResidentAsked))
    return next(iter(said(request.facts, {latest: words[latest]} if latest in words else {})), None)


def tell(steps: Iterable[Step], words: Mapping[int, str], unit_name: Callable[[str], Name]) -> tuple[Told, ...]:
    """`steps` as they are shown: with the units' names, the words that came with them, and the time between."""
    told: list[Told] = []
    for step in steps:
        after = step.at - told[-1].at if told else None
        unit = unit_name(step.unit) if step.unit else None
        words_then = words.get(step.sequence)
        told.append(Told(step.sequence, step.at, step.what, unit, step.until, step.reason, words_then, after))
    return tuple(told)
