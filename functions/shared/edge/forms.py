"""Reading a form: each field checked on its own, all that is wrong with it told at once."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from functions.shared.domain import words
from functions.shared.domain.errors import Refused
from functions.shared.domain.phone import Phone
from functions.shared.edge import phones

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)


class Wrong(Exception):
    """The form can't be taken as it is: `errors` has one Refused for each field to mend."""

    def __init__(self, errors: tuple[Refused, ...]) -> None:
        super().__init__(*(error.reason for error in errors))
        self.errors = errors


class Form:
    """What was typed, read field by field; `done` raises Wrong if any field was."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.errors: list[Refused] = []

    def text(self, field: str, *, longest: int = words.LONGEST, required: bool = True) -> str:
        return self.read(lambda: words.clean(self.typed[field], field, longest=longest, required=required), "")

    def line(self, field: str, *, longest: int, required: bool = True) -> str:
        return self.read(lambda: words.one_line(self.typed[field], field, longest=longest, required=required), "")

    def choice(self, field: str, kind: type[Choice]) -> Choice:
        """One of a set; where none was chosen, the first stands in until `done` raises."""
        first = next(iter(kind))
        return self.read(lambda: _choice(self.typed[field], field, kind), first)

    def day(self, field: str) -> date:
        return self.read(lambda: _day(self.typed[field], field), date.min)

    def telephone(self, field: str) -> Phone | None:
        return self.read(lambda: phones.parse(self.typed[field], field), None)

    def ticked(self, field: str) -> bool:
        return self.typed[field] == "yes"

    def read(self, reader: Callable[[], T], otherwise: T) -> T:
        """What `reader` reads; if it refuses, `otherwise` for the moment, and the form is wrong."""
        try:
            return reader()
        except Refused as refused:
            self.errors.append(refused)
            return otherwise

    def done(self) -> None:
        if self.errors:
            raise Wrong(tuple(self.errors))


def _choice(typed: str, field: str, kind: type[Choice]) -> Choice:
    if not typed:
        raise Refused("choice_missing", field)
    try:
        return kind(typed)
    except ValueError:
        raise Refused("choice_unknown", field) from None


def _day(typed: str, field: str) -> date:
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        raise Refused("day_missing", field)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("day_unreadable", field) from None


def digits(typed: str) -> str:
    """The digits in `typed`, full-width ones too."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isascii() and c.isdecimal())
