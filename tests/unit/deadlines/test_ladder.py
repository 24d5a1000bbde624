"""What the clock says of an order: warned, missed, the next one called on; late, twice, overtaken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.deadlines.ladder import cause_of, climb, orders_due
from functions.shared.domain import facts as f
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import evolve, fold
from functions.shared.domain.facts import DeadlineMissed, DeadlineWarned, Escalated, Fact
from functions.shared.domain.ladder import LIFE_AND_PROPERTY
from functions.shared.domain.request import Order, OrderState, Request
from functions.shared.domain.rows import OrderRow, rows
from functions.shared.domain.terms import CalledOn, Deadline
from functions.shared.domain.transitions import PAUSED, State
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    Happening,
    Told,
    a_press,
    a_request,
    accepted,
    answered,
    asked,
    deferred,
    done,
    explained,
    handed_over,
    helper_whistled,
    joint,
    not_solved,
    partly,
    progress,
    reopened,
    reschedule_refused,
    rescheduled,
    return_refused,
    returned,
    solved,
    whistled,
    withdrawn,
)
from tests.county import GAS_COMPANY, GAS_LEAK, OFFICE, RED_CROSS, WATER_BUREAU

START = NOON + MINUTE
WHISTLED = whistled(to=RED_CROSS, at=START, accept_by=START + 100 * MINUTE, answer_by=START + 400 * MINUTE)
OPEN = a_request(WHISTLED)
AT_WORK = OPEN.after(accepted(at=START + 10 * MINUTE))


def said(request: Request, now: datetime) -> list[Fact]:
    """What one sweep after the other says at `now`, until there is nothing more to say."""
    found: list[Fact] = []
    while due := orders_due(request, now):
        for order in due:
            fact = climb(request, number=order.number, cause=cause_of(request, order), now=now).fact
            request = evolve(request, fact)
            found.append(fact)
        assert len(found) < 50
    return found


def in_words(facts: list[Fact]) -> list[str]:
    """`warned accept`, `missed answer`, `county 1` … in order."""
    return [f"{fact.to} {fact.call}" if isinstance(fact, Escalated) else _plain(fact) for fact in facts]


def _plain(fact: Fact) -> str:
    assert isinstance(fact, DeadlineWarned | DeadlineMissed)
    return f"{'warned' if isinstance(fact, DeadlineWarned) else 'missed'} {fact.which}"


def minute_by_minute(request: Request, start: datetime, minutes: int) -> list[tuple[int, str]]:
    """What a sweep that never stops says, and at which minute since `start`."""
    told: list[tuple[int, str]] = []
    for minute in range(minutes + 1):
        for fact in said(request, start + minute * MINUTE):
            request = evolve(request, fact)
            told.append((minute, in_words([fact])[0]))
    return told


class TestTheUsualLadder:
    def test_three_quarters_then_the_deadline_then_a_day_later_the_agenda(self) -> None:
        assert minute_by_minute(OPEN, START, 100 + 24 * 60 + 1) == [
            (75, "warned accept"),
            (100, "missed accept"),
            (100 + 24 * 60, "agenda 1"),
        ]

    def test_of_the_answer_the_time_began_with_the_whistle(self) -> None:
        assert minute_by_minute(AT_WORK, START, 400 + 24 * 60 + 1) == [
            (300, "warned answer"),
            (400, "missed answer"),
            (400 + 24 * 60, "agenda 1"),
        ]

    def test_it_says_which_deadline_and_when_it_was_and_that_it_was_the_clock(self) -> None:
        for request, which, due in ((OPEN, Deadline.ACCEPT, 100), (AT_WORK, Deadline.ANSWER, 400)):
            (warned,) = said(request, START + (due - 1) * MINUTE)
            missed, agenda = said(evolve(request, warned), START + 30 * DAY)
            assert isinstance(warned, DeadlineWarned)
            assert isinstance(missed, DeadlineMissed)
            assert isinstance(agenda, Escalated)
            for fact in (warned, missed, agenda):
                assert (fact.order, fact.which, fact.due, fact.by) == (1, which, START + due * MINUTE, "clock")

    def test_after_the_last_rung_there_is_nothing_more(self) -> None:
        request = fold(OPEN.id, (*OPEN.facts, *said(OPEN, START + 30 * DAY)))
        assert request.order(1).next_at is None
        assert orders_due(request, START + 3000 * DAY) == ()
        assert request.on_agenda


class TestLifeAndProperty:
    def whistled(self) -> Request:
        request = a_request(
            whistled(to=GAS_COMPANY, at=START, accept_by=START + 5 * MINUTE, answer_by=START + 2 * HOUR),
            category=GAS_LEAK,
        )
        first = request.facts[-1]
        assert isinstance(first, f.UnitsWhistled)
        orders = tuple(replace(whistle, ladder=LIFE_AND_PROPERTY) for whistle in first.orders)
        return fold(request.id, (*request.facts[:-1], replace(first, orders=orders)))

    def test_leader_at_5_county_at_15_everybody_each_quarter_of_an_hour_as_long_as_the_answer_is_not_due(self) -> None:
        told = minute_by_minute(self.whistled(), START, 25 * 60)
        everybody = [(30 + 15 * place, f"everybody {2 + place}") for place in range(7)]
        assert told == [
            (4, "warned accept"),  # 3 min 45 s
            (5, "missed accept"),
            (15, "county 1"),
            *everybody,
            (24 * 60 + 5, "agenda 9"),
        ]
        assert everybody[-1][0] == 120

    def test_as_soon_as_somebody_takes_it_nobody_more_is_called(self) -> None:
        request = self.whistled()
        for fact in said(request, START + 31 * MINUTE):
            request = evolve(request, fact)
        taken = evolve(request, accepted(at=START + 32 * MINUTE)(request))
        assert minute_by_minute(taken, START + 32 * MINUTE, 57) == []
        assert in_words(said(taken, START + 90 * MINUTE)) == ["warned answer"]

    @pytest.mark.parametrize(
        ("minute", "expected"),
        [
            (14, ["missed accept"]),
            (29, ["missed accept", "county 1"]),
            (30, ["missed accept", "county 1", "everybody 2"]),
            (70, ["missed accept", "county 1", "everybody 4"]),
            (500, ["missed accept", "county 1", "everybody 8"]),
            (2000, ["missed accept", "county 1", "everybody 8", "agenda 9"]),
        ],
    )
    def test_after_a_stop_each_is_called_on_once(self, minute: int, expected: list[str]) -> None:
        assert in_words(said(self.whistled(), START + minute * MINUTE)) == expected

    def test_the_calls_that_were_not_made_are_not_made_up_for(self) -> None:
        request = self.whistled()
        for fact in said(request, START + 65 * MINUTE):
            request = evolve(request, fact)
        assert request.order(1).next_at == START + 75 * MINUTE


class TestLateAndTwice:
    @pytest.mark.parametrize(
        ("minute", "expected"),
        [
            (74, []),
            (75, ["warned accept"]),
            (99, ["warned accept"]),
            (100, ["missed accept"]),  # the warning is overtaken
            (100 + 24 * 60 - 1, ["missed accept"]),
            (100 + 24 * 60, ["missed accept", "agenda 1"]),
            (60 * 24 * 60, ["missed accept", "agenda 1"]),
        ],
    )
    def test_whenever_it_looks_it_says_what_is_true_then(self, minute: int, expected: list[str]) -> None:
        assert in_words(said(OPEN, START + minute * MINUTE)) == expected

    def test_two_sweeps_at_once_have_the_same_cause_and_the_second_finds_nothing_due(self) -> None:
        now = START + 80 * MINUTE
        cause = cause_of(OPEN, OPEN.order(1))
        warned = climb(OPEN, number=1, cause=cause, now=now).fact
        assert warned.cause == cause
        after = evolve(OPEN, warned)
        assert after.already(cause)
        with pytest.raises(Refused, match="not_due"):
            climb(after, number=1, cause=cause, now=now)

    def test_one_who_looked_before_something_was_said_does_not_say_the_next_thing(self) -> None:
        """The cause names what has been said so far: with the deadline over, a warning's cause says nothing."""
        cause = cause_of(OPEN, OPEN.order(1))
        warned = OPEN.after(lambda request: said(request, START + 80 * MINUTE)[0])
        with pytest.raises(Refused, match="not_due"):
            climb(warned, number=1, cause=cause, now=START + 100 * MINUTE)

    @pytest.mark.parametrize(
        "meanwhile",
        [
            accepted(),
            returned(),
            explained(),
            asked(),
            joint(),
            deferred(),
            withdrawn(),
            whistled(to=OFFICE),
            handed_over(),
        ],
    )
    def test_what_happened_first_counts(self, meanwhile: Happening) -> None:
        cause = cause_of(OPEN, OPEN.order(1))
        with pytest.raises(Refused, match="not_due"):
            climb(OPEN.after(meanwhile), number=1, cause=cause, now=START + 100 * MINUTE)

    def test_an_order_that_never_was_is_not_due(self) -> None:
        with pytest.raises(Refused, match="not_due"):
            climb(OPEN, number=7, cause=a_press(), now=START + DAY)

    def test_a_cause_is_of_one_deadline_of_one_order_of_one_request_and_what_was_said_of_it(self) -> None:
        both = a_request(whistled(RED_CROSS, WATER_BUREAU, at=START))
        requests: list[tuple[Request, int]] = [
            (OPEN, 1),
            (a_request(WHISTLED, code="3000000017"), 1),
            (AT_WORK, 1),
            (both, 1),
            (both, 2),
            (AT_WORK.after(rescheduled(START + 9 * DAY)), 1),
            (OPEN.after(returned(), return_refused(accept_by=START + 100 * MINUTE)), 1),
            *((fold(OPEN.id, (*OPEN.facts, *said(OPEN, START + n * MINUTE))), 1) for n in (80, 120, 2000)),
        ]
        causes = {cause_of(request, request.order(number)).id for request, number in requests}
        assert len(causes) == len(requests)
        assert all(cause.startswith("ladder:") and len(cause) == len("ladder:") + 32 for cause in causes)


