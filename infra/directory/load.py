"""The directory's files, read and checked: `python -m infra.directory.load FOLDER` says what is wrong with them."""

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from functions.registry import parse
from functions.shared.domain.county_time import COUNTY_ZONE
from functions.shared.domain.directory import Calendar, RouteKind
from functions.shared.domain.directory_checks import Cover, Directory, Draft, check, nobody_there
from functions.shared.domain.directory_entry import Entry, Problem
from infra.directory import limits
from infra.directory.entries import Problems, read_list, read_mapping

__all__ = ["Directory", "load"]

FIGURES = "figures.yml"  # may be missing


def load(folder: Path) -> Directory:
    """The directory that the files of `folder` describe. Raises Problems: all of them, not only the first."""
    problems: list[Problem] = []
    draft = Draft(
        communities=[(entry, parse.community(entry)) for entry in read_list(folder / "communities.yml", problems)],
        compounds=[(entry, parse.compound(entry)) for entry in read_list(folder / "compounds.yml", problems)],
        stations=[(entry, parse.station(entry)) for entry in read_list(folder / "stations.yml", problems)],
        staff=[(entry, parse.staff(entry)) for entry in read_list(folder / "staff.yml", problems)],
        categories=[(entry, parse.category(entry)) for entry in read_list(folder / "categories.yml", problems)],
    )
    if (folder / FIGURES).exists():
        draft.figures = [(entry, parse.figure(entry)) for entry in read_list(folder / FIGURES, problems)]
    for entry in read_list(folder / "units.yml", problems):
        unit = parse.unit(entry)
        draft.units.append((entry, unit))
        draft.contacts += [(inner, parse.contact(inner, unit.id)) for inner in entry.entries("contacts")]
        parse.done(entry)
    if covering := read_mapping(folder / "coverage.yml", problems):
        draft.covers = _covers(covering)
    working_days = read_mapping(folder / "calendar.yml", problems)
    calendar = _calendar(working_days) if working_days else None
    if (folder / limits.FILE).exists() and (time := read_mapping(folder / limits.FILE, problems)):
        rules = limits.rules(time)
        calendar = calendar and replace(calendar, rules=rules)
    if not any(problem.field == "file" for problem in problems):  # or all that refers to that file would look wrong
        check(draft)
    if problems or calendar is None:
        raise Problems(problems)
    return draft.directory(calendar)


def warnings(directory: Directory) -> list[str]:
    """What is nothing wrong, and should be known all the same: units with nobody there, from today on."""
    return [
        f"units.yml: {unit.id}: all contacts are away from {away.since} to {away.until}; messages go to them as usual."
        for unit, away in nobody_there(directory, datetime.now(COUNTY_ZONE).date())
    ]


def _covers(entry: Entry) -> list[tuple[Entry, Cover]]:
    found: list[tuple[Entry, Cover]] = []
    if partner := entry.entry("partner"):
        found += [(partner, Cover(RouteKind.PARTNER, place, unit, place, place)) for place, unit in partner.pairs()]
    if trades := entry.entry("trades"):
        for kind in parse.TRADED:
            if inner := trades.entry(kind.value, optional=True):
                found += [(inner, Cover(kind, trade, unit, trade, trade)) for trade, unit in inner.pairs()]
        trades.done()
    parse.done(entry)
    return found


def _calendar(entry: Entry) -> Calendar:
    entry.text("source")
    off: set[date] = set()
    worked: set[date] = set()
    known: set[int] = set()
    years = entry.entry("years")
    for year in years.keys() if years else ():
        inner = years and years.entry(year)
        if inner and year.isdecimal():
            known.add(int(year))
            of_year = parse.year(inner, int(year))
            off, worked = off | of_year[0], worked | of_year[1]
            inner.done()
        elif years:
            years.wrong(year, "no_year")
    if known and known != set(range(min(known), max(known) + 1)):
        entry.wrong("years", "gap_in_years")
    if not known:
        entry.wrong("years", "no_years")
    parse.done(entry)
    return Calendar(frozenset(known), frozenset(off), frozenset(worked))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m infra.directory.load FOLDER", file=sys.stderr)
        return 2
    try:
        directory = load(Path(arguments[0]))
    except Problems as problems:
        print(problems, file=sys.stderr)
        return 1
    kinds = ("communities", "compounds", "stations", "units", "contacts", "categories", "staff", "figures")
    for warning in warnings(directory):
        print(warning, file=sys.stderr)
    print("Nothing wrong:", ", ".join(f"{len(getattr(directory, kind))} {kind}" for kind in kinds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
