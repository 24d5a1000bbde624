"""The clock's ladder through all rooms: who is told by which message, whenever the sweep runs."""

from datetime import timedelta
from typing import Any

import pytest

from functions.deadlines import handler as deadlines
from functions.delivery import sweep_handler as delivery_sweep
from functions.shared.domain import facts as f
from functions.shared.domain.directory import Class
from functions.shared.domain.facts import DeadlineMissed, DeadlineWarned, Escalated
from functions.shared.domain.time_limits import limits
from functions.shared.tables import requests
from functions.shared.tables.connection import client
from functions.shared.tables.request_items import RequestItem
from functions.shared.tables.times import written
from functions.shared.tables.waits import oldest_overdue
from infra.tools.verify_tables import verify
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    accepted,
    answered,
    asked,
    done,
    explained,
    handed_over,
    not_solved,
    rescheduled,
    whistled,
)
from tests.county import CALENDAR, GAS_LEAK, OFFICE, RED_CROSS, WATER_CUT
from tests.meter import Meter

from .test_deadlines import Context, at, filed, happens
from .test_ledger import CODE, NEXT_CODE
from .ways import Ways, chosen
from .world import Lambda, World

LIAISON, LEADER = "+8615400000101", "+8615400000301"  # of the water bureau, which looks after the compound


@pytest.fixture
def world(world: World) -> World:
    world.desk_answers = False
    return world


@pytest.fixture
def ways(world: World, monkeypatch: pytest.MonkeyPatch) -> Ways:
    return chosen(monkeypatch)


def said(code: str = CODE) -> list[str]:
    """What the clock has said of its orders, in order."""
    words = {DeadlineWarned: "warned", DeadlineMissed: "missed"}
    return [
        f"{fact.to} {fact.call}" if isinstance(fact, Escalated) else f"{words[type(fact)]} {fact.which}"
        for fact in requests.load(code).facts
        if isinstance(fact, DeadlineWarned | DeadlineMissed | Escalated)
    ]


def texts(ways: Ways, since: int = 0) -> list[tuple[str, str]]:
    return [(to, words) for way, to, words in ways.sent[since:] if way == "sms"]


def whistle(world: World) -> None:
    """To the water bureau, by the rule, at 14:00 of Monday; to be taken by 18:00 of Tuesday."""
    filed()
    world.until(at("14:00"))
    world.sweep()


