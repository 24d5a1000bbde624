"""The county's digest, one page: what it has to decide, what is stuck and why, how things came and ended. No rankings:
the directory's order, each beside its own period before."""

from dataclasses import dataclass, field
from datetime import datetime

from functions.digests.happened import Happened
from functions.digests.letters import Period
from functions.digests.lines import (
    Decision,
    Good,
    LateLine,
    PlaceLine,
    ProgrammeLine,
    RecurringLine,
    StateCount,
    UnitLine,
    UrgentLine,
)
from functions.digests.summary import Sentence, summary
from functions.shared.domain.directory import Name
from functions.shared.domain.opening import Body, OpeningFigure
from functions.shared.domain.rates import Rate, percent

SHARES = ("silent", "partly")


@dataclass(frozen=True)
class Share:
    """Of `of` that ended, so many in this way; in the period before, and what that was of."""

    what: str
    number: int
    of: int
    before: int
    of_before: int

    @property
    def percent(self) -> str | None:
        return percent(self.number, self.of)

    @property
    def percent_before(self) -> str | None:
        return percent(self.before, self.of_before)


@dataclass(frozen=True)
class CountyDigest:
    """At the moment `at`, UTC; what happened, of `period`."""

    period: Period
    at: datetime
    decisions: tuple[Decision, ...]
    late: tuple[LateLine, ...]
    waiting: int  # for the desks of all communities
    without_result: tuple[StateCount, ...]  # of the needs that came in the period
    reasons: tuple[tuple[str, int], ...]  # why those that are put off are
    urgent: tuple[UrgentLine, ...]
    places: tuple[PlaceLine, ...]
    units: tuple[UnitLine, ...]
    unreachable: tuple[Name, ...]
    recurring: tuple[RecurringLine, ...]
    programmes: tuple[ProgrammeLine, ...]
    quiet_stations: tuple[Name, ...]  # from which nothing came in 90 days
    good: Good | None
    now: Happened
    before: Happened
    rates: tuple[Rate, ...] = ()
    rates_before: tuple[Rate, ...] = ()
    opening: tuple[tuple[Body, tuple[OpeningFigure, ...]], ...] = ()  # in the year's alone: what was counted before
    summary: tuple[Sentence, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "summary", summary(self.now, self.before, self.late, self.waiting, self.at))

    @property
    def after_joint(self) -> tuple[LateLine, ...]:
        """What the joint meeting had decided, and isn't done in time."""
        return tuple(line for line in self.late if line.after_joint)

    @property
    def raised(self) -> tuple[UnitLine, ...]:
        """Units that say they raised money of their own, in this period or the one before."""
        return tuple(it for it in self.units if it.now.raised_yuan or it.before.raised_yuan)

    @property
    def shares(self) -> tuple[Share, ...]:
        """Closed silent and partly among all results; put off and opened again among all that came."""
        now, before = self.now, self.before
        ended = tuple(
            Share(how, now.closed.get(how, 0), now.results, before.closed.get(how, 0), before.results) for how in SHARES
        )
        return (
            *ended,
            Share("deferred", now.deferred, now.received, before.deferred, before.received),
            Share("reopened", now.reopened, now.results, before.reopened, before.results),
        )

    @property
    def empty(self) -> bool:
        """Nothing has come, ended or been done, nothing is open past its time: no letter."""
        return self.now.quiet and not (self.decisions or self.late or self.waiting)
