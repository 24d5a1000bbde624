"""Real processes: on the local cloud the functions' workers are killed while they work. No weather is simulated here.

Residents report what can't wait (P0: no limit and no night holds it), through the front door, pressing again where no
answer came. Meanwhile whatever worker has just used its processor is killed. Then everything has to arrive.

Otherwise than on AWS: a queue brings back after half a minute what wasn't done, not after three; the clock of deadlines
stands still, so that no more alerts come while these are looked at.
"""

import os
import re
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

import pytest

from functions.dispatch.raise_alerts import alerts
from functions.shared import aws
from functions.shared.domain.alert import RESIDENT, Alert
from functions.shared.domain.request import Request
from functions.shared.gateways import providers
from functions.shared.tables import directory, requests
from infra.local.browser import Browser, Page
from infra.local.cloud import LocalCloud

from .audit import Report

ALERTS_EACH = 3  # the resident's receipt, the unit's whistle, the community's duty telephone
RESIDENTS_AT_ONCE = 4
MORTAL = ("intake", "relay", "dispatch", "delivery", "delivery_sweep")
SENDING = ("delivery", "delivery_sweep")
BROUGHT_BACK = 30  # seconds until a queue brings back what wasn't done
PRESSES = 60  # until somebody gives up
PATIENCE = 10 * 60  # seconds until everything has arrived: leases and queues run out a few times
_STAGE = "dandelion-local-"
_EACH = 0.02  # seconds between two looks at the workers


@dataclass
class Killed:
    """What came of it. `kills` by function; `redriven`: messages that had died too often, and were brought home."""

    alerts: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    pressed_again: int = 0
    redriven: int = 0
    seconds: float = 0.0
    report: Report = field(default_factory=Report)


def kill_workers(cloud: LocalCloud, requests_filed: int, kills: int, seed: int = 0) -> Killed:
    """File so many requests, kill so many workers meanwhile, and look at what became of each alert."""
    began, killed = time.monotonic(), Killed()
    before = {str(row["alert_id"]["S"]) for row in _rows(cloud, "deliveries")}
    with _settings_of_this(cloud):
        killer = Killer(cloud, kills, seed)
        killer.start()
        filing = Filing(cloud.url)
        with ThreadPoolExecutor(RESIDENTS_AT_ONCE) as residents:
            codes = dict(residents.map(filing.file, range(requests_filed)))
        filed = [code for code in codes if code]
        _await(lambda: killer.done or _arrived(cloud, before, len(filed)))
        killer.stop()
        killed.kills, killed.pressed_again = killer.kills, filing.pressed_again
        killed.report.lost += [f"{codes['']} got no receipt"] if "" in codes else []
        killed.redriven = _await_all(cloud, before, len(filed))
        with _reading(cloud):
            _audit(cloud, [requests.load(code) for code in filed], codes, killed)
    killed.seconds = time.monotonic() - began
    return killed


