"""What a unit's leader should know each week: what is late, what comes due, what the unit did."""

from dataclasses import dataclass
from datetime import datetime

from functions.digests.happened import UnitWork
from functions.digests.letters import Period
from functions.digests.lines import ProgrammeLine
from functions.shared.domain.directory import Name
from functions.shared.domain.views import DigestLine, ResultLine


@dataclass(frozen=True)
class LeaderDigest:
    """At the moment `at`, UTC. `late` and `coming` are the unit's open orders, the next due first."""

    unit: Name
    period: Period
    at: datetime
    late: tuple[DigestLine, ...]
    coming: tuple[DigestLine, ...]
    results: tuple[ResultLine, ...]
    now: UnitWork
    before: UnitWork
    programmes: tuple[ProgrammeLine, ...] = ()  # that the unit answers for

    @property
    def empty(self) -> bool:
        return not (self.late or self.coming or self.results or self.now or self.programmes)
