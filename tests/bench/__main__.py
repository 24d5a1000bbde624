"""`make bench`: the speeds to hold, measured on the local cloud, printed and written to build/bench.json.

Not a test: a busy machine measures itself. What it costs (write units) doesn't depend on the machine, and is tested.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from infra.local.demo import CLERK, Telephone, file, number_of, sign_in
from tests.bench import child

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "build" / "local"
PROCESSES = 11  # of each kind, one after the other in turn
FILINGS = 10
FOLLOWERS, LETTERS = 5_000, 200
WORDS = "小区北门外的路边到处是塑料袋和建筑垃圾，杂草也长得很高，已经好几天没有人来收拾了，" * 2
_HOUSEHOLDS = count(1)  # each report comes from another, after a minute's writing
MORNING = datetime.fromisoformat("2026-03-10T09:30+08:00")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, LocalCloud(Path(folder)) as cloud:
        cloud.deploy()
        cloud.seed()
        cloud.set_clock(MORNING)
        os.environ.update(cloud.environment)
        latency = _latency(cloud)
        _nobody_listens(cloud)
        figures = _starts(dict(cloud.environment)) | _capacity() | latency
        table = _lives() | _digests()
        morning = _morning(cloud)
    (ROOT / "build" / "bench.json").write_text(
        json.dumps(figures | table | morning, indent=1, ensure_ascii=False) + "\n"
    )
    for name, figure in figures.items():
        print(f"{name:<28}{figure['value']:>8.2f} {figure['unit']:<12}", _held(figure))
        for part, units in figure.get("breakdown", {}).items():
            print(f"    {part:<40}{units:>4}")
    for name, cost in table.items():
        print(f"{name:<28}{cost['reads']:>5} reads {cost['write_units']:>5} write units")
    for name, value in morning["morning"].items():
        print(f"morning.{name:<20}{value:>8.1f}")
    return 0


def _nobody_listens(cloud: LocalCloud) -> None:
    """What the filings set in motion would run beside them on the same two cores, and be measured too."""
    functions = cloud.client("lambda")
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)


def _starts(environment: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Fresh processes in turn, so that whatever else the machine does falls on both kinds alike."""
    measured: dict[str, list[dict[str, float]]] = {"floor": [], "intake": []}
    for _ in range(PROCESSES):
        for name, results in measured.items():
            results.append(_fresh(name, environment))
    floor, intake = measured["floor"], measured["intake"]
    return {
        "cold_start.intake": _ratio(_median(intake, "cold_ms"), _median(floor, "cold_ms"), "ms", 1.3),
        "warm_cpu.intake": _ratio(_median(intake, "warm_cpu_ms"), _median(floor, "warm_cpu_ms"), "ms", 2.5),
    }


def _fresh(name: str, environment: dict[str, str]) -> dict[str, float]:
    events = json.dumps([_event(token) for token in _tokens(child.WARM + 1)])
    paths = (str(BUILT / "code"), str(BUILT / "layer" / "python"))
    alone = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0", **environment}
    command = [sys.executable, "-S", str(ROOT / "tests" / "bench" / "child.py"), name]
    done = subprocess.run(command, input=events, env=alone, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stderr.splitlines()[-1]))


def _capacity() -> dict[str, dict[str, Any]]:
    """A P2 report with a telephone and 100 characters, filed and whistled at the desk; deliveries and the form's
    buckets apart (these stand in the breakdown)."""
    from functions.dispatch.handler import heard
    from functions.intake.handler import main as filed
    from functions.shared.tables.connection import client
    from tests.desk import desk_presses
    from tests.meter import Meter

    meter = Meter()
    meter.attach(client())
    answer = filed(_event(next(iter(_tokens(1)))), None)
    code = answer["headers"]["Location"].split("/")[3].partition("?")[0]
    heard({"request_id": code, "sequence": 1})
    desk_presses(code)
    meter.detach(client())
    parts = {
        f"{written.table} {written.what}" + (f" + {', '.join(written.index_units)}" if written.index_units else ""): 0
        for written in meter.written
    }
    for written in meter.written:
        name = f"{written.table} {written.what}"
        name += f" + {', '.join(written.index_units)}" if written.index_units else ""
        parts[name] += written.total
    units = sum(written.total for written in meter.written if written.table != "limits")
    figure = _ratio(units, 38, "write units", 1.0)
    return {"capacity.file_and_whistle": figure | {"breakdown": parts}}


def _lives() -> dict[str, dict[str, int]]:
    """A request from filing to the verdict, act by act, as the ledger reads and writes it; deliveries apart."""
    from functions.intake.handler import main as filed
    from functions.shared.domain.terms import Verdict
    from functions.shared.edge.clock import now
    from functions.shared.steps.give_verdict import give_verdict
    from functions.shared.steps.report import claim_done
    from functions.shared.steps.take_order import take_order
    from functions.shared.tables import directory, requests
    from tests.builders import a_press
    from tests.desk import desk_presses

    costs: dict[str, dict[str, int]] = {}

    def measured(name: str, work: Callable[[], Any]) -> Any:
        with _metered(costs, f"life.{name}"):
            return work()

    answer = measured("filed", lambda: filed(_event(next(iter(_tokens(1)))), None))
    code = answer["headers"]["Location"].split("/")[3].partition("?")[0]
    number = measured("whistled", lambda: desk_presses(code)).lead_number
    unit, calendar = directory.unit(requests.load(code).lead.unit), directory.calendar()  # type: ignore[union-attr]
    for name, step in (
        ("taken", partial(take_order, number=number, unit=unit)),
        ("done", partial(claim_done, number=number, unit=unit, public_words="清完了", words="")),
        ("verdict", partial(give_verdict, verdict=Verdict.SOLVED, words="", calendar=calendar)),
    ):
        step = partial(step, cause=a_press(name), now=now())
        measured(name, partial(requests.change, code, step.keywords["cause"], step))
    total = {kind: sum(cost[kind] for cost in costs.values()) for kind in ("reads", "write_units")}
    return costs | {"life.whole": total}


