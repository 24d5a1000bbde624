"""The cube: how often what happened, by community, day, measure, class, category and unit."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from functions.shared.domain.rows import Cell
from functions.shared.tables.connection import Row, TableName

_READ_AT_ONCE = 200  # some 20 kB: what came this week is mostly on the first page


class CellItem(Row):
    class Meta:
        table_name = TableName("tallies")

    community_month = UnicodeAttribute(hash_key=True)  # longwangmiao#2026-03
    cell = UnicodeAttribute(range_key=True)  # 2026-03-02#received.web#P2#litter#
    times = NumberAttribute(attr_name="count")


def item(cell: Cell) -> CellItem:
    """The row of `cell`, to be added to."""
    key = "#".join((cell.day, cell.measure, cell.priority, cell.category, cell.unit))
    return CellItem(f"{cell.community}#{cell.day[:7]}", key)


def add(count: int) -> list[Action]:
    return [CellItem.times.add(count)]


def month(community: str, month: str) -> Counter[Cell]:
    """All cells of `community` in `month` (2026-03) that aren't zero."""
    read: Counter[Cell] = Counter()
    for row in CellItem.query(f"{community}#{month}"):
        if row.times:
            read[cell_of(row)] = int(row.times)
    return read


def newest_first(community: str, months: Iterable[str], since: date) -> Iterator[tuple[Cell, int]]:
    """The cells of `community` that aren't zero, the latest day first, back to `since`. `months`: newest first. Reads
    as far as it is asked."""
    for month in months:
        key, day = f"{community}#{month}", CellItem.cell >= since.isoformat()
        for row in CellItem.query(key, day, scan_index_forward=False, page_size=_READ_AT_ONCE):
            if row.times:
                yield cell_of(row), int(row.times)


def cell_of(row: CellItem) -> Cell:
    """The cell that `row` counts."""
    day, measure, priority, category, unit = row.cell.split("#")
    return Cell(row.community_month.partition("#")[0], day, measure, priority, category, unit)
