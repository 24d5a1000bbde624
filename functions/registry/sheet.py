"""The directory as flat records, kind by kind, and the records as the directory again, checked as a whole."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any

from functions.registry import parse
from functions.registry.kinds import KINDS, Shape
from functions.shared.domain import words
from functions.shared.domain.directory import Calendar, Name, UnitKind
from functions.shared.domain.directory_checks import Cover, Directory, Draft, check
from functions.shared.domain.directory_entry import Entry, Fields, Items, Problem, Text, Written
from functions.shared.domain.errors import Refused
from functions.shared.domain.spot import Spot
from functions.shared.domain.staff import Role

LONGEST_TEXT, LONGEST_LINES = 200, 2_000


@dataclass(frozen=True)
class Record:
    """One thing of the directory: what is blank is left out. `line` and `lines` say where a file has it."""

    kind: str
    fields: Mapping[str, str]
    line: int = 0
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def key(self) -> str:
        return KINDS[self.kind].key_of(dict(self.fields))

    @property
    def source(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def digest(self) -> str:
        """The same for two records that say the same."""
        told = dumps([self.kind, sorted(self.fields.items())], ensure_ascii=False)
        return sha256(told.encode()).hexdigest()[:32]


Sheet = Mapping[str, Mapping[str, Record]]  # kind → key → record, in the directory's order


def record(kind: str, typed: Mapping[str, str], problems: list[Problem], **where: Any) -> Record:
    """A record of what was typed, made tidy. Adds to `problems` what is too long."""
    fields: dict[str, str] = {}
    long: list[Problem] = []
    for name, text in typed.items():
        column = KINDS[kind].column(name)
        try:
            if column is not None and column.shape is Shape.LINES:
                tidy = "\n".join(_items(words.clean(text, name, longest=LONGEST_LINES, required=False)))
            else:
                tidy = words.one_line(text, name, longest=LONGEST_TEXT, required=False)
        except Refused as refused:
            long.append(Problem("", 0, name, refused.reason, refused.details))
            tidy = text
        if tidy and not (tidy == "false" and column is not None and column.shape is Shape.FLAG):
            fields[name] = tidy
    made = Record(kind, fields, **where)
    problems += [
        Problem(made.source, made.lines.get(it.field, made.line), it.field, it.reason, it.details) for it in long
    ]
    return made


def takes_orders(unit: Record) -> bool:
    """Whether it is a unit that can be given an order."""
    return not unit.fields.get("left") and unit.fields.get("kind") != UnitKind.COUNTY


def sheet(directory: Directory) -> dict[str, dict[str, Record]]:
    """The directory's records."""
    made: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
    for kind, fields in _flat(directory):
        it = Record(kind, {name: text for name, text in fields.items() if text})
        made[kind][it.key] = it
    return made


def read(records: Sheet) -> tuple[Directory | None, list[Problem]]:
    """The directory that the records make; None where something is wrong with it, and all that is.

    The county's rules of time are not among the records: its calendar comes without them.
    """
    problems: list[Problem] = []

    def entries(kind: str) -> Iterator[Entry]:
        for it in records[kind].values():
            yield Entry(it.source, written(it), problems)

    draft = Draft(
        communities=[(entry, parse.community(entry)) for entry in entries("community")],
        compounds=[(entry, parse.compound(entry)) for entry in entries("compound")],
        stations=[(entry, parse.station(entry)) for entry in entries("station")],
        units=[(entry, parse.unit(entry)) for entry in entries("unit")],
        contacts=[(entry, parse.contact(entry, entry.text("unit"))) for entry in entries("contact")],
        categories=[(entry, parse.category(entry)) for entry in entries("category")],
        staff=[(entry, parse.staff(entry)) for entry in entries("staff")],
        figures=[(entry, parse.figure(entry)) for entry in entries("figure")],
        covers=list(_covers(entries("coverage"))),
    )
    for entry, _ in draft.units:
        parse.done(entry)
    calendar = _calendar(entries("calendar"), problems)
    check(draft)
    if not any(who.role is Role.ADMIN for _, who in draft.staff):
        problems.append(Problem("staff", 0, "role", "last_admin"))
    return (None if problems else draft.directory(calendar)), problems


def written(it: Record) -> Fields:
    """The record as an entry of a file would be."""
    found = {name: text for name, text in it.fields.items() if text.strip()}
    if KINDS[it.kind].column("name.zh"):
        found = {"name": "", **found}  # its parts are missing, each on its own
    return _nested(it, found)


def _nested(it: Record, found: Mapping[str, str], path: str = "") -> Fields:
    inner: dict[str, dict[str, str]] = {}
    for name, text in found.items():
        head, _, rest = name.partition(".")
        inner.setdefault(head, {})
        if rest or text:
            inner[head][rest] = text
    pairs = []
    for head, rest_of in inner.items():
        whole = f"{path}.{head}".lstrip(".")
        column = KINDS[it.kind].column(whole)
        line = it.lines.get(whole, it.line)
        value: Written
        if column is not None and column.shape is Shape.LINES:
            value = Items(line, tuple(Text(line, item) for item in _items(rest_of.get("", ""))))
        elif "" in rest_of:
            value = Text(line, rest_of[""])
        else:
            value = _nested(it, rest_of, whole)
        pairs.append((head, line, value))
    for column in KINDS[it.kind].columns:  # an empty list is one
        head, _, name = column.name.rpartition(".")
        if column.shape is Shape.LINES and head == path and name not in inner:
            pairs.append((name, it.line, Items(it.line)))
    return Fields(it.line, tuple(pairs))