class TestAnOrder:
    def test_three_quarters_its_contact_then_its_leader_then_the_agenda(self, world: World, ways: Ways) -> None:
        whistle(world)
        ways.forget()
        world.until(at("10:59", 10))
        world.sweep()
        assert (ways.sent, said()) == ([], [])
        world.until(at("11:00", 10))  # 21 of 28 hours
        world.sweep()
        assert (ways.sent, said()) == ([], ["warned accept"])
        world.until(at("11:02", 10))
        world.sweep()
        ((to, words),) = texts(ways)
        assert (to, "快到期" in words, requests.load(CODE).order(1).code in words) == (LIAISON, True, True)
        ways.forget()
        world.until(at("18:00", 10))
        world.sweep()
        ((to, words),) = texts(ways)
        assert (to, "到期未接" in words) == (LEADER, True)
        ways.forget()
        world.until(at("18:00", 11))
        world.sweep()
        assert ways.sent == []
        assert said() == ["warned accept", "missed accept", "agenda 1"]
        assert world.request(CODE).on_agenda
        world.until(at("18:00", 31))
        world.sweep()
        assert len(said()) == 3
        assert not verify().wrong

    def test_of_the_answer_too(self, world: World, ways: Ways) -> None:
        whistle(world)
        happens(accepted())
        order = world.request(CODE).order(1)
        ways.forget()
        begun, due = order.clock_from, order.answer_by
        world.until(begun + (due - begun) * 3 / 4)
        world.sweep()
        assert said() == ["warned answer"]
        world.until(due)
        world.sweep()
        assert said() == ["warned answer", "missed answer"]
        assert [to for to, _ in texts(ways) if to == LEADER] == [LEADER]

    def test_taken_late_it_counts_as_late_whether_the_clock_had_looked_or_not(self, world: World) -> None:
        for code in (CODE, NEXT_CODE):
            filed(code)
            happens(whistled(to=RED_CROSS), code=code)
        world.later(2 * DAY)
        happens(accepted(), code=NEXT_CODE)
        deadlines.main({}, Context())
        happens(accepted())
        assert (said(), said(NEXT_CODE)) == (["missed accept"], [])
        for code in (CODE, NEXT_CODE):
            assert [c.measure for c in world.request(code).counts if c.measure.startswith("accepted")] == [
                "accepted.late"
            ]

    def test_what_overtakes_the_warning_silences_it(self, world: World, ways: Ways) -> None:
        whistle(world)
        ways.forget()
        world.until(at("11:00", 10))
        world.sweep()
        happens(accepted())
        world.until(at("11:02", 10))
        world.sweep()
        assert [to for to, _ in texts(ways) if to == LIAISON] == []

    def test_after_a_day_without_a_sweep_each_thing_is_said_once(self, world: World, ways: Ways) -> None:
        whistle(world)
        ways.forget()
        world.until(at("19:00", 11))
        world.sweep()
        assert said() == ["missed accept", "agenda 1"]
        assert [to for to, _ in texts(ways)] == [LEADER]

    def test_two_sweeps_in_the_same_minute_say_it_once(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        whistle(world)
        world.until(at("11:00", 10))
        change = requests.change

        def slowly(request_id: str, cause: f.Cause, step: requests.Step) -> Any:
            monkeypatch.setattr(requests, "change", change)
            assert deadlines.main({}, Context())["done"] == 1
            return change(request_id, cause, step)

        monkeypatch.setattr(requests, "change", slowly)
        deadlines.main({}, Context())
        assert said() == ["warned accept"]

    def test_what_happens_between_looking_and_writing_counts(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whistle(world)
        world.until(at("18:00", 10))
        change = requests.change

        def slowly(request_id: str, cause: f.Cause, step: requests.Step) -> Any:
            monkeypatch.setattr(requests, "change", change)
            happens(explained())
            return change(request_id, cause, step)

        monkeypatch.setattr(requests, "change", slowly)
        assert deadlines.main({}, Context())["done"] == 0
        assert said() == []

    def test_two_orders_of_one_request_in_one_sweep(self, world: World) -> None:
        filed()
        happens(whistled(RED_CROSS, OFFICE))
        world.later(DAY + 2 * MINUTE)
        assert deadlines.main({}, Context())["done"] == 1
        orders = [fact.order for fact in requests.load(CODE).facts if isinstance(fact, DeadlineMissed)]
        assert orders == [1, 2]


class TestAnew:
    @pytest.mark.parametrize(
        "happened",
        [
            (accepted(), rescheduled(at("18:00", 20))),
            (accepted(), done(), not_solved(until=at("18:00", 20))),
        ],
    )
    def test_with_another_date_it_is_warned_of_and_missed_anew(
        self, world: World, ways: Ways, happened: tuple[Any, ...]
    ) -> None:
        whistle(world)
        world.until(at("12:00", 12))
        world.sweep()
        before = said()
        happens(*happened)
        assert world.request(CODE).order(1).next_at is not None
        world.until(at("18:00", 19))
        world.sweep()
        assert said()[len(before) :] == ["warned answer"]
        world.until(at("18:00", 20))
        world.sweep()
        assert said()[len(before) :] == ["warned answer", "missed answer"]

    def test_who_takes_it_over_is_warned_of_a_time_of_their_own(self, world: World, ways: Ways) -> None:
        whistle(world)
        world.until(at("18:00", 10))
        world.sweep()
        happens(handed_over(to=OFFICE))
        world.until(at("12:05", 11))
        world.sweep()
        assert said()[-1] == "warned accept"

    def test_while_the_resident_is_asked_the_clock_stands(self, world: World, ways: Ways) -> None:
        whistle(world)
        happens(accepted(), asked())
        world.sweep()
        ways.forget()
        world.later(4 * DAY)
        assert deadlines.main({}, Context())["done"] == 0
        happens(answered())
        due = world.request(CODE).order(1).answer_by
        world.until(due - MINUTE)
        deadlines.main({}, Context())
        assert said() == ["warned answer"]
        world.until(due)
        deadlines.main({}, Context())
        assert said() == ["warned answer", "missed answer"]


class TestLifeAndProperty:
    DUTY, LEADER, COUNTY, COMMUNITY = "+8615400000204", "+8615400000304", "+8615400000209", "+8615400000207"

    def minutes(self, world: World, ways: Ways, until: int) -> dict[int, list[str]]:
        """The numbers that hear at each minute after the whistle; the clock runs every minute."""
        heard: dict[int, list[str]] = {}
        for minute in range(1, until + 1):
            before = len(ways.sent)
            world.later(MINUTE)
            world.sweep()
            if fresh := texts(ways, before):
                heard[minute] = sorted(to for to, _ in fresh)
        return heard

    def leak(self, world: World) -> None:
        filed(category=GAS_LEAK)
        world.settle()
        assert world.request(CODE).state == "whistled"

    @pytest.mark.parametrize("clock", ["12:00", "02:30"])
    def test_operator_and_duty_telephone_at_once_leader_at_5_county_at_15_everybody_every_quarter(
        self, world: World, ways: Ways, clock: str
    ) -> None:
        world.until(at(clock, 10))
        self.leak(world)
        assert {self.DUTY, self.COMMUNITY} <= {to for to, _ in texts(ways)}
        heard = self.minutes(world, ways, 62)
        everybody = sorted([self.DUTY, self.COUNTY, self.COMMUNITY])
        assert heard == {
            4: [self.DUTY],
            5: [self.LEADER],
            15: [self.COUNTY],
            30: everybody,
            45: everybody,
            60: everybody,
        }
        assert not verify().wrong

    def test_it_ends_as_soon_as_somebody_takes_it(self, world: World, ways: Ways) -> None:
        self.leak(world)
        self.minutes(world, ways, 31)
        happens(accepted())
        heard = self.minutes(world, ways, 40)
        assert all(number == "+8615400009001" for numbers in heard.values() for number in numbers)  # the resident's

    def test_it_ends_when_the_answer_is_due_and_it_is_on_the_agenda(self, world: World, ways: Ways) -> None:
        self.leak(world)
        whistled_at = requests.load(CODE).order(1).since
        for passed in (5, 15, *range(30, 180, 15), 24 * 60 + 5, 48 * 60):
            world.until(whistled_at + passed * MINUTE)
            world.sweep()
        assert said() == [
            "missed accept",
            "county 1",
            *(f"everybody {call}" for call in range(2, 9)),
            "agenda 9",
        ]

    def test_after_an_hours_stop_each_is_called_once(self, world: World, ways: Ways) -> None:
        self.leak(world)
        ways.forget()
        world.later(65 * MINUTE)
        world.sweep()
        assert said() == ["missed accept", "county 1", "everybody 4"]
        assert sorted(to for to, _ in texts(ways)) == sorted(
            [self.LEADER, self.COUNTY, self.DUTY, self.COUNTY, self.COMMUNITY]
        )


class TestTheNight:
    def test_of_a_p1_without_night_duty_time_begins_at_eight(self, world: World, ways: Ways) -> None:
        world.until(at("23:00"))
        filed(category=WATER_CUT)
        world.settle()
        order = world.request(CODE).order(1)
        assert (order.clock_from, order.accept_by) == (at("08:00", 10), at("09:00", 10))
        world.until(at("08:44", 10))
        world.sweep()
        assert said() == []
        world.until(at("08:45", 10))
        world.sweep()
        assert said() == ["warned accept"]
        world.until(at("09:00", 10))
        world.sweep()
        assert said() == ["warned accept", "missed accept"]

    def test_what_is_missed_at_night_the_leader_hears_in_the_morning(self, world: World, ways: Ways) -> None:
        filed()
        happens(whistled(to=RED_CROSS, accept_by=at("22:00")))
        world.sweep()
        ways.forget()
        world.until(at("22:00"))
        world.sweep()
        assert (said(), ways.sent) == (["missed accept"], [])
        world.until(at("08:00", 10))
        world.sweep()
        assert [to for to, _ in texts(ways)] == ["+8615400000302"]


class TestCost:
    def reads(self, main: Any) -> int:
        meter = Meter()
        meter.attach(client())
        main({}, Lambda())
        meter.detach(client())
        assert meter.wrong_keys == []
        assert not meter.written
        return len(meter.reads)

    def test_a_thousand_open_orders_that_are_not_due_cost_nothing(self, world: World) -> None:
        nothing = self.reads(deadlines.main), self.reads(delivery_sweep.main)
        assert nothing == (16, 8)  # a look at each shard
        filed()
        happens(whistled(to=RED_CROSS))
        order = dict(next(i for i in world.items("requests") if i["sort"]["S"] == "ORDER#01"))
        for number in range(1000):
            copied = order | {
                "request_id": {"S": f"4{number:09d}"},
                "deadline_shard": {"S": str(number % 4)},
            }
            world.dynamodb.put_item(TableName="test-requests", Item=copied)
        assert (self.reads(deadlines.main), self.reads(delivery_sweep.main)) == nothing

    def test_what_is_due_costs_the_same_each_and_then_nothing_again(self, world: World) -> None:
        costs = []
        for codes in (["3000000017"], ["3000000025", "3000000033", "3000000041"]):
            for code in codes:
                filed(code)
                happens(whistled(to=RED_CROSS), code=code)
            world.later(18 * HOUR + MINUTE)
            meter = Meter()
            meter.attach(client())
            assert deadlines.main({}, Context())["done"] == len(codes)
            meter.detach(client())
            costs.append((len(meter.reads) - 16, meter.write_units))
            for code in codes:
                happens(explained(), code=code)
        (reads, units), (three_reads, three_units) = costs
        assert three_reads == 3 * reads
        assert three_units == 3 * units
        assert reads <= 3
        assert self.reads(deadlines.main) == 16

    def test_since_when_it_is_still_can_be_seen(self, world: World) -> None:
        filed()
        happens(whistled(to=RED_CROSS))
        due = requests.load(CODE).order(1).next_at
        assert due is not None
        assert oldest_overdue(due - timedelta(seconds=1)) is None
        assert oldest_overdue(due + HOUR) == due

    def test_an_orders_row_stands_where_the_sweep_looks_and_only_while_its_clock_runs(self, world: World) -> None:
        filed()
        happens(whistled(to=RED_CROSS))
        order = requests.load(CODE).order(1)

        def stands() -> str | None:
            return RequestItem.get(CODE, "ORDER#01").deadline

        assert order.next_at is not None
        assert stands() == written(order.next_at)
        happens(accepted(), asked())
        assert stands() is None
        happens(answered())
        assert stands() is not None
        happens(done())
        assert stands() is None


def test_limits_of_the_rule_are_those_of_the_class(world: World) -> None:
    whistle(world)
    order = world.request(CODE).order(1)
    expected = limits(Class.P2, order.since, CALENDAR, night_duty=False)
    assert (order.accept_by, order.answer_by, order.ladder) == (
        expected.accept_by,
        expected.answer_by,
        expected.ladder,
    )