ANEW = START + 20 * DAY  # when something happens after which time is counted anew
LONG_LATE = OPEN.after(*[lambda request: said(request, START + 19 * DAY)[0]] * 2)
LATE_AT_WORK = AT_WORK.after(*[lambda request: said(request, START + 19 * DAY)[0]] * 2)


@pytest.mark.parametrize(
    ("request_", "warns", "misses", "which"),
    [
        (LATE_AT_WORK.after(rescheduled(ANEW + 4 * DAY, at=ANEW)), 3 * DAY, 4 * DAY, "answer"),
        (LONG_LATE.after(returned(at=ANEW - DAY), return_refused(at=ANEW)), 18 * HOUR, DAY, "accept"),
        (LATE_AT_WORK.after(handed_over(to=OFFICE, at=ANEW)), 18 * HOUR, DAY, "accept"),
        (
            LATE_AT_WORK.after(done(at=ANEW - DAY), not_solved(until=ANEW + 4 * DAY, at=ANEW)),
            3 * DAY,
            4 * DAY,
            "answer",
        ),
        (
            LATE_AT_WORK.after(done(at=ANEW - DAY), partly(at=ANEW - DAY), reopened(at=ANEW)),
            7 * DAY * 3 / 4,
            7 * DAY,
            "answer",
        ),
        (LONG_LATE.after(whistled(to=OFFICE, at=ANEW)), 18 * HOUR, DAY, "accept"),
    ],
)
def test_with_another_deadline_all_is_said_anew(
    request_: Told, warns: timedelta, misses: timedelta, which: str
) -> None:
    assert said(request_, ANEW + warns - MINUTE) == []
    assert in_words(said(request_, ANEW + warns)) == [f"warned {which}"]
    assert in_words(said(request_, ANEW + misses)) == [f"missed {which}"]
    assert in_words(said(request_, ANEW + misses + DAY)) == [f"missed {which}", "agenda 1"]


