"""What stands in digests, names resolved: lines of what waits, of what is late, of what a unit did."""

from dataclasses import dataclass
from datetime import date, datetime

from functions.digests.happened import UnitWork
from functions.shared.domain.desk_task import Task
from functions.shared.domain.directory import Name
from functions.shared.domain.transitions import State


@dataclass(frozen=True)
class TaskLine:
    """What waits for a community's desk."""

    code: str
    category: Name
    place: Name
    task: Task
    due: datetime
    link: str


@dataclass(frozen=True)
class LateLine:
    """An order that has passed its deadline. `after_joint`: the joint meeting had spoken of it."""

    code: str
    category: Name
    place: Name
    unit: Name
    due: datetime
    taken: bool
    link: str
    after_joint: bool = False


@dataclass(frozen=True)
class UnitLine:
    """A unit beside its own period before."""

    unit: Name
    now: UnitWork
    before: UnitWork


@dataclass(frozen=True)
class PlaceLine:
    """A community beside its own period before."""

    place: Name
    received: int
    results: int
    received_before: int
    results_before: int


@dataclass(frozen=True)
class UrgentLine:
    """Matters of life and property (P0) or of an hour (P1) that came."""

    priority: str
    category: Name
    place: Name
    received: int


@dataclass(frozen=True)
class Decision:
    """Something that the county is asked to decide. `what` names the question and the reason why (decisions.py)."""

    what: str
    category: Name
    place: Name
    of: Name
    since: datetime
    link: str


@dataclass(frozen=True)
class StateCount:
    """How many of the needs of a period still stand in `state`."""

    state: State
    number: int


@dataclass(frozen=True)
class RecurringLine:
    """Something that keeps coming back, and nobody answers for yet: a programme is proposed at the desk."""

    category: Name
    place: Name
    count: int
    residents: int
    since: date


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme that runs, or has ended. `said` is what staff wrote for everybody: its goal, or once it has ended its
    result; None where that was taken away, or there is none. `reason`: why it ended without a result."""

    category: Name
    place: Name
    owner: Name
    due: str  # the month, 2026-04
    said: str | None
    late: bool
    ended: bool
    reason: str | None = None


@dataclass(frozen=True)
class Good:
    """A result that is fit to print: confirmed by the resident, with the unit's one public sentence."""

    category: Name
    place: Name
    unit: Name
    words: str
    link: str
