"""How alike two things are that people said: measured on sentences such as residents write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.domain.similar import ALIKE, likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("路边到处是塑料袋，好几天没人管了", "路边塑料袋到处都是，好几天了没人管"),
        ("3号楼前面的路灯不亮", "３号楼前路灯不亮了"),
        ("The street lamp at no. 3 is broken", "street lamp broken at no. 3"),
    ],
)
def test_the_same_matter_told_by_two_people(one: str, other: str) -> None:
    assert likeness(one, other) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [("路边到处是塑料袋", "楼上半夜装修太吵"), ("暖气不热", "想请人来教用手机"), ("", "路灯不亮"), ("。", "，")],
)
def test_other_matters(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE


@given(st.text(), st.text())
def test_it_is_a_measure(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