def test_a_date_that_is_refused_gives_back_the_one_before_and_its_warning() -> None:
    refused = AT_WORK.after(
        rescheduled(START + 9 * DAY, at=START + 20 * MINUTE), reschedule_refused(at=START + 100 * MINUTE)
    )
    assert refused.order(1).answer_by == START + 400 * MINUTE
    assert minute_by_minute(refused, START, 401) == [(325, "warned answer"), (400, "missed answer")]


def test_a_date_that_is_refused_when_the_one_before_is_over_is_missed_at_once() -> None:
    refused = AT_WORK.after(rescheduled(START + 9 * DAY, at=START + 20 * MINUTE), reschedule_refused(at=START + DAY))
    assert in_words(said(refused, START + DAY)) == ["missed answer"]


class TestPauses:
    @pytest.mark.parametrize("pausing", [asked(at=START + 50 * MINUTE), joint(), deferred()])
    def test_while_it_waits_for_somebody_else_no_unit_is_called(self, pausing: Happening) -> None:
        for request in (OPEN.after(pausing), AT_WORK.after(pausing)):
            assert request.state in PAUSED
            assert said(request, START + 30 * DAY) == []
            assert all(row.next_at is None for row in rows(request) if isinstance(row, OrderRow))

    def test_what_was_waited_is_added(self) -> None:
        for request, warns, due in ((OPEN, 75, 100), (AT_WORK, 300, 400)):
            waited = request.after(asked(at=START + 50 * MINUTE), answered(at=START + 50 * MINUTE + 2 * DAY))
            told = [(minute - 2 * 24 * 60, what) for minute, what in minute_by_minute(waited, START, 5 * 24 * 60)]
            which = waited.order(1).deadline
            assert told[:2] == [(warns, f"warned {which}"), (due, f"missed {which}")]

    def test_who_was_warned_before_is_not_warned_again_and_who_was_late_stays_late(self) -> None:
        warned = OPEN.after(lambda request: said(request, START + 80 * MINUTE)[0])
        waited = warned.after(asked(at=START + 90 * MINUTE), answered(at=START + 90 * MINUTE + DAY))
        assert minute_by_minute(waited, START + DAY, 101) == [(100, "missed accept")]
        late = OPEN.after(lambda request: said(request, START + 110 * MINUTE)[0])
        waited = late.after(asked(at=START + 120 * MINUTE), answered(at=START + 120 * MINUTE + DAY))
        assert minute_by_minute(waited, START + DAY, 26 * 60) == [(100 + 24 * 60, "agenda 1")]

    def test_an_order_whistled_while_the_resident_is_asked_has_its_whole_time(self) -> None:
        helped = AT_WORK.after(
            asked(at=START + 50 * MINUTE),
            answered(at=START + 60 * MINUTE),
            helper_whistled(OFFICE, at=START + 70 * MINUTE),
        )
        assert helped.order(2).next_at == START + 70 * MINUTE + 18 * HOUR


