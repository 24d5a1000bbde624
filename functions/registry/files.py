"""The directory as files, CSV or YAML: made of records, and read as records with the lines they stand on."""

from collections.abc import Iterable, Mapping
from typing import Any

from functions.registry import yaml_files
from functions.registry.kinds import KINDS, Kind, Shape
from functions.registry.sheet import Record, record
from functions.shared.domain import csv_file
from functions.shared.domain.directory_entry import Fields, Items, Problem, Text, Written

Read = dict[str, list[Record]]


def to_csv(kind: Kind, records: Iterable[Record]) -> str:
    """One kind as a table."""
    names = [column.name for column in kind.columns]
    return csv_file.write([names, *([it.fields.get(name, "") for name in names] for it in records)])


def to_yaml(sheet: Mapping[str, Iterable[Record]]) -> str:
    """Each kind as a list of entries, all in one file."""
    return yaml_files.write({kind: [_entry(it) for it in records] for kind, records in sheet.items()})


def from_csv(kind: Kind, text: str, problems: list[Problem]) -> Read:
    """The records of one kind. Adds to `problems` what the file has wrong, by line and column."""
    found: list[Record] = []
    names: list[str] | None = None
    try:
        for start, cells in csv_file.read(text):
            if names is None:
                names = [cell.strip() for cell in cells]
                problems += _headings(kind, names, start)
            elif len(cells) != len(names):
                problems.append(
                    Problem(kind.name, start, "file", "wrong_width", {"count": len(cells), "limit": len(names)})
                )
            else:
                found.append(record(kind.name, dict(zip(names, cells, strict=True)), problems, line=start))
    except csv_file.Unreadable as error:
        problems.append(Problem(kind.name, error.line, "file", "unreadable", {"why": error.why}))
    if names is None:
        problems.append(Problem(kind.name, 1, "file", "empty"))
    return {kind.name: found}


def from_yaml(text: str, problems: list[Problem]) -> Read:
    """The records of every kind that the file has."""
    try:
        whole = yaml_files.read(text)
    except yaml_files.Unreadable as error:
        problems.append(Problem("file", error.line, "file", "unreadable", {"why": error.why}))
        return {}
    if whole is None:
        problems.append(Problem("file", 1, "file", "empty"))
        return {}
    if not isinstance(whole, Fields):
        problems.append(Problem("file", whole.line, "file", "not_mapping"))
        return {}
    found: Read = {}
    for name, line, value in whole.pairs:
        if name not in KINDS:
            problems.append(Problem("file", line, name, "unknown_field"))
        elif name in found:
            problems.append(Problem("file", line, name, "given_twice"))
        elif not isinstance(value, Items):
            problems.append(Problem("file", line, name, "not_list"))
        else:
            found[name] = [_record(KINDS[name], item, problems) for item in value.items]
    return found


def _headings(kind: Kind, names: list[str], line: int) -> Iterable[Problem]:
    for name in names:
        if kind.column(name) is None:
            yield Problem(kind.name, line, name or "?", "unknown_field")
    for name in {name for name in names if names.count(name) > 1}:
        yield Problem(kind.name, line, name, "given_twice")
    for column in kind.columns:
        if not column.optional and column.name not in names:
            yield Problem(kind.name, line, column.name, "missing")


def _record(kind: Kind, item: Written, problems: list[Problem]) -> Record:
    typed: dict[str, str] = {}
    lines: dict[str, int] = {}
    if isinstance(item, Fields):
        _flatten(kind, item, "", typed, lines, problems)
    else:
        problems.append(Problem(kind.name, item.line, "entry", "not_mapping"))
    return record(kind.name, typed, problems, line=item.line, lines=lines)


def _flatten(
    kind: Kind, item: Fields, path: str, typed: dict[str, str], lines: dict[str, int], problems: list[Problem]
) -> None:
    for key, line, value in item.pairs:
        name = f"{path}{key}"
        if name in lines:
            problems.append(Problem(kind.name, line, name, "given_twice"))
        lines[name] = line
        column = kind.column(name)
        in_lines = column is not None and column.shape is Shape.LINES
        match value:
            case Fields():
                _flatten(kind, value, f"{name}.", typed, lines, problems)
            case Text() if not in_lines:
                typed[name] = value.text
            case Items() if in_lines and all(isinstance(it, Text) for it in value.items):
                typed[name] = "\n".join(it.text for it in value.items if isinstance(it, Text))
            case _:
                problems.append(Problem(kind.name, line, name, "not_texts" if in_lines else "not_text"))


def _entry(it: Record) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for column in KINDS[it.kind].columns:
        text = it.fields.get(column.name, "")
        if not text:
            continue
        inner = made
        *path, last = column.name.split(".")
        for key in path:
            inner = inner.setdefault(key, {})
        inner[last] = text.split("\n") if column.shape is Shape.LINES else text
    return made
