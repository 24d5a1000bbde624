"""YAML read with its lines, so that whatever is wrong can be named by file, line and field.

Every scalar is taken as the text that was written: 0359 stays 0359, and `no` is not false.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeVar

import yaml

from functions.shared.domain.directory import Name

E = TypeVar("E", bound=Enum)


@dataclass(frozen=True, order=True)
class Problem:
    file: str
    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.sentence}"


class Problems(Exception):
    """Everything that is wrong with a directory, in the order of its files and lines."""

    def __init__(self, found: list[Problem]) -> None:
        self.found = sorted(set(found))
        super().__init__("\n".join(map(str, self.found)))


class Entry:
    """One mapping of a file. What it lacks or has wrong is added to `problems`, and reading goes on."""

    def __init__(self, file: str, node: yaml.Node, problems: list[Problem], path: str = "") -> None:
        self._file, self._path, self._problems = file, path, problems
        self._line = node.start_mark.line + 1
        self._values: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        self._read: set[str] = set()
        if not isinstance(node, yaml.MappingNode):
            self.wrong("", "must be a mapping of fields.")
            return
        for key, value in node.value:
            if key.value in self._values:
                self.wrong(key.value, "is given twice.")
            self._values[key.value], self._lines[key.value] = value, key.start_mark.line + 1

    def wrong(self, key: str, sentence: str) -> None:
        """Note what is wrong with the field `key`, or with the entry as a whole if it has no such field."""
        line = self._lines.get(key, self._line)
        field = f"{self._path}.{key}" if self._path and key else self._path or key or "entry"
        self._problems.append(Problem(self._file, line, field, sentence))

    def text(self, key: str, *, optional: bool = False) -> str:
        node = self._take(key)
        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            return str(node.value)
        if node is not None:
            self.wrong(key, "must be some text.")
        elif not optional:
            self.wrong(key, "is missing.")
        return ""

    def texts(self, key: str) -> list[str]:
        node = self._take(key)
        if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
            return [item.value for item in node.value]
        self.wrong(key, "is missing." if node is None else "must be a list of texts.")
        return []

    def flag(self, key: str) -> bool:
        text = self.text(key, optional=True)
        if text not in ("", "true", "false"):
            self.wrong(key, "must be true or false.")
        return text == "true"

    def choice(self, key: str, of: type[E]) -> E:
        text = self.text(key)
        values: dict[str, E] = {member.value: member for member in of}
        if text and text not in values:
            self.wrong(key, f"{text} is none of {', '.join(values)}.")
        return values.get(text) or next(iter(of))

    def name(self, key: str, *, longest: int | None = None) -> Name:
        """A name in both languages; where `longest` is given, what a text message says may have that many units."""
        inner = self.entry(key)
        if inner is None:
            return Name("", "")
        name = Name(inner.text("zh"), inner.text("en"), inner.text("sms", optional=True))
        inner.done()
        length = len(name.short.encode("utf-16-le")) // 2  # what an SMS counts (UCS-2, 3GPP TS 23.040)
        if longest is not None and length > longest:
            field = "sms" if name.sms else "zh"
            inner.wrong(field, f"{name.short} has {length} characters; a text message has room for {longest}.")
        return name

    def entry(self, key: str, *, optional: bool = False) -> "Entry | None":
        node = self._take(key)
        if node is None:
            if not optional:
                self.wrong(key, "is missing.")
            return None
        return Entry(self._file, node, self._problems, f"{self._path}.{key}".lstrip("."))

    def entries(self, key: str) -> list["Entry"]:
        node = self._take(key)
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(key, "is missing." if node is None else "must be a list.")
            return []
        return [Entry(self._file, item, self._problems, f"{self._path}.{key}".lstrip(".")) for item in node.value]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """All of it as texts: for a mapping whose keys are ids."""
        for key in self._values:
            yield key, self.text(key)

    def keys(self) -> list[str]:
        return list(self._values)

    def done(self) -> None:
        """Refuse what nobody has read."""
        for key in self._values.keys() - self._read:
            self.wrong(key, "is not a field here.")

    def _take(self, key: str) -> yaml.Node | None:
        self._read.add(key)
        return self._values.get(key)


def read_list(path: Path, problems: list[Problem]) -> list[Entry]:
    """The entries of a file that is one list."""
    node = _compose(path, problems)
    if isinstance(node, yaml.SequenceNode):
        return [Entry(path.name, item, problems) for item in node.value]
    if node is not None:
        problems.append(Problem(path.name, 1, "file", "must be a list."))
    return []


def read_mapping(path: Path, problems: list[Problem]) -> Entry | None:
    """A file that is one mapping."""
    node = _compose(path, problems)
    return Entry(path.name, node, problems) if node is not None else None


def _compose(path: Path, problems: list[Problem]) -> yaml.Node | None:
    try:
        node: yaml.Node | None = yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        problems.append(Problem(path.name, 1, "file", "is missing from the folder."))
        return None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "is not UTF-8 text"
        problems.append(Problem(path.name, mark.line + 1 if mark else 1, "file", f"cannot be read as YAML: {reason}."))
        return None
    if node is None:
        problems.append(Problem(path.name, 1, "file", "is empty."))
    return node
