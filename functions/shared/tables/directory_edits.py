"""Changing the directory: the whole of it read, one transaction for each change, and what was before kept.

The row `edition` counts the changes. A change is checked against the whole directory as it was read, and written only
if that is still the edition: so nothing can vanish, or come to be referred to, between the check and the write.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from functions.shared.domain.directory import Calendar, Coverage
from functions.shared.domain.directory_checks import Directory
from functions.shared.domain.errors import Busy, Refused, Stale
from functions.shared.tables import directory
from functions.shared.tables import directory_items as items
from functions.shared.tables.connection import connection
from functions.shared.tables.directory import DirectoryRow
from functions.shared.tables.times import read, written

MOST = 90  # rows that one change may write: a transaction takes 100
EDITION, EVERYTHING = "edition", "everything"
_KINDS = ("community", "compound", "station", "unit", "category", "staff", "coverage", "calendar", "figure")
_AGAIN = {"ConditionalCheckFailed", "TransactionConflict"}


@dataclass(frozen=True)
class Stored:
    """All rows as they were read, and the edition that they are of."""

    edition: int
    rows: dict[tuple[str, str], DirectoryRow]

    @property
    def directory(self) -> Directory:
        things: defaultdict[str, list[Any]] = defaultdict(list)
        for (kind, row_id), row in self.rows.items():
            things[kind.partition("#")[0]].append(items.unpack(kind, row_id, row.data))
        away = {row_id: items.unpack_away(row.data) for (kind, row_id), row in self.rows.items() if kind == items.AWAY}
        return Directory(
            communities=tuple(things["community"]),
            compounds=tuple(things["compound"]),
            stations=tuple(things["station"]),
            units=tuple(things["unit"]),
            contacts=tuple(replace(it, away=away.get(items.away_id(it.unit, it.id))) for it in things["contact"]),
            categories=tuple(things["category"]),
            staff=tuple(things["staff"]),
            coverage=next(iter(things["coverage"]), Coverage({}, {})),
            calendar=next(iter(things["calendar"]), Calendar(frozenset(), frozenset(), frozenset())),
            figures=tuple(things["figure"]),
        )


@dataclass(frozen=True)
class Past:
    """What happened to one thing: who did what (`added`, `changed`, `removed`) by what way, when, and its fields."""

    kind: str
    key: str
    at: datetime
    by: str
    what: str
    way: str
    before: dict[str, str]
    after: dict[str, str]


def load(*, contacts: bool = True) -> Stored:
    """All of it, read consistently. The edition first: what changes meanwhile is of a later one.

    Without the contacts, which take a query for each unit, it is good for showing only.
    """
    seen = edition()
    rows = {(kind, row.id): row for kind in _KINDS for row in _rows(kind)}
    if contacts:
        rows |= {(items.AWAY, row.id): row for row in _rows(items.AWAY)}
    for kind, unit_id in list(rows) if contacts else ():
        if kind == "unit":
            of_unit = items.contact_kind(unit_id)
            rows |= {(of_unit, row.id): row for row in _rows(of_unit)}
    return Stored(seen, rows)


def commit(stored: Stored, after: Directory, past: Iterable[Past], *, beside: Iterable[DirectoryRow] = ()) -> None:
    """Write what differs, and the past of it: all or nothing. `beside` are rows of the one who writes.

    Raises Refused `too_many_changes`, Stale if anything has changed since `stored` was read, or Busy.
    """
    wanted = {(kind, row_id): data for kind, row_id, data in items.packed(after)}
    changed = [key for key, data in wanted.items() if key not in stored.rows or stored.rows[key].data != data]
    gone = [key for key in stored.rows if key not in wanted]
    histories = [_history(it, stored.edition + 1) for it in past]
    others = [*histories, *beside]
    if len(changed) + len(gone) > MOST or len(changed) + len(gone) + len(others) > MOST + 9:
        raise Refused("too_many_changes", count=len(changed) + len(gone), limit=MOST)
    try:
        with TransactWrite(connection=connection()) as transaction:
            mark_edition(transaction, stored.edition)
            for key in gone:
                transaction.delete(stored.rows[key], condition=_still(int(stored.rows[key].version)))
            places = _places(stored)
            for key in changed:
                old = stored.rows.get(key)
                order = old.order if old else next(places[key[0]])
                version = int(old.version) if old else 0
                row = DirectoryRow(*key, order=order, data=wanted[key], version=version + 1)
                transaction.save(row, condition=_still(version) if old else DirectoryRow.id.does_not_exist())
            for row in others:
                transaction.save(row)
    except TransactWriteError as error:
        raise meaning_of(error) from error
    directory.forget()


def put_first(stored: Stored, unit: str, contact: str, past: Past) -> None:
    """The contact before the others of its unit, who keep their order. Raises Stale or Busy, as `commit`."""
    rows = [row for (kind, _), row in stored.rows.items() if kind == items.contact_kind(unit)]
    rows.sort(key=lambda row: row.id != contact)
    try:
        with TransactWrite(connection=connection()) as transaction:
            mark_edition(transaction, stored.edition)
            for place, row in enumerate(rows):
                version = int(row.version)
                moved = DirectoryRow(row.kind, row.id, order=place, data=row.data, version=version + 1)
                transaction.save(moved, condition=_still(version))
            transaction.save(_history(past, stored.edition + 1))
    except TransactWriteError as error:
        raise meaning_of(error) from error
    directory.forget()


def edition() -> int:
    """How often the directory was changed, read consistently."""
    try:
        return int(DirectoryRow.get(EDITION, EVERYTHING, consistent_read=True).version)
    except DirectoryRow.DoesNotExist:
        return 0


def mark_edition(transaction: TransactWrite, seen: int) -> None:
    """One more change, to the edition that was `seen`: what was checked against it holds, or nothing is written."""
    mark = DirectoryRow(EDITION, EVERYTHING, order=0, data={}, version=seen + 1)
    transaction.save(mark, condition=_still(seen))


def bump() -> None:
    """Say that the rows have been changed by another way."""
    DirectoryRow(EDITION, EVERYTHING).update(
        [DirectoryRow.version.add(1), DirectoryRow.order.set(0), DirectoryRow.data.set({})]
    )


def history(kind: str, key: str) -> Iterator[Past]:
    """What happened to one thing, the latest first."""
    for row in DirectoryRow.query(f"history#{kind}#{key}", scan_index_forward=False):
        at, data = read(row.id.partition("#")[0]), row.data
        yield Past(kind, key, at, data["by"], data["what"], data["way"], data["before"], data["after"])


def job(kind: str, job_id: str) -> dict[str, Any] | None:
    """The data of a job's row; None if there is none."""
    try:
        found: dict[str, Any] = DirectoryRow.get(kind, job_id, consistent_read=True).data
    except DirectoryRow.DoesNotExist:
        return None
    return found


