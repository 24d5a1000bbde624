"""Whatever residents, units and queues may do with requests, right and wrong, early, late and twice.

A machine of rules for Hypothesis: run on the ledger in memory, and on the true one.
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from functions.dispatch.raise_alerts import alerts
from functions.shared.domain import story
from functions.shared.domain.codes import ORDER, REQUEST
from functions.shared.domain.county_time import local_day
from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.directory import Category, Compound, Unit, UnitKind
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import (
    Cause,
    Finding,
    Language,
    OrderReturned,
    RequestReceived,
    RescheduleReason,
    ReturnReason,
    Verdict,
)
from functions.shared.domain.request import OrderState, Request, evolve, fold
from functions.shared.domain.rows import Cell, Row, cells, rows
from functions.shared.domain.time_limits import limits
from functions.shared.domain.transitions import AT_WORK, State, permit, transition
from functions.shared.steps.accept_request import accept_request
from functions.shared.steps.add_words import add_words
from functions.shared.steps.blow_whistle import blow_whistle
from functions.shared.steps.choose_unit import choose_unit
from functions.shared.steps.give_verdict import give_verdict
from functions.shared.steps.pass_on import pass_on, record_check
from functions.shared.steps.report import claim_done, report_progress
from functions.shared.steps.reschedule import reschedule
from functions.shared.steps.return_order import return_order
from functions.shared.steps.take_order import take_order
from tests.builders import NOON, a_code, a_press
from tests.county import ANKANG, CALENDAR, COUNTY, COVERAGE, LANE, LONGWANGMIAO, NORTH_LANE, UNITS

Step = Callable[[Request], Decision]
UNIT_OF = {unit.id: unit for unit in UNITS}
CATEGORY_OF = {category.id: category for category in COUNTY.categories}
# 0 is the latest order, None whoever holds it: most press what is theirs to press.
NUMBERS = st.sampled_from([0, 0, 0, 1, 2])
WHO = st.sampled_from([None, None, None, *UNITS])


class Ledger(Protocol):
    def file(self, request_id: str, cause: Cause, decision: Decision) -> Request: ...
    def load(self, request_id: str) -> Request: ...
    def change(self, request_id: str, cause: Cause, step: Step) -> Request: ...
    def rows(self) -> set[Row]: ...
    def cells(self) -> Counter[Cell]: ...


class Journeys(RuleBasedStateMachine):
    """Presses on requests. A press is kept, so that it can be pressed again."""

    filed = Bundle("filed")
    pressed = Bundle("pressed")

    @abstractmethod
    def ledger(self) -> Ledger:
        """The ledger to run on, empty."""

    @initialize()
    def begin(self) -> None:
        self.now: datetime = NOON
        self.told = self.ledger()
        self.ids: list[str] = []

    @rule(passed=st.sampled_from([timedelta(seconds=-1), timedelta(minutes=7), timedelta(days=1), timedelta(days=9)]))
    def time_passes(self, passed: timedelta) -> None:
        """Now and then a clock is a little behind the one before it."""
        self.now += passed

    @precondition(lambda self: len(self.ids) < 2)
    @rule(
        target=filed,
        category=st.sampled_from(COUNTY.categories),
        compound=st.sampled_from([ANKANG, LANE, NORTH_LANE, None]),
    )
    def somebody_asks(self, category: Category, compound: Compound | None) -> str:
        request_id = a_code(REQUEST, str(len(self.ids)))
        cause = a_press("file")
        decision = accept_request(
            category=category,
            compound=compound,
            community=LONGWANGMIAO,
            calendar=CALENDAR,
            words="路边都是塑料袋",
            person=Person(None, "", may_call=False),
            language=Language.ZH,
            cause=cause,
            now=self.now,
        )
        once = self.told.file(request_id, cause, decision)
        assert self.told.file(request_id, cause, decision) == once
        self.ids.append(request_id)
        return request_id

    @rule(request_id=filed, back=st.integers(0, 3))
    def dispatch_hears_a_fact(self, request_id: str, back: int) -> None:
        """In time, or again, or after much else has happened."""
        request = self.told.load(request_id)
        sequence = max(request.version - back, 1)
        then = fold(request_id, request.facts[:sequence])
        assert alerts(request, sequence) == alerts(then, sequence)
        if then.state in (State.RECEIVED, State.RETURNED):
            choice = choose_unit(then, CATEGORY_OF[then.filed.category], COVERAGE)
            number = len(then.orders) + 1
            step = partial(
                blow_whistle,
                choice=choice,
                number=number,
                code=a_code(ORDER, f"{request_id}/{number}"),
                limits=limits(then.priority, self.now, CALENDAR, night_duty=UNIT_OF[choice.unit].night_duty),
            )
            self._press(request_id, step, Cause(f"whistle:{request_id}.{sequence}", ""))

    @rule(target=pressed, request_id=filed, number=NUMBERS, who=WHO)
    def take(self, request_id: str, number: int, who: Unit | None) -> Any:
        return self._act(take_order, request_id, number, who)

    @rule(
        target=pressed,
        request_id=filed,
        number=NUMBERS,
        who=WHO,
        named=st.sampled_from([None, *UNITS]),
    )
    def give_back(self, request_id: str, number: int, who: Unit | None, named: Unit | None) -> Any:
        step = partial(return_order, reason=ReturnReason.NOT_OURS, named=named, words="", calendar=CALENDAR)
        return self._act(step, request_id, number, who)

    @rule(target=pressed, request_id=filed, number=NUMBERS, done=st.booleans())
    def report(self, request_id: str, number: int, done: bool) -> Any:
        step = partial(claim_done if done else report_progress, public_words="清了", words="")
        return self._act(step, request_id, number, None)

    @rule(target=pressed, request_id=filed, number=NUMBERS, days=st.integers(-3, 70))
    def put_off(self, request_id: str, number: int, days: int) -> Any:
        day = local_day(self.now) + timedelta(days=days)
        step = partial(reschedule, day=day, reason=RescheduleReason.WEATHER, words="", calendar=CALENDAR)
        return self._act(step, request_id, number, None)

    @rule(target=pressed, request_id=filed, number=NUMBERS)
    def look(self, request_id: str, number: int) -> Any:
        return self._act(partial(record_check, finding=Finding.AS_REPORTED, words=""), request_id, number, None)

    @rule(target=pressed, request_id=filed, number=NUMBERS, to=st.sampled_from(UNITS))
    def call_by_name(self, request_id: str, number: int, to: Unit) -> Any:
        request = self.told.load(request_id)
        step = partial(
            pass_on,
            to=to,
            code=a_code(ORDER, f"{request_id}/{len(request.orders) + 1}"),
            limits=limits(request.priority, self.now, CALENDAR, night_duty=to.night_duty),
            words="",
        )
        return self._act(step, request_id, number, None)

    @rule(target=pressed, request_id=filed, verdict=st.sampled_from(Verdict))
    def decide(self, request_id: str, verdict: Verdict) -> Any:
        return self._press(request_id, partial(give_verdict, verdict=verdict, words="", calendar=CALENDAR))

    @rule(target=pressed, request_id=filed)
    def add(self, request_id: str) -> Any:
        return self._press(request_id, partial(add_words, words="今天又有一堆"))

    @rule(request_id=filed, steps=st.lists(st.integers(0, 3), min_size=1, max_size=6))
    def things_take_their_course(self, request_id: str, steps: list[int]) -> None:
        """Each does one of the things that can be done; nobody is refused."""
        for choice in steps:
            request = self.told.load(request_id)
            self.now += timedelta(hours=3)
            if request.state in (State.RECEIVED, State.RETURNED):
                asking = [isinstance(fact, RequestReceived | OrderReturned) for fact in request.facts]
                self.dispatch_hears_a_fact(request_id, asking[::-1].index(True))
            elif request.state is State.WHISTLED:
                holder = UNIT_OF[request.orders[-1].unit]
                ours = holder.kind is UnitKind.COMMUNITY
                returning = partial(return_order, reason=ReturnReason.OTHER, named=None, words="")
                self._goes_on(take_order if ours or choice else returning, request_id)
            elif request.state in AT_WORK:
                step = report_progress if choice == 0 else claim_done
                self._goes_on(partial(step, public_words="清了", words=""), request_id)
            elif request.state is State.DONE:
                verdict = (Verdict.NOT, Verdict.NOT, Verdict.SOLVED, Verdict.PARTLY)[choice]
                step = partial(give_verdict, verdict=verdict, words="", calendar=CALENDAR)
                assert self._press(request_id, step)
            assert request.state in (State.AWAITING_DESK, State.CLOSED) or (
                self.told.load(request_id).version > request.version
            )

    @rule(request_id=filed)
    def two_officers(self, request_id: str) -> None:
        """Both have the page with the button; one presses first."""
        request = self.told.load(request_id)
        waiting = [order for order in request.orders if order.state is OrderState.OPEN]
        if not waiting or request.state is not State.WHISTLED:
            return
        order = waiting[0]
        taking = partial(take_order, number=order.number, unit=UNIT_OF[order.unit])
        for lost in (False, True):
            cause = a_press("take")
            try:
                self.told.change(request_id, cause, partial(taking, cause=cause, now=self.now))
            except Refused as refused:
                assert lost and refused.reason == "already_taken"  # noqa: PT017, PT018
            else:
                assert not lost
        assert self.told.load(request_id).version == request.version + 1

    @rule(press=consumes(pressed))
    def the_same_again(self, press: tuple[str, Cause, Step] | None) -> None:
        """What happened once happens once; with other content it is refused as already sent."""
        if press is None:
            return
        request_id, cause, step = press
        before = self.told.load(request_id)
        assert self.told.change(request_id, cause, step) == before
        try:
            self.told.change(request_id, Cause(cause.id, "other words"), step)
        except Refused as refused:
            assert refused.reason == "already_sent"  # noqa: PT017
        else:
            raise AssertionError("the same cause with other content was taken")
        assert self.told.load(request_id) == before

    @invariant()
    def everything_stored_follows_from_the_facts(self) -> None:
        if not hasattr(self, "told"):
            return
        known = [self.told.load(request_id) for request_id in self.ids]
        folded = [fold(request.id, request.facts) for request in known]
        assert [vars(request) for request in known] == [vars(request) for request in folded]
        assert self.told.rows() == {row for request in folded for row in rows(request)}
        assert self.told.cells() == sum((cells(request) for request in folded), Counter())
        for request in folded:
            _as_the_table_has_it(request)

    def _goes_on(self, step: Any, request_id: str) -> None:
        assert self._act(step, request_id, 0, None)

    def _act(self, step: Any, request_id: str, number: int, who: Unit | None) -> Any:
        """`who` presses on the order `number` (0: the latest); None is whoever holds it."""
        request = self.told.load(request_id)
        number = number or len(request.orders)
        holder = next((order.unit for order in request.orders if order.number == number), "red_cross")
        return self._press(request_id, partial(step, number=number, unit=who or UNIT_OF[holder]))

    def _press(self, request_id: str, step: Any, cause: Cause | None = None) -> tuple[str, Cause, Step] | None:
        cause = cause or a_press()
        before = self.told.load(request_id)
        step = partial(step, cause=cause, now=self.now)
        try:
            after = self.told.change(request_id, cause, step)
        except Refused:
            assert self.told.load(request_id) == before
            return None
        assert after.version == before.version + (cause.id not in before.causes)
        assert vars(after) == vars(self.told.load(request_id))
        return request_id, cause, step


def _as_the_table_has_it(request: Request) -> None:
    before = evolve(Request(id=request.id), request.facts[0])
    for fact in request.facts[1:]:
        permit(before.state, fact)
        after = evolve(before, fact)
        line = transition(fact)
        assert after.state in (line.to or before.state, before.state if line.lead_only else line.to or before.state)
        assert fact.at >= before.since
        before = after
    alive = [order for order in request.orders if order.state.alive]
    assert len(alive) <= 1
    assert not (alive and request.state is State.CLOSED)
    assert (request.closed_as is None) == (request.state is not State.CLOSED)
    assert len({order.code for order in request.orders}) == len(request.orders)
    assert len(story.steps(request)) >= request.version
