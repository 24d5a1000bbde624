"""A seed's days: people press, functions die, services fail; then it is calm, and everything has to be right."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from tests.builders import NOON
from tests.county import GAS_LEAK, LIGHTING, LITTER, ROAD, WATER_CUT

from . import delivering
from .audit import Report, audit
from .boundary import Call, Fault
from .people import EXCLUSIVE, People, next_step, rival
from .scheduler import Clock
from .town import Town

CATEGORIES = (LITTER, LITTER, LIGHTING, ROAD, WATER_CUT, GAS_LEAK)
MINUTE = timedelta(minutes=1)
HOURS, WHILE = timedelta(hours=2), timedelta(minutes=8)  # every two hours something is away for a while
SIXTY_DAYS = timedelta(days=60)


@dataclass
class Storm:
    """What may go wrong with a call, how often. `away`: what fails altogether, again and again for a while."""

    random: Random
    clock: Clock
    killed: float = 0.0
    unanswered: float = 0.0
    throttled: float = 0.0
    conflict: float = 0.0
    away: tuple[str, Fault] | None = None
    on: bool = True

    def __call__(self, call: Call) -> Fault | None:
        if not self.on:
            return None
        chance = self.random.random
        kind = "sms" if "PhoneNumber" in call.body else call.service
        if self.away is not None and self.away[0] == kind and (self.clock.now() - NOON) % HOURS < WHILE:
            return self.away[1]
        if chance() < self.killed:
            return Fault.KILLED_BEFORE if chance() < 0.5 else Fault.KILLED_AFTER
        if chance() < self.unanswered:
            return Fault.NO_ANSWER_BEFORE if chance() < 0.5 else Fault.NO_ANSWER_AFTER
        if call.writes and chance() < self.throttled:
            return Fault.THROTTLED
        if call.operation == "TransactWriteItems" and chance() < self.conflict:
            return Fault.CONFLICT
        return None


@dataclass
class Outcome:
    seed: int
    report: Report
    kills: int
    faults: dict[str, int]
    races: int
    requests: int
    calls: int
    redriven: int


def storm(seed: int, least: int) -> Outcome:
    """One seed's days, with at least `least` alerts. Must run inside `county()`."""
    town = Town(seed)
    with town.open():
        weather = _weather(town)
        town.weather = weather
        if seed % 2:
            town.post.twice = lambda: town.random.random() < 0.1
            town.shuffled = True
        people = People(town)
        _days(town, people, least)
        weather.on = False
        town.post.twice = lambda: False
        redriven = _afterwards(town, people)
        report = audit(town, people)
        return Outcome(
            seed,
            report,
            sum(town.deaths.values()),
            {fault.value: times for fault, times in town.boundary.faults.items()},
            len(people.races),
            len(people.filed),
            sum(town.boundary.calls.values()),
            redriven,
        )


def _weather(town: Town) -> Storm:
    """Each seed has a weather of its own."""
    chance = town.random.random
    weather = Storm(Random(town.seed), town.clock)
    weather.killed = 0.01 * chance()
    weather.unanswered = 0.02 * chance()
    weather.throttled = 0.3 if town.seed % 3 == 0 else 0.05 * chance()
    weather.conflict = 0.1 * chance()
    services = (
        ("sns", Fault.AWAY),
        ("ses", Fault.THROTTLED),
        ("sms", Fault.AWAY),
        ("sms", Fault.SLOW),
        ("sms", Fault.NO_ANSWER_AFTER),
    )
    weather.away = services[town.seed % len(services)]
    return weather


def _days(town: Town, people: People, least: int) -> None:
    chance = town.random.random
    while len(town.post.published["alerts"]) < least:
        roll = chance()
        open_ones = [press.code for press in people.filed if press.told == "ok"]
        if roll < 0.25 or len(open_ones) < 3:
            people.file(town.random.choice(CATEGORIES))
        elif roll < 0.8:
            _somebody_acts(town, people, town.random.choice(open_ones[-60:]))
        elif roll < 0.86:
            for name in (*delivering.SWEEPS, *(delivering.SWEEPS if chance() < 0.3 else ())):
                town.run(name)
        elif roll < 0.95:
            town.clock.pass_by(MINUTE * town.random.randint(1, 40))
        else:
            town.settle(within=timedelta(minutes=5))
        for _ in range(town.random.randint(0, 40)):
            town.pump()


def _somebody_acts(town: Town, people: People, code: str) -> None:
    request = town.request(code)
    chosen = next_step(request, town)
    if chosen is None:
        return
    other = rival(request, chosen[0], town) if chosen[0] in EXCLUSIVE and town.random.random() < 0.4 else None
    if other is not None:
        people.race(code, chosen, other)
    else:
        people.press(code, *chosen)


def _afterwards(town: Town, people: People) -> int:
    """The faults are over: dead letters are redriven, and the clock runs on for sixty days with nobody pressing."""
    town.settle()
    redriven = 0
    while again := sum(queue.redrive(town.clock.now()) for queue in town.post.queues.values()):
        redriven += again
        town.settle()
    town.live(town.clock.now() + SIXTY_DAYS)
    return redriven
