"""The suite in pieces, each of which can be done alone, in a process of its own."""

import gc
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from .audit import Report
from .guards import GUARDS, tried
from .kills import STORIES, kill_everywhere
from .races import race
from .schedules import SCHEDULES, played
from .storm import storm
from .town import county

SEEDS, ALERTS = 22, 10_000
IN_THE_STORM = 310  # alerts of a seed until it is calm: those that follow in sixty days are as many again
RACES, RACES_AT_ONCE = 10_000, 500
_OPEN = ExitStack()


@dataclass
class Piece:
    """What one piece of work came to. `table` is what is printed of it, column by column."""

    kind: str
    name: str
    report: Report = field(default_factory=Report)
    kills: int = 0
    races: int = 0
    seconds: float = 0.0
    survivor: str | None = None
    lines: list[tuple[str, ...]] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=dict)


def pieces() -> list[tuple[str, str]]:
    """All there is to do, the longest first."""
    storms = [("storm", str(seed)) for seed in range(SEEDS)]
    races = [("races", str(seed)) for seed in range(RACES // RACES_AT_ONCE)]
    kills = [("kills", f"{story}/{place}") for story, acts in STORIES.items() for place in range(len(acts))]
    return [
        *storms,
        *kills,
        *races,
        *(("guard", guard.name) for guard in GUARDS),
        *(("case", name) for name in SCHEDULES),
    ]


def work(kind: str, name: str) -> Piece:
    """One piece, in a process that has its county."""
    began = time.perf_counter()
    try:
        piece = _WORK[kind](name)
    except Exception as error:
        broke = f"broke off: {type(error).__name__}: {error}"
        piece = Piece(kind, name, Report(untrue=[broke]), survivor=name if kind == "guard" else None)
    piece.seconds = time.perf_counter() - began
    return piece


def _storm(name: str) -> Piece:
    outcome = storm(int(name), IN_THE_STORM)
    line = (
        f"seed {outcome.seed}",
        f"{outcome.report.alerts} alerts of {outcome.requests} requests",
        f"{outcome.kills} kills, {outcome.redriven} redriven, {outcome.races} races",
        ", ".join(f"{times} {fault}" for fault, times in sorted(outcome.faults.items())),
    )
    return Piece("storm", name, outcome.report, outcome.kills, outcome.races, lines=[line], faults=dict(outcome.faults))


def _races(name: str) -> Piece:
    raced = race(int(name), RACES_AT_ONCE)
    return Piece("races", name, Report(two_winners=raced.two_winners), raced.kills, raced.races)


def _kills(name: str) -> Piece:
    story, _, place = name.rpartition("/")
    killed = kill_everywhere(story, int(place))
    where = ", ".join(f"{function} {times}" for function, times in killed.boundaries.items())
    line = (killed.act, f"{killed.runs} runs", where)
    return Piece("kills", name, killed.report, killed.kills, lines=[line])


def _case(name: str) -> Piece:
    told = SCHEDULES[name]
    report = played(name)
    return Piece(
        "case", name, report, lines=[(name, verdict(report), f"real: {told.real}; simulated: {told.simulated}")]
    )


def _guard(name: str) -> Piece:
    result = tried(next(guard for guard in GUARDS if guard.name == name))
    caught = (result.caught or "SURVIVES").splitlines()[0]
    piece = Piece("guard", name, survivor=name if result.caught is None else None)
    piece.lines.append((name, result.guard.schedule, caught[:100]))
    if not result.sound:
        piece.report.untrue.append(f"{result.guard.schedule}: fails with every guard in its place")
    return piece


def verdict(report: Report) -> str:
    return "held" if not report.wrong else f"{len(report.wrong)} WRONG"


_WORK: dict[str, Callable[[str], Piece]] = {
    "storm": _storm,
    "races": _races,
    "kills": _kills,
    "case": _case,
    "guard": _guard,
}


def settle_down() -> None:
    """A process of the pool makes its county once, and keeps it."""
    gc.set_threshold(100_000, 20, 50)  # much is made and soon gone
    _OPEN.enter_context(county())