class Filing:
    """Residents, each with a number of their own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.pressed_again = 0

    def file(self, place: int) -> tuple[str, str]:
        """The code on the receipt (empty: none came), and the number."""
        number, browser = f"154{10_000_000 + place}", Browser(self._url)
        form = self._until(lambda: browser.get("/report"), "/report")
        if form is None:
            return "", number
        typed = {"words": "楼道里煤气味很重", "place": "community:longwangmiao", "category": "gas_leak"}
        receipt = self._until(
            lambda: browser.send(form, "/report/send", telephone=number, **typed), "/report/sent/", "/r/"
        )
        return (receipt.path.rsplit("/", 1)[1] if receipt else ""), number

    def _until(self, press: Any, *there: str) -> Page | None:
        """Press until a page comes that begins like one of `there`."""
        for _ in range(PRESSES):
            try:
                page: Page = press()
            except (OSError, HTTPException):
                page = Page("", 500, "")
            if page.status == 200 and page.path.startswith(there):
                return page
            self.pressed_again += 1
            time.sleep(0.3)
        return None


class Killer(Thread):
    """Kills a worker that has just worked, of the function that has died least, until there have been enough."""

    def __init__(self, cloud: LocalCloud, most: int, seed: int) -> None:
        super().__init__(daemon=True)
        self._emulator, self._most, self._random = _emulator_of(cloud), most, Random(seed)
        self._enough = Event()
        self.kills: Counter[str] = Counter()

    @property
    def done(self) -> bool:
        return self._enough.is_set()

    def stop(self) -> None:
        self._enough.set()
        self.join()

    def _may_die(self, function: str) -> bool:
        """Those that come before delivery have no more than their share, so that there is something to deliver."""
        return function in SENDING or self.kills[function] < self._most / 5

    def run(self) -> None:
        used: dict[int, int] = {}
        while not self._enough.wait(_EACH):
            there = dict(_workers(self._emulator))
            at_work = [pid for pid in there if pid in used and _ticks(pid) > used[pid] and self._may_die(there[pid])]
            used = {pid: _ticks(pid) for pid in there}
            if at_work:
                chosen = min(at_work, key=lambda pid: (self.kills[there[pid]], self._random.random()))
                _kill(chosen)
                self.kills[there[chosen]] += 1
                self._enough.wait(self._random.uniform(0.1, 0.4))
            if self.kills.total() >= self._most:
                self._enough.set()


def _workers(emulator: int) -> Iterator[tuple[int, str]]:
    """The processes of the functions that may be killed: children of our own emulator and of nobody else."""
    for child in Path(f"/proc/{emulator}/task").glob("*/children"):
        for pid in map(int, _read(child).split()):
            found = re.search(rf"AWS_LAMBDA_FUNCTION_NAME={_STAGE}(\w+)\0", _read(Path(f"/proc/{pid}/environ")))
            if found and found[1] in MORTAL:
                yield pid, found[1]


def _ticks(pid: int) -> int:
    """How much of the processor it has used; 0 if it is gone."""
    told = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return int(told[11]) + int(told[12]) if told else 0  # proc(5): utime, stime


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _read(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""


def _emulator_of(cloud: LocalCloud) -> int:
    process = cloud.emulator._process
    assert process is not None
    return process.pid


@contextmanager
def _settings_of_this(cloud: LocalCloud) -> Iterator[None]:
    """The emulator's queues bring back sooner, its stream gives nothing up, its deadlines stand still."""
    sqs, functions, schedules = (cloud.client(service) for service in ("sqs", "lambda", "scheduler"))
    mappings = functions.list_event_source_mappings()["EventSourceMappings"]
    stream = next(each for each in mappings if ":dynamodb:" in each["EventSourceArn"])
    age = stream["MaximumRecordAgeInSeconds"]
    queues = [url for url in sqs.list_queues()["QueueUrls"] if url.rpartition("-")[2] in ("dispatch", "delivery")]
    assert len(queues) == 2
    waits = {url: _visibility(sqs, url) for url in queues}
    functions.update_event_source_mapping(UUID=stream["UUID"], MaximumRecordAgeInSeconds=-1)
    for url in queues:
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": str(BROUGHT_BACK)})
    _switch(schedules, "DISABLED")
    try:
        yield
    finally:
        _switch(schedules, "ENABLED")
        for url, seconds in waits.items():
            sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": seconds})
        functions.update_event_source_mapping(UUID=stream["UUID"], MaximumRecordAgeInSeconds=age)


def _visibility(sqs: Any, url: str) -> str:
    told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])
    return str(told["Attributes"]["VisibilityTimeout"])


def _switch(schedules: Any, state: str) -> None:
    name = f"{_STAGE}deadlines"
    there = schedules.get_schedule(Name=name)
    kept = {part: there[part] for part in ("ScheduleExpression", "FlexibleTimeWindow", "Target")}
    schedules.update_schedule(Name=name, State=state, **kept)


@contextmanager
def _reading(cloud: LocalCloud) -> Iterator[None]:
    """This process reads the cloud's tables as a function would."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in cloud.environment.items():
            patch.setenv(name, value)
        aws.forget()
        providers.forget()
        directory.forget()
        yield
    aws.forget()
    providers.forget()
    directory.forget()


def _rows(cloud: LocalCloud, table: str) -> list[dict[str, Any]]:
    pages = cloud.client("dynamodb").get_paginator("scan")
    name = cloud.environment[f"TABLE_{table.upper()}"]
    return [item for page in pages.paginate(TableName=name, ConsistentRead=True) for item in page["Items"]]


def _await_all(cloud: LocalCloud, before: set[str], filed: int) -> int:
    """Until everything has arrived. Dead letters are redriven meanwhile, as by whoever reads the alarm: how many."""
    redriven = 0

    def arrived() -> bool:
        nonlocal redriven
        redriven += _redrive(cloud)
        return _arrived(cloud, before, filed)

    _await(arrived)
    return redriven


def _await(seen: Callable[[], bool]) -> None:
    """Until it is seen, or patience is at its end."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and not seen():
        time.sleep(1)


