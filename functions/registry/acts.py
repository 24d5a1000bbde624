"""What is done to the directory: its records changed, the whole of it checked, the difference and its past written."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from functions.registry.edit import Change, differences, forbidden
from functions.registry.kinds import KINDS
from functions.registry.sheet import Record, Sheet, read, sheet
from functions.shared.domain.directory_checks import Directory
from functions.shared.domain.directory_entry import Problem
from functions.shared.domain.errors import Busy, Refused, Stale
from functions.shared.domain.staff import Staff
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.tables import directory_edits as edits
from functions.shared.tables.directory import DirectoryRow
from functions.shared.tables.pauses import pauses

Step = Callable[[Sheet, list[Problem]], Sheet]


class Faulty(Exception):
    """The directory would not be right: everything that would be wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*(problem.reason for problem in self.problems))


def look(kind: str | None = None) -> Sheet:
    """All records as they are now; where `kind` is looked at, the contacts only if they are that."""
    return sheet(whole(kind))


def whole(kind: str | None = None) -> Directory:
    """The directory behind the records of `look`."""
    return edits.load(contacts=kind in (None, "contact")).directory


def planned(before: Sheet, step: Step, by: Staff, *, leaves: str | None = None) -> tuple[Directory, tuple[Change, ...]]:
    """The directory that `step` makes, and what differs. Raises Faulty with all that is wrong; writes nothing."""
    problems: list[Problem] = []
    after = step(before, problems)
    directory, wrong = read(after)
    problems += wrong
    tidy = sheet(directory) if directory else after  # numbers, for one, as they are kept
    changes = differences(before, tidy)
    problems += forbidden(changes, by, leaves=leaves)
    if problems or directory is None:
        raise Faulty(problems)
    return directory, changes


def change(
    step: Step, by: Staff, way: str, *, leaves: str | None = None, beside: Iterable[DirectoryRow] = ()
) -> tuple[Change, ...]:
    """Do `step` to the directory: all of it or nothing, with its past. Answers with what differs now.

    Raises Faulty, whatever `step` refuses with, Refused `too_many_changes`, or Busy if others are always quicker.
    """
    beside = tuple(beside)
    for pause in pauses():
        stored = edits.load()
        before = stored.directory
        directory, changes = planned(sheet(before), step, by, leaves=leaves)
        # The rules of time are set by file: whoever changes the working days keeps them.
        directory = replace(directory, calendar=replace(directory.calendar, rules=before.calendar.rules))
        if not changes and not beside:
            return ()
        try:
            edits.commit(stored, directory, [_past(it, by, way) for it in changes], beside=beside)
        except Stale:
            time.sleep(pause)
        else:
            told("directory", way=way, by=by.id, changes=len(changes))
            return changes
    raise Busy


def put_first(key: str, by: Staff) -> None:
    """The contact is the first of its unit that messages go to. Raises Refused `unknown_page`, or Busy."""
    for pause in pauses():
        stored = edits.load()
        if not any(f"{it.unit}.{it.id}" == key for it in stored.directory.contacts):
            raise Refused("unknown_page")
        unit, _, contact = key.partition(".")
        try:
            edits.put_first(stored, unit, contact, edits.Past("contact", key, now(), by.id, "changed", "first", {}, {}))
        except Stale:
            time.sleep(pause)
        else:
            told("directory", way="first", by=by.id, changes=1)
            return
    raise Busy


def _past(it: Change, by: Staff, way: str) -> edits.Past:
    names = [name for name, _, _ in it.fields]
    what = "added" if it.before is None else "removed" if it.after is None else "changed"
    before, after = (_masked(record, names) for record in (it.before, it.after))
    return edits.Past(it.kind, it.key, now(), by.id, what, way, before, after)


def _masked(it: Record | None, names: Iterable[str]) -> dict[str, str]:
    """The fields as the past keeps them: who can be reached where is no part of it."""
    if it is None:
        return {}
    found = {}
    for name in names:
        column, text = KINDS[it.kind].column(name), it.fields.get(name, "")
        if column is not None and column.secret and text:
            text = f"…{text[-2:]}" if name == "telephone" else f"{text[:1]}…"
        if text:
            found[name] = text
    return found
