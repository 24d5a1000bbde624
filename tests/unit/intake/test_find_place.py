"""A place is found by part of its name, in characters, in English, in pinyin, or by its initials."""

from dataclasses import replace
from pathlib import Path

import pytest

from functions.intake.find_place import MOST, find
from functions.shared.domain.directory import Community, Compound
from functions.shared.tables.pinyin import pinyin
from infra.directory.load import load

DEMO = load(Path(__file__).parents[3] / "infra" / "demo")


def places() -> list[tuple[Community, tuple[Compound, ...]]]:
    """As the table gives them: each name with how it sounds."""

    def heard(compound: Compound) -> Compound:
        return replace(compound, name=replace(compound.name, pinyin=pinyin(compound.name.zh)))

    return [
        (
            replace(each, name=replace(each.name, pinyin=pinyin(each.name.zh))),
            tuple(heard(compound) for compound in DEMO.compounds if compound.community == each.id),
        )
        for each in DEMO.communities
    ]


def values(said: str) -> list[str]:
    return [place.value for place in find(said, places())]


@pytest.mark.parametrize(
    "said", ["安康小区", "安康", "ankang", "AN KANG", "ａｎｋａｎｇ", "akxq", "ank", "Ankang Comp"]
)
def test_ankang_is_found(said: str) -> None:
    assert "compound:ankang" in values(said)


def test_a_whole_name_is_that_place_alone() -> None:
    assert values("安康小区") == ["compound:ankang"]


def test_the_beginning_comes_before_the_middle() -> None:
    found = values("东关")
    assert {"compound:dongguan_middle_lane", "compound:dongguan_north_lane"} <= set(found)
    assert values("zhongxiang") == ["compound:dongguan_middle_lane"]


def test_a_community_is_a_place_too() -> None:
    assert "community:longwangmiao" in values("龙王庙社区")


@pytest.mark.parametrize("nothing", ["", " ", "。。。", "\u202e", "亚特兰蒂斯", "<script>", "'; drop table"])
def test_what_is_nowhere(nothing: str) -> None:
    assert values(nothing) == []


def test_no_more_than_one_can_read() -> None:
    assert len(values("社区")) <= MOST
    assert len(values("小区")) <= MOST


def test_how_names_sound() -> None:
    assert pinyin("安康小区") == "an kang xiao qu"
    assert pinyin("A3 号院") == "A3 hao yuan"