@pytest.mark.parametrize(
    "ending",
    [(explained(),), (withdrawn(),), (done(),), (done(), solved()), (returned(),), (done(), partly())],
)
def test_an_order_that_is_over_is_left_alone(ending: tuple[Happening, ...]) -> None:
    request = (OPEN if ending == (returned(),) else AT_WORK).after(*ending)
    assert said(request, START + 90 * DAY) == []


def test_a_helpers_order_has_a_clock_of_its_own() -> None:
    helped = AT_WORK.after(helper_whistled(WATER_BUREAU, at=START + HOUR, accept_by=START + 2 * HOUR))
    assert [order.number for order in orders_due(helped, START + 110 * MINUTE)] == [2]
    returned_it = helped.after(returned(order=2, at=START + 111 * MINUTE))
    assert orders_due(returned_it, START + 3 * HOUR) == ()


def test_an_alarm_is_set_for_the_time_at_which_there_is_something_to_say() -> None:
    late = [request.after(lambda r: said(r, START + 500 * MINUTE)[0]) for request in (OPEN, AT_WORK)]
    for request in (OPEN, AT_WORK, *late):
        at = request.order(1).next_at
        assert at is not None
        assert orders_due(request, at)
        assert not orders_due(request, at - timedelta(microseconds=1))
        (row,) = (row for row in rows(request) if isinstance(row, OrderRow))
        assert row.next_at == at


# Whatever people do and whenever the clock looks: what people did, and whether they were late, is the same.

ANEW_BY = f.Rescheduled | f.RescheduleRefused | f.ReturnRefused | f.VerdictGiven  # perhaps the same date once more
Act = tuple[Callable[[datetime], Happening], Callable[[Order, State], bool]]
ACTS: dict[str, Act] = {
    "accept": (
        lambda at: accepted(at=at),
        lambda order, state: order.state is OrderState.OPEN and state is not State.AWAITING_RESIDENT,
    ),
    "return": (
        lambda at: returned(at=at),
        lambda order, state: order.state is OrderState.OPEN and state is State.WHISTLED,
    ),
    "refuse the return": (
        lambda at: return_refused(at=at, accept_by=at + 2 * HOUR, answer_by=at + 9 * HOUR),
        lambda order, state: state is State.RETURNED,
    ),
    "progress": (
        lambda at: lambda request: replace(progress()(request), at=at),
        lambda order, state: order.state is OrderState.ACCEPTED and state in (State.ACCEPTED, State.SCHEDULED),
    ),
    "put off": (
        lambda at: rescheduled(at + 20 * HOUR, at=at),
        lambda order, state: state in (State.ACCEPTED, State.SCHEDULED),
    ),
    "refuse the date": (lambda at: reschedule_refused(at=at), lambda order, state: state is State.SCHEDULED),
    "ask": (lambda at: asked(at=at), lambda order, state: state in (State.ACCEPTED, State.SCHEDULED)),
    "answer": (lambda at: answered(at=at), lambda order, state: state is State.AWAITING_RESIDENT),
    "done": (
        lambda at: done(at=at),
        lambda order, state: state in (State.ACCEPTED, State.SCHEDULED, State.AWAITING_RESIDENT),
    ),
    "not solved": (
        lambda at: not_solved(until=at + 9 * HOUR, at=at),
        lambda order, state: state is State.DONE,
    ),
    "hand over": (
        lambda at: handed_over(to=OFFICE, at=at),
        lambda order, state: order.state.alive and state in (State.WHISTLED, State.ACCEPTED, State.SCHEDULED),
    ),
    "whistle anew": (lambda at: whistled(to=WATER_BUREAU, at=at), lambda order, state: state is State.RETURNED),
}


