"""What people type: made safe to keep, and looked over before everybody reads it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.domain.errors import Refused
from functions.shared.domain.words import LONGEST, Flag, clean, flags, one_line

FAMILY = "👨‍👩‍👧"  # joined by U+200D


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  路灯不亮 \n", "路灯不亮"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("一\t二", "一 二"),
        ("路\x00灯\x07不\x1b亮\x7f", "路灯不亮"),
        ("\u202e亮不灯路\u202c", "亮不灯路"),  # right-to-left override
        ("\u2066路灯\u2069", "路灯"),
        ("一\u0085二", "一二"),  # a control of the second block
        (f"谢谢{FAMILY}", f"谢谢{FAMILY}"),
        ("শহর हिन्दी עברית العربية", "শহর हिन्दी עברית العربية"),
        ("👍🏽 ❤️ 🇨🇳", "👍🏽 ❤️ 🇨🇳"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
    ],
)
def test_controls_and_overrides_go_all_else_stays(typed: str, kept: str) -> None:
    assert clean(typed, "words") == kept


@given(st.text())
def test_whatever_is_typed_what_is_kept_is_harmless(typed: str) -> None:
    try:
        kept = clean(typed, "words")
    except Refused as refused:
        assert refused.field == "words"  # noqa: PT017 - either outcome is right
        return
    assert 1 <= len(kept) <= LONGEST
    assert kept == kept.strip()
    assert not {c for c in kept if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")}
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert clean(kept, "words") == kept
    kept.encode()


def test_too_long_is_refused_with_the_count() -> None:
    assert len(clean("字" * 2000, "words")) == 2000
    with pytest.raises(Refused, match="too_long") as refused:
        clean("字" * 2001, "words")
    assert refused.value.details == {"count": 2001, "limit": 2000}


def test_what_is_removed_does_not_count() -> None:
    assert len(clean("字" * 2000 + "\x00" * 500 + "   ", "words")) == 2000


@pytest.mark.parametrize("typed", ["", " \n\t ", "\x00\x01", "\u202e\u202c"])
def test_nothing_is_missing_unless_it_need_not_be_there(typed: str) -> None:
    with pytest.raises(Refused, match="missing"):
        clean(typed, "words")
    assert clean(typed, "words", required=False) == ""


def test_what_nobody_can_see_is_missing_too() -> None:
    with pytest.raises(Refused, match="missing"):
        clean("\u200b \u2060\ufeff", "words")
    assert clean("👨‍👩‍👧", "words") == "👨‍👩‍👧"


def test_one_line_is_one_line() -> None:
    assert one_line("一\n二\r\n 三\t四\u2028五", "public_words", longest=200) == "一 二 三 四 五"


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("请打 15400009001", "number", "15400009001"),
        ("请打１５４ ００００ ９００１", "number", "154 0000 9001"),
        ("微信 12345", "number", "12345"),
        ("车牌晋M·12A45挡路", "plate", "晋M·12A45"),
        ("张师傅修的", "name", "张师傅"),
        ("王某某女士说", "name", "王某某女士"),
        ("和老李说好了", "name", "老李说好"),
        ("thanks to Mr Smith", "name", "Mr Smith"),
        ("住在3号楼", "address", "3号楼"),
        ("二单元门口", "address", "二单元"),
    ],
)
def test_what_may_tell_who_somebody_is_is_pointed_out(text: str, kind: str, found: str) -> None:
    assert Flag(kind, found) in flags(text)


@pytest.mark.parametrize(
    "text",
    ["装了五盏太阳能灯", "清了两车垃圾，共 3 吨", "2026年3月9日装好", "Five solar lamps were put up.", "12345"[:4]],
)
def test_a_plain_sentence_has_nothing_to_look_over(text: str) -> None:
    assert flags(text) == ()


@given(st.text(max_size=300))
def test_any_text_can_be_looked_over(text: str) -> None:
    flags(text)
