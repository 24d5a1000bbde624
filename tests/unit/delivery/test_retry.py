"""How often one way is tried, and how long until the next time."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.delivery.retry import (
    PATIENCE,
    RECEIPTS_ASKED,
    TRIES,
    URGENT_PATIENCE,
    URGENT_TRIES,
    next_question,
    next_try,
)

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
chances = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize(("urgent", "most"), [(False, TRIES), (True, URGENT_TRIES)])
@given(chances)
def test_there_is_a_budget_of_tries(urgent: bool, most: int, chance: float) -> None:
    pauses = [next_try(tries, chance, urgent=urgent) for tries in range(1, most + 3)]
    assert [pause is None for pause in pauses] == [False] * (most - 1) + [True] * 3


@given(chances, chances)
def test_pauses_grow_whatever_the_jitter(first: float, second: float) -> None:
    for tries in range(1, TRIES - 1):
        pause, longer = next_try(tries, first, urgent=False), next_try(tries + 1, second, urgent=False)
        assert pause is not None
        assert longer is not None
        assert pause < longer


def test_jitter_takes_half_of_it_at_most() -> None:
    spread = [(next_try(tries, 0, urgent=False), next_try(tries, 1, urgent=False)) for tries in (1, 2, 3)]
    assert spread == [(15 * SECOND, 30 * SECOND), (MINUTE, 2 * MINUTE), (4 * MINUTE, 8 * MINUTE)]


@given(chances, st.timedeltas(timedelta(), timedelta(days=1)), st.booleans())
def test_a_provider_is_given_the_time_it_wants_or_another_way_is_taken(
    chance: float, after: timedelta, urgent: bool
) -> None:
    pause = next_try(1, chance, urgent=urgent, after=after)
    patience = URGENT_PATIENCE if urgent else PATIENCE
    assert (pause is None) is (after > patience)
    assert pause is None or after <= pause <= patience


def test_receipts_are_asked_for_three_times() -> None:
    assert [next_question(asked) for asked in range(5)] == [*RECEIPTS_ASKED, None, None]
    assert [span / MINUTE for span in RECEIPTS_ASKED] == [10, 60, 720]
