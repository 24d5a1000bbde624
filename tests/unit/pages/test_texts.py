"""Texts as they are read; what every text to a resident holds; nothing that a shared telephone tells."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from functions.shared.domain.directory import Name, PublicRule
from functions.shared.gateways import sms_words
from infra.tools.lint_texts import ADDRESS, texts
from infra.tools.text_rules import INVITES, typical
from tests.county import LITTER, LONGWANGMIAO, RED_CROSS

ALL = list(texts())
EACH = pytest.mark.parametrize(("language", "name"), ALL)
TO_RESIDENTS = sorted(name for language, name in ALL if language == "en")
ANSWERS = {"unknown_number", "nothing_open", "which_resident"}  # about no request of theirs, or about several


@EACH
def test_words(language: str, name: str, snapshot: SnapshotAssertion) -> None:
    values = typical(sms_words.template(name, language), language, ADDRESS)
    assert sms_words.words(name, language, values) == snapshot


@pytest.mark.parametrize("name", TO_RESIDENTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_residents_always_get_the_landline_and_their_code(language: str, name: str) -> None:
    named = sms_words.variables(sms_words.template(name, language))
    assert "landline" in named
    assert "code" in named or name in ANSWERS


@pytest.mark.parametrize("name", TO_RESIDENTS)
def test_a_resident_is_told_no_place(name: str) -> None:
    """Where it is stays between them and us; and `place` says to the lint that a text goes to a unit."""
    assert "place" not in sms_words.variables(sms_words.template(name, "zh"))


# Sent nowhere else: a receipt's other form, and what follows by text.
ASKS_WHERE_ANSWERS_ARE_READ = {"received_unconfirmed", "follow_asked", "follow_confirmed", "followed"}


def test_every_text_that_invites_a_reply_by_itself_has_a_twin_that_does_not() -> None:
    answers_to_replies = {name for _, name in ALL if name.endswith("_reply") and not name.endswith("_no_reply")}
    asked_back = {"not_understood_resident", "not_understood_unit", "which_unit", "which_resident", "done_needs_words"}
    for language, name in ALL:
        alone = name not in answers_to_replies | asked_back | ASKS_WHERE_ANSWERS_ARE_READ
        if alone and INVITES.search(sms_words.template(name, language)):
            assert (language, f"{name}_no_reply") in ALL, name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_never_public_is_not_named(language: str) -> None:
    name = Name("困难帮扶（防寒物品等）", "Hardship help", "困难帮扶")
    hardship = replace(LITTER, name=name, public=PublicRule.NEVER)
    for text in TO_RESIDENTS:
        values = typical(sms_words.template(text, language), language, ADDRESS)
        about = sms_words.about(
            language=language, to_resident=True, community=LONGWANGMIAO, address=ADDRESS, category=hardship
        )
        words = sms_words.words(text, language, values | about)
        assert "困难" not in words
        assert "Hardship" not in words
        assert "您报的您说的" not in words


@pytest.mark.parametrize(
    ("short", "public", "resident", "unit"),
    [
        ("环境卫生", PublicRule.OUTCOME, "您报的环境卫生", "环境卫生"),
        ("健康服务", PublicRule.NEVER, "您说的事", "健康服务"),
        ("您说的事", PublicRule.NEVER, "您说的事", "居民的事"),
        ("您说的事", PublicRule.OUTCOME, "您说的事", "居民的事"),
    ],
)
def test_what_it_is_about(short: str, public: PublicRule, resident: str, unit: str) -> None:
    category = replace(LITTER, name=Name("", "", short), public=public)

    def matter(*, to_resident: bool) -> str:
        return sms_words.about(
            language="zh", to_resident=to_resident, community=LONGWANGMIAO, address=ADDRESS, category=category
        )["matter"]

    assert (matter(to_resident=True), matter(to_resident=False)) == (resident, unit)


def test_a_text_carries_what_varies_and_no_more() -> None:
    values = sms_words.about(
        language="zh",
        to_resident=True,
        community=LONGWANGMIAO,
        address=ADDRESS,
        category=LITTER,
        unit=RED_CROSS,
        code="3825061749",
        when="3月9日",
        count=1000,
    )
    text = sms_words.text("taken", "zh", LONGWANGMIAO.id, values)
    assert set(text.values) == {"matter", "unit", "when", "code"}
    assert LONGWANGMIAO.landline in text.words
    assert text.words.startswith("【蒲公英】")
    assert values["count"] == "999"  # three digits is what there is room for


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError, match="unit"):
        sms_words.text("taken", "zh", "longwangmiao", {"matter": "环境卫生"})


def test_units_get_no_english() -> None:
    with pytest.raises(FileNotFoundError):
        sms_words.words("whistle", "en", {})


def test_two_codes_are_told_apart_by_their_ends() -> None:
    assert sms_words.endings("6825061749", "6825060382") == {"ending": "1749", "other_ending": "0382"}


def test_length_as_a_telephone_counts_it() -> None:
    assert sms_words.units("蒲公英") == 3
    assert sms_words.units("👍") == 2
