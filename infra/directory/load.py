"""The directory's files, read and checked: `python -m infra.directory.load FOLDER` says what is wrong with them."""

import sys
from dataclasses import dataclass
from pathlib import Path

from functions.shared.domain.directory import (
    Calendar,
    Category,
    Community,
    Compound,
    Contact,
    Coverage,
    Station,
    Unit,
)
from functions.shared.domain.staff import Staff
from infra.directory import parse
from infra.directory.check import Draft, check
from infra.directory.entries import Problem, Problems, read_list, read_mapping


@dataclass(frozen=True)
class Directory:
    """All that the files say, in their order."""

    communities: tuple[Community, ...]
    compounds: tuple[Compound, ...]
    stations: tuple[Station, ...]
    units: tuple[Unit, ...]
    contacts: tuple[Contact, ...]
    categories: tuple[Category, ...]
    staff: tuple[Staff, ...]
    coverage: Coverage
    calendar: Calendar


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
    for entry in read_list(folder / "units.yml", problems):
        unit, contacts = parse.unit(entry)
        draft.units.append((entry, unit))
        draft.contacts += contacts
    if covering := read_mapping(folder / "coverage.yml", problems):
        draft.coverage = covering, parse.coverage(covering)
    working_days = read_mapping(folder / "calendar.yml", problems)
    calendar = parse.calendar(working_days) if working_days else None
    if not any(problem.field == "file" for problem in problems):  # or all that refers to that file would look wrong
        check(draft)
    if problems or draft.coverage is None or calendar is None:
        raise Problems(problems)
    return Directory(
        communities=tuple(community for _, community in draft.communities),
        compounds=tuple(compound for _, compound in draft.compounds),
        stations=tuple(station for _, station in draft.stations),
        units=tuple(unit for _, unit in draft.units),
        contacts=tuple(contact for _, contact in draft.contacts),
        categories=tuple(category for _, category in draft.categories),
        staff=tuple(who for _, who in draft.staff),
        coverage=draft.coverage[1],
        calendar=calendar,
    )


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m infra.directory.load FOLDER", file=sys.stderr)
        return 2
    try:
        directory = load(Path(arguments[0]))
    except Problems as problems:
        print(problems, file=sys.stderr)
        return 1
    kinds = ("communities", "compounds", "stations", "units", "contacts", "categories", "staff")
    print("Nothing wrong:", ", ".join(f"{len(getattr(directory, kind))} {kind}" for kind in kinds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
