"""Whatever residents, units, the desk, the clock and queues may do, right and wrong, early, late and twice.

A machine of rules for Hypothesis: run on the ledger in memory, and on the true one.
"""

from abc import abstractmethod
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from functions.deadlines.sweep import WHISTLES, cause_of, end_wait, over, unchecked
from functions.desk import decide, speak, whistle
from functions.dispatch.raise_alerts import alerts
from functions.dispatch.unmerge import unmerge, unmerged_by
from functions.shared.domain import story
from functions.shared.domain.codes import ORDER, REQUEST
from functions.shared.domain.county_time import local_day
from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.directory import Category, Compound, Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve, fold
from functions.shared.domain.facts import (
    RESIDENT,
    Absorbed,
    Actor,
    Cause,
    Classified,
    Code,
    ContactAttempted,
    Fact,
    Merged,
    OrderAssigned,
    PersonErased,
    VerdictReminded,
    WordsBlanked,
    WordsReleased,
)
from functions.shared.domain.rates import APART, OUTCOMES, counts, rates
from functions.shared.domain.request import OrderState, Request, WaitKind
from functions.shared.domain.rows import Cell, Row, cells, rows
from functions.shared.domain.terms import (
    Channel,
    CloseReason,
    DeferReason,
    Finding,
    Handling,
    Heard,
    Language,
    RescheduleReason,
    ReturnReason,
    Verdict,
)
from functions.shared.domain.time_limits import limits
from functions.shared.domain.transitions import AT_WORK, State, permit, transition
from functions.shared.steps.absorb import absorb
from functions.shared.steps.accept_request import accept_request
from functions.shared.steps.add_words import add_words
from functions.shared.steps.assign_order import assign_order
from functions.shared.steps.blow_whistle import blow_whistle
from functions.shared.steps.choose_unit import choose_unit, waits_for_the_desk
from functions.shared.steps.dispute import dispute
from functions.shared.steps.give_verdict import give_verdict
from functions.shared.steps.pass_on import pass_on, record_check
from functions.shared.steps.report import claim_done, report_progress
from functions.shared.steps.reschedule import reschedule
from functions.shared.steps.return_order import return_order
from functions.shared.steps.take_order import take_order
from functions.shared.steps.withdraw import withdraw
from functions.shared.tables.requests import Beside, BothStep, Step
from tests.builders import NOON, STAFF, a_code, a_press, erased, handed_over
from tests.county import ANKANG, CALENDAR, COUNTY, COVERAGE, JIANGNAN, LANE, LONGWANGMIAO, NORTH_LANE, TIEZHI, UNITS

UNIT_OF = {unit.id: unit for unit in UNITS}
CATEGORY_OF = {category.id: category for category in COUNTY.categories}
# 0 is the latest order, None whoever holds it: most press what is theirs to press.
NUMBERS = st.sampled_from([0, 0, 0, 1, 2])
WHO = st.sampled_from([None, None, None, *UNITS])
RAISED = st.sampled_from([None, 1, 3000])
BY = st.sampled_from([None, None, STAFF])  # None: the unit itself
MOST_REQUESTS = 3


