"""When a contact isn't there, as they say it themselves: rows of the directory, apart from names and numbers.

Whoever may write these may write nothing else of the directory but its edition, by which an edit at the desk knows that
something has changed.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from functions.shared.domain.directory import Away, Contact
from functions.shared.domain.errors import Busy, Stale
from functions.shared.tables import directory, directory_edits
from functions.shared.tables import directory_items as items
from functions.shared.tables.connection import connection
from functions.shared.tables.directory import DirectoryRow
from functions.shared.tables.pauses import pauses

Permit = Callable[[tuple[Contact, ...]], None]  # of all the unit's contacts, as they would be


def contacts(unit: str) -> tuple[Contact, ...]:
    """The unit's contacts in the directory's order, read consistently."""
    rows = sorted(DirectoryRow.query(items.contact_kind(unit), consistent_read=True), key=lambda row: row.order)
    away = {row.id: items.unpack_away(row.data) for row in DirectoryRow.query(items.AWAY, consistent_read=True)}
    found = (items.unpack_contact(unit, row.id, row.data) for row in rows)
    return tuple(replace(contact, away=away.get(items.away_id(unit, contact.id))) for contact in found)


def set_away(unit: str, contact: str, away: Away | None, permit: Permit) -> bool:
    """From now on `contact` is away then, or not at all. False if that was so already.

    Raises what `permit` refuses with, and Busy if others are always quicker.
    """
    for pause in pauses():
        seen, there = directory_edits.edition(), contacts(unit)
        after = tuple(replace(it, away=away) if it.id == contact else it for it in there)
        if after == there:
            return False
        permit(after)
        try:
            _write(unit, contact, away, seen)
        except Stale:
            time.sleep(pause)
        else:
            return True
    raise Busy


def _write(unit: str, contact: str, away: Away | None, seen: int) -> None:
    key = items.AWAY, items.away_id(unit, contact)
    try:
        with TransactWrite(connection=connection()) as transaction:
            directory_edits.mark_edition(transaction, seen)
            if away is None:
                transaction.delete(DirectoryRow(*key))
            else:
                row = DirectoryRow(*key, order=0, data=items.pack_away(away), version=_version(*key) + 1)
                transaction.save(row)
    except TransactWriteError as error:
        raise directory_edits.meaning_of(error) from error
    directory.forget()


def _version(kind: str, row_id: str) -> int:
    try:
        return int(DirectoryRow.get(kind, row_id, consistent_read=True).version)
    except DirectoryRow.DoesNotExist:
        return 0
