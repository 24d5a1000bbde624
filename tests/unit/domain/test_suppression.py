"""No count that is not shown can be found from those that are: tried against every table that would show the same."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.shared.domain.suppression import LEAST, TOTAL, At, hidden

Table = list[list[int]]
SMALL = st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=3)
LARGE = st.lists(st.lists(st.integers(0, 40), min_size=7, max_size=7), min_size=2, max_size=12)


def as_shown(table: Table, shut: frozenset[At], at: At) -> object:
    """What a reader sees there: the count, that it is small or is withheld; nothing of a row that is hidden whole."""
    if At(at.row, TOTAL) in shut:
        return None
    count = sum(table[at.row]) if at.column == TOTAL else table[at.row][at.column]
    return count if at not in shut else count < LEAST


def sight(table: Table, shut: frozenset[At]) -> list[object]:
    """All that is shown: the totals of the columns, each place and each row's total."""
    places = [At(r, c) for r in range(len(table)) for c in (TOTAL, *range(len(table[0])))]
    return [*map(sum, zip(*table, strict=True)), *(as_shown(table, shut, at) for at in places)]


def like(table: Table) -> Iterator[Table]:
    """Every table with the same totals of the columns."""
    columns = [_splits(sum(column), len(table)) for column in zip(*table, strict=True)]
    for each in product(*columns):
        yield [list(row) for row in zip(*each, strict=True)]


def _splits(total: int, parts: int) -> list[tuple[int, ...]]:
    if parts == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in _splits(total - first, parts - 1)]


@settings(max_examples=40, deadline=None)
@given(SMALL)
def test_every_small_count_could_be_another(table: Table) -> None:
    shut = hidden(table)
    could_be = [other for other in like(table) if sight(other, shut) == sight(table, shut)]
    assert table in could_be
    for row, line in enumerate(table):
        for column, count in enumerate(line):
            if 0 < count < LEAST:
                assert len({other[row][column] for other in could_be}) > 1, (row, column)
        if 0 < sum(line) < LEAST:
            assert len({sum(other[row]) for other in could_be}) > 1, row


@given(LARGE)
def test_no_small_count_is_shown_and_no_row_of_few(table: Table) -> None:
    shut = hidden(table)
    for row, line in enumerate(table):
        for column, count in enumerate(line):
            assert count >= LEAST or At(row, column) in shut
        if At(row, TOTAL) in shut:
            assert all(At(row, column) in shut for column in range(len(line)))
        else:
            assert sum(line) >= LEAST


def test_what_is_large_is_shown() -> None:
    assert hidden([[9, 8], [7, 6]]) == frozenset()


def test_one_small_count_takes_another_of_its_row_with_it() -> None:
    shut = hidden([[9, 8, 3], [9, 8, 9], [9, 8, 9]])
    assert At(0, 2) in shut
    assert At(0, 1) in shut  # or 20 less 9 and 8 would say it
    assert {at for at in shut if at.row} == {At(1, 1), At(1, 2)}  # and so would the columns' totals


def test_a_row_of_few_takes_another_row_with_it() -> None:
    shut = hidden([[1, 1], [9, 9], [20, 20]])
    assert {at.row for at in shut if at.column == TOTAL} == {0, 1}


@pytest.mark.parametrize("table", [[], [[0, 0], [0, 0]], [[3, 0]]])
def test_where_there_is_almost_nothing_there_is_nothing_to_show(table: Table) -> None:
    shut = hidden(table)
    assert len(shut) == sum(len(row) + 1 for row in table)