def start(kind: str, job_id: str, data: dict[str, Any]) -> None:
    """Write a job's row, in the place of one that has ended."""
    DirectoryRow(kind, job_id, order=0, data=data).save()


def _rows(kind: str) -> list[DirectoryRow]:
    return sorted(DirectoryRow.query(kind, consistent_read=True), key=lambda row: (row.order, row.id))


def _places(stored: Stored) -> defaultdict[str, Iterator[int]]:
    """The next free place in the order of each kind."""
    last: defaultdict[str, int] = defaultdict(lambda: -1)
    for (kind, _), row in stored.rows.items():
        last[kind] = max(last[kind], int(row.order))
    return _Counting(last)


class _Counting(defaultdict[str, Iterator[int]]):
    def __init__(self, last: dict[str, int]) -> None:
        super().__init__()
        self._last = last

    def __missing__(self, kind: str) -> Iterator[int]:
        self[kind] = iter(range(self._last[kind] + 1, 1_000_000))
        return self[kind]


def _still(version: int) -> Condition:
    same = DirectoryRow.version == version
    return same if version else DirectoryRow.version.does_not_exist() | same


def _history(it: Past, edition: int) -> DirectoryRow:
    data = {"by": it.by, "what": it.what, "way": it.way, "before": it.before, "after": it.after}
    return DirectoryRow(f"history#{it.kind}#{it.key}", f"{written(it.at)}#{edition:08d}", order=0, data=data)


def meaning_of(error: TransactWriteError) -> Exception:
    """Stale, Busy, or the error itself."""
    codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
    if codes & _AGAIN:
        return Stale()
    if any("Throttl" in code or "ThroughputExceeded" in code for code in codes):
        return Busy()
    return error
