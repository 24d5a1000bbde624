"""What is open, by category, and nobody alone in a count: tried with every number that a category may have."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.results.needs import Needs, needs
from functions.shared.domain.rates import SMALL

PUBLIC = ("litter", "lighting", "road")
OPEN = st.fixed_dictionaries(dict.fromkeys((*PUBLIC, "noise"), st.integers(0, 12)))


def test_each_category_and_the_others_together() -> None:
    assert needs({"road": 5, "litter": 9, "lighting": 4, "noise": 3}, PUBLIC) == Needs(
        (("litter", 9), ("road", 5)), 7, 21
    )


def test_a_rest_of_few_takes_the_smallest_in() -> None:
    assert needs({"litter": 9, "road": 6, "noise": 1}, PUBLIC) == Needs((("litter", 9),), 7, 16)


def test_where_nothing_is_left_over_all_are_shown() -> None:
    assert needs({"litter": 9, "road": 6}, PUBLIC) == Needs((("litter", 9), ("road", 6)), 0, 15)


@pytest.mark.parametrize("found", [{}, {"litter": 4}, {"noise": 2, "road": 2}])
def test_hardly_anything_is_open(found: Mapping[str, int]) -> None:
    assert needs(found, PUBLIC) == Needs((), 0, SMALL)


@given(OPEN)
def test_no_count_that_is_shown_or_can_be_found_is_from_one_to_four(found: Mapping[str, int]) -> None:
    told = needs(found, PUBLIC)
    total = sum(found.values())
    if told.total == SMALL:
        assert total < 5
        return
    assert told.total == total == sum(count for _, count in told.rows) + told.rest
    assert all(count >= 5 for _, count in told.rows)
    assert told.rest == 0 or told.rest >= 5
    assert "noise" not in {category for category, _ in told.rows}