class Ledger(Protocol):
    def file(self, request_id: str, cause: Cause, *decisions: Decision, beside: Beside | None = None) -> Request: ...
    def load(self, request_id: str) -> Request: ...
    def change(self, request_id: str, cause: Cause, step: Step) -> Request: ...
    def change_both(self, first_id: str, second_id: str, cause: Cause, step: BothStep) -> tuple[Request, Request]: ...
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

    @precondition(lambda self: len(self.ids) < MOST_REQUESTS)
    @rule(
        target=filed,
        category=st.sampled_from(COUNTY.categories),
        compound=st.sampled_from([ANKANG, LANE, NORTH_LANE, None]),
        by=st.sampled_from([RESIDENT, RESIDENT, STAFF]),
    )
    def somebody_asks(self, category: Category, compound: Compound | None, by: Actor) -> str:
        request_id, cause, received = self._received(category, compound, by, Handling.ROUTED)
        return self._files(request_id, cause, received)

    @precondition(lambda self: len(self.ids) == MOST_REQUESTS - 1)
    @rule(target=filed, category=st.sampled_from(COUNTY.categories))
    def answered_at_the_counter(self, category: Category) -> str:
        request_id, cause, received = self._received(category, ANKANG, STAFF, Handling.SETTLED)
        new = Request(id=request_id)
        settled = decide.settle(new, words="", public_words="", cause=cause, now=self.now, by=STAFF)
        self._files(request_id, cause, received, settled)
        assert self.told.load(request_id).state is State.CLOSED
        return request_id

    @precondition(lambda self: 0 < len(self.ids) < MOST_REQUESTS)
    @rule(category=st.sampled_from(COUNTY.categories), other=filed)
    def me_too(self, category: Category, other: str) -> None:
        request_id, cause, received = self._received(category, ANKANG, STAFF, Handling.JOINED)
        merged = Decision(Merged(into=Code(other), at=self.now, by=STAFF, cause=cause))
        before = self.told.load(other)

        def goes_with(survivor: Request, code: str) -> Decision:
            return absorb(survivor, code, priority=category.priority, cause=cause, now=self.now, by=STAFF)

        try:
            self._files(request_id, cause, received, merged, beside=(other, goes_with))
        except Refused as refused:
            alone = refused.reason == "urgent_goes_alone"
            assert alone or before.state is State.CLOSED
            assert self.told.load(other) == before
        else:
            assert self.told.load(request_id).merged_into == other
            assert self.told.load(other).version == before.version + 1

    @rule(target=pressed, request_id=filed, back=st.integers(0, 3))
    def dispatch_hears_a_fact(self, request_id: str, back: int) -> Any:
        """In time, or again, or after much else has happened."""
        request = self.told.load(request_id)
        sequence = max(request.version - back, 1)
        then = fold(request_id, request.facts[:sequence])
        assert alerts(request, sequence) == alerts(then, sequence)
        for code in unmerged_by(then):
            step = partial(unmerge, survivor=request_id, calendar=CALENDAR)
            self._press(code, step, Cause(f"unmerge:{request_id}.{sequence}", ""))
        if request.state is State.RECEIVED:
            choice = choose_unit(request, CATEGORY_OF[request.filed.category], COVERAGE)
            if not waits_for_the_desk(request, choice):
                return self._press(request_id, self._rule(request), Cause(f"whistle:{request_id}.{sequence}", ""))
        return None

    @rule(target=pressed, request_id=filed)
    def the_clock_looks(self, request_id: str) -> Any:
        """Early or late: what has waited long enough goes on by itself."""
        request = self.told.load(request_id)
        awaited = over(request, self.now)
        if awaited is None:
            return None
        cause = cause_of(request, awaited)
        whistling = None
        if awaited.kind in WHISTLES:
            whistling = partial(self._rule(request), cause=cause, now=self.now)
        return self._press(request_id, partial(end_wait, awaited=awaited, whistle=whistling), cause)

    @rule(target=pressed, request_id=filed, number=NUMBERS, who=WHO, by=BY)
    def take(self, request_id: str, number: int, who: Unit | None, by: Actor | None) -> Any:
        return self._act(take_order, request_id, number, who, by)

    @rule(
        target=pressed,
        request_id=filed,
        number=NUMBERS,
        who=WHO,
        named=st.sampled_from([None, *UNITS]),
        by=BY,
    )
    def give_back(self, request_id: str, number: int, who: Unit | None, named: Unit | None, by: Actor | None) -> Any:
        step = partial(return_order, reason=ReturnReason.NOT_OURS, named=named, words="", calendar=CALENDAR)
        return self._act(step, request_id, number, who, by)

    @rule(target=pressed, request_id=filed, number=NUMBERS, done=st.booleans(), by=BY, raised=RAISED)
    def report(self, request_id: str, number: int, done: bool, by: Actor | None, raised: int | None) -> Any:
        kind = partial(claim_done, raised_yuan=raised) if done else report_progress
        step = partial(kind, public_words="清了", words="")
        return self._act(step, request_id, number, None, by)

    @rule(target=pressed, request_id=filed, number=NUMBERS, days=st.integers(-3, 70))
    def put_off(self, request_id: str, number: int, days: int) -> Any:
        day = local_day(self.now) + timedelta(days=days)
        step = partial(reschedule, day=day, reason=RescheduleReason.WEATHER, words="", calendar=CALENDAR)
        return self._act(step, request_id, number, None)

    @rule(target=pressed, request_id=filed, number=NUMBERS, who=WHO, to=st.sampled_from(["liaison", "leader"]))
    def hand_to_a_colleague(self, request_id: str, number: int, who: Unit | None, to: str) -> Any:
        def step(request: Request, *, unit: Unit, by: None, **given: Any) -> Decision:
            contacts = [contact for contact in COUNTY.contacts if contact.unit == unit.id]
            return assign_order(request, unit=unit, to=to, contacts=contacts, **given)

        return self._act(step, request_id, number, who)

    @rule(target=pressed, request_id=filed, number=NUMBERS)
    def look(self, request_id: str, number: int) -> Any:
        return self._act(partial(record_check, finding=Finding.AS_REPORTED, words=""), request_id, number, None)

    @rule(target=pressed, request_id=filed, number=NUMBERS, to=st.sampled_from(UNITS))
    def call_by_name(self, request_id: str, number: int, to: Unit) -> Any:
        request = self.told.load(request_id)
        step = partial(
            pass_on,
            to=to,
            code=_code(request, len(request.orders) + 1),
            limits=limits(request.priority, self.now, CALENDAR, night_duty=to.night_duty),
            words="",
        )
        return self._act(step, request_id, number, None)

    @rule(target=pressed, request_id=filed, verdict=st.sampled_from(Verdict), by=st.sampled_from([RESIDENT, STAFF]))
    def say_whether_it_is_solved(self, request_id: str, verdict: Verdict, by: Actor) -> Any:
        step = partial(give_verdict, verdict=verdict, words="", calendar=CALENDAR, by=by)
        return self._press(request_id, step)

    @rule(target=pressed, request_id=filed)
    def add(self, request_id: str) -> Any:
        """Where something was asked, this is the answer."""
        return self._press(request_id, partial(add_words, words="今天又有一堆"))

    @rule(
        target=pressed,
        request_id=filed,
        units=st.lists(st.sampled_from(UNITS), max_size=3),
        helping=st.booleans(),
    )
    def the_desk_whistles(self, request_id: str, units: list[Unit], helping: bool) -> Any:
        request = self.told.load(request_id)
        called = self._called(request, *units)
        if helping:
            return self._staff(request_id, whistle.call_helpers, called=called, numbered_from=called.first, words="")
        return self._staff(
            request_id,
            whistle.blow_whistle,
            called=called,
            numbered_from=called.first,
            duty_alert=False,
            words="",
        )

    @rule(
        target=pressed,
        request_id=filed,
        category=st.sampled_from(COUNTY.categories),
        compound=st.sampled_from([ANKANG, LANE, JIANGNAN, None]),
    )
    def the_desk_classifies(self, request_id: str, category: Category, compound: Compound | None) -> Any:
        community = TIEZHI if compound is JIANGNAN else LONGWANGMIAO
        return self._staff(
            request_id,
            decide.classify,
            category=category,
            community=community,
            compound=compound,
            calendar=CALENDAR,
        )

    @rule(
        target=pressed,
        request_id=filed,
        step=st.sampled_from([speak.ask, speak.note_answer, speak.answer, decide.object_to_date]),
    )
    def the_desk_says(self, request_id: str, step: Any) -> Any:
        more = {"calendar": CALENDAR} if step is decide.object_to_date else {}
        return self._staff(request_id, step, words="在哪一栋？", **more)

    @rule(
        target=pressed,
        request_id=filed,
        of=st.integers(0, 9),
        step=st.sampled_from([*Finding, *Heard, "on", "off", ""]),
    )
    def the_desk_notes(self, request_id: str, of: int, step: Any) -> Any:
        """What was found, that nobody was reached, words let out or taken away, the agenda."""
        if isinstance(step, Finding):
            return self._staff(request_id, whistle.check_on_site, finding=step, words="")
        if isinstance(step, Heard):
            return self._staff(request_id, speak.note_attempt, way=step, words="")
        if step == "on":
            return self._staff(request_id, speak.release, of=of, words="路边有垃圾")
        if step == "off":
            return self._staff(request_id, speak.blank, of=of)
        return self._staff(request_id, decide.put_on_agenda)

    @rule(target=pressed, request_id=filed, how=st.sampled_from([*sorted(decide.ENDINGS), "withdraw", "partly"]))
    def the_desk_ends_it(self, request_id: str, how: str) -> Any:
        if how not in decide.ENDINGS:
            return self._staff(request_id, withdraw if how == "withdraw" else decide.close_partly, words="")
        reason = CloseReason.NO_MONEY
        return self._staff(request_id, decide.end, how=how, reason=reason, public_words="", words="已说明")

    @rule(target=pressed, request_id=filed, days=st.integers(-1, 20), meets=st.booleans())
    def the_desk_lets_it_wait(self, request_id: str, days: int, meets: bool) -> Any:
        day = self.now + timedelta(days=days)
        if meets:
            return self._staff(request_id, decide.set_joint_meeting, meets_at=day, words="")
        return self._staff(request_id, decide.defer, reason=DeferReason.SEASON, review_at=day, public_words="")

    @rule(
        target=pressed,
        request_id=filed,
        step=st.sampled_from([decide.reopen, dispute, whistle.insist]),
        sure=st.booleans(),
    )
    def it_is_taken_up_again(self, request_id: str, step: Any, sure: bool) -> Any:
        if step is whistle.insist:
            return self._staff(request_id, step, limits=self._limits(self.told.load(request_id)), words="归您管")
        if step is dispute:
            again = partial(step, words="还是不行", something_new=sure, calendar=CALENDAR, by=RESIDENT)
            return self._press(request_id, again)
        undo = self.told.load(request_id).state is State.CLOSED
        return self._staff(request_id, step, words="", calendar=CALENDAR, unit_left=sure, undo=undo)

    @rule(target=pressed, request_id=filed, number=NUMBERS, to=st.sampled_from(UNITS))
    def a_unit_leaves(self, request_id: str, number: int, to: Unit) -> Any:
        request = self.told.load(request_id)
        alive = [order for order in request.orders if order.state.alive]
        if number >= len(alive) or to.id in {order.unit for order in alive}:
            return None
        return self._happens(request_id, handed_over(to=to, order=alive[number].number, at=self.now)(request))

    @rule(target=pressed, request_id=filed)
    def nothing_is_kept_of_who_asked(self, request_id: str) -> Any:
        return self._happens(request_id, erased(at=self.now)(self.told.load(request_id)))

    @rule(duplicate=filed, survivor=filed)
    def two_are_answered_as_one(self, duplicate: str, survivor: str) -> None:
        cause = a_press("merge")
        before = self.told.load(duplicate), self.told.load(survivor)
        step = partial(decide.merge, cause=cause, now=self.now, by=STAFF)
        try:
            after = self.told.change_both(duplicate, survivor, cause, step)
        except Refused:
            assert (self.told.load(duplicate), self.told.load(survivor)) == before
            return
        assert after == (self.told.load(duplicate), self.told.load(survivor))
        assert [request.version for request in after] == [request.version + 1 for request in before]
        assert self.told.change_both(duplicate, survivor, cause, step) == after

    @rule(request_id=filed, steps=st.lists(st.integers(0, 5), min_size=1, max_size=8))
    def things_take_their_course(self, request_id: str, steps: list[int]) -> None:
        """Each does one of the things that can be done; nobody is refused."""
        for choice in steps:
            request = self.told.load(request_id)
            self.now = max(self.now, request.since) + timedelta(hours=3)
            if request.state is State.CLOSED:
                return
            if choice == 5 and request.swept_at:
                self.now = max(self.now, request.swept_at)
                assert self.the_clock_looks(request_id)
            else:
                assert self._one_of_the_things(request, choice)
            assert self.told.load(request_id).version > request.version

    def _one_of_the_things(self, request: Request, choice: int) -> Any:
        lead = request.lead
        match request.state:
            case State.RETURNED if choice == 0:
                return self._staff(request.id, whistle.insist, limits=self._limits(request), words="归您管")
            case State.RECEIVED | State.RETURNED | State.JOINT | State.DEFERRED:
                named = choose_unit(request, CATEGORY_OF[request.filed.category], COVERAGE)
                called = self._called(request, UNIT_OF[named.unit])
                return self._staff(
                    request.id,
                    whistle.blow_whistle,
                    called=called,
                    numbered_from=called.first,
                    duty_alert=named.duty_alert,
                    words="",
                )
            case State.WHISTLED:
                assert lead is not None
                returns = choice == 0 and lead.unit not in {LONGWANGMIAO.id, TIEZHI.id}
                returning = partial(return_order, reason=ReturnReason.OTHER, named=None, words="", calendar=CALENDAR)
                return self._act(returning if returns else take_order, request.id, lead.number, None)
            case State.ACCEPTED | State.SCHEDULED:
                assert lead is not None
                if choice == 3 and not request.priority.urgent:
                    return self._staff(request.id, speak.ask, words="在哪一栋？")
                day = local_day(max(self.now, lead.answer_by)) + timedelta(days=1)
                later = partial(reschedule, day=day, reason=RescheduleReason.WEATHER, words="", calendar=CALENDAR)
                objecting = partial(decide.object_to_date, words="太晚了", calendar=CALENDAR, by=STAFF)
                if choice == 4 and (put_off := self._act(later, request.id, lead.number, None)):
                    return put_off
                if choice == 5 and (objected := self._press(request.id, objecting)):
                    return objected
                step = report_progress if choice == 0 else claim_done
                return self._act(partial(step, public_words="清了", words=""), request.id, lead.number, None)
            case State.AWAITING_RESIDENT:
                return self._press(request.id, partial(add_words, words="三栋"))
            case State.DONE:
                if choice > 3:
                    return self._staff(request.id, speak.note_attempt, way=Heard.VISIT, words="")
                verdict = (Verdict.NOT, Verdict.NOT, Verdict.SOLVED, Verdict.PARTLY)[choice]
                return self._press(request.id, partial(give_verdict, verdict=verdict, words="", calendar=CALENDAR))
            case State.AWAITING_DESK:
                if choice == 0:
                    return self._staff(request.id, decide.close_partly, words="")
                return self._staff(request.id, decide.reopen, words="", calendar=CALENDAR)
        raise AssertionError(f"nothing goes on from {request.state}")

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
            _hangs_together(request)
            if request.merged_into:
                survivor = self.told.load(request.merged_into)
                assert request.id in {fact.other for fact in survivor.facts if isinstance(fact, Absorbed)}

    def _received(
        self, category: Category, compound: Compound | None, by: Actor, handling: Handling
    ) -> tuple[str, Cause, Decision]:
        request_id, cause = a_code(REQUEST, str(len(self.ids))), a_press("file")
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
            by=by,
            channel=Channel.WEB if by == RESIDENT else Channel.PHONE,
            handling=handling,
        )
        return request_id, cause, decision

    def _files(self, request_id: str, cause: Cause, *decisions: Decision, beside: Beside | None = None) -> str:
        once = self.told.file(request_id, cause, *decisions, beside=beside)
        assert self.told.file(request_id, cause, *decisions, beside=beside) == once
        self.ids.append(request_id)
        return request_id

    def _rule(self, request: Request) -> Any:
        """The rule's whistle for `request` as it is."""
        choice = choose_unit(request, CATEGORY_OF[request.filed.category], COVERAGE)
        number = len(request.orders) + 1
        return partial(
            blow_whistle,
            choice=choice,
            number=number,
            code=_code(request, number),
            limits=self._limits(request),
            unchecked=unchecked(request, choice),
        )

    def _called(self, request: Request, *units: Unit) -> "_Called":
        first = len(request.orders) + 1
        return _Called(
            first,
            (
                whistle.Called(unit.id, _code(request, number), self._limits(request))
                for number, unit in enumerate(units, start=first)
            ),
        )

    def _limits(self, request: Request) -> Any:
        return limits(request.priority, self.now, CALENDAR, night_duty=False)

    def _act(
        self, step: Any, request_id: str, number: int, who: Unit | None, by: Actor | None = None
    ) -> tuple[str, Cause, Step] | None:
        """`who` presses on the order `number` (0: the latest); None is whoever holds it."""
        request = self.told.load(request_id)
        number = number or len(request.orders)
        holder = next((order.unit for order in request.orders if order.number == number), "red_cross")
        return self._press(request_id, partial(step, number=number, unit=who or UNIT_OF[holder], by=by))

    def _staff(self, request_id: str, step: Any, **given: Any) -> tuple[str, Cause, Step] | None:
        return self._press(request_id, partial(step, by=STAFF, **given))

    def _happens(self, request_id: str, fact: Fact) -> tuple[str, Cause, Step] | None:
        def step(request: Request, *, cause: Cause, now: datetime) -> Decision:
            return Decision(fact)

        return self._press(request_id, step, fact.cause)

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


