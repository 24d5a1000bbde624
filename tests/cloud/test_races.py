"""Officers racing for one order on real concurrency: moto can't show this, its transactions aren't isolated."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from functions.shared import aws
from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import OrderState
from functions.shared.steps.take_order import take_order
from functions.shared.tables import requests, tallies
from infra.local.cloud import LocalCloud
from tests.builders import NOON, a_code, a_press, received, whistled
from tests.county import WATER_BUREAU
from tests.tables import make

RACES = 100
RUNNERS = 3


@pytest.fixture
def ledger(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tables of their own on the local cloud, to which nobody listens."""
    for name, value in (dict(cloud.environment) | make(cloud.client("dynamodb"), "races")).items():
        monkeypatch.setenv(name, value)
    aws.forget()
    yield
    aws.forget()


@pytest.mark.usefixtures("ledger")
def test_a_hundred_races_have_one_winner_each_and_every_counter_is_right() -> None:
    with ThreadPoolExecutor(RUNNERS) as runners:
        for race in range(RACES):
            code = _whistled(race)
            start = Barrier(RUNNERS)
            told = list(runners.map(partial(_press, code, start), range(RUNNERS)))
            assert sorted(told) == ["already_taken"] * (RUNNERS - 1) + ["taken"]
    measures: dict[str, int] = {}
    for cell, count in tallies.month("longwangmiao", "2026-03").items():
        measures[cell.measure] = measures.get(cell.measure, 0) + count
    once_each = ("received.web", "whistled", "accepted.on_time", "by_unit.take")
    on_its_day = {measures.pop(name) for name in list(measures) if name.startswith("due.")}
    assert measures == dict.fromkeys(once_each, RACES)
    assert on_its_day == {RACES}


def _whistled(race: int) -> str:
    """A request with an order for the water bureau. Answers with its code."""
    fact = received()
    request = requests.file([a_code(text=f"race {race}")], fact.cause, Decision(fact))
    whistle = whistled(to=WATER_BUREAU)(request)
    return requests.change(request.id, whistle.cause, lambda _: Decision(whistle)).id


def _press(code: str, start: Barrier, officer: int) -> str:
    cause = a_press(f"officer {officer}")
    start.wait()
    try:
        step = partial(take_order, number=1, unit=WATER_BUREAU, cause=cause, now=NOON)
        after = requests.change(code, cause, step)
    except Refused as refused:
        return refused.reason
    assert after.order(1).state is OrderState.ACCEPTED
    return "taken"
