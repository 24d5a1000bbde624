"""Reading a form: each field on its own, all that is wrong told at once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.domain.terms import Finding
from functions.shared.edge.forms import MOST_YUAN, Form, Wrong, digits


def reasons(form: Form) -> list[tuple[str, str | None]]:
    with pytest.raises(Wrong) as wrong:
        form.done()
    return [(error.reason, error.field) for error in wrong.value.errors]


def test_what_is_right_is_read() -> None:
    form = Form({"day": " 2026-03-12 ", "finding": "different", "words": " 是 ", "ok": "yes", "line": "一\n二"})
    assert form.day("day") == date(2026, 3, 12)
    assert form.choice("finding", Finding) is Finding.DIFFERENT
    assert form.text("words") == "是"
    assert form.line("line", longest=10) == "一 二"
    assert form.ticked("ok")
    form.done()


def test_a_day_in_full_width_digits() -> None:
    assert Form({"day": "２０２６-０３-１２"}).day("day") == date(2026, 3, 12)


def test_all_that_is_wrong_is_told_at_once() -> None:
    form = Form({"day": "", "finding": "", "words": "", "telephone": "12", "line": "字" * 11})
    form.day("day")
    form.choice("finding", Finding)
    form.text("words")
    form.telephone("telephone")
    form.line("line", longest=10)
    assert reasons(form) == [
        ("day_missing", "day"),
        ("choice_missing", "finding"),
        ("missing", "words"),
        ("telephone_impossible", "telephone"),
        ("too_long", "line"),
    ]


@pytest.mark.parametrize("typed", ["tomorrow", "2026-02-30", "2026/03/12", "12.3.2026", "2026-03-12T10:00"])
def test_a_day_that_is_none(typed: str) -> None:
    form = Form({"day": typed})
    form.day("day")
    assert reasons(form) == [("day_unreadable", "day")]


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("", None),
        ("  ", None),
        ("0", None),
        ("3000", 3000),
        (" ３０００ 元", 3000),
        ("¥3,000.00", 3000),
        ("12,345,678", 12345678),
        ("99999999", 99999999),
    ],
)
def test_a_sum_in_whole_yuan(typed: str, yuan: int | None) -> None:
    form = Form({"raised": typed})
    assert form.yuan("raised") == yuan
    form.done()


@pytest.mark.parametrize(
    "typed",
    ["三千", "3000.50", "-5", "3,0", "1,23,456", "3 000", "٣", "1e6", "0x10", "3000 yuan", "3,000,00", "9" * 13],
)
def test_a_sum_that_cannot_be_read(typed: str) -> None:
    form = Form({"raised": typed})
    form.yuan("raised")
    assert reasons(form) == [("sum_unreadable", "raised")]


def test_a_sum_that_is_a_slip_of_the_finger() -> None:
    form = Form({"raised": "100000000"})
    form.yuan("raised")
    assert reasons(form) == [("sum_too_large", "raised")]


@given(st.text() | st.from_regex(r"¥?[0-9,.]{1,14}元?"))
def test_any_sum_typed_is_one_or_refused(typed: str) -> None:
    assert (Form({"raised": typed}).yuan("raised") or 1) in range(1, MOST_YUAN + 1)


@given(st.text())
def test_any_day_typed_is_one_or_refused(typed: str) -> None:
    Form({"day": typed}).day("day")


def test_a_choice_that_was_never_offered() -> None:
    form = Form({"finding": "fine"})
    form.choice("finding", Finding)
    assert reasons(form) == [("choice_unknown", "finding")]


def test_digits_alone() -> None:
    assert digits(" ９０-０1 号") == "9001"
    assert digits("٣") == ""
