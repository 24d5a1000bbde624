"""The ladder that an order carries: who hears, and when."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.domain.directory import Class
from functions.shared.domain.ladder import LADDER, LIFE_AND_PROPERTY, Ladder, Rung
from functions.shared.domain.terms import CalledOn, Deadline
from functions.shared.domain.time_rules import RULES
from tests.builders import HOUR, MINUTE, NOON


def calls(ladder: Ladder, which: Deadline) -> list[tuple[float, str]]:
    """Minutes after the deadline, and who."""
    return [(call.after / MINUTE, call.to) for call in ladder.calls(which)]


@pytest.mark.parametrize("which", Deadline)
def test_a_day_after_what_was_missed_it_is_on_the_agenda(which: Deadline) -> None:
    assert calls(LADDER, which) == [(24 * 60, "agenda")]


def test_of_life_and_property_the_county_hears_at_15_minutes_and_then_everybody_until_the_answer_is_due() -> None:
    accept = RULES.classes[Class.P0].accept.minutes
    since_the_whistle = [(accept + after, to) for after, to in calls(LIFE_AND_PROPERTY, Deadline.ACCEPT)]
    assert since_the_whistle == [
        (15, "county"),
        *((30 + 15 * place, "everybody") for place in range(7)),
        (24 * 60 + 5, "agenda"),
    ]
    assert calls(LIFE_AND_PROPERTY, Deadline.ANSWER) == [(24 * 60, "agenda")]


def test_each_class_has_its_ladder() -> None:
    assert {priority: rules.ladder for priority, rules in RULES.classes.items()} == {
        Class.P0: LIFE_AND_PROPERTY,
        Class.P1: LADDER,
        Class.P2: LADDER,
        Class.P3: LADDER,
    }


def test_three_quarters_of_the_time() -> None:
    assert LADDER.warned_at(NOON, NOON + 4 * HOUR) == NOON + 3 * HOUR
    assert Ladder(50, (), ()).warned_at(NOON, NOON + 4 * HOUR) == NOON + 2 * HOUR


def test_a_ladder_may_warn_nobody_and_call_on_nobody() -> None:
    quiet = Ladder(0, (), ())
    assert quiet.warned_at(NOON, NOON + HOUR) is None
    assert calls(quiet, Deadline.ACCEPT) == []


rungs = st.builds(
    Rung, st.integers(0, 3000), st.sampled_from(CalledOn), times=st.integers(1, 9), every=st.integers(1, 90)
)


@given(st.lists(rungs, max_size=4).map(tuple))
def test_every_rung_is_called_as_often_as_it_says_and_at_its_time(found: tuple[Rung, ...]) -> None:
    ladder = Ladder(75, found, ())
    expected = [(rung.after + n * rung.every, rung.to) for rung in found for n in range(rung.times)]
    assert calls(ladder, Deadline.ACCEPT) == expected
    assert ladder.calls(Deadline.ANSWER) == ()


@given(st.integers(1, 100), st.timedeltas(timedelta(minutes=1), timedelta(days=30)))
def test_the_warning_comes_in_its_time(percent: int, span: timedelta) -> None:
    warned = Ladder(percent, (), ()).warned_at(NOON, NOON + span)
    assert warned is not None
    assert NOON <= warned <= NOON + span