class _Called(tuple[whistle.Called, ...]):
    """Units called at once; the first of their orders has the number `first`."""

    first: int

    def __new__(cls, first: int, called: Any) -> "_Called":
        made = super().__new__(cls, tuple(called))
        made.first = first
        return made


def _code(request: Request, number: int) -> str:
    return a_code(ORDER, f"{request.id}/{number}")


_UNTOLD = Classified | WordsBlanked | WordsReleased | VerdictReminded | ContactAttempted | PersonErased | OrderAssigned
_WAITS: dict[State, set[WaitKind]] = {
    State.RECEIVED: {WaitKind.ROUTE},
    State.AWAITING_RESIDENT: {WaitKind.RESIDENT},
    State.RETURNED: {WaitKind.RETURNED},
    State.DONE: {WaitKind.REMIND, WaitKind.VERDICT},
    State.AWAITING_DESK: {WaitKind.DESK},
    State.JOINT: {WaitKind.JOINT},
    State.DEFERRED: {WaitKind.REVIEW},
}
_LEADS = {
    State.WHISTLED: OrderState.OPEN,
    State.RETURNED: OrderState.RETURNED,
    State.DONE: OrderState.DONE,
} | dict.fromkeys(AT_WORK, OrderState.ACCEPTED)


def _as_the_table_has_it(request: Request) -> None:
    before = evolve(Request(id=request.id), request.facts[0])
    for fact in request.facts[1:]:
        permit(before.state, fact)
        after = evolve(before, fact)
        assert after.state is _expected(before, fact)
        assert fact.at >= before.since
        before = after


