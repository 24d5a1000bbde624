"""A small county with all of its functions, topics, queues and schedules, in one thread and one process.

Real: the handlers, their tables' code, botocore with its retries, the queues' settings in infra. Simulated: SNS, SQS,
SES and the stream (post.py), DynamoDB (moto), time, and death.
"""

import json
import random
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from moto import mock_aws
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models.dynamo_type import DynamoType

from functions.shared import aws
from functions.shared.domain.evolve import fold
from functions.shared.domain.request import Request
from functions.shared.edge import clock as clock_of_functions
from functions.shared.edge.telemetry import log
from functions.shared.gateways import keys as keys_of_functions
from functions.shared.gateways import providers
from functions.shared.gateways import secrets as secrets_of_functions
from functions.shared.tables import directory
from functions.shared.tables.connection import READ_SECONDS
from functions.shared.tables.directory import DirectoryRow
from infra.directory.rows import rows
from infra.tools.ledger import fact_in, is_fact, sort_of
from tests.builders import NOON
from tests.county import COUNTY
from tests.integration.loop.conftest import KEYS, SETTINGS
from tests.lean import lean
from tests.tables import make

from . import delivering
from .boundary import Boundary, Call, Weather, strike
from .deployed import Deployment, Function, deployment, readers
from .post import Message, Post
from .scheduler import Clock, Killed, Scheduler, Worker
from .updates import straight_away

REGION = "us-east-1"
TOPICS = {
    "TOPIC_FACTS": "arn:aws:sns:us-east-1:1:facts",
    "TOPIC_ALERTS": "arn:aws:sns:us-east-1:1:alerts",
}
MINUTE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
READERS_AT_ONCE = 2  # of each queue
RECORDS = 100  # of the stream, handed to the relay at once
AGAIN, AT_LAST = timedelta(seconds=10), timedelta(minutes=10)  # the stream tries again what failed, ever later


