"""Every minute the clock goes on with what has waited long enough: once, late or not, whatever else fails."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from functions.deadlines import handler as deadlines
from functions.dispatch import handler as dispatch
from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.county_time import COUNTY_ZONE
from functions.shared.domain.decision import Person
from functions.shared.domain.directory import Category
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Handling
from functions.shared.edge.clock import now
from functions.shared.edge.each import SomeFailed
from functions.shared.steps.accept_request import accept_request
from functions.shared.steps.add_words import add_words
from functions.shared.steps.return_order import return_order
from functions.shared.tables import requests, waits
from functions.shared.tables.connection import client
from infra.tools.verify_tables import verify
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    STAFF,
    Happening,
    a_code,
    a_press,
    absorbed,
    accepted,
    asked,
    contact_attempted,
    done,
    explained,
    merged,
    partly,
    rejected,
    settled,
    solved,
    whistled,
    withdrawn,
)
from tests.county import (
    ANKANG,
    CALENDAR,
    GAS_LEAK,
    LITTER,
    LONGWANGMIAO,
    OFFICE,
    RED_CROSS,
    ROAD,
    WATER_BUREAU,
    WATER_CUT,
)
from tests.meter import Meter

from .test_ledger import CODE, NEXT_CODE, told
from .world import World

MOBILE = Phone("+8615400009001")
MONDAY, FRIDAY, SATURDAY, NEXT_MONDAY = 9, 13, 14, 16


class Context:
    def __init__(self, milliseconds: int = 55_000) -> None:
        self._left = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self._left


@pytest.fixture
def world(world: World) -> World:
    """Nobody sits at the desk."""
    world.desk_answers = False
    return world


def at(clock: str, day: int = MONDAY) -> datetime:
    """A moment of March 2026 in the county."""
    return datetime.fromisoformat(f"2026-03-{day:02d}T{clock}:00").replace(tzinfo=COUNTY_ZONE)


def filed(
    code: str = CODE, category: Category = LITTER, handling: Handling = Handling.ROUTED, **person: Any
) -> Request:
    """A web report of this moment."""
    cause = a_press("file")
    decision = accept_request(
        category=category,
        compound=ANKANG,
        community=LONGWANGMIAO,
        calendar=CALENDAR,
        words="路边都是塑料袋",
        person=Person(MOBILE, "", may_call=True, **person),
        language=terms.Language.ZH,
        cause=cause,
        now=now(),
        handling=handling,
    )
    return requests.file([code], cause, decision)


def happens(*happened: Happening, code: str = CODE) -> Request:
    """At this moment."""
    request = requests.load(code)
    for happening in happened:
        request = told(code, replace(happening(request), at=now()))
    return request


def sweep(context: Context | None = None) -> int:
    return deadlines.main({}, context or Context())["done"]


def sweeps_at(world: World, moment: datetime) -> int:
    world.until(moment)
    return sweep()


class TestProposals:
    def test_untouched_for_two_working_hours_it_goes_out_marked_as_not_checked(self, world: World) -> None:
        filed()
        world.settle()
        assert world.request(CODE).state == "received"
        assert sweeps_at(world, at("13:59")) == 0
        assert world.request(CODE).state == "received"
        assert sweeps_at(world, at("14:00")) == 1
        request = world.request(CODE)
        (order,) = request.orders
        assert (request.state, order.unit, order.reason, order.unchecked) == (
            "whistled",
            "water_bureau",
            "partner_compound",
            True,
        )
        assert request.facts[-1].by == "rule"
        assert order.accept_by == at("18:00", 10)
        world.settle()
        (email,) = world.emails()
        body = email.get_body(("plain",))
        assert body is not None
        assert "社区未核实" in body.get_content()
        assert not verify().wrong

    @pytest.mark.parametrize(
        ("come", "goes"),
        [
            (at("17:00"), at("09:00", 10)),
            (at("22:30"), at("10:00", 10)),
            (at("03:00"), at("10:00")),
            (at("16:30", FRIDAY), at("08:30", NEXT_MONDAY)),
            (at("11:00", SATURDAY), at("10:00", NEXT_MONDAY)),
        ],
    )
    def test_a_night_or_a_weekend_in_between_is_no_working_time(
        self, world: World, come: datetime, goes: datetime
    ) -> None:
        world.until(come)
        filed()
        assert sweeps_at(world, goes - MINUTE) == 0
        assert sweeps_at(world, goes) == 1

    def test_where_the_desk_was_first_nothing_happens(self, world: World) -> None:
        filed()
        world.later(HOUR)
        happens(whistled(to=RED_CROSS, by=STAFF))
        assert sweeps_at(world, at("14:00")) == 0
        (order,) = world.request(CODE).orders
        assert (order.unit, order.unchecked) == ("red_cross", False)

    @pytest.mark.parametrize(
        ("happened", "handling"),
        [(settled(), Handling.SETTLED), (merged(NEXT_CODE), Handling.JOINED), (explained(), Handling.ROUTED)],
    )
    def test_what_has_its_answer_is_never_whistled(self, world: World, happened: Happening, handling: Handling) -> None:
        filed(handling=handling)
        happens(happened)
        assert sweeps_at(world, at("18:00", 20)) == 0
        assert world.request(CODE).orders == ()

    def test_what_should_have_gone_at_once_is_made_up_for_and_was_not_the_desks_to_check(self, world: World) -> None:
        """The fact of a burst pipe was never heard."""
        filed(category=WATER_CUT)
        assert sweep() == 0
        world.later(2 * MINUTE)
        assert sweep() == 1
        (order,) = world.request(CODE).orders
        assert (order.unit, order.unchecked) == ("water_company", False)

    def test_the_communitys_own_is_made_up_for_and_not_called_unchecked(self, world: World) -> None:
        filed(category=ROAD)
        assert sweeps_at(world, at("14:00")) == 1
        (order,) = world.request(CODE).orders
        assert (order.unit, order.unchecked) == (OFFICE.id, False)


class TestReturned:
    def returned(self, world: World, named: Any = None) -> None:
        filed()
        happens(whistled(to=WATER_BUREAU))
        world.later(HOUR)
        cause = a_press("return")
        step = partial(
            return_order,
            number=1,
            unit=WATER_BUREAU,
            reason=terms.ReturnReason.NOT_OURS,
            named=named,
            words="",
            calendar=CALENDAR,
            cause=cause,
            now=now(),
        )
        requests.change(CODE, cause, step)

    def test_after_a_working_day_the_unit_that_was_named_has_it(self, world: World) -> None:
        self.returned(world, RED_CROSS)
        world.settle()
        assert [kind["kind"] for kind in world.bodies("alerts-heard")][-1] == "desk"
        assert sweeps_at(world, at("17:59", 10)) == 0
        assert sweeps_at(world, at("18:00", 10)) == 1
        second = world.request(CODE).order(2)
        assert (second.unit, second.reason, second.unchecked) == ("red_cross", "returned_naming", True)

    def test_or_else_the_community_itself(self, world: World) -> None:
        self.returned(world)
        assert sweeps_at(world, at("18:00", 10)) == 1
        second = world.request(CODE).order(2)
        assert (second.unit, second.reason, second.unchecked) == (OFFICE.id, "returned", False)

    def test_unless_the_desk_has_decided(self, world: World) -> None:
        self.returned(world)
        happens(whistled(to=RED_CROSS, by=STAFF))
        sweeps_at(world, at("18:00", 20))
        assert [order.unit for order in world.request(CODE).orders] == ["water_bureau", "red_cross"]


class TestAsked:
    def test_five_days_without_an_answer_and_it_goes_on(self, world: World) -> None:
        filed()
        due = happens(whistled(to=RED_CROSS), accepted()).order(1).answer_by
        happens(asked(at=now()))
        world.later(5 * DAY - MINUTE)
        assert sweep() == 0
        world.later(MINUTE)
        assert sweep() == 1
        request = world.request(CODE)
        assert (type(request.facts[-1]), request.facts[-1].by, request.state) == (f.WaitEnded, "clock", "accepted")
        assert request.order(1).answer_by == due + 5 * DAY
        assert not verify().wrong

    def test_an_answer_ends_the_wait(self, world: World) -> None:
        filed()
        happens(whistled(to=RED_CROSS), accepted(), asked())
        world.later(DAY)
        cause = a_press("words")
        requests.change(CODE, cause, partial(add_words, words="东边", cause=cause, now=now()))
        assert world.request(CODE).state == "accepted"
        world.later(30 * DAY)
        sweep()
        assert f.WaitEnded not in {type(fact) for fact in world.request(CODE).facts}


class TestVerdict:
    def said_done(self, world: World, **person: Any) -> None:
        filed(**person)
        happens(whistled(to=RED_CROSS), accepted(), done(at=now()))

    def test_after_three_days_the_resident_is_asked_once_more(self, world: World) -> None:
        self.said_done(world)
        world.settle()
        world.forget()
        world.later(3 * DAY - MINUTE)
        assert sweep() == 0
        world.later(MINUTE)
        assert sweep() == 1
        world.settle()
        ((to, words),) = world.texts()
        assert (to, "解决了回1" in words) == (MOBILE.e164, True)
        assert sweep() == 0

    @pytest.mark.parametrize("attempts", [0, 1])
    def test_with_fewer_than_two_attempts_it_stays_open(self, world: World, attempts: int) -> None:
        self.said_done(world)
        world.later(3 * DAY)
        sweep()
        happens(*[contact_attempted()] * attempts)
        world.later(40 * DAY)
        assert sweep() == 0
        assert world.request(CODE).state == "done"

    def test_after_seven_days_and_two_attempts_it_closes_as_silent(self, world: World) -> None:
        self.said_done(world)
        world.later(3 * DAY)
        sweep()
        happens(contact_attempted(), contact_attempted())
        world.later(4 * DAY - MINUTE)
        assert sweep() == 0
        world.later(MINUTE)
        assert sweep() == 1
        request = world.request(CODE)
        assert (request.closed_as, request.facts[-1].by) == ("silent", "clock")
        assert not verify().wrong

    def test_a_late_second_attempt_closes_it_at_once(self, world: World) -> None:
        self.said_done(world)
        world.later(3 * DAY)
        sweep()
        happens(contact_attempted())
        world.later(20 * DAY)
        assert sweep() == 0
        happens(contact_attempted())
        assert sweep() == 1

    def test_who_asked_for_another_way_is_visited_first(self, world: World) -> None:
        self.said_done(world, another_way="请上门")
        world.later(3 * DAY)
        sweep()
        happens(contact_attempted(), contact_attempted())
        world.later(10 * DAY)
        assert sweep() == 0
        happens(contact_attempted(terms.Heard.VISIT))
        assert sweep() == 1
        assert world.request(CODE).closed_as == "silent"

    @pytest.mark.parametrize("verdict", [solved(), partly()])
    def test_an_answer_ends_the_wait(self, world: World, verdict: Happening) -> None:
        self.said_done(world)
        happens(verdict)
        world.later(40 * DAY)
        assert sweep() == 0


class TestRuns:
    def test_run_twice_it_is_done_once(self, world: World) -> None:
        filed()
        assert sweeps_at(world, at("14:00")) == 1
        assert sweep() == 0
        assert len(world.request(CODE).orders) == 1

    def test_two_at_once_do_it_once(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """The second one comes in between looking and writing."""
        filed()
        world.until(at("14:00"))
        change = requests.change
        others: list[int] = []

        def slowly(request_id: str, cause: f.Cause, step: requests.Step) -> Request:
            monkeypatch.setattr(requests, "change", change)
            others.append(sweep())
            return change(request_id, cause, step)

        monkeypatch.setattr(requests, "change", slowly)
        sweep()
        assert others == [1]
        assert len(world.request(CODE).orders) == 1

    def test_what_happens_between_looking_and_writing_counts(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        filed()
        world.until(at("14:00"))
        change = requests.change

        def slowly(request_id: str, cause: f.Cause, step: requests.Step) -> Request:
            monkeypatch.setattr(requests, "change", change)
            happens(explained())
            return change(request_id, cause, step)

        monkeypatch.setattr(requests, "change", slowly)
        assert sweep() == 0
        assert world.request(CODE).orders == ()

    def test_after_a_stop_of_a_day_all_is_made_up_for(self, world: World) -> None:
        filed()
        filed(NEXT_CODE)
        happens(whistled(to=RED_CROSS), accepted(), done(), code=NEXT_CODE)
        world.later(4 * DAY)
        assert sweep() == 2
        assert world.request(CODE).state == "whistled"
        assert isinstance(world.request(NEXT_CODE).facts[-1], f.VerdictReminded)
        assert not verify().wrong

    def test_the_longest_overdue_come_first_and_the_rest_in_the_next_minute(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        codes = [a_code(text=f"number {number}") for number in range(7)]
        for code in codes:
            filed(code)
            world.later(MINUTE)
        monkeypatch.setattr(deadlines, "MOST", 5)
        world.later(DAY)
        assert sweep() == 5
        assert [world.request(code).state for code in codes] == ["whistled"] * 5 + ["received"] * 2
        assert sweep() == 2

    def test_when_time_is_nearly_over_the_rest_is_left(self, world: World) -> None:
        filed()
        world.later(DAY)
        assert sweep(Context(9_999)) == 0
        assert sweep() == 1

    def test_one_that_cannot_be_handled_stops_no_other_and_is_told(self, world: World) -> None:
        row = {
            "request_id": {"S": NEXT_CODE},
            "sort": {"S": "REQUEST"},
            "deadline_shard": {"S": "wait0"},
            "deadline": {"S": "2026-01-01T00:00:00.000000Z"},
        }
        filed()
        world.dynamodb.put_item(TableName="test-requests", Item=row)
        world.later(DAY)
        with pytest.raises(SomeFailed, match="1 failed, 1 done"):
            sweep()
        assert world.request(CODE).state == "whistled"

    def test_life_and_property_go_before_what_has_waited_longer(self, world: World) -> None:
        filed()
        world.later(DAY)
        filed(NEXT_CODE, GAS_LEAK)
        happens(whistled(to=RED_CROSS), code=NEXT_CODE)
        world.later(DAY)
        swept = list(waits.due(now()))
        assert (swept[0], set(swept)) == (NEXT_CODE, {CODE, NEXT_CODE})
        assert waits.oldest_overdue(now()) == requests.load(CODE).swept_at
        assert not verify().wrong

    def test_what_there_is_costs_nothing_only_what_is_due(self, world: World) -> None:
        def reads() -> int:
            meter = Meter()
            meter.attach(client())
            sweep()
            meter.detach(client())
            assert meter.wrong_keys == []
            return len(meter.reads)

        assert reads() == 16  # a look at each shard of requests, and of orders
        for number in range(12):
            filed(a_code(text=f"number {number}"))
        assert reads() == 16
        world.later(2 * HOUR)
        few = reads()
        assert few > 16
        assert reads() == 16


class TestUnmerged:
    @pytest.mark.parametrize("ending", [explained(), rejected(), withdrawn()])
    def test_what_was_answered_with_it_stands_on_its_own_when_it_ends_without_work(
        self, world: World, ending: Happening
    ) -> None:
        filed()
        filed(NEXT_CODE, ROAD)
        happens(absorbed(NEXT_CODE))
        happens(merged(CODE), code=NEXT_CODE)
        world.settle()
        world.forget()
        world.bodies("facts-heard")
        happens(ending)
        world.settle()
        freed = world.request(NEXT_CODE)
        assert (freed.merged_into, freed.facts[2].by) == (None, "rule")
        assert (freed.state, freed.orders[0].unit) == ("whistled", OFFICE.id)  # its own route, which waits for nobody
        about_it = [words for to, words in world.texts() if to == MOBILE.e164 and NEXT_CODE in words]
        assert len(about_it) == 1
        assert "路面破损" in about_it[0]
        version = freed.version
        for message in world.bodies("facts-heard"):
            world.hand(dispatch.main, message)
        assert world.request(NEXT_CODE).version == version
        assert not verify().wrong

    def test_a_proposal_of_it_waits_two_working_hours(self, world: World) -> None:
        filed()
        filed(NEXT_CODE)
        happens(absorbed(NEXT_CODE))
        happens(merged(CODE), code=NEXT_CODE)
        world.until(at("17:30"))
        happens(explained())
        world.settle()
        assert world.request(NEXT_CODE).state == "received"
        assert sweeps_at(world, at("09:29", 10)) == 0
        assert sweeps_at(world, at("09:30", 10)) == 1

    def test_what_ends_by_work_is_the_answer_for_both(self, world: World) -> None:
        filed()
        filed(NEXT_CODE)
        world.settle()
        happens(absorbed(NEXT_CODE))
        happens(merged(CODE), code=NEXT_CODE)
        happens(whistled(to=RED_CROSS), accepted(), done(), solved())
        world.settle()
        assert world.request(NEXT_CODE).closed_as == "merged"
        told_of_it = [words for _, words in world.texts() if NEXT_CODE in words and "有新消息" in words]
        assert len(told_of_it) == 2  # that it goes with another one, and that this one has ended
