"""The report form: all that is wrong with it is said at once, each at its field."""

import pytest

from functions.intake.form import FIELDS, Report, parse
from functions.shared.domain.phone import Phone
from functions.shared.edge.forms import Wrong

GOOD = {"words": "路灯不亮", "place": "compound:ankang", "category": "lighting", "telephone": "", "may_call": ""}


def typed(**fields: str) -> dict[str, str]:
    return dict.fromkeys(FIELDS, "") | GOOD | fields


def wrong(**fields: str) -> list[tuple[str, str | None]]:
    with pytest.raises(Wrong) as caught:
        parse(typed(**fields))
    return [(error.reason, error.field) for error in caught.value.errors]


def test_the_least_there_may_be() -> None:
    assert parse(typed()) == Report("路灯不亮", "ankang", "", "lighting", None, may_call=False)


def test_all_of_it() -> None:
    report = parse(typed(place_words=" 3 号楼\n东边 ", telephone="１５４ ００００ ９００１", may_call="yes"))
    assert report == Report("路灯不亮", "ankang", "3 号楼 东边", "lighting", Phone("+8615400009001"), may_call=True)


def test_who_does_not_know_the_kind_says_nothing() -> None:
    assert parse(typed(category="")).category == "unknown"


def test_nobody_is_called_without_a_number() -> None:
    assert parse(typed(may_call="yes")).may_call is False


def test_another_way_is_said_in_the_words_of_whoever_acts() -> None:
    report = parse(typed(come_to_me="yes", sign_language="yes", another_way=" 请慢一点 ", speaks_for="替母亲说"))
    assert report.another_way == "请上门来说；用手语；请慢一点"
    assert report.speaks_for == "替母亲说"
    assert report.content() != parse(typed()).content()


def test_whoever_wants_a_call_leaves_a_number_and_may_be_called_by_whoever_acts() -> None:
    assert wrong(call_me="yes") == [("number_to_call", "telephone")]
    assert wrong(call_me="yes", telephone="12") == [("telephone_impossible", "telephone")]
    report = parse(typed(call_me="yes", telephone="15400009001"))
    assert (report.may_call, report.another_way) == (True, "请打电话说，不要只发短信")


def test_everything_wrong_is_said_at_once() -> None:
    assert wrong(words="  ", place="", place_words="长" * 201, telephone="12") == [
        ("missing", "words"),
        ("place_missing", "place"),
        ("too_long", "place_words"),
        ("telephone_impossible", "telephone"),
    ]


@pytest.mark.parametrize("place", ["ankang", "station:ankang", "compound:", ":", "compound"])
def test_a_place_is_one_of_the_list(place: str) -> None:
    assert wrong(place=place) == [("unknown_place", "place")]


def test_2000_characters_are_enough() -> None:
    assert len(parse(typed(words="字" * 2000)).words) == 2000
    assert wrong(words="字" * 2001) == [("too_long", "words")]


@pytest.mark.parametrize(
    "other", [{"words": "路灯又不亮"}, {"place": "compound:lane"}, {"place_words": "东头"}, {"category": "litter"}]
)
def test_another_report_has_another_content(other: dict[str, str]) -> None:
    assert parse(typed(**other)).content() != parse(typed()).content()
    assert parse(typed(telephone="15400009001")).content() != parse(typed()).content()


def test_the_same_report_has_the_same_content() -> None:
    assert parse(typed(words=" 路灯不亮 ")).content() == parse(typed()).content()