def played(acts: list[tuple[int, str]], sweeps: set[int]) -> Request:
    """`acts` at their minutes, with a sweep at each of `sweeps`, before the act of the same minute."""
    request: Request = a_request(
        whistled(to=RED_CROSS, at=START, accept_by=START + 2 * HOUR, answer_by=START + 9 * HOUR)
    )
    for minute in sorted(sweeps | {minute for minute, _ in acts}):
        at = START + minute * MINUTE
        if minute in sweeps:
            for fact in said(request, at):
                request = evolve(request, fact)
        for _, name in (act for act in acts if act[0] == minute):
            happening, possible = ACTS[name]
            lead = request.lead
            if lead is not None and possible(lead, request.state):
                request = evolve(request, happening(at)(request))
    return request


def _by_people(request: Request) -> list[tuple[str, datetime]]:
    return [(type(fact).__name__, fact.at) for fact in request.facts if fact.by != f.CLOCK]


def _counted(request: Request) -> list[tuple[str, datetime]]:
    return [(count.measure, count.at) for count in request.counts if not count.measure.startswith("escalated")]


minutes = st.integers(1, 4 * 24 * 60)
stories = st.lists(st.tuples(minutes, st.sampled_from(sorted(ACTS))), max_size=12).map(sorted)


@given(stories, st.sets(minutes, max_size=20))
@settings(max_examples=150, deadline=None)
def test_whenever_the_clock_looks_what_people_did_counts_the_same(
    acts: list[tuple[int, str]], sweeps: set[int]
) -> None:
    always = played(acts, {*range(0, 4 * 24 * 60, 5), *sweeps})
    never, sometimes = played(acts, set()), played(acts, sweeps)
    for request in (never, sometimes):
        assert _by_people(request) == _by_people(always)
        assert _counted(request) == _counted(always)
        assert request.state is always.state
        assert [(o.state, o.accept_by, o.answer_by, o.clock_from) for o in request.orders] == [
            (o.state, o.accept_by, o.answer_by, o.clock_from) for o in always.orders
        ]


@given(stories, st.sets(minutes, min_size=1, max_size=20))
@settings(max_examples=150, deadline=None)
def test_whenever_it_looks_it_says_each_thing_once_and_in_its_order(
    acts: list[tuple[int, str]], sweeps: set[int]
) -> None:
    request = played(acts, sweeps)
    heard: dict[tuple[object, ...], list[int]] = {}
    anew = 0
    for fact in request.facts:
        anew += isinstance(fact, ANEW_BY)
        if isinstance(fact, DeadlineWarned | DeadlineMissed | Escalated):
            step = fact.call + 1 if isinstance(fact, Escalated) else int(isinstance(fact, DeadlineMissed))
            heard.setdefault((anew, fact.order, fact.which, fact.due), []).append(step)
            if not isinstance(fact, DeadlineWarned):
                assert fact.at >= fact.due
    for steps in heard.values():
        assert steps == sorted(set(steps))
    assert [fact.at for fact in request.facts] == sorted(fact.at for fact in request.facts)


@given(stories, st.sets(minutes, max_size=20))
@settings(max_examples=100, deadline=None)
def test_after_a_sweep_nothing_that_is_due_is_left_and_the_next_is_to_come(
    acts: list[tuple[int, str]], sweeps: set[int]
) -> None:
    end = START + 4 * DAY + MINUTE
    request = played(acts, sweeps)
    for fact in said(request, end):
        request = evolve(request, fact)
    for row in rows(request):
        if isinstance(row, OrderRow) and row.next_at is not None:
            assert row.next_at > end
            assert request.order(row.number).state.alive


def test_who_is_called_on_is_told_apart() -> None:
    assert {call.to for which in Deadline for call in LIFE_AND_PROPERTY.calls(which)} == set(CalledOn)
