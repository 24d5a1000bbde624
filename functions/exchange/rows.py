"""The rows of a file of the platform: what each asks for and where, or every reason why it can't be taken in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from functions.exchange.columns import Columns, plain, tidy
from functions.shared.domain import csv_file
from functions.shared.domain.directory import Category, Community, Compound
from functions.shared.domain.errors import Refused
from functions.shared.domain.phone import Phone
from functions.shared.domain.words import LONGEST_PLACE, clean

MOST_ROWS = 500
UNKNOWN = "unknown"
LONGEST_NUMBER, LONGEST_NAME, LONGEST_DAY = 60, 60, 40
T = TypeVar("T")
Telephone = Callable[[str], Phone | None]  # raises Refused `telephone_impossible`


@dataclass(frozen=True)
class Places:
    """Where a row may be: the community that it is taken in for, its compounds and lanes, and those of others."""

    community: Community
    compounds: tuple[Compound, ...]
    elsewhere: tuple[Community | Compound, ...]


@dataclass(frozen=True)
class Row:
    """One row, as far as the file alone can tell. `compound` None: the community as a whole."""

    line: int
    number: str = ""
    words: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    compound: Compound | None = None
    category: str = UNKNOWN
    telephone: Phone | None = None
    name: str = field(default="", repr=False)
    asked_on: str = ""
    finished: bool = False
    problems: tuple[Refused, ...] = ()


def header(text: str) -> list[str]:
    """The first row. Raises Refused `file_empty` or `file_unreadable`."""
    return _read(text)[0][1]


def rows(
    text: str, columns: Columns, places: Places, categories: Sequence[Category], telephone: Telephone
) -> tuple[Row, ...]:
    """Raises Refused `file_empty`, `file_unreadable`, `columns_gone` or `too_many_rows`: then there is no row."""
    (_, names), *found = _read(text)
    there = [tidy(name) for name in names]
    if gone := [name for name in columns.of.values() if name not in there]:
        raise Refused("columns_gone", names="、".join(gone))
    if len(found) > MOST_ROWS:
        raise Refused("too_many_rows", count=len(found), limit=MOST_ROWS)
    by_name = {plain(name): category.id for category in reversed(categories) for name in _names(category)}
    return tuple(_row(line, there, cells, columns, places, by_name, telephone) for line, cells in found)


def _read(text: str) -> list[tuple[int, list[str]]]:
    try:
        found = list(csv_file.read(text))
    except csv_file.Unreadable as error:
        raise Refused("file_unreadable", line=error.line) from error
    if not found:
        raise Refused("file_empty")
    return found


def _row(
    line: int,
    names: list[str],
    cells: list[str],
    columns: Columns,
    places: Places,
    categories: Mapping[str, str],
    telephone: Telephone,
) -> Row:
    if len(cells) != len(names):
        return Row(line, problems=(Refused("wrong_width", count=len(cells), limit=len(names)),))
    typed = columns.typed(dict(zip(names, cells, strict=True)))
    problems: list[Refused] = []

    def read(reader: Callable[[], T], otherwise: T) -> T:
        try:
            return reader()
        except Refused as refused:
            problems.append(refused)
            return otherwise

    def short(name: str, longest: int) -> str:
        return read(lambda: tidy(typed.get(name, ""), longest, name), "")

    place = short("place", LONGEST_PLACE)
    return Row(
        line,
        number=short("number", LONGEST_NUMBER),
        words=read(lambda: words(typed["words"]), ""),
        place=place,
        compound=read(lambda: compound(place, places), None),
        category=categories.get(plain(typed.get("category", "")), UNKNOWN),
        telephone=read(lambda: telephone(typed.get("telephone", "")), None),
        name=short("name", LONGEST_NAME),
        asked_on=short("asked_on", LONGEST_DAY),
        finished=tidy(typed.get("result", "")) in columns.finished,
        problems=tuple(problems),
    )


def words(typed: str) -> str:
    """What was asked for; cleaning it again changes nothing. Raises Refused `missing` or `too_long`."""
    for _ in range(3):
        typed = clean(typed, "words")
    return typed


def compound(place: str, places: Places) -> Compound | None:
    """The compound or lane that `place` names, the longest name first; None for the whole community.

    Raises Refused `place_missing`, `place_unknown`, `place_twofold` (two fit as well) or `not_your_community`.
    """
    if not place:
        raise Refused("place_missing", "place")
    ours = _named(place, places.compounds)
    others = _named(place, places.elsewhere)
    if others and (not ours or others[0] > ours[0]):
        raise Refused("not_your_community", "place")
    if ours:
        if len(ours[1]) > 1:
            raise Refused("place_twofold", "place")
        return ours[1][0]
    if _named(place, (places.community,)):
        return None
    raise Refused("place_unknown", "place")


P = TypeVar("P", Community, Compound, Community | Compound)


def _named(text: str, among: Iterable[P]) -> tuple[int, list[P]] | None:
    """Those whose name stands in `text` at its longest, and how long it is."""
    wanted = plain(text)
    fitting = [(len(name), it) for it in among if (name := _name_in(wanted, it))]
    longest = max((length for length, _ in fitting), default=0)
    return (longest, [it for length, it in fitting if length == longest]) if fitting else None


def _name_in(text: str, it: Community | Compound) -> str:
    names = [name for name in (plain(it.name.zh), plain(it.name.en)) if name and name in text]
    return max(names, key=len, default="")


def _names(category: Category) -> tuple[str, ...]:
    """What the platform may call it; a short name that texts use for several is nobody's."""
    zh = category.name.zh
    shorts = () if category.id == UNKNOWN or not category.name.sms else (category.name.sms,)
    return (category.id, category.name.en, *shorts, zh.partition("（")[0], zh)
