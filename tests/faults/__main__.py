"""`make faults`: prints what was done and what came of it, writes build/faults.json, fails where a goal is missed.

First a local cloud whose workers are killed, then two processes that share the work; each piece of it has a seed of its
own, so that a piece that failed can be done again alone: `python -m tests.faults --only "storm 7"`. It stops by itself
after half an hour, and says so.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from infra.local.cloud import LocalCloud

from .audit import Report
from .cloud_kills import ALERTS_EACH, kill_workers
from .work import ALERTS, RACES, Piece, pieces, settle_down, work

ROOT = Path(__file__).parents[2]
BOUND = 30 * 60  # seconds
PROCESSES = 2
ON_THE_CLOUD = ("cloud", "workers killed")
TOGETHER = (("storm",), ("kills", "races"), ("guard", "case"))
CLOUD_ALERTS, CLOUD_KILLS = 500, 100

_HEADINGS = {
    "case": "Cases: what happened, and what of it is real or simulated",
    "kills": "Killed, or left without an answer, at each I/O boundary: runs, and boundaries by function",
    "guard": "Guards, each taken away: the smallest schedule that needs it, and what caught it",
    "storm": "Storms: each seed's days",
    "cloud": "The local cloud, its functions' workers killed while they work: real processes, queues and stream",
}


class Run:
    """Everything, on as many processes as there are cores for it."""

    def __init__(self, seconds: float) -> None:
        self._began, self._seconds = time.perf_counter(), seconds
        self.done: list[Piece] = []
        self.left: list[str] = []
        self._of = 0

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began

    def go(self, chosen: Iterable[tuple[str, str]]) -> None:
        os.environ["PYTHONHASHSEED"] = "0"  # sets of texts in one order: a seed is the same run each time
        pieces_of_work = list(chosen)
        if ON_THE_CLOUD in pieces_of_work:
            self.done.append(on_the_cloud())
            pieces_of_work.remove(ON_THE_CLOUD)
        self._of = len(pieces_of_work)
        for kinds in TOGETHER:
            self._side_by_side([piece for piece in pieces_of_work if piece[0] in kinds])

    def _side_by_side(self, pieces_of_work: list[tuple[str, str]]) -> None:
        """In processes of their own: one that has seen storms is large, and slow at everything after them."""
        if not pieces_of_work:
            return
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=settle_down) as pool:
            waiting: dict[Future[Piece], str] = {pool.submit(work, *piece): " ".join(piece) for piece in pieces_of_work}
            try:
                for ready in as_completed(waiting, timeout=max(1.0, self._seconds - self.seconds)):
                    self.done.append(ready.result())
                    _progress(self, self._of)
            except TimeoutError:
                self.left += [name for future, name in waiting.items() if not future.done()]
                processes = list((pool._processes or {}).values())  # forgotten by shutting down
                pool.shutdown(wait=False, cancel_futures=True)
                for process in processes:
                    process.terminate()


def on_the_cloud() -> Piece:
    """A cloud of its own, in a folder that goes with it."""
    with tempfile.TemporaryDirectory() as folder, LocalCloud(Path(folder)) as cloud:
        cloud.deploy()
        cloud.seed()
        killed = kill_workers(cloud, -(-CLOUD_ALERTS // ALERTS_EACH), CLOUD_KILLS)
    if killed.alerts < CLOUD_ALERTS or not killed.kills:
        killed.report.untrue.append(f"{killed.alerts} alerts, {killed.kills.total()} kills: not what was to be tried")
    killed.report.alerts = killed.alerts
    deaths = ", ".join(f"{function} {times}" for function, times in sorted(killed.kills.items()))
    told = (
        f"{killed.alerts} alerts",
        f"{deaths} killed",
        f"{killed.pressed_again} presses without an answer, {killed.redriven} redriven",
    )
    return Piece(*ON_THE_CLOUD, killed.report, killed.kills.total(), lines=[(*told, f"{killed.seconds:.0f} s")])


def figures(run: Run) -> dict[str, Any]:
    told = Report()
    for piece in run.done:
        told.add(piece.report)
    storms = [piece for piece in run.done if piece.kind == "storm"]
    return {
        "alerts": sum(piece.report.alerts for piece in storms),
        "seeds": len(storms),
        "cloud_alerts": sum(piece.report.alerts for piece in run.done if piece.kind == "cloud"),
        "kills": sum(piece.kills for piece in run.done),
        "lost": len(told.lost),
        "silent": len(told.silent),
        "doubled": len(told.doubled),
        "repeats_in_crash_window": len(told.repeats),
        "two_winners": len(told.two_winners),
        "surviving_mutants": [piece.survivor for piece in run.done if piece.survivor],
        "races": sum(piece.races for piece in run.done),
        "stranded": len(told.stranded),
        "dead_letters": len(told.dead),
        "untrue": len(told.untrue),
        "cases": {piece.name: not piece.report.wrong for piece in run.done if piece.kind == "case"},
        "mutants": sum(piece.kind == "guard" for piece in run.done),
        "seconds": round(run.seconds),
        "left_undone": run.left,
    }


def missed(told: dict[str, Any]) -> list[str]:
    """The goals that aren't reached."""
    wanted = ("lost", "silent", "doubled", "two_winners", "stranded", "dead_letters", "untrue")
    found = [f"{name}: {told[name]}, not 0" for name in wanted if told[name]]
    least = {"alerts": ALERTS, "seeds": 20, "races": RACES, "cloud_alerts": CLOUD_ALERTS}
    found += [f"{name}: {told[name]}, not {goal}" for name, goal in least.items() if told[name] < goal]
    found += [f"survives: {name}" for name in told["surviving_mutants"]]
    if told["left_undone"]:
        found.append(f"stopped after {told['seconds']} s: {len(told['left_undone'])} pieces left")
    return found


