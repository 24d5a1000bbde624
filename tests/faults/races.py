"""Two who want the same at the same moment, again and again: each transition has one winner, and history knows who."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from functions.desk import decide
from functions.shared.domain.request import Request
from functions.shared.domain.terms import CloseReason, Heard, Verdict
from functions.shared.domain.transitions import State
from functions.shared.steps.give_verdict import give_verdict
from functions.shared.steps.report import claim_done
from functions.shared.steps.take_order import take_order
from functions.shared.steps.withdraw import withdraw
from tests.builders import STAFF
from tests.county import CALENDAR, LITTER, WATER_CUT

from .boundary import Call, Fault
from .people import People, Step, of_desk, of_unit, sends
from .town import Town

Pair = Callable[[Request], tuple[tuple[str, Step], tuple[str, Step]]]


@dataclass
class Raced:
    races: int
    two_winners: list[str]
    kills: int
    calls: int


def race(seed: int, least: int) -> Raced:
    """At least so many races. Must run inside `county()`."""
    town = Town(seed)
    with town.open():
        people, random = People(town), Random(seed)
        town.weather = partial(_now_and_then, random)
        while len(people.races) < least:
            code = people.file(random.choice((LITTER, WATER_CUT))).code
            town.scheduler.run()
            for pair in (_whistle, _take, _done, _say if random.random() < 0.7 else _end):
                request = town.request(code)
                if request.state is State.CLOSED:
                    break
                people.race(code, *pair(request))
                town.scheduler.run()
        for shard in town.post.stream:
            shard.clear()  # whoever listens isn't in these races
        wrong = people.two_winners() + people.untrue()
        return Raced(len(people.races), wrong, sum(town.deaths.values()), sum(town.boundary.calls.values()))


def _now_and_then(random: Random, call: Call) -> Fault | None:
    """A few conflicts, deaths and lost answers among them."""
    if call.operation != "TransactWriteItems" or (roll := random.random()) > 0.06:
        return None
    faults = (Fault.CONFLICT, Fault.NO_ANSWER_AFTER, Fault.NO_ANSWER_BEFORE, Fault.KILLED_AFTER, Fault.KILLED_BEFORE)
    return faults[int(roll * 1000) % len(faults)]


def _whistle(request: Request) -> tuple[tuple[str, Step], tuple[str, Step]]:
    return ("send", sends(request)), ("send elsewhere", sends(request, "education_bureau"))


def _take(request: Request) -> tuple[tuple[str, Step], tuple[str, Step]]:
    number = request.lead_number or 1
    one = of_unit(take_order, request, number)
    return ("take", one), ("take", one) if request.version % 2 else ("elsewhere", sends(request, "red_cross"))


def _done(request: Request) -> tuple[tuple[str, Step], tuple[str, Step]]:
    number = request.lead_number or 1
    if request.state is State.WHISTLED:  # whistled elsewhere was quicker
        return _take(request)
    one = of_unit(claim_done, request, number, public_words="清了", words="")
    return ("done", one), ("done", one)


def _say(request: Request) -> tuple[tuple[str, Step], tuple[str, Step]]:
    def said(verdict: Verdict, **more: Any) -> Step:
        return partial(give_verdict, verdict=verdict, words="", calendar=CALENDAR, **more)

    if request.state is not State.DONE:
        return _end(request)
    by_staff = said(Verdict.NOT, by=STAFF, heard=Heard.CALL)
    return ("solved", said(Verdict.SOLVED)), ("not solved", by_staff)


def _end(request: Request) -> tuple[tuple[str, Step], tuple[str, Step]]:
    told = {"reason": CloseReason.NO_MONEY, "public_words": "", "words": "已说明"}
    return ("explain", of_desk(decide.end, how="explain", **told)), (
        "withdraw",
        of_desk(withdraw, words=""),
    )
