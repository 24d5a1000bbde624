"""A programme (专项, after 每月一题): somebody answers for something that keeps coming back, step by step, to a result.

Folded from facts of its own (programme_facts.py): `evolve` is the only way it changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from functions.shared.domain import programme_facts as f
from functions.shared.domain.directory import Category, PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause, Code, Fact, Id
from functions.shared.domain.months import month_of
from functions.shared.domain.recurring import About, Dismissal, Standing


@dataclass(frozen=True)
class Sentence:
    """What staff wrote for everybody; `en` may be empty."""

    zh: str
    en: str = ""


@dataclass(frozen=True)
class Line:
    """A sentence of a programme and the fact it came with; `said` is None once it was taken away."""

    sequence: int
    said: Sentence | None
    day: f.Day | None = None

    @property
    def when(self) -> date | None:
        return date.fromisoformat(self.day) if self.day else None


@dataclass(frozen=True, kw_only=True)
class Programme:
    """One programme, without who wrote what: as everybody may read it, if it is `public`."""

    number: int  # of the programmes about the same matter, from 1
    community: Id
    compound: Id | None
    category: Id
    owner: Id
    due: f.Month
    public: bool
    goal: Line
    count: int  # requests in the 90 days before it was declared
    residents: int
    declared_at: datetime
    cases: tuple[Code, ...] = ()
    steps: tuple[Line, ...] = ()
    ended_at: datetime | None = None
    result: Line | None = None
    reason: f.EndReason | None = None  # where it ended without a result

    @property
    def about(self) -> About:
        return About(self.community, self.compound, self.category)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything that was said and stands."""
        every = (self.goal, *self.steps, *((self.result,) if self.result else ()))
        return tuple(line for line in every if line.said is not None)

    def late(self, today: date) -> bool:
        """Whether its month is over, and it isn't."""
        return self.ended_at is None and month_of(today) > self.due


@dataclass(frozen=True, kw_only=True)
class Matter:
    """Something that repeats, with all that was decided about it: its programmes one after the other."""

    about: About
    facts: tuple[Fact, ...] = ()
    programmes: tuple[Programme, ...] = ()
    dismissed: Dismissal | None = None

    @property
    def version(self) -> int:
        return len(self.facts)

    @property
    def running(self) -> Programme | None:
        latest = self.programmes[-1] if self.programmes else None
        return latest if latest and latest.ended_at is None else None

    @property
    def standing(self) -> Standing:
        """What decides whether it is proposed again."""
        ended = [it.ended_at for it in self.programmes if it.ended_at is not None]
        return Standing(self.running is not None, max(ended, default=None), self.dismissed)

    def already(self, cause: Cause) -> bool:
        """Whether `cause` has been. Raises Refused `already_sent` if it came with other content."""
        for fact in self.facts:
            if fact.cause.id == cause.id:
                if fact.cause.content != cause.content:
                    raise Refused("already_sent")
                return True
        return False


def fold(about: About, facts: Iterable[Fact], said: Mapping[int, Sentence]) -> Matter:
    """The matter that `facts` make, oldest first, with the sentences that stand, by their fact's sequence."""
    matter = Matter(about=about)
    for sequence, fact in enumerate(facts, start=1):
        matter = evolve(matter, fact, said.get(sequence))
    return matter


def evolve(matter: Matter, fact: Fact, said: Sentence | None) -> Matter:
    """The only way it changes: `matter` after `fact`, with the sentence that came with it."""
    after = replace(matter, facts=(*matter.facts, fact))
    line = Line(after.version, said)
    match fact:
        case f.Declared():
            about = matter.about
            programme = Programme(
                number=len(matter.programmes) + 1,
                community=Id(about.community),
                compound=Id(about.compound) if about.compound else None,
                category=Id(about.category),
                owner=fact.owner,
                due=fact.due,
                public=fact.public,
                goal=line,
                count=fact.count,
                residents=fact.residents,
                declared_at=fact.at,
                cases=fact.cases,
            )
            return replace(after, programmes=(*matter.programmes, programme), dismissed=None)
        case f.Dismissed():
            return replace(after, dismissed=Dismissal(fact.at, fact.reason, fact.residents))
        case f.StepAdded():
            latest = matter.programmes[-1]
            return _with(after, replace(latest, steps=(*latest.steps, replace(line, day=fact.day))))
        case f.Finished():
            return _with(after, replace(matter.programmes[-1], ended_at=fact.at, result=line))
        case f.EndedWithout():
            return _with(after, replace(matter.programmes[-1], ended_at=fact.at, reason=fact.reason))
        case f.SentenceTakenAway():
            return replace(after, programmes=tuple(_without(it, fact.of) for it in matter.programmes))
    raise TypeError(f"no rule for {type(fact).__name__}")


def _with(matter: Matter, latest: Programme) -> Matter:
    return replace(matter, programmes=(*matter.programmes[:-1], latest))


def _without(programme: Programme, sequence: int) -> Programme:
    def left(line: Line) -> Line:
        return replace(line, said=None) if line.sequence == sequence else line

    result = left(programme.result) if programme.result else None
    return replace(programme, goal=left(programme.goal), steps=tuple(map(left, programme.steps)), result=result)


def for_everybody(programmes: Iterable[Programme], categories: Mapping[str, Category]) -> tuple[Programme, ...]:
    """Those that everybody may read of: never of a kind that is never public, then or now."""
    return tuple(
        it
        for it in programmes
        if it.public and it.category in categories and categories[it.category].public is not PublicRule.NEVER
    )