def show(run: Run, told: dict[str, Any]) -> None:
    for kind, heading in _HEADINGS.items():
        lines = [line for piece in sorted(run.done, key=_place) if piece.kind == kind for line in piece.lines]
        if lines:
            print(f"\n{heading}")
            widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]) - 1)]
            for line in lines:
                print("  " + "  ".join(text.ljust(width) for text, width in zip(line, [*widths, 0], strict=True)))
    wrong = [f"{piece.kind} {piece.name}: {what}" for piece in run.done for what in piece.report.wrong]
    if wrong:
        print(f"\nWrong ({len(wrong)})")
        for what, times in Counter(wrong).most_common(60):
            print(f"  {times}× {what}")
    print()
    for name, value in told.items():
        if name not in ("cases", "left_undone"):
            print(f"{name:<26}{value}")


def _place(piece: Piece) -> tuple[str, int, str]:
    return piece.kind, int(piece.name) if piece.name.isdigit() else 0, piece.name


def _progress(run: Run, of: int) -> None:
    end = "\r" if sys.stderr.isatty() else "\n"
    if sys.stderr.isatty() or len(run.done) % 20 == 0:
        print(f"{len(run.done)} of {of} pieces, {run.seconds:.0f} s ", end=end, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="The faults suite.")
    parser.add_argument("--only", default="", help='pieces whose name begins so: "storm 7", "case clocks", "guard"')
    parser.add_argument("--seconds", type=float, default=BOUND, help="stop after so long")
    options = parser.parse_args(arguments)
    run = Run(options.seconds)
    run.go(piece for piece in [ON_THE_CLOUD, *pieces()] if " ".join(piece).startswith(options.only))
    told = figures(run)
    show(run, told)
    if options.only:
        return 1 if any(piece.report.wrong or piece.survivor for piece in run.done) else 0
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "faults.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    goals = missed(told)
    for goal in goals:
        print(f"MISSED  {goal}")
    return 1 if goals else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
