"""What is given out and taken in again is the same; no spreadsheet runs a cell; what is wrong has its line."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.registry import files
from functions.registry.edit import differences, replaced
from functions.registry.kinds import KINDS
from functions.registry.sheet import Record, read, record, sheet
from functions.shared.domain.directory_entry import Problem
from functions.shared.domain.opening import Body, Bound, FigureScope, Measure, OpeningFigure
from functions.shared.domain.staff import Role
from functions.shared.edge import upload
from infra.directory.load import load

SCOPE = FigureScope(Body.STATIONS, Measure.OPINIONS)
FIGURE = OpeningFigure("opinions", SCOPE, 121, Bound.EXACT, date(2025, 12, 31), "总结")
COUNTY = replace(load(Path(__file__).parents[3] / "infra" / "demo"), figures=(FIGURE,))
SHEET = sheet(COUNTY)
# What people may type: anything, with what spreadsheets and YAML take for more than text.
TYPED = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [
        "=1+1",
        "'=x",
        "''",
        "-5",
        "+8615400000001",
        "＝cmd",
        "@a",
        "no",
        "~",
        "0359",
        "a: b",
        "# c",
        "- d",
        "{x}",
        '"',
        "\ufeff",
    ]
)


def test_the_records_are_the_directory() -> None:
    directory, problems = read(SHEET)
    assert problems == []
    assert directory == replace(COUNTY, calendar=replace(COUNTY.calendar, rules=None))


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_taken_in_again_is_no_difference(kind: str) -> None:
    problems: list[Problem] = []
    found = files.from_csv(KINDS[kind], files.to_csv(KINDS[kind], SHEET[kind].values()), problems)
    assert problems == []
    assert differences(SHEET, replaced(SHEET, found, problems)) == ()


def test_everything_taken_in_again_is_no_difference() -> None:
    problems: list[Problem] = []
    text = files.to_yaml({kind: found.values() for kind, found in SHEET.items()})
    assert differences(SHEET, replaced(SHEET, files.from_yaml(text, problems), problems)) == ()
    assert problems == []


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_whatever_was_typed_comes_back_as_it_was(kind: str, data: st.DataObject) -> None:
    typed = {column.name: data.draw(TYPED) for column in KINDS[kind].columns}
    typed |= dict.fromkeys(KINDS[kind].key, "x")
    it = record(kind, typed, [])
    problems: list[Problem] = []
    (one,) = files.from_csv(KINDS[kind], files.to_csv(KINDS[kind], [it]), problems)[kind]
    (other,) = files.from_yaml(files.to_yaml({kind: [it]}), problems)[kind]
    assert one.fields == it.fields
    assert other.fields == it.fields
    assert problems == []


def rows(*lines: str) -> str:
    return "\n".join(("unit,id,name,telephone,email,duty", *lines))


@pytest.mark.parametrize(
    ("text", "line", "field", "reason"),
    [
        (rows("a,b"), 2, "file", "wrong_width"),
        (rows("a,b,c,d,e,", "", "a,b,c,d"), 4, "file", "wrong_width"),
        ("unit,id,name,phone\na,b,c,d", 1, "phone", "unknown_field"),
        ("unit,id\na,b", 1, "name", "missing"),
        ("unit,id,name,name\na,b,c,d", 1, "name", "given_twice"),
        ("", 1, "file", "empty"),
        (rows('a,"b'), 2, "file", "unreadable"),
        (rows(f"a,b,{'长' * 201},d,e,"), 2, "name", "too_long"),
    ],
)
def test_what_a_table_may_not_say(text: str, line: int, field: str, reason: str) -> None:
    problems: list[Problem] = []
    files.from_csv(KINDS["contact"], text, problems)
    assert (line, field, reason) in [(it.line, it.field, it.reason) for it in problems]


@pytest.mark.parametrize(
    ("text", "line", "field", "reason"),
    [
        ("station:\n- id: a\n  id: b", 3, "id", "given_twice"),
        ("station:\n- id: [a]", 2, "id", "not_text"),
        ("category:\n- id: a\n  routes: partner", 3, "routes", "not_texts"),
        ("station: []\nstation: []", 2, "station", "given_twice"),
        ("wizards: []", 1, "wizards", "unknown_field"),
        ("a: &x [1]\nb: *x", 1, "file", "unreadable"),
        ("station: ]", 1, "file", "unreadable"),
        ("[]", 1, "file", "not_mapping"),
    ],
)
def test_what_a_file_may_not_say(text: str, line: int, field: str, reason: str) -> None:
    problems: list[Problem] = []
    files.from_yaml(text, problems)
    assert (line, field, reason) in [(it.line, it.field, it.reason) for it in problems]


def test_the_order_of_a_file_changes_nothing() -> None:
    backwards: dict[str, list[Record]] = {"station": list(reversed(SHEET["station"].values()))}
    assert list(replaced(SHEET, backwards, [])["station"]) == list(SHEET["station"])


def test_there_is_always_an_admin() -> None:
    staff = {key: it for key, it in SHEET["staff"].items() if it.fields["role"] != Role.ADMIN}
    assert [it.reason for it in read({**SHEET, "staff": staff})[1]] == ["last_admin"]
    assert "last_admin" in {it.reason for it in read({**SHEET, "staff": {}})[1]}


def test_the_seal_is_of_that_file_and_those_differences() -> None:
    assert upload.seal("a\nb\n", "unit", "x") == upload.seal("\r\na\r\nb", "unit", "x")
    assert len({upload.seal(*it) for it in (("a", "unit", "x"), ("a", "unit", "y"), ("a", "staff", "x"))}) == 3
