"""What a text message says: clear answers are understood however they are typed, and nothing else is an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.response.grammar import NOTHING, STOP, Said, read
from functions.shared.domain.codes import ORDER, REQUEST, derive, spoken
from tests.builders import KEY

DIGITS = st.sampled_from("0123")
FOUR = st.from_regex(r"[0-9]{4}", fullmatch=True)
TEN = st.from_regex(r"[36][0-9]{9}", fullmatch=True)
OURS = st.builds(derive, st.just(KEY), st.sampled_from([REQUEST, ORDER]), st.text())
GAPS = st.sampled_from([" ", "  ", "\u3000", "。", "、", "，", ",", ".", "：", "\n", "\u00a0", " - "])
TRIMMED = st.text(st.characters(categories=["Lo"], include_characters="，。"), min_size=1).filter(
    lambda words: words[0] not in "，。一二三零〇" and words[0] != "年"
)


def full_width(text: str) -> str:
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})


@given(digit=DIGITS, before=st.sampled_from(["", " ", "（", "回", "回复", "回复："]), after=GAPS | st.just(""))
def test_a_digit_alone_in_any_dress(digit: str, before: str, after: str) -> None:
    chinese = digit.translate(str.maketrans("0123", "零一二三"))
    for written in (digit, full_width(digit), chinese):
        assert read(before + written + after) == Said(digit)


@given(digit=DIGITS, code=FOUR | TEN, gap=GAPS, wide=st.booleans())
def test_a_digit_and_a_code(digit: str, code: str, gap: str, wide: bool) -> None:
    written = f"{digit}{gap}{code}"
    assert read(full_width(written) if wide else written) == Said(digit, code)


@given(digit=DIGITS, code=TEN, dash=st.sampled_from([" ", "-", " - "]))
def test_a_code_as_it_is_spoken(digit: str, code: str, dash: str) -> None:
    assert read(f"{digit} {spoken(code).replace(' ', dash)}") == Said(digit, code)


@given(digit=DIGITS, code=FOUR | OURS)
def test_a_digit_that_runs_into_its_code(digit: str, code: str) -> None:
    assert read(digit + code) == Said(digit, code)


@given(digit=DIGITS, code=FOUR | TEN | st.just(""), gap=GAPS, words=TRIMMED)
def test_words_are_what_is_left(digit: str, code: str, gap: str, words: str) -> None:
    said = read(f"{digit}{gap}{code}{gap if code else ''}{words}")
    assert said == Said(digit, code, words)


@given(digit=DIGITS, code=FOUR | TEN, words=TRIMMED)
def test_words_may_follow_a_code_at_once(digit: str, code: str, words: str) -> None:
    assert read(f"{digit} {code}{words}") == Said(digit, code, words)


@pytest.mark.parametrize(
    "sentence",
    [
        *("3天后去修", "一会儿去", "一直没水", "二楼的灯", "三号楼", "2号楼没水", "1-2栋", "1.5米", "1:30到", "0.5"),
        *(
            "3 11点去",
            "1 2",
            "一 二",
            "1，2",
            "1、2、3",
            "1 17 49",
            "1 174",
            "1 17491",
            "2 1749 1750",
            "1 1749 6825061749",
        ),
        *("1949", "1749", "6825061749", "682 506 1749", "15400001234", "0359-0001002", "13800001234", "110"),
        *("-1", "4", "9 1749", "五", "好的", "收到", "已接单", "1年", "3 2026年修好", "第1", "1st", "1个", "没解决"),
        *("3已修好", "2不归我们管", "1好"),
    ],
)
def test_what_begins_otherwise_is_a_sentence_and_no_answer(sentence: str) -> None:
    said = read(sentence)
    assert (said.digit, said.code) == ("", "")
    assert said.words == sentence


@given(st.text())
def test_whatever_comes_is_read_and_nothing_is_made_up(text: str) -> None:
    said = read(text)
    assert said.digit in ("", STOP, *"0123")
    assert len(said.code) in (0, 4, 10)
    if not said.digit:
        assert not said.code
        assert said.words or not text.strip() or said == NOTHING


@given(digit=DIGITS, other=st.integers(0, 999_999_999_999))
def test_a_number_behind_the_digit_is_a_code_or_makes_it_unclear(digit: str, other: int) -> None:
    said = read(f"{digit} {other}")
    assert said == (Said(digit, str(other)) if len(str(other)) in (4, 10) else Said(words=f"{digit} {other}"))


def test_decorated_digits_are_digits() -> None:
    assert read("1\ufe0f\u20e3") == read("①") == read("\u200b1\u200e") == Said("1")


@pytest.mark.parametrize(
    "text", ["9", "９", "九", "回9", "T", "t", " Ｔ ", "回T", "回复 T。", "TD", "td", "退订", "取消关注"]
)
def test_no_more_of_it(text: str) -> None:
    assert read(text) == Said(STOP)


@pytest.mark.parametrize("text", ["9号楼", "9点去的", "T恤丢了", "1T", "Tuesday", "我要退订", "不退订", "T 1749"])
def test_what_only_begins_like_it_is_a_sentence(text: str) -> None:
    assert read(text).digit != STOP
