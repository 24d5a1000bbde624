"""Reading a form: each field checked on its own, all that is wrong with it told at once."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from functions.shared.domain import words
from functions.shared.domain.errors import Refused
from functions.shared.domain.phone import Phone
from functions.shared.edge import phones

MOST_YUAN = 99_999_999  # of one sum: more is a slip of the finger
_SUM = re.compile(r"[¥]?\s*([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.0{1,2})?\s*元?")
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

    def yuan(self, field: str) -> int | None:
        """A sum in whole yuan; None where nothing was typed."""
        return self.read(lambda: _yuan(self.typed[field], field), None)

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


def _yuan(typed: str, field: str) -> int | None:
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return None
    found = _SUM.fullmatch(text)
    if not found:
        raise Refused("sum_unreadable", field)
    yuan = int(found[1].replace(",", ""))
    if yuan > MOST_YUAN:
        raise Refused("sum_too_large", field, limit=f"{MOST_YUAN:,}")
    return yuan or None


def digits(typed: str) -> str:
    """The digits in `typed`, full-width ones too."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isascii() and c.isdecimal())
