"""Write the directory's files to its table: `python -m infra.directory.seed FOLDER_OR_FILE [--dry-run] [--remove]`.

The whole folder is checked first, and nothing is written if anything is wrong. Given one file, only what that file
says is written. Doing it again changes nothing. Places, units and categories that the files no longer have are
removed with --remove only: requests name them for ever. Needs TABLE_DIRECTORY, AWS_REGION and credentials.
"""

import argparse
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from functions.shared.domain.county_time import COUNTY_ZONE
from functions.shared.domain.directory import Calendar
from functions.shared.tables import directory_items as items
from functions.shared.tables.directory import DirectoryRow
from functions.shared.tables.directory_edits import bump
from infra.directory import limits
from infra.directory.entries import Problems
from infra.directory.load import Directory, load, warnings
from infra.directory.rows import KINDS, rows

CALENDAR_FILE = "calendar.yml"
NAMED_BY_REQUESTS = ("community", "compound", "unit", "category")


class Missed(Exception):
    """Requests may name what would be removed."""


@dataclass(frozen=True)
class Changes:
    """What the table lacks, has otherwise, and has too much of."""

    added: list[DirectoryRow]
    changed: list[DirectoryRow]  # each one version on, so that a form made before says so
    removed: list[DirectoryRow]

    def __str__(self) -> str:
        counts = f"added {len(self.added)}, changed {len(self.changed)}, removed {len(self.removed)}"
        listed = [(" ~ ", row) for row in self.changed] + [(" - ", row) for row in self.removed]
        return "\n".join([counts, *(f"{sign}{row.kind} {row.id}" for sign, row in listed)])


def seed(path: Path, *, dry_run: bool = False, remove: bool = False) -> tuple[Directory, Changes]:
    """Bring the table to what `path` says. Raises Problems or Missed before anything is written."""
    folder = path if path.is_dir() else path.parent
    files = [file for file in KINDS if file == path.name or (path.is_dir() and (folder / file).exists())]
    kinds = {kind for file in files for kind in KINDS[file]}
    if not kinds:
        raise SystemExit(f"{path.name} is none of {', '.join(KINDS)}.")
    directory = load(folder)
    if path.is_file() and path.name in (CALENDAR_FILE, limits.FILE):
        directory = replace(directory, calendar=_only(path.name, directory.calendar))
    changes = differences(directory, kinds)
    missed = [f"{row.kind} {row.id}" for row in changes.removed if row.kind in NAMED_BY_REQUESTS]
    if missed and not (remove or dry_run):
        raise Missed(f"Requests may name {', '.join(missed)}: remove them with --remove.")
    if not dry_run:
        with DirectoryRow.batch_write() as batch:
            for row in (*changes.added, *changes.changed):
                batch.save(row)
            for row in changes.removed:
                batch.delete(row)
        if changes.added or changes.changed or changes.removed:
            bump()
    return directory, changes


def _only(file: str, read: Calendar) -> Calendar:
    """The calendar with what `file` says of it; the rest as the table has it."""
    try:
        present = items.unpack_calendar(DirectoryRow.get("calendar", items.CALENDAR).data)
    except DirectoryRow.DoesNotExist:
        return read
    return replace(present, rules=read.rules) if file == limits.FILE else replace(read, rules=present.rules)


def differences(directory: Directory, kinds: set[str]) -> Changes:
    """Between the table and `directory`, in the kinds given ("contact" stands for all units' contacts)."""
    wanted = {(row.kind, row.id): row for row in rows(directory) if row.kind.split("#")[0] in kinds}
    contacts = {items.away_id(contact.unit, contact.id) for contact in directory.contacts}
    present = {(row.kind, row.id): row for row in DirectoryRow.scan() if row.kind.split("#")[0] in kinds}
    for key in wanted.keys() & present.keys():
        wanted[key].version = present[key].version + 1
    return Changes(
        added=[row for key, row in wanted.items() if key not in present],
        changed=[row for key, row in wanted.items() if key in present and not _same(row, present[key])],
        # What officers say of themselves stays where the files say nothing of it: it ends by itself.
        removed=[
            row
            for key, row in present.items()
            if key not in wanted and not (row.kind == items.AWAY and row.id in contacts)
        ],
    )


def _same(one: DirectoryRow, other: DirectoryRow) -> bool:
    return bool(one.order == other.order and one.data == other.data)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.directory.seed", description="Write the directory.")
    parser.add_argument("path", type=Path, help="the folder of the directory's files, or one of them")
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")
    parser.add_argument("--remove", action="store_true", help="remove places, units and categories as well")
    options = parser.parse_args(arguments)
    try:
        directory, changes = seed(options.path, dry_run=options.dry_run, remove=options.remove)
    except (Problems, Missed) as problems:
        print(problems, "Nothing has been written.", sep="\n", file=sys.stderr)
        return 1
    print("would have " * options.dry_run + str(changes))
    for warning in warnings(directory):
        print(warning, file=sys.stderr)
    present = datetime.now(COUNTY_ZONE).year
    for year in (present, present + 1):
        if not directory.calendar.knows(year):
            print(f"calendar.yml does not know {year} yet: its holidays would count as working days.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