def _digests() -> dict[str, dict[str, int]]:
    """Each digest, gathered anew and written; tests show that it costs the same with 100,000 past requests."""
    from functions.digests import render
    from functions.digests.letters import COUNTY, TO_COMMUNITIES, TO_UNITS, Letter, period_of
    from functions.shared.edge.clock import now
    from functions.shared.tables import directory

    costs: dict[str, dict[str, int]] = {}
    for letter in Letter:
        of = "water_bureau" if letter in TO_UNITS else "longwangmiao" if letter in TO_COMMUNITIES else COUNTY
        directory.forget()
        with _metered(costs, f"digest.{letter}"):
            period = period_of(letter, MORNING.date(), directory.calendar())
            render.email(letter, of, render.gathered(letter, of, period, now()), now(), None)
    return costs


def _morning(cloud: LocalCloud) -> dict[str, dict[str, float]]:
    """A letter to five thousand followers: how long planning takes, and how many one worker sends in a second; SES
    takes 14 a second from a new account."""
    from functions.follows import plan_handler, send_handler
    from functions.shared.domain.directory import ContactWay
    from functions.shared.domain.terms import Language
    from functions.shared.edge.clock import now
    from functions.shared.gateways.keys import keys
    from functions.shared.tables import follows

    place = "community:longwangmiao"
    for number in range(FOLLOWERS):
        at = now()
        follow = follows.ask(keys(), place, ContactWay.EMAIL, f"reader{number}@example.org", Language.ZH, at)
        follows.confirm(place, follow.id, at)
    began = time.monotonic()
    planned = plan_handler.main({"now": True}, None)["followers"]
    planning = time.monotonic() - began
    queue, sqs = cloud.environment["QUEUE_FOLLOWS"], cloud.client("sqs")
    sent, began = 0, time.monotonic()
    while sent < LETTERS:
        found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        for message in found:
            send_handler.heard(json.loads(message["Body"]))
            sent += 1
    return {
        "morning": {"followers": planned, "planned_in_s": planning, "sent_a_second": sent / (time.monotonic() - began)}
    }


@contextmanager
def _metered(costs: dict[str, dict[str, int]], name: str) -> Iterator[None]:
    from functions.shared.tables.connection import client
    from tests.meter import Meter

    meter = Meter()
    meter.attach(client())
    try:
        yield
    finally:
        meter.detach(client())
    costs[name] = {"reads": len(meter.reads), "write_units": meter.write_units}


def _latency(cloud: LocalCloud) -> dict[str, dict[str, Any]]:
    """From filing for a caller at the desk to the unit's text message in the outbox, workers warm."""
    took, clerk = [], Browser(cloud.url)
    sign_in(clerk, CLERK)
    number = number_of("water_bureau")
    for filing in range(FILINGS + 2):  # the first two wake the workers
        bureau, began = Telephone(cloud.url, number), time.monotonic()
        typed = {"words": f"{WORDS}{filing}", "place": "compound:ankang", "category": "litter"}
        file(clerk, channel="phone", **typed, telephone="15400009000")
        bureau.next("吹哨")
        took.append(time.monotonic() - began)
    return {"latency.file_to_sms": _ratio(statistics.median(took[2:]), 3.0, "s", 1.0)}


def _tokens(wanted: int) -> list[str]:
    from functions.shared.edge.clock import now
    from functions.shared.edge.tokens import form_token
    from functions.shared.gateways.keys import keys

    shown = now() - timedelta(minutes=1)
    return [form_token(keys(), "report", "", shown) for _ in range(wanted)]


def _event(token: str) -> dict[str, Any]:
    typed = {
        "token": token,
        "words": WORDS[:100],
        "place": "compound:ankang",
        "place_words": "北门外",
        "category": "litter",
        "telephone": "154 0000 9000",
        "may_call": "yes",
        "alone": "yes",  # there are others like it from the second one on
    }
    return {
        "version": "2.0",
        "rawPath": "/report/send",
        "rawQueryString": "",
        "headers": {"content-type": "application/x-www-form-urlencoded", "accept-language": "zh-CN"},
        "requestContext": {
            "stage": "$default",
            "http": {"method": "POST", "sourceIp": f"2001:db8:0:{next(_HOUSEHOLDS):x}::1"},
        },
        "body": urlencode(typed),
        "isBase64Encoded": False,
    }


def _median(results: list[dict[str, float]], name: str) -> float:
    return statistics.median(result[name] for result in results)


def _ratio(value: float, floor: float, unit: str, at_most: float) -> dict[str, Any]:
    return {"value": value, "unit": unit, "floor": floor, "ratio": value / floor, "at_most": at_most}


def _held(figure: dict[str, Any]) -> str:
    kept = "held" if figure["ratio"] <= figure["at_most"] else "MISSED"
    return f"{figure['ratio']:.2f} × {figure['floor']:.2f} (at most {figure['at_most']}: {kept})"


if __name__ == "__main__":
    sys.exit(main())
