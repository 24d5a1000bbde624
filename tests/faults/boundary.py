"""The one place where every call to a service passes, and where it may go wrong.

It stands below botocore's client and retries, where moto would answer: so time-outs, throttling and lost answers are
seen by botocore's own retries first, as from a true service. Each call is a boundary with two sides: before it took
effect, and after it took effect with the answer lost.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl

import pytest
from botocore.exceptions import ReadTimeoutError
from moto.core.botocore_stubber import BotocoreStubber

from .scheduler import Killed, Scheduler, Worker

Response = tuple[int, dict[str, str], str | bytes]
WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"})
SLOWLY = 2.0  # seconds before it takes effect, and as long until the answer
A_CALL = timedelta(milliseconds=5)  # how long a call takes in the world's time


class Fault(Enum):
    KILLED_BEFORE = "killed before it took effect"
    KILLED_AFTER = "killed after it took effect"
    NO_ANSWER_BEFORE = "timed out without effect"
    NO_ANSWER_AFTER = "timed out with effect"
    THROTTLED = "throttled"
    CONFLICT = "TransactionConflict"
    AWAY = "away (503)"
    SLOW = "slow (4 s)"


@dataclass(frozen=True)
class Call:
    """One call to a service. `number` counts those of its worker, from 1."""

    service: str
    operation: str
    body: Mapping[str, Any]
    worker: Worker | None
    number: int

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables it names, as the design calls them."""
        if self.operation == "TransactWriteItems":
            named = [told["TableName"] for action in self.body["TransactItems"] for told in action.values()]
        elif "RequestItems" in self.body:
            named = list(self.body["RequestItems"])
        else:
            named = [self.body["TableName"]] if "TableName" in self.body else []
        return tuple(name.rpartition("-")[2] for name in named)

    @property
    def puts(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Whole items that it writes: the table and the item."""
        if self.operation == "PutItem":
            yield self.tables[0], self.body["Item"]
        elif self.operation == "TransactWriteItems":
            for action in self.body["TransactItems"]:
                for told in action.values():
                    if "Item" in told:
                        yield told["TableName"].rpartition("-")[2], told["Item"]

    @property
    def writes(self) -> bool:
        return self.service == "dynamodb" and self.operation in WRITES

    @property
    def sends(self) -> bool:
        """Whether it is a message to a person."""
        return "PhoneNumber" in self.body or self.operation == "SendRawEmail"

    def __str__(self) -> str:
        on = "+".join(dict.fromkeys(self.tables)) or self.body.get("TopicArn", "").rpartition(":")[2]
        return f"{self.service}.{self.operation}({on or ('sms' if 'PhoneNumber' in self.body else '')})"


Weather = Callable[[Call], Fault | None]
Service = Callable[[Call], Response]


@dataclass
class Boundary:
    """Calls pass here. `weather` says what becomes of a worker's call; whoever isn't a worker is never disturbed."""

    scheduler: Scheduler
    services: Mapping[str, Service]
    weather: Weather = lambda call: None
    heard: list[Callable[[Call], None]] = field(default_factory=list)  # of each call that took effect
    calls: Counter[str] = field(default_factory=Counter)
    faults: Counter[Fault] = field(default_factory=Counter)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        moto = BotocoreStubber.process_request

        def process(stubber: Any, request: Any) -> Response | None:
            return self.passes(request, lambda: moto(stubber, request))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(BotocoreStubber, "process_request", process)
            yield

    def passes(self, request: Any, moto: Callable[[], Response | None]) -> Response | None:
        worker = self.scheduler.current()
        if worker is not None:
            worker.calls += 1
        call = _read(request, worker)
        self.calls[f"{call.service}.{call.operation}"] += 1
        self.scheduler.give_way()
        self.scheduler.clock.pass_by(A_CALL)
        fault = self.weather(call) if worker is not None else None
        if fault is not None:
            self.faults[fault] += 1
        match fault:
            case Fault.KILLED_BEFORE:
                raise Killed(str(call))
            case Fault.NO_ANSWER_BEFORE:
                raise self._no_answer(request)
            case Fault.THROTTLED | Fault.CONFLICT | Fault.AWAY:
                return _refusal(fault, call)
            case Fault.SLOW:
                self.scheduler.sleep(SLOWLY)
        service = self.services.get(call.service)
        answer = service(call) if service else moto()
        if answer is not None and answer[0] < 300:
            for listener in self.heard:
                listener(call)
        if fault is Fault.SLOW:
            self.scheduler.sleep(SLOWLY)
        if fault is Fault.KILLED_AFTER:
            raise Killed(str(call))
        if fault is Fault.NO_ANSWER_AFTER:
            if worker is not None:
                strike(worker)
            raise self._no_answer(request)
        return answer

    def _no_answer(self, request: Any) -> ReadTimeoutError:
        self.scheduler.clock.pass_by(timedelta(seconds=2))
        return ReadTimeoutError(endpoint_url=request.url)


def strike(worker: Worker) -> None:
    """A fault hits a worker: what it has sent and not yet marked may be sent once more."""
    for sent in worker.memory.get("sent", {}).values():
        sent.struck = True


def _read(request: Any, worker: Worker | None) -> Call:
    sent = request.body or b""
    text = sent.decode() if isinstance(sent, bytes) else str(sent)
    target = request.headers.get("X-Amz-Target", "")
    target = target.decode() if isinstance(target, bytes) else target
    number = worker.calls if worker is not None else 0
    if target:
        service, _, operation = target.partition(".")
        body = json.loads(text)
        name = {"DynamoDB_20120810": "dynamodb", "AmazonSQS": "sqs"}.get(service, service)
    else:
        body = dict(parse_qsl(text, keep_blank_values=True))
        operation = body.get("Action", "")
        name = request.url.partition("://")[2].partition(".")[0]
        name = {"email": "ses"}.get(name, name)
    return Call(name, operation, body, worker, number)


def _refusal(fault: Fault, call: Call) -> Response:
    """What the service says when it won't, in its own words."""
    if call.service in ("dynamodb", "sqs"):
        told: dict[str, Any] = {
            "__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException",
            "message": "slow down",
        }
        if fault is Fault.CONFLICT:
            reasons = [{"Code": "TransactionConflict"}] + [{"Code": "None"}] * (len(call.body["TransactItems"]) - 1)
            told = {
                "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                "Message": "Transaction cancelled [TransactionConflict]",
                "CancellationReasons": reasons,
            }
        if fault is Fault.AWAY:
            return 503, {}, json.dumps({"__type": "ServiceUnavailable"})
        return 400, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps(told)
    status, code = (503, "ServiceUnavailable") if fault is Fault.AWAY else (400, "Throttling")
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>slow down</Message></Error>"
    return status, {}, f"<ErrorResponse>{error}<RequestId>r</RequestId></ErrorResponse>"
