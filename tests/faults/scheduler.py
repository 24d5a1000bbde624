"""Several workers in one thread, a step of one after a step of another, in an order that a seed decides.

A worker is a greenlet. It gives way before each call to a service and while it sleeps, nowhere else: what lies between
two calls can't be seen by anybody else anyway, and moto isn't isolated between threads. One clock for all, set by hand.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]

FOREVER = timedelta(days=10_000)


class Killed(BaseException):
    """The process is gone. No `except Exception` of a handler sees it, as none sees a SIGKILL."""


@dataclass(eq=False)
class Worker:
    """One run of one function. `skew`: how far its machine's clock is off; `limit`: how long it may run."""

    name: str
    work: Callable[[], Any]
    skew: timedelta = timedelta()
    limit: timedelta = FOREVER
    done: Callable[[Any], None] = lambda answer: None
    failed: Callable[[BaseException], None] = lambda error: None
    about: str = ""  # what it works on, for whoever has to understand a failure
    calls: int = 0
    began: datetime | None = None
    wakes: datetime | None = None
    memory: dict[str, Any] = field(default_factory=dict)  # what the boundary remembers of it
    thread: Any = None


class Clock:
    """The time of the whole world, moved by hand."""

    def __init__(self, traveller: Any) -> None:
        self._traveller = traveller

    def now(self) -> datetime:
        return datetime.now(UTC)

    def move_to(self, at: datetime) -> None:
        if at > self.now():
            self._traveller.move_to(at, tick=False)

    def set(self, at: datetime) -> None:
        """Forward or back."""
        self._traveller.move_to(at, tick=False)

    def pass_by(self, span: timedelta) -> None:
        self._traveller.shift(span)


class Scheduler:
    """Runs workers until none is left."""

    def __init__(self, clock: Clock, random: Random) -> None:
        self.clock, self.random = clock, random
        self.workers: list[Worker] = []
        self._hub: Any = None

    def start(self, *workers: Worker) -> None:
        for worker in workers:
            worker.thread = greenlet(lambda it=worker: self._live(it))
            worker.thread.worker = worker
            self.workers.append(worker)

    def current(self) -> Worker | None:
        return getattr(getcurrent(), "worker", None)

    def step(self) -> bool:
        """Let one of those that are awake go on to its next call; if all sleep, time passes. False: nobody is left."""
        if not self.workers:
            return False
        now = self.clock.now()
        awake = [worker for worker in self.workers if worker.wakes is None or worker.wakes <= now]
        if not awake:
            self.clock.move_to(min(worker.wakes for worker in self.workers if worker.wakes))
            return True
        self._go_on(awake[0] if len(awake) == 1 else self.random.choice(awake))
        return True

    def run(self, workers: Iterable[Worker] = ()) -> None:
        self.start(*workers)
        while self.step():
            pass

    def give_way(self) -> None:
        """Called by a worker before each call to a service."""
        if (worker := self.current()) is not None:
            self._hub.switch()
            self._in_time(worker)

    def sleep(self, seconds: float) -> None:
        """In place of time.sleep: a worker sleeps in the time of this world."""
        worker = self.current()
        if worker is None:
            self.clock.pass_by(timedelta(seconds=seconds))
            return
        worker.wakes = self.clock.now() + timedelta(seconds=seconds)
        self._hub.switch()
        self._in_time(worker)

    def _in_time(self, worker: Worker) -> None:
        if worker.began is not None and self.clock.now() - worker.began > worker.limit:
            worker.memory["timed_out"] = True
            raise Killed("it ran longer than it may")

    def _go_on(self, worker: Worker) -> None:
        self._hub = getcurrent()
        worker.wakes = None
        worker.thread.switch()
        if worker.thread.dead:
            self.workers.remove(worker)

    def _live(self, worker: Worker) -> None:
        worker.began = self.clock.now()
        try:
            answer = worker.work()
        except (Killed, Exception) as error:
            worker.failed(error)
        else:
            worker.done(answer)
