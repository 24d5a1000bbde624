"""Each rule for text messages can fail, and says why; the texts that there are keep all of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from functions.registry.parse import LONGEST_ENGLISH
from functions.shared.domain.directory import Name
from functions.shared.gateways.sms_words import FIXED, ROOT, VARIABLES
from infra.directory.load import load
from infra.tools import lint_texts
from infra.tools.lint_texts import ADDRESS, DEMO, DOCUMENT, document, handed_in, main, problems, register, table, texts
from infra.tools.text_rules import GSM_7, TYPES, longest, wrong, wrong_value

GOOD = "【蒲公英】{{ place }}的{{ matter }}，{{ when }}前接单。单号{{ code }}，到{{ address }}/u办理"
GOOD_EN = "Dandelion: your report {{ code }} is done. Call {{ landline }}"


def said(text: str, language: str = "zh", name: str = "a_text") -> str:
    return "\n".join(wrong(name, language, text, ADDRESS))


def test_good_ones_pass() -> None:
    assert not said(GOOD)
    assert not said(GOOD_EN, "en")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (GOOD.replace("【蒲公英】", ""), "does not begin with 【蒲公英】"),
        (GOOD.replace("{{ when }}", "{{ when | sms_day }}"), "no logic, no filters"),
        (GOOD + "{% if unit %}。{% endif %}", "no logic, no filters"),
        (GOOD.replace("{{ place }}", "{{ words }}"), "names words: not in the list"),
        (GOOD.replace("{{ place }}", "{{ telephone }}"), "names telephone: not in the list"),
        (GOOD + "{{ code }}", "names code twice"),
        (GOOD.replace("}}的{{", "}}{{"), "two variables side by side"),
        (GOOD + "\n", "more than one line"),
        (GOOD + "，请您一定尽快来看一看是怎么回事", "of 70 for the longest values"),
        (GOOD + "【急】", "'【' (【】)"),
        (GOOD + "[急]", "'[' ([])"),
        (GOOD + "「急」", "'「' (brackets)"),
        (GOOD + "★", "'★' (signs)"),
        (GOOD + "#1", "'#' (signs)"),
        (GOOD + "见http://a", "'://' (link)"),
        (GOOD + "见a.example", "'a.ex' (link)"),
        (GOOD + "打12345", "'12345' (number)"),
        (GOOD + "打0359-0000000", "'9-0000' (number)"),
        (GOOD + "回T退", "'回T' (unsubscribe)"),
        (GOOD + "请联系客服", "'客服' (words)"),
        (GOOD + "👍", "holds 👍"),
        (GOOD + "辦", "holds 辦: traditional characters"),
    ],
)
def test_what_is_wrong_is_said(text: str, why: str) -> None:
    assert why in said(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (GOOD_EN.removeprefix("Dandelion: "), "does not begin with Dandelion:"),
        (GOOD_EN + " {{ matter }}", "names matter, which has no limit"),
        (GOOD_EN + " – thanks", "holds –: not of the default alphabet"),
        (GOOD_EN + " [x]", "not of the default alphabet"),  # the extension table: two each
        (GOOD_EN + "." * 140, "of 160 for the longest values"),
    ],
)
def test_what_is_wrong_in_english(text: str, why: str) -> None:
    assert why in said(text, "en")


def test_without_replies_none_is_invited() -> None:
    assert "invites a reply" in said(GOOD + "回1", name="a_no_reply")
    assert "invites a reply" in said(GOOD_EN + " or reply 1", "en", name="a_no_reply")
    assert not said(GOOD, name="a_no_reply")


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("unit", "W" * 36, "has 36 characters"),
        ("code", "6" * 21, "has 21 characters"),
        ("code", "682506174x", "is no 其他号码"),
        ("unit", "0359-0000000", "is no 其他"),
        ("place", "见pgy.example", "is no 其他"),
        ("place", "安康#3", "holds '#'"),
        ("community", "【安康】", "holds '【'"),
        ("unit", "县局👍", "takes two units"),
    ],
)
def test_values_that_a_provider_refuses(variable: str, value: str, why: str) -> None:
    assert why in "\n".join(wrong_value(variable, value))


def test_every_variable_has_a_type_or_is_fixed() -> None:
    assert set(TYPES) == VARIABLES - FIXED


def test_an_address_that_is_too_long_is_found() -> None:
    assert not main(["--address", ADDRESS])
    assert main(["--address", "dandelion.of-a-county.example"]) == 1


def test_names_in_the_directory_are_looked_at() -> None:
    demo = load(DEMO)
    unit = replace(demo.units[0], name=Name("县水务局★", "County Water Bureau"))
    community = replace(demo.communities[0], name=Name("龙王庙社区", "Longwangmiao #1"))
    category = replace(demo.categories[0], name=Name("环境卫生", "Litter", "环境★"))
    assert list(problems({}, ADDRESS, replace(demo, units=(unit,))))
    assert list(problems({}, ADDRESS, replace(demo, communities=(community,))))
    assert list(problems({}, ADDRESS, replace(demo, categories=(category,))))
    assert not list(problems({}, ADDRESS, demo))


def test_the_longest_values_are_held_to_what_a_provider_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TYPES, "place", replace(TYPES["place"], longest=5))
    assert "place: 字字字字字字 has 6 characters" in said(GOOD)


def test_the_table_says_how_long_each_is_and_in_how_many_segments() -> None:
    head, line = table({("zh", "a"): GOOD}, ADDRESS)
    assert head.split() == ["template", "language", "typical", "longest", "segments"]
    assert line.split() == ["a", "zh", "52", "58", "1"]
    (_, long) = table({("zh", "a"): GOOD + "好" * 20}, ADDRESS)
    assert long.split()[-1] == "2"


def test_an_english_text_has_one_in_chinese_and_no_other_language_slips_in() -> None:
    demo = load(DEMO)
    assert list(problems({("en", "new"): GOOD_EN}, ADDRESS, demo)) == ["en/new: is missing in Chinese"]
    assert list(problems({("fr", "new"): GOOD_EN}, ADDRESS, demo)) == ["fr/new: no such language"]


def test_all_the_texts_are_read() -> None:
    assert len(texts()) == len(list(ROOT.rglob("*.txt")))


def test_what_is_wrong_stops_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "bad.txt").write_text("【蒲公英】{{ name }}")
    monkeypatch.setattr(lint_texts.texts, "__defaults__", (tmp_path,))
    assert main([]) == 1


def test_longest_values_are_those_of_the_loader() -> None:
    assert len(longest(GOOD_EN, "en", ADDRESS)["unit"]) == LONGEST_ENGLISH
    assert len(longest(GOOD, "zh", ADDRESS)["when"]) == len("31日23:59")
    assert len(longest(GOOD, "zh", ADDRESS)["matter"]) == 4
    assert len(longest("【蒲公英】{{ matter }}", "zh", ADDRESS)["matter"]) == 7  # 您报的 before it
    assert "'" in GSM_7


def test_what_is_handed_in_has_landline_and_address_written_in() -> None:
    text = handed_in(GOOD + "，{{ landline }}", "zh", {"address": ADDRESS, "landline": "0359-0000000"})
    assert text == "${place}的${matter}，${when}前接单。单号${code}，到pgy.example/u办理，0359-0000000"


def test_the_register_has_a_text_for_each_community_whose_landline_it_names() -> None:
    communities = load(DEMO).communities[:2]
    one, both = {("zh", "a"): GOOD}, {("en", "b"): GOOD_EN}
    assert list(register(one, ADDRESS, communities)) == [
        "a/zh",
        "  ${place}的${matter}，${when}前接单。单号${code}，到pgy.example/u办理",
        "  place 其他, matter 其他, when 其他, code 其他号码",
        "",
    ]
    keys = [line for line in register(both, ADDRESS, communities) if line.startswith("b/")]
    assert keys == [f"b/en/{community.id}" for community in communities]


def test_the_texts_in_the_docs_are_those_that_are_sent() -> None:
    assert DOCUMENT.read_text("utf-8") == document(texts(), ADDRESS), "make texts"
