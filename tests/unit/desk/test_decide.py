"""What the desk decides: ends, pauses, another try."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from functions.desk import decide
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Class
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import (
    Absorbed,
    Classified,
    ClosedPartly,
    Deferred,
    Disputed,
    Explained,
    JointMeetingSet,
    Merged,
    PutOnAgenda,
    Rejected,
    Reopened,
    RescheduleRefused,
    SettledOnTheSpot,
    Transferred,
)
from functions.shared.domain.request import Request
from functions.shared.domain.rows import cells, rows
from functions.shared.domain.terms import CloseReason, DeferReason
from functions.shared.domain.time_limits import answer_by, route_by, working_days
from functions.shared.domain.transitions import ClosedAs, State, permit
from functions.shared.steps.absorb import absorb
from functions.shared.steps.dispute import dispute
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, STAFF, Told, a_code, a_press, a_request, accepted, done, whistled
from tests.county import (
    ANKANG,
    CALENDAR,
    GAS_LEAK,
    JIANGNAN,
    JOBS,
    LANE,
    LITTER,
    LONGWANGMIAO,
    RED_CROSS,
    TIEZHI,
    WATER_BUREAU,
    WATER_CUT,
)

HELD = a_request(whistled_to=RED_CROSS)
AT_WORK = HELD.after(accepted())
AWAITING = AT_WORK.after(done(), b.partly())
CLOSED = AT_WORK.after(done(), b.solved())
NOW = NOON + 2 * HOUR
OTHER = a_code(text="the other one")


def pressed(step: Callable[..., Any], *requests: Request, now: Any = NOW, **more: Any) -> Any:
    return step(*requests, cause=a_press(), now=now, by=STAFF, **more)


def allowed(request: Request, decision: Decision) -> Request:
    permit(request.state, decision.fact)
    return evolve(request, decision.fact)


class TestEnding:
    @pytest.mark.parametrize(
        ("how", "kind", "closed_as"),
        [
            ("explain", Explained, ClosedAs.EXPLAINED),
            ("transfer", Transferred, ClosedAs.TRANSFERRED),
            ("reject", Rejected, ClosedAs.REJECTED),
        ],
    )
    @pytest.mark.parametrize("request_", [a_request(), HELD, AT_WORK, AWAITING], ids=lambda request: request.state)
    def test_without_work(
        self, request_: Told, how: str, kind: type[Explained | Transferred | Rejected], closed_as: ClosedAs
    ) -> None:
        reason, said = CloseReason.NO_MONEY, {"public_words": "今年没有这笔钱。", "words": "打过电话说明"}
        decision = pressed(decide.end, request_, how=how, reason=reason, **said)
        assert isinstance(decision.fact, kind)
        assert (decision.fact.reason, decision.fact.by, decision.fact.at) == (reason, STAFF, NOW)
        assert (decision.public_words, decision.words) == ("今年没有这笔钱。", "打过电话说明")
        assert allowed(request_, decision).closed_as is closed_as

    def test_nothing_for_everybody_need_be_said(self) -> None:
        decision = pressed(
            decide.end, HELD, how="reject", reason=CloseReason.NOT_A_REQUEST, public_words="", words="已说明"
        )
        assert decision.public_words is None

    def test_at_the_counter(self) -> None:
        decision = pressed(decide.settle, a_request(), words="", public_words="证明开好了。")
        assert type(decision.fact) is SettledOnTheSpot
        assert (decision.words, decision.public_words) == (None, "证明开好了。")
        assert allowed(a_request(), decision).closed_as is ClosedAs.SETTLED

    def test_partly_closes_as_partly(self) -> None:
        decision = pressed(decide.close_partly, AWAITING, words="")
        assert type(decision.fact) is ClosedPartly
        assert allowed(AWAITING, decision).closed_as is ClosedAs.PARTLY


class TestClassifying:
    def anew(self, request: Request = HELD, **more: Any) -> Decision:
        given = {"category": LITTER, "community": LONGWANGMIAO, "compound": ANKANG, "calendar": CALENDAR} | more
        decision: Decision = pressed(decide.classify, request, **given)
        return decision

    def test_everything_that_the_category_says_is_kept(self) -> None:
        fact = self.anew(category=JOBS, community=TIEZHI, compound=JIANGNAN).fact
        assert isinstance(fact, Classified)
        assert (fact.category, fact.priority, fact.kind, fact.public, fact.place) == (
            "jobs",
            JOBS.priority,
            "service",
            JOBS.public,
            JOBS.place,
        )
        assert (fact.community, fact.compound) == ("tiezhi", "tiezhi_jiangnan")
        assert fact.route_by == route_by(NOW, CALENDAR, at_once=False)

    def test_what_turns_out_to_be_urgent_goes_at_once(self) -> None:
        fact = self.anew(category=GAS_LEAK).fact
        assert isinstance(fact, Classified)
        assert fact.route_by == NOW + 2 * MINUTE

    @pytest.mark.parametrize("change", [{"category": JOBS}, {"compound": LANE}, {"compound": None}])
    def test_any_of_them_may_change(self, change: dict[str, Any]) -> None:
        assert self.anew(**change)

    def test_nothing_changed(self) -> None:
        with pytest.raises(Refused, match="nothing_changed"):
            self.anew()

    def test_only_before_somebody_has_it(self) -> None:
        decision = self.anew(category=JOBS)
        allowed(a_request(), decision)
        allowed(HELD.after(b.returned()), decision)
        with pytest.raises(Refused, match="not_now"):
            allowed(HELD, decision)


class TestPausing:
    def test_a_joint_meeting(self) -> None:
        decision = pressed(decide.set_joint_meeting, AT_WORK, meets_at=NOW + 14 * DAY, words="")
        assert isinstance(decision.fact, JointMeetingSet)
        assert allowed(AT_WORK, decision).state is State.JOINT

    def test_put_off_with_a_reason_and_a_day(self) -> None:
        decision = pressed(
            decide.defer,
            AT_WORK,
            reason=DeferReason.SEASON,
            review_at=NOW + 200 * DAY,
            public_words="开春再种。",
        )
        assert isinstance(decision.fact, Deferred)
        assert (decision.fact.reason, decision.public_words) == (DeferReason.SEASON, "开春再种。")
        assert allowed(AT_WORK, decision).state is State.DEFERRED

    @pytest.mark.parametrize(
        ("step", "day", "longest"),
        [
            (partial(decide.set_joint_meeting, words=""), "meets_at", timedelta(days=14)),
            (partial(decide.defer, reason=DeferReason.LAW, public_words=""), "review_at", timedelta(days=366)),
        ],
    )
    def test_the_day_lies_ahead_and_not_too_far(
        self, step: Callable[..., Decision], day: str, longest: timedelta
    ) -> None:
        assert pressed(step, AT_WORK, **{day: NOW + longest})
        for past in (NOW, NOW - DAY):
            with pytest.raises(Refused, match="day_past"):
                pressed(step, AT_WORK, **{day: past})
        with pytest.raises(Refused, match="day_too_late") as refused:
            pressed(step, AT_WORK, **{day: NOW + longest + MINUTE})
        assert refused.value.details == {"at": NOW + longest}

    @pytest.mark.parametrize("category", [GAS_LEAK, WATER_CUT])
    def test_what_is_urgent_never_waits(self, category: Any) -> None:
        urgent = a_request(whistled(), category=category)
        with pytest.raises(Refused, match="urgent_never_waits"):
            pressed(decide.set_joint_meeting, urgent, meets_at=NOW + DAY, words="")
        with pytest.raises(Refused, match="urgent_never_waits"):
            pressed(decide.defer, urgent, reason=DeferReason.LAW, review_at=NOW + DAY, public_words="")

    def test_on_the_agenda_once(self) -> None:
        decision = pressed(decide.put_on_agenda, AT_WORK)
        assert type(decision.fact) is PutOnAgenda
        with pytest.raises(Refused, match="on_agenda_already"):
            pressed(decide.put_on_agenda, allowed(AT_WORK, decision))


AGAIN = {
    "reopen": partial(decide.reopen, words="", calendar=CALENDAR, undo=True),
    "dispute": partial(dispute, words="还是漏水", calendar=CALENDAR, something_new=False),
}


class TestAnotherTry:
    @pytest.mark.parametrize("name", AGAIN)
    def test_the_unit_that_had_it_carries_on(self, name: str) -> None:
        fact = pressed(AGAIN[name], CLOSED).fact
        assert type(fact) is (Reopened if name == "reopen" else Disputed)
        assert (fact.order, fact.answer_by, fact.route_by) == (1, answer_by(CLOSED.priority, NOW, CALENDAR), None)

    def test_what_the_desk_sends_back(self) -> None:
        back = pressed(decide.reopen, AWAITING, words="", calendar=CALENDAR)
        assert allowed(AWAITING, back).state is State.ACCEPTED

    def test_a_closing_is_taken_back_by_undoing_alone(self) -> None:
        for request, undo in ((CLOSED, False), (AWAITING, True), (AT_WORK, False), (AT_WORK, True)):
            if request is AT_WORK and not undo:
                continue  # the table of transitions refuses it
            with pytest.raises(Refused, match="not_now"):
                pressed(decide.reopen, request, words="", calendar=CALENDAR, undo=undo)

    @pytest.mark.parametrize("name", AGAIN)
    @pytest.mark.parametrize(
        "request_",
        [
            a_request(b.explained()),
            HELD.after(b.explained()),  # whistled, never taken
            HELD.after(b.returned(), b.explained()),
            AT_WORK.after(b.joint(), whistled(to=WATER_BUREAU), b.explained()),  # the one after never took it
        ],
    )
    def test_where_no_unit_ever_took_it_one_is_looked_for(self, request_: Told, name: str) -> None:
        fact = pressed(AGAIN[name], request_).fact
        assert (fact.order, fact.answer_by) == (None, None)
        assert fact.route_by == route_by(NOW, CALENDAR, at_once=False)
        assert allowed(request_, Decision(fact)).state is State.RECEIVED

    @pytest.mark.parametrize("name", AGAIN)
    def test_what_was_taken_and_ended_otherwise_goes_back_too(self, name: str) -> None:
        """Explained while the unit was at work: its order was withdrawn by the closing."""
        assert pressed(AGAIN[name], AT_WORK.after(b.explained())).fact.order == 1

    @pytest.mark.parametrize("name", AGAIN)
    def test_nothing_goes_back_to_a_unit_that_has_left(self, name: str) -> None:
        fact = pressed(AGAIN[name], CLOSED, unit_left=True).fact
        assert fact.order is None
        assert fact.route_by is not None

    def test_what_is_urgent_is_looked_for_at_once(self) -> None:
        request = a_request(b.explained(), category=WATER_CUT)
        assert pressed(AGAIN["reopen"], request).fact.route_by == NOW + 2 * MINUTE

    def test_what_is_answered_with_another_is_not_reopened(self) -> None:
        with pytest.raises(Refused, match="merged_elsewhere") as refused:
            pressed(AGAIN["reopen"], a_request(b.merged(into=OTHER)))
        assert refused.value.details == {"code": OTHER}


class TestObjectingToADate:
    PUT_OFF = AT_WORK.after(b.rescheduled(NOON + 9 * DAY))

    def objected(self, request: Request, now: Any = NOW) -> Decision:
        decision: Decision = pressed(decide.object_to_date, request, words="太晚了", calendar=CALENDAR, now=now)
        return decision

    def test_within_a_working_day(self) -> None:
        decision = self.objected(self.PUT_OFF)
        assert isinstance(decision.fact, RescheduleRefused)
        assert (decision.fact.order, decision.words) == (1, "太晚了")
        assert allowed(self.PUT_OFF, decision).state is State.ACCEPTED
        limit = working_days(self.PUT_OFF.since, 1, CALENDAR)
        assert self.objected(self.PUT_OFF, now=limit)
        with pytest.raises(Refused, match="too_late_to_object") as refused:
            self.objected(self.PUT_OFF, now=limit + MINUTE)
        assert refused.value.details == {"at": limit}

    def test_the_leads_date_is_meant_whatever_a_helper_asked_for_since(self) -> None:
        request = self.PUT_OFF.after(
            b.helper_whistled(WATER_BUREAU), accepted(order=2), b.rescheduled(NOON + 12 * DAY, order=2)
        )
        fact = self.objected(request).fact
        assert isinstance(fact, RescheduleRefused)
        assert fact.order == 1

    @pytest.mark.parametrize("request_", [a_request(), HELD, AT_WORK, PUT_OFF.after(b.asked()), PUT_OFF.after(done())])
    def test_only_while_the_later_date_holds(self, request_: Told) -> None:
        with pytest.raises(Refused, match="not_now"):
            self.objected(request_)


class TestMerging:
    DUPLICATE = a_request(code=OTHER)

    def test_one_fact_for_each(self) -> None:
        merged, absorbed = pressed(decide.merge, self.DUPLICATE, AT_WORK)
        assert isinstance(merged.fact, Merged)
        assert isinstance(absorbed.fact, Absorbed)
        assert (merged.fact.into, absorbed.fact.other) == (AT_WORK.id, OTHER)
        assert merged.fact.cause == absorbed.fact.cause
        assert allowed(self.DUPLICATE, merged).closed_as is ClosedAs.MERGED
        assert allowed(AT_WORK, absorbed).absorbed == (OTHER,)

    def test_not_with_itself(self) -> None:
        with pytest.raises(Refused, match="merge_itself"):
            pressed(decide.merge, AT_WORK, AT_WORK)

    def test_not_into_what_is_closed(self) -> None:
        with pytest.raises(Refused, match="merge_closed"):
            pressed(decide.merge, self.DUPLICATE, CLOSED)

    def test_not_where_others_are_answered_with_it(self) -> None:
        with pytest.raises(Refused, match="merge_absorbed"):
            pressed(decide.merge, self.DUPLICATE.after(b.absorbed()), AT_WORK)

    def test_me_too(self) -> None:
        decision = pressed(absorb, AT_WORK, new_code=OTHER, priority=Class.P2)
        assert isinstance(decision.fact, Absorbed)
        assert (decision.fact.other, decision.fact.joined) == (OTHER, True)
        with pytest.raises(Refused, match="merge_closed") as refused:
            pressed(absorb, CLOSED, new_code=OTHER, priority=Class.P2)
        assert refused.value.details == {"code": CLOSED.id}


def test_what_outgrows_a_transaction_is_not_moved() -> None:
    """A unit a day, each giving it back: every one is two cells and a row."""
    request = a_request()
    sent = partial(decide.classify, category=JOBS, community=LONGWANGMIAO, compound=ANKANG, calendar=CALENDAR)
    for day in range(1, 40):
        assert 2 * len(cells(request)) + len(request.orders) + decide.OTHER_ITEMS <= decide.MOST_ITEMS
        moved = allowed(request, pressed(sent, request))
        differences = {*cells(request)} | {*cells(moved)}
        assert len(differences) + len(rows(moved) - rows(request)) + 2 <= decide.MOST_ITEMS
        request = request.after(whistled(to=RED_CROSS, at=NOON + day * DAY), b.returned(at=NOON + day * DAY + HOUR))
        if 2 * len(cells(request)) + len(request.orders) + decide.OTHER_ITEMS > decide.MOST_ITEMS:
            break
    with pytest.raises(Refused, match="too_much_to_move"):
        pressed(sent, request)


def test_what_is_urgent_never_goes_with_what_is_not() -> None:
    urgent = a_request(category=GAS_LEAK, code=OTHER)
    with pytest.raises(Refused, match="urgent_goes_alone"):
        pressed(decide.merge, urgent, AT_WORK)
    with pytest.raises(Refused, match="urgent_goes_alone"):
        pressed(absorb, AT_WORK, new_code=OTHER, priority=Class.P0)
    assert pressed(absorb, urgent, new_code=OTHER, priority=Class.P0)
    assert pressed(decide.merge, AT_WORK, urgent)
