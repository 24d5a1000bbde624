"""The forms of the editor: which columns each has, what was typed in them, and where each problem is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from functions.registry.edit import put, without
from functions.registry.kinds import KINDS, Column, Kind, Shape
from functions.registry.sheet import Record, Sheet, record
from functions.shared.domain.directory_entry import Problem
from functions.shared.domain.errors import Refused

FIRST = "contact."  # a new unit comes with somebody who can be reached
TICKED = "yes"
SHOWN_AT = ("zh", "numbers", "latitude")  # where what is wrong with all of a thing is shown


@dataclass(frozen=True)
class Wrong:
    """One line of what is wrong: at the field with that name, or of the thing `of` (kind and key) elsewhere."""

    field: str | None
    of: tuple[str, str] | None
    problem: Problem


def kind_named(name: str) -> Kind:
    """Raises Refused `unknown_page`."""
    if name not in KINDS:
        raise Refused("unknown_page")
    return KINDS[name]


def there(records: Sheet, kind: Kind, key: str) -> Record:
    """Raises Refused `unknown_page`."""
    if key not in records[kind.name]:
        raise Refused("unknown_page")
    return records[kind.name][key]


def columns(kind: Kind, key: str | None) -> tuple[Column, ...]:
    """What the form asks for: what tells a thing apart is asked once, and a new unit's first contact with it."""
    asked = tuple(it for it in kind.columns if it.in_form and (key is None or it.name not in kind.key))
    if kind.name == "unit" and key is None:
        first = tuple(it for it in KINDS["contact"].columns if it.name != "unit" and it.shape is not Shape.DAY)
        asked += tuple(replace(it, name=f"{FIRST}{it.name}") for it in first)
    return asked


def blank(kind: Kind) -> dict[str, str]:
    return {column.name: "" for column in columns(kind, None)}


def filled(it: Record, kind: Kind) -> dict[str, str]:
    return {column.name: it.fields.get(column.name, "") for column in kind.columns}


def typed(kind: Kind, key: str | None, form: Mapping[str, str]) -> dict[str, str]:
    """What came with the form; a tick is true."""
    found = {}
    for column in columns(kind, key):
        text = form.get(column.name, "")
        found[column.name] = ("true" if text == TICKED else "") if column.shape is Shape.FLAG else text
    return found


def save(
    records: Sheet, problems: list[Problem], *, kind: Kind, key: str | None, form: Mapping[str, str], seen: str
) -> Sheet:
    """The records with what the form says. Raises Refused `thing_changed_since` if it was made from another one than is
    there."""
    own = {name: text for name, text in form.items() if not name.startswith(FIRST)}
    if key is None:
        after = put(records, record(kind.name, own, problems), None, problems)
        if kind.name == "unit":
            first = {name.removeprefix(FIRST): text for name, text in form.items() if name.startswith(FIRST)}
            contact = record("contact", {**first, "unit": form["id"].strip()}, problems)
            after = put(after, contact, None, problems)
        return after
    before = _unchanged(records, kind, key, seen)
    it = record(kind.name, {**before.fields, **own}, problems)
    return put(records, it, key, problems)


def remove(records: Sheet, problems: list[Problem], *, kind: Kind, key: str, seen: str) -> Sheet:
    """The records without this one. Raises Refused `thing_changed_since`."""
    _unchanged(records, kind, key, seen)
    return without(records, kind.name, key)


def _unchanged(records: Sheet, kind: Kind, key: str, seen: str) -> Record:
    if key not in records[kind.name] or records[kind.name][key].digest != seen:
        raise Refused("thing_changed_since")
    return records[kind.name][key]


def placed(problems: Iterable[Problem], kind: Kind, key: str, asked: Iterable[Column]) -> tuple[Wrong, ...]:
    """Each problem at the field it belongs to, or with the name of the thing elsewhere that it is about."""
    names = {column.name for column in asked}
    found: dict[tuple[str | None, str, str], Wrong] = {}
    for it in problems:
        of_kind, _, of_key = it.source.partition(" ")
        field = None
        if (of_kind, of_key) == (kind.name, key):
            field = next(
                (name for name in (it.field, *(f"{it.field}.{part}" for part in SHOWN_AT)) if name in names), None
            )
        elif of_kind == "contact" and of_key.startswith(f"{key}.") and f"{FIRST}{it.field}" in names:
            field = f"{FIRST}{it.field}"
        wrong = Wrong(field, None if field else (of_kind, of_key), it)
        found.setdefault((field, it.source, f"{it.reason} {it.details}"), wrong)
    return tuple(found.values())
