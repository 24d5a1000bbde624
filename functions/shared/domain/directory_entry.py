"""One entry of the directory as it was written, in a file or a form, so that what is wrong is named by line and field.

Every value is the text that was written: 0359 stays 0359, and `no` is not false.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from functions.shared.domain.directory import Name

E = TypeVar("E", bound=Enum)


@dataclass(frozen=True)
class Written:
    """A text, a list or a mapping, with the line it stands on (0 where there are none)."""

    line: int = 0


@dataclass(frozen=True)
class Text(Written):
    text: str = ""


@dataclass(frozen=True)
class Items(Written):
    items: tuple[Written, ...] = ()


@dataclass(frozen=True)
class Fields(Written):
    """Each field with the line of its name. A name may have been given twice."""

    pairs: tuple[tuple[str, int, Written], ...] = ()


@dataclass(frozen=True)
class Problem:
    """Something wrong: `source` is the file or thing, `reason` a code with a sentence, `details` what that needs."""

    source: str
    line: int
    field: str
    reason: str
    details: Mapping[str, object] = dataclasses.field(default_factory=dict)


class Entry:
    """One mapping. What it lacks or has wrong is added to `problems`, and reading goes on."""

    def __init__(self, source: str, written: Written, problems: list[Problem], path: str = "") -> None:
        self._source, self._path, self._problems = source, path, problems
        self._line = written.line
        self._values: dict[str, Written] = {}
        self._lines: dict[str, int] = {}
        self._read: set[str] = set()
        if not isinstance(written, Fields):
            self.wrong("", "not_mapping")
            return
        for key, line, value in written.pairs:
            if key in self._values:
                self.wrong(key, "given_twice")
            self._values[key], self._lines[key] = value, line

    def wrong(self, key: str, reason: str, **details: object) -> None:
        """Note what is wrong with the field `key`, or with the entry as a whole if it has no such field."""
        line = self._lines.get(key, self._line)
        where = f"{self._path}.{key}" if self._path and key else self._path or key or "entry"
        self._problems.append(Problem(self._source, line, where, reason, details))

    def text(self, key: str, *, optional: bool = False) -> str:
        written = self._take(key)
        if isinstance(written, Text) and written.text.strip():
            return written.text
        if written is not None:
            self.wrong(key, "not_text")
        elif not optional:
            self.wrong(key, "missing")
        return ""

    def texts(self, key: str, *, optional: bool = False) -> list[str]:
        written = self._take(key)
        if written is None and optional:
            return []
        if isinstance(written, Items) and all(isinstance(item, Text) for item in written.items):
            return [item.text for item in written.items if isinstance(item, Text)]
        self.wrong(key, "missing" if written is None else "not_texts")
        return []

    def flag(self, key: str) -> bool:
        text = self.text(key, optional=True)
        if text not in ("", "true", "false"):
            self.wrong(key, "not_flag")
        return text == "true"

    def choice(self, key: str, of: type[E]) -> E:
        text = self.text(key)
        values: dict[str, E] = {member.value: member for member in of}
        if text and text not in values:
            self.wrong(key, "not_a_choice", text=text, among=", ".join(values))
        return values.get(text) or next(iter(of))

    def name(self, key: str, *, longest: int | None = None, longest_en: int | None = None) -> Name:
        """A name in both languages; where `longest` is given, what a text message says may have that many units, and
        `longest_en` characters in English."""
        inner = self.entry(key)
        if inner is None:
            return Name("", "")
        name = Name(inner.text("zh"), inner.text("en"), inner.text("sms", optional=True))
        inner.done()
        length = len(name.short.encode("utf-16-le", "surrogatepass")) // 2  # what an SMS counts (UCS-2, 3GPP TS 23.040)
        if longest is not None and length > longest:
            inner.wrong("sms" if name.sms else "zh", "no_room_in_text", text=name.short, count=length, limit=longest)
        if longest_en is not None and len(name.en) > longest_en:
            inner.wrong("en", "no_room_in_text", text=name.en, count=len(name.en), limit=longest_en)
        return name

    def entry(self, key: str, *, optional: bool = False) -> "Entry | None":
        written = self._take(key)
        if written is None:
            if not optional:
                self.wrong(key, "missing")
            return None
        return Entry(self._source, written, self._problems, f"{self._path}.{key}".lstrip("."))

    def entries(self, key: str) -> list["Entry"]:
        written = self._take(key)
        if not isinstance(written, Items):
            self.wrong(key, "missing" if written is None else "not_list")
            return []
        return [Entry(self._source, item, self._problems, f"{self._path}.{key}".lstrip(".")) for item in written.items]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """All of it as texts: for a mapping whose keys are ids."""
        for key in self._values:
            yield key, self.text(key)

    def keys(self) -> list[str]:
        return list(self._values)

    def done(self) -> None:
        """Refuse what nobody has read."""
        for key in self._values.keys() - self._read:
            self.wrong(key, "unknown_field")

    def _take(self, key: str) -> Written | None:
        self._read.add(key)
        return self._values.get(key)