def _items(text: str) -> list[str]:
    return [item.strip() for item in re.split(r"[\n;；]", text) if item.strip()]


def _covers(entries: Iterator[Entry]) -> Iterator[tuple[Entry, Cover]]:
    for entry in entries:
        if cover := parse.cover(entry):
            yield entry, cover


def _calendar(entries: Iterator[Entry], problems: list[Problem]) -> Calendar:
    known: set[int] = set()
    off: set[date] = set()
    worked: set[date] = set()
    for entry in entries:
        text = entry.text("year")
        if not re.fullmatch(r"20[0-9]{2}", text):
            entry.wrong("year", "no_year")
            continue
        known.add(int(text))
        of_year = parse.year(entry, int(text))
        off, worked = off | of_year[0], worked | of_year[1]
        parse.done(entry)
    if not known:
        problems.append(Problem("calendar", 0, "year", "no_years"))
    elif known != set(range(min(known), max(known) + 1)):
        problems.append(Problem("calendar", 0, "year", "gap_in_years"))
    return Calendar(frozenset(known), frozenset(off), frozenset(worked))


def _flat(directory: Directory) -> Iterator[tuple[str, dict[str, str]]]:
    for community in directory.communities:
        yield "community", {"id": community.id, **_name(community.name), "landline": community.landline}
    for compound in directory.compounds:
        placed = {"community": compound.community, **_spot(compound.spot)}
        yield "compound", {"id": compound.id, **_name(compound.name), **placed}
    for station in directory.stations:
        placed = {"community": station.community, "address": station.address, "telephone": station.telephone}
        yield "station", {"id": station.id, **_name(station.name), **placed}
    for unit in directory.units:
        flags = {"night_duty": _flag(unit.night_duty), "left": _flag(unit.left)}
        yield "unit", {"id": unit.id, **_name(unit.name), "kind": unit.kind.value, **flags}
    for contact in directory.contacts:
        reached = {"telephone": contact.telephone.e164 if contact.telephone else "", "email": contact.email or ""}
        named = {"unit": contact.unit, "id": contact.id, "name": contact.name}
        ways = {"robot": contact.robot or "", "prefers": "\n".join(contact.prefers)}
        flags = {"duty": _flag(contact.duty), "leader": _flag(contact.leader)}
        since, until = (contact.away.since, contact.away.until) if contact.away else ("", "")
        away = {"away_from": str(since), "away_to": str(until)}
        yield "contact", {**named, **reached, **ways, **flags, **away}
    for place, unit_id in directory.coverage.partner.items():
        yield "coverage", {"kind": "partner", "of": place, "unit": unit_id}
    for (kind, trade), unit_id in directory.coverage.trades.items():
        yield "coverage", {"kind": kind.value, "of": trade, "unit": unit_id}
    for category in directory.categories:
        emergency = category.emergency
        yield (
            "category",
            {
                "id": category.id,
                **_name(category.name),
                "priority": category.priority.value,
                "routes": "\n".join(" ".join(filter(None, (it.kind.value, it.trade))) for it in category.routes),
                "public": category.public.value,
                "place": category.place.value,
                "kind": category.kind,
                "check_first": _flag(category.check_first),
                "with_community": _flag(category.with_community),
                "emergency.numbers": "\n".join(emergency.numbers) if emergency else "",
                "emergency.advice.zh": emergency.advice.zh if emergency else "",
                "emergency.advice.en": emergency.advice.en if emergency else "",
                "clues.zh": "\n".join(category.clues.zh),
                "clues.en": "\n".join(category.clues.en),
            },
        )
    for who in directory.staff:
        placed = {"community": who.community or "", "station": who.station or ""}
        account = {"email": who.email, "subject": who.subject or ""}
        yield "staff", {"id": who.id, "name": who.name, "role": who.role.value, **placed, **account}
    for year in sorted(directory.calendar.years):
        days = {
            key: "\n".join(day.isoformat() for day in sorted(found) if day.year == year)
            for key, found in (("off", directory.calendar.off), ("worked", directory.calendar.worked))
        }
        yield "calendar", {"year": str(year), **days}
    for figure in directory.figures:
        scope = {"body": figure.scope.body.value, "measure": figure.scope.measure.value}
        counted = {"number": str(figure.number), "bound": figure.bound.value, "as_of": figure.as_of.isoformat()}
        yield "figure", {"id": figure.id, **scope, **counted, "source": figure.source}


def _name(name: Name) -> dict[str, str]:
    return {"name.zh": name.zh, "name.en": name.en, "name.sms": name.sms}


def _spot(spot: Spot | None) -> dict[str, str]:
    if spot is None:
        return {}
    return {f"spot.{name}": str(getattr(spot, name)) for name in ("latitude", "longitude")}


def _flag(value: bool) -> str:
    return "true" if value else ""
