"""What happened in some days, as the cube has it: how things came, how they ended, what each unit did. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from functions.digests.letters import Period
from functions.shared.domain.directory import Class
from functions.shared.domain.rows import Cell

# A result: somebody has done something, and what became of it is known, or was asked for.
RESULTS = ("confirmed", "partly", "silent", "settled")
_RECEIVED, _CLOSED, _ACCEPTED, _DONE = "received.", "closed.", "accepted.", "done."


@dataclass(frozen=True)
class Urgent:
    """How many of a category came as matters of life and property (P0) or of an hour (P1)."""

    priority: str
    category: str
    community: str
    received: int


@dataclass(frozen=True)
class UnitWork:
    """What a unit was asked and did."""

    whistled: int = 0
    taken: int = 0
    taken_late: int = 0
    done: int = 0
    done_late: int = 0
    raised_yuan: int = 0  # money of its own, as it reported it

    def __bool__(self) -> bool:
        return bool(self.whistled or self.taken or self.done)


@dataclass(frozen=True)
class Happened:
    """Of one community, or of all: every number is of events on the days of the period."""

    channels: Mapping[str, int]
    closed: Mapping[str, int]
    deferred: int
    reopened: int  # by the resident's first "not solved", by the desk, by a dispute
    urgent: tuple[Urgent, ...]
    units: Mapping[str, UnitWork]

    @property
    def received(self) -> int:
        return sum(self.channels.values())

    @property
    def results(self) -> int:
        return sum(self.closed.get(how, 0) for how in RESULTS)

    @property
    def ended(self) -> int:
        """All that has closed, with work or without."""
        return sum(self.closed.values())

    @property
    def raised_yuan(self) -> int:
        """Money that units raised themselves, as they reported it."""
        return sum(unit.raised_yuan for unit in self.units.values())

    @property
    def quiet(self) -> bool:
        return not (self.received or self.ended or any(self.units.values()))


def happened(cells: Mapping[Cell, int], period: Period) -> Happened:
    """Of `cells`, what lies on the days of `period`."""
    channels: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    urgent: Counter[tuple[str, str, str]] = Counter()
    units: dict[str, Counter[str]] = {}
    events: Counter[str] = Counter()
    for cell, times in cells.items():
        if cell.measure.startswith("due.") or date.fromisoformat(cell.day) not in period:
            continue
        events[cell.measure] += times
        if cell.measure.startswith(_RECEIVED):
            channels[cell.measure.removeprefix(_RECEIVED)] += times
            if cell.priority in (Class.P0, Class.P1):
                urgent[cell.priority, cell.category, cell.community] += times
        elif cell.measure.startswith(_CLOSED):
            closed[cell.measure.removeprefix(_CLOSED)] += times
        elif cell.unit and (cell.measure in ("whistled", "raised") or cell.measure.startswith((_ACCEPTED, _DONE))):
            units.setdefault(cell.unit, Counter())[cell.measure] += times
    return Happened(
        {channel: times for channel, times in channels.items() if times},
        {how: times for how, times in closed.items() if times},
        events["deferred"],
        events["reopened"] + events["disputed"] + events["redone"],
        tuple(Urgent(*key, times) for key, times in sorted(urgent.items()) if times),
        {unit: _work(done) for unit, done in units.items()},
    )


def _work(done: Mapping[str, int]) -> UnitWork:
    taken_late, done_late = done.get("accepted.late", 0), done.get("done.late", 0)
    return UnitWork(
        done.get("whistled", 0),
        done.get("accepted.on_time", 0) + taken_late,
        taken_late,
        done.get("done.on_time", 0) + done_late,
        done_late,
        done.get("raised", 0),
    )
