"""What is proposed from words, and how often it is right: on sentences of residents, in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.shared.domain.directory import Class
from functions.shared.domain.propose_category import MOST, hints_in, proposals, sounds_urgent
from infra.directory.load import load

ROOT = Path(__file__).parents[3]
CATEGORIES = load(ROOT / "infra" / "demo").categories
TRIED, EACH = 4, 8  # the clues were tried on the first of each; the others measure them
NUMBERED = {category.id: category for category in CATEGORIES}


def said() -> Iterator[tuple[str, int, str]]:
    """Each sentence with its category, and its place among those of its category."""
    category, place = "", 0
    for line in Path(__file__).with_name("said.txt").read_text("utf-8").splitlines():
        if line in NUMBERED:
            category, place = line, 0
        elif line and not line.startswith("#"):
            yield category, place, line
            place += 1


SENTENCES = tuple(said())


def rate(sentences: list[tuple[str, int, str]], most: int) -> float:
    """How many of a hundred have their category among the first `most` proposals."""
    hits = sum(
        category in [found.id for found in proposals(line, CATEGORIES)[:most]] for category, _, line in sentences
    )
    return 100 * hits / len(sentences)


def test_every_category_has_its_sentences() -> None:
    assert len(SENTENCES) >= 200
    assert {category for category, _, _ in SENTENCES} == NUMBERED.keys() - {"unknown"}
    assert all(sum(1 for category, _, _ in SENTENCES if category == each) == EACH for each, _, _ in SENTENCES)
    assert len({line for _, _, line in SENTENCES}) == len(SENTENCES)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_how_often_it_is_right(language: str) -> None:
    """On sentences that the clues weren't tried on. docs/categories.md says these figures."""
    of_it = [each for each in SENTENCES if each[2].isascii() == (language == "en")]
    unseen = [each for each in of_it if each[1] >= TRIED]
    assert rate(unseen, 1) >= {"zh": 88, "en": 90}[language]
    assert rate(unseen, MOST) >= {"zh": 92, "en": 95}[language]


def test_life_and_property_are_heard() -> None:
    of_life = [each for each in SENTENCES if NUMBERED[each[0]].priority is Class.P0]
    heard = [sounds_urgent(line, CATEGORIES) is not None for _, _, line in of_life]
    assert sum(heard) / len(heard) >= 0.9
    others = [line for category, _, line in SENTENCES if NUMBERED[category].priority is not Class.P0]
    alarmed = [line for line in others if sounds_urgent(line, CATEGORIES)]
    assert len(alarmed) / len(others) <= 0.05


def test_what_hints_at_nothing_proposes_nothing() -> None:
    for nothing in ("", "你好", "？？？", "hello", "1", "\u202e\u200b", "a" * 2000):
        assert proposals(nothing, CATEGORIES) == ()


def test_of_a_clue_with_two_parts_both_are_said() -> None:
    leak = NUMBERED["gas_leak"]
    assert "煤气 味" in hints_in("厨房里煤气的味道", leak)
    assert not hints_in("味道不好", leak)
    assert hints_in("ＧＡＳ　smell!", leak) == ("smell gas",)
    assert not hints_in("Vegas smells", leak), "Latin letters begin a word"