def _redrive(cloud: LocalCloud) -> int:
    sqs, moved = cloud.client("sqs"), 0
    urls = {url.rpartition("/")[2].removeprefix(_STAGE): url for url in sqs.list_queues()["QueueUrls"]}
    for queue in ("dispatch", "delivery"):
        dead = urls[f"{queue}-dead"]
        while messages := sqs.receive_message(QueueUrl=dead, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                sqs.send_message(QueueUrl=urls[queue], MessageBody=message["Body"])
                sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
                moved += 1
    return moved


def _arrived(cloud: LocalCloud, before: set[str], filed: int) -> bool:
    """Whether as many deliveries have ended as there are alerts, and none is under way."""
    rows = [row for row in _rows(cloud, "deliveries") if row["alert_id"]["S"] not in before]
    firsts = [row for row in rows if row["alert_id"]["S"].endswith("#first")]
    return len(firsts) >= filed * ALERTS_EACH and all("end" in row for row in rows)


def _audit(cloud: LocalCloud, filed: list[Request], codes: Mapping[str, str], killed: Killed) -> None:
    rows = {row["alert_id"]["S"]: row for row in _rows(cloud, "deliveries")}
    texts: dict[str, list[str]] = defaultdict(list)
    outbox = cloud.outbox()
    for sms in outbox["sms"]:
        texts[sms["number"]].append(sms["text"])
    repeats = 0
    for request in filed:
        raised = [alert for place in range(1, request.version + 1) for alert in alerts(request, place)]
        killed.alerts += len(raised)
        if len(raised) != ALERTS_EACH:
            killed.report.lost.append(f"{request.id} has {len(raised)} alerts: its whistle has not followed")
        for alert in raised:
            number = _number(alert, codes[request.id])
            said = Counter(text for text in texts[number] if _code_of(alert, request) in text)
            repeats += _told(alert, rows, said, killed.report)
    letters = Counter((letter["to"], letter["text"]) for letter in outbox["emails"])
    repeats += sum(times - 1 for (_, text), times in letters.items() if any(_spaced(r) in text for r in filed))
    deaths = sum(killed.kills[function] for function in SENDING)
    if repeats > deaths:
        killed.report.doubled.append(f"{repeats} repeats by {deaths} kills")
    killed.report.repeats += [f"{repeats} by {deaths} kills"] if repeats else []
    _copies(filed, rows, letters, killed.report)


def _told(alert: Alert, rows: Mapping[str, Mapping[str, Any]], said: Counter[str], report: Report) -> int:
    """What is wrong with one alert; how often it was repeated."""
    name = f"{alert.alert_id} ({alert.kind})"
    row = rows.get(f"{alert.alert_id}#first")
    if row is None or "end" not in row:
        report.lost.append(f"{name} {'was never begun' if row is None else 'never ended'}")
    elif row["end"]["S"] != "sent" or not said:
        report.silent.append(f"{name} ended as {row['end']['S']}, said {said.total()} times")
    elif len(said) > 1:
        report.doubled.append(f"{name} in other words: {sorted(said)}")
    return max(0, said.total() - 1)


def _copies(
    filed: list[Request], rows: Mapping[str, Mapping[str, Any]], letters: Counter[tuple[str, str]], report: Report
) -> None:
    """The letter beside a whistle ends, and was sent where it says so."""
    for request in filed:
        copies = [row for key, row in rows.items() if key.startswith(f"{request.id}.") and key.endswith("#email")]
        report.lost += [f"{row['alert_id']['S']} never ended" for row in copies if "end" not in row]
        sent = [row for row in copies if row.get("end", {}).get("S") == "sent" and "#unit:gas" in row["alert_id"]["S"]]
        if sent and not any(_spaced(request) in text for _, text in letters):
            report.silent.append(f"{request.id}: its letter was marked as sent and is nowhere")


def _code_of(alert: Alert, request: Request) -> str:
    """The code that the alert's text shows: the order's to its unit, the request's to everybody else."""
    order = request.order(alert.order) if alert.order is not None else None
    return order.code if order is not None and alert.unit == order.unit else request.id


def _number(alert: Alert, residents: str) -> str:
    if alert.audience == RESIDENT:
        return f"+86{residents}"
    contacts = directory.contacts(alert.unit or "")
    return next(it.telephone.e164 for it in contacts if it.duty and it.telephone and it.takes_texts)


def _spaced(request: Request) -> str:
    """The order's code as a letter shows it."""
    code = request.orders[0].code if request.orders else request.id
    return f"{code[:3]} {code[3:6]} {code[6:]}"
