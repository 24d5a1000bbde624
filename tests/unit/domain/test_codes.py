"""The ten digits people read to one another."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.domain.codes import ORDER, REQUEST, derive, parse, spoken
from functions.shared.domain.errors import Refused

KEY, OTHER_KEY = b"one key", b"another"
codes = st.builds(derive, st.just(KEY), st.sampled_from([REQUEST, ORDER]), st.text(max_size=8))


@given(codes, st.integers(0, 9), st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(code: str, place: int, by: int) -> None:
    wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    with pytest.raises(Refused, match="code_mistyped"):
        parse(wrong, code[0])


@given(codes)
def test_what_was_read_aloud_is_understood(code: str) -> None:
    full_width = str.maketrans("0123456789", "０１２３４５６７８９")
    for typed in (code, spoken(code), spoken(code).translate(full_width), f" {code[:5]}-{code[5:]}\n", f"编号：{code}"):
        assert parse(typed, code[0]) == code


@given(codes)
def test_spoken_three_three_four(code: str) -> None:
    assert [len(part) for part in spoken(code).split(" ")] == [3, 3, 4]


@pytest.mark.parametrize("typed", ["", "  ", "abc", "一二三", "٣٤٥"])
def test_no_digits_no_code(typed: str) -> None:
    with pytest.raises(Refused, match="code_missing"):
        parse(typed, REQUEST)


def test_too_few_or_too_many_digits_are_counted() -> None:
    with pytest.raises(Refused, match="code_length") as refused:
        parse("312 345", REQUEST)
    assert (refused.value.field, refused.value.details) == ("code", {"seen": 6})


def test_a_code_of_the_other_kind_is_told_apart() -> None:
    with pytest.raises(Refused, match="code_other_kind"):
        parse(derive(KEY, ORDER, "1"), REQUEST)


def test_the_same_text_has_the_same_code_under_the_same_key() -> None:
    assert derive(KEY, REQUEST, "a form") == derive(KEY, REQUEST, "a form")
    assert derive(KEY, REQUEST, "a form") != derive(OTHER_KEY, REQUEST, "a form")
    assert derive(KEY, REQUEST, "a form") != derive(KEY, REQUEST, "a form", attempt=1)
    assert derive(KEY, REQUEST, "a form")[1:9] != derive(KEY, ORDER, "a form")[1:9]


def test_codes_are_not_sequential() -> None:
    numbers = [int(derive(KEY, REQUEST, str(n))[:9]) for n in range(50)]
    assert len(set(numbers)) == 50
    assert sum(abs(a - b) < 1000 for a, b in pairwise(numbers)) == 0
