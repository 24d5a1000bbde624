"""A community's digest: what waits for its desk, whom to call back, who is late, what has come of it."""

from dataclasses import dataclass, field
from datetime import datetime

from functions.digests.happened import Happened
from functions.digests.letters import Period
from functions.digests.lines import LateLine, ProgrammeLine, RecurringLine, TaskLine
from functions.digests.summary import Sentence, summary
from functions.shared.domain.directory import Name
from functions.shared.domain.rates import Rate
from functions.shared.domain.views import ResultLine


@dataclass(frozen=True)
class CommunityDigest:
    """At the moment `at`, UTC; what happened, of `period`. `rates` and `rates_before` of a month by due day, else
    empty."""

    community: Name
    period: Period
    at: datetime
    waiting: tuple[TaskLine, ...]
    call_backs: tuple[TaskLine, ...]
    late: tuple[LateLine, ...]
    results: tuple[ResultLine, ...]
    now: Happened
    before: Happened
    recurring: tuple[RecurringLine, ...] = ()
    programmes: tuple[ProgrammeLine, ...] = ()
    rates: tuple[Rate, ...] = ()
    rates_before: tuple[Rate, ...] = ()
    summary: tuple[Sentence, ...] = field(init=False)

    def __post_init__(self) -> None:
        said = summary(self.now, self.before, self.late, len(self.waiting), self.at)
        object.__setattr__(self, "summary", said)

    @property
    def empty(self) -> bool:
        """Nothing has happened and nothing waits: nobody writes a letter about that."""
        return self.now.quiet and not (self.waiting or self.call_backs or self.late or self.results)