@contextmanager
def county() -> Iterator[None]:
    """An account with the tables of infra/tables and a directory, once a process. `Town` empties the tables."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        stack.enter_context(mock_aws())
        stack.enter_context(lean())
        stack.enter_context(straight_away())
        for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        for name, value in {**SETTINGS, **TOPICS, **deployment().environment}.items():
            patch.setenv(name, value)
        aws.forget()
        providers.forget()
        directory.forget()
        client = aws.client("dynamodb", READ_SECONDS)
        for name, value in make(client, "test").items():
            patch.setenv(name, value)
        for table in _tables().values():
            table.stream_shard = None  # moto would keep every image for ever; `post` shows what the stream shows
        with DirectoryRow.batch_write() as batch:
            for row in rows(COUNTY):
                batch.save(row)
        aws.client("secretsmanager").create_secret(Name="keys", SecretString=json.dumps(KEYS))
        level = log.level
        log.setLevel("CRITICAL")
        yield
        log.setLevel(level)
    aws.forget()
    providers.forget()
    directory.forget()


@dataclass(frozen=True)
class Snapshot:
    """All that lasts, at one instant."""

    tables: dict[str, Any]
    post: Any
    at: datetime


class Context:
    """What Lambda tells a function of the time it has left."""

    def __init__(self, clock: Clock, until: datetime) -> None:
        self._clock, self._until = clock, until

    def get_remaining_time_in_millis(self) -> int:
        return int((self._until - self._clock.now()).total_seconds() * 1000)


class Town:
    """The county on a working Monday, its tables empty. `open` it before anything else."""

    def __init__(self, seed: int, weather: Weather = lambda call: None) -> None:
        self.seed, self.random, self.tokens = seed, Random(seed), Random(seed)
        self.weather = weather
        self.deployed: Deployment = deployment()
        self.skew: Callable[[], timedelta] = timedelta  # how far off a new worker's clock is
        self.deaths: Counter[str] = Counter()  # by the function that died
        self.failures: Counter[str] = Counter()
        self.relay_on = True
        self.deaf: set[str] = set()  # queues that nobody reads
        self.shuffled = False  # whether messages come out of order
        self.deferred: dict[int, datetime] = {}  # when the relay tries a shard again
        self.patience: dict[int, timedelta] = {}
        self.reading: Counter[str] = Counter()  # workers on each queue or shard

    @contextmanager
    def open(self) -> Iterator["Town"]:
        for name, table in _tables().items():
            if name != "test-directory":
                table.items.clear()
        random.seed(self.seed)  # botocore's and the ledger's jitter
        cold()  # whatever was played before in this process
        with time_machine.travel(NOON, tick=False) as traveller, pytest.MonkeyPatch.context() as patch:
            self.clock = Clock(traveller)
            self.scheduler = Scheduler(self.clock, self.random)
            self.post = Post(self.clock, self.deployed.made(), self.deployed.subscriptions)
            self.boundary = Boundary(self.scheduler, self.post.services(), self._weather)
            self.boundary.heard += [self.post.hear, self._deliveries]
            patch.setattr(secrets, "token_urlsafe", lambda size=32: self.tokens.randbytes(size).hex())
            patch.setattr(time, "sleep", self.scheduler.sleep)
            patch.setattr(clock_of_functions, "_offset", self._offset)
            still = SimpleNamespace(monotonic=lambda: 1.0)  # a warm function: what it holds stays fresh
            patch.setattr(keys_of_functions, "time", still)
            patch.setattr(directory, "time", still)
            with self.boundary.in_place():
                yield self

    # What happens

    def start(self, name: str, work: Callable[[], Any], **more: Any) -> Worker:
        """Anybody's work, beside all that goes on."""
        worker = Worker(name, work, skew=self.skew(), **more)
        self._start(worker)
        return worker

    def run(self, name: str, event: dict[str, Any] | None = None) -> Worker:
        """Invoke a function as a schedule does."""
        return self.start(name, self.invoked(name, event or {}), limit=self.deployed.functions[name].limit)

    def invoked(self, name: str, event: dict[str, Any]) -> Callable[[], Any]:
        """The call of a function, to be made by a worker."""
        return self._invoked(self.deployed.functions[name], event)

    def pump(self) -> bool:
        """Start whatever waits to be done, and let somebody go on by one step. False: nothing to do now."""
        self._begin()
        return self.scheduler.step()

    def step_others(self, than: str) -> None:
        """Let somebody go on by one step, but for the workers called `than`."""
        held = [worker for worker in self.scheduler.workers if worker.name == than]
        self.scheduler.workers = [worker for worker in self.scheduler.workers if worker.name != than]
        self.scheduler.step()
        self.scheduler.workers += held

    def put_back(self, table: str, items: Any) -> None:
        """One table as it was kept."""
        _tables()[f"test-{table}"].items = deepcopy(items)

    def settle(self, within: timedelta = timedelta(minutes=15)) -> None:
        """Let everything that is under way arrive, jumping over times when nothing moves, but no further than that."""
        until = self.clock.now() + within
        while True:
            while self.pump():
                pass
            coming = self._next()
            if coming is None or coming > until:
                return
            self.clock.move_to(coming)

    def live(self, until: datetime, sweeps: tuple[str, ...] = delivering.SWEEPS) -> None:
        """Let the clock run. The sweeps, which run each minute, are spared the minutes in which nothing is due; what is
        overdue and stays so whenever they run, they look at less and less often, in the end once an hour."""
        self.settle()
        overdue, pause = self._overdue(), MINUTE
        while (coming := self._due(until, pause)) is not None:
            self.clock.move_to(coming)
            for name in sweeps:
                self.run(name)
            self.settle()
            before, overdue = overdue, self._overdue()
            pause = min(2 * pause, LONGEST_PAUSE) if overdue and overdue == before else MINUTE
        self.clock.move_to(until)

    # What there is

    def items(self, table: str) -> list[dict[str, Any]]:
        """All of a table, read behind everybody's back."""
        held = _tables()[f"test-{table}"].items.values()
        flat = (item for each in held for item in (each.values() if isinstance(each, dict) else (each,)))
        return [item.to_json()["Attributes"] for item in flat]

    def codes(self) -> list[str]:
        return sorted(key.value for key, held in _tables()["test-requests"].items.items() if held)

    def request(self, code: str) -> Request:
        """As it is, read behind everybody's back."""
        partition = _tables()["test-requests"].items.get(DynamoType({"S": code}), {})
        items = (item.to_json()["Attributes"] for item in partition.values())
        facts = sorted((item for item in items if is_fact(item)), key=sort_of)
        return fold(code, [fact_in(item) for item in facts])

    def snapshot(self) -> Snapshot:
        kept = {name: deepcopy(table.items) for name, table in _tables().items() if name != "test-directory"}
        return Snapshot(kept, self.post.snapshot(), self.clock.now())

    def restore(self, kept: Snapshot) -> None:
        """Back to that instant; the clock too, as this is another life."""
        for name, items in kept.tables.items():
            _tables()[name].items = deepcopy(items)
        self.post.restore(kept.post)
        self.clock.set(kept.at)
        self.deferred.clear()
        self.patience.clear()
        self.reading.clear()
        self.scheduler.workers.clear()

    # Behind it

    def _begin(self) -> None:
        now = self.clock.now()
        for function in readers():
            queue = self.post.queues[str(function.queue)]
            if (
                queue.name in self.deaf
                or self.reading[queue.name] >= READERS_AT_ONCE
                or not (visible := queue.visible(now))
            ):
                continue
            if self.shuffled:
                self.random.shuffle(visible)
            if taken := queue.take(visible[: function.batch], now):
                self._read(function, taken)
        if self.relay_on:
            for shard, records in enumerate(self.post.stream):
                if records and not self.reading[f"shard{shard}"] and self.deferred.get(shard, now) <= now:
                    self._relay(shard, list(records)[:RECORDS])

    def _read(self, function: Function, taken: list[Message]) -> None:
        name = str(function.queue)
        queue = self.post.queues[name]
        records = [_record(message) for message in taken]

        def done(answer: Any) -> None:
            self.reading[name] -= 1
            failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
            self.failures[function.name] += len(failed)
            for message in taken:
                if message.id not in failed:
                    queue.acknowledge(message)

        def failed(error: BaseException) -> None:
            self.reading[name] -= 1

        self.reading[name] += 1
        about = " ".join(message.body for message in taken)
        work = self._invoked(function, {"Records": records})
        self.start(function.name, work, limit=function.limit, done=done, failed=failed, about=about)

    def _relay(self, shard: int, records: list[dict[str, Any]]) -> None:
        name = f"shard{shard}"

        def done(answer: Any) -> None:
            self.reading[name] -= 1
            self.patience.pop(shard, None)
            for _ in records:
                self.post.stream[shard].popleft()

        def failed(error: BaseException) -> None:
            self.reading[name] -= 1
            self.patience[shard] = min(2 * self.patience.get(shard, AGAIN / 2), AT_LAST)
            self.deferred[shard] = self.clock.now() + self.patience[shard]

        function = self.deployed.functions["relay"]
        self.reading[name] += 1
        work = self._invoked(function, {"Records": [stream_record(image) for image in records]})
        self.start(function.name, work, limit=function.limit, done=done, failed=failed)

    def _invoked(self, function: Function, event: dict[str, Any]) -> Callable[[], Any]:
        def invoke() -> Any:
            until = self.clock.now() + function.limit
            return function.main()(event, Context(self.clock, until))

        return invoke

    def _start(self, worker: Worker) -> None:
        done, failed = worker.done, worker.failed

        def ended(answer: Any) -> None:
            done(answer)

        def broke(error: BaseException) -> None:
            if isinstance(error, Killed):
                self.deaths[worker.name] += 1
                strike(worker)
            else:
                self.failures[worker.name] += 1
                worker.memory["error"] = error
            failed(error)

        worker.done, worker.failed = ended, broke
        self.scheduler.start(worker)

    def _weather(self, call: Call) -> Any:
        fault = self.weather(call)
        if fault is not None and call.worker is not None:
            strike(call.worker)
        return fault

    def _deliveries(self, call: Call) -> None:
        """Which delivery a worker has in hand, and whether what it has sent is marked."""
        if call.worker is None:
            return
        memory = call.worker.memory
        if call.sends:
            sent = self.post.outbox[-1]
            memory.setdefault("sent", {})[sent.about] = sent
            row = _tables()["test-deliveries"].items.get(DynamoType({"S": sent.about}))
            if row is not None and "members" in row.attrs:
                sent.members = frozenset(row.attrs["members"].value)
        elif call.writes and delivering.CLAIMS.keys() & set(call.tables):
            for key, marks in delivering.written(call):
                memory["delivery"] = key
                if marks and (marked := memory.get("sent", {}).pop(key, None)) is not None:
                    marked.struck = False

    def _offset(self) -> timedelta:
        worker = self.scheduler.current()
        return worker.skew if worker is not None else timedelta()

    def _next(self) -> datetime | None:
        """When something that waits in a queue, or in the stream, is tried again."""
        times = [at for at in (self.post.next_visible(self.deaf), *self._stream_times()) if at is not None]
        return max(min(times), self.clock.now()) if times else None

    def _stream_times(self) -> list[datetime]:
        if not self.relay_on:
            return []
        now = self.clock.now()
        return [self.deferred.get(shard, now) for shard, records in enumerate(self.post.stream) if records]

    def _due(self, until: datetime, pause: timedelta) -> datetime | None:
        """The next minute in which a sweep has something to do, if there is one; what is overdue: after `pause`."""
        now = self.clock.now()
        times = [at + MINUTE for at in self._swept() if now < at < until]
        if now + pause < until and self._overdue():
            times.append(now + pause)
        if (visible := self._next()) is not None and visible < until:
            times.append(visible + MINUTE)
        return min(times, default=None)

    def _overdue(self) -> tuple[datetime, ...]:
        now = self.clock.now()
        return tuple(sorted(at for at in self._swept() if at <= now))

    def _swept(self) -> Iterator[datetime]:
        """When the sweeps have something to do."""
        return chain(self._deadlines(), delivering.times(self.items("deliveries")))

    def _deadlines(self) -> Iterator[datetime]:
        for partition in _tables()["test-requests"].items.values():
            for item in partition.values():
                shard, at = item.attrs.get("deadline_shard"), item.attrs.get("deadline")
                if at is not None and not str(shard.value).startswith("closed"):
                    yield datetime.fromisoformat(at.value)


def stream_record(image: dict[str, Any]) -> dict[str, Any]:
    return {"eventID": "e", "eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": {"NewImage": image}}


def cold() -> None:
    """The next call is that of a fresh process: nothing is held."""
    directory.forget()
    secrets_of_functions.forget()
    keys_of_functions._held = None


def _tables() -> dict[str, Any]:
    found: dict[str, Any] = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][REGION].tables
    return found


def _record(message: Message) -> dict[str, Any]:
    return {
        "messageId": message.id,
        "receiptHandle": message.id,
        "body": message.body,
        "attributes": {"ApproximateReceiveCount": str(message.receives)},
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT_ID}:queue",
        "awsRegion": REGION,
    }