def _expected(before: Request, fact: Fact) -> State:
    line = transition(fact)
    if line.resumes:
        assert before.paused is not None
        return before.paused.state
    a_helpers = line.lead_only and getattr(fact, "order", None) != before.lead_number
    return before.state if line.to is None or a_helpers or before.state in line.keeps else line.to


def _hangs_together(request: Request) -> None:
    """What follows from the state, whichever way led to it."""
    alive = [order for order in request.orders if order.state.alive]
    assert len({order.unit for order in alive}) == len(alive)
    assert not (alive and request.state in (State.CLOSED, State.DONE, State.AWAITING_DESK))
    assert len({order.code for order in request.orders}) == len(request.orders)
    assert [order.number for order in request.orders] == list(range(1, len(request.orders) + 1))
    assert (request.closed_as is None) == (request.closed_at is None) == (request.state is not State.CLOSED)
    assert (request.paused is not None) == (request.state is State.AWAITING_RESIDENT)
    assert {request.wait.kind if request.wait else None} <= _WAITS.get(request.state, {None})
    if request.state in _LEADS:
        assert request.lead is not None
        assert request.lead.state is _LEADS[request.state]
    found = counts((cell.measure, times) for cell, times in cells(request).items())
    assert sum(found[column] for column in (*OUTCOMES, *APART)) == 1
    assert all((rate.above or 0) <= (rate.below or 0) for rate in rates(found))
    told = [fact for fact in request.facts if not isinstance(fact, _UNTOLD)]
    assert len(story.steps(request)) >= len(told)
