"""Folds all facts again and compares what is stored beside them: `python -m infra.tools.verify_tables [--repair]`.

Rows and tallies must be what the facts say. Prints each difference and the counts, and ends with 1 if there are any.
--repair writes rows where no newer fact has come, and adds what cells lack where they stood still while the facts were
read. Needs TABLE_REQUESTS, TABLE_TALLIES, AWS_REGION and credentials; safe while the system runs.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from functions.shared.domain.evolve import fold
from functions.shared.domain.request import Request
from functions.shared.domain.rows import Cell, cells, rows
from functions.shared.tables import tallies
from functions.shared.tables.connection import connection
from functions.shared.tables.fact_codec import UnknownFact
from functions.shared.tables.request_items import FactItem, row_item
from functions.shared.tables.tallies import CellItem
from infra.tools.ledger import FACT, Item, everything, fact_in, is_fact, partition, sort_of

ANSWERS = {True: "repaired", False: "not repaired: a newer fact has come, or there are facts that cannot be folded"}


@dataclass(frozen=True)
class Difference:
    """Something stored that isn't what the facts say; `right` None: there should be nothing."""

    where: str
    stored: object
    right: object

    def __str__(self) -> str:
        return f"{self.where}\n  stored: {self.stored}\n  facts:  {self.right}"


@dataclass
class Found:
    """What was read, and what is wrong with it. `moving` cells were written to while the facts were read."""

    requests: list[Request] = field(default_factory=list)
    rows: list[tuple[Request, Difference]] = field(default_factory=list)
    cells: dict[Cell, Difference] = field(default_factory=dict)
    moving: set[Cell] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        return len(self.rows) + len(self.cells) + len(self.lost)


def verify() -> Found:
    """Compare everything. A partition that looks wrong is read again at once: it may have been in motion."""
    found = Found()
    before = _stored_cells()
    partitions: defaultdict[str, list[Item]] = defaultdict(list)
    for item in everything("requests"):
        partitions[item["request_id"]["S"]].append(item)
    for request_id, items in partitions.items():
        _verify_request(request_id, items, found)
    stored = _stored_cells()
    right: Counter[Cell] = Counter()
    for request in found.requests:
        right.update(cells(request))
    for cell in sorted(stored.keys() | right.keys()):
        if before[cell] != stored[cell]:
            found.moving.add(cell)
        elif stored[cell] != right[cell]:
            found.cells[cell] = Difference(_name(cell), stored[cell], right[cell])
    return found


def _verify_request(request_id: str, items: Iterable[Item], found: Found) -> None:
    try:
        request, differences = _differences(request_id, items)
        if differences:
            request, differences = _differences(request_id, partition(request_id))
    except UnknownFact as error:
        found.lost.append(f"{request_id}: {error}")
        return
    found.requests.append(request)
    found.rows += ((request, difference) for difference in differences)


def _differences(request_id: str, items: Iterable[Item]) -> tuple[Request, list[Difference]]:
    stored = sorted(items, key=sort_of)
    facts = [item for item in stored if is_fact(item)]
    expected = [f"{FACT}{number:04d}" for number in range(1, len(facts) + 1)]
    if [sort_of(item) for item in facts] != expected:
        raise UnknownFact(f"its facts are {', '.join(map(sort_of, facts))}")
    request = fold(request_id, map(fact_in, facts))
    right = {sort_of(item): item for item in _row_items(request)}
    there = {sort_of(item): item for item in stored if not is_fact(item)}
    return request, [
        Difference(f"{request_id} {sort}", there.get(sort), right.get(sort))
        for sort in sorted(right.keys() | there.keys())
        if there.get(sort) != right.get(sort)
    ]


def repair(found: Found) -> Iterable[tuple[Difference, bool]]:
    """Put right what can be; answers with each difference and whether it was."""
    for request, difference in found.rows:
        yield difference, difference.right is not None and _repair_rows(request)
    for cell, difference in found.cells.items():
        if not found.lost:
            tallies.item(cell).update(tallies.add(int(str(difference.right)) - int(str(difference.stored))))
        yield difference, not found.lost


def _repair_rows(request: Request) -> bool:
    """All rows of `request`, unless a fact has come after those it was folded from."""
    try:
        with TransactWrite(connection=connection()) as commit:
            commit.condition_check(
                FactItem, request.id, f"{FACT}{request.version + 1:04d}", condition=FactItem.sort.does_not_exist()
            )
            for row in rows(request):
                commit.save(row_item(row))
    except TransactWriteError as error:
        if {reason.code for reason in error.cancellation_reasons if reason} & {
            "ConditionalCheckFailed",
            "TransactionConflict",
        }:
            return False
        raise
    return True


def _row_items(request: Request) -> list[Item]:
    return [row_item(row).serialize() for row in rows(request)]


def _name(cell: Cell) -> str:
    item = tallies.item(cell)
    return f"{item.community_month} {item.cell}"


def _stored_cells() -> Counter[Cell]:
    return Counter(
        {
            tallies.cell_of(row): int(row.times)
            for row in map(CellItem.from_raw_data, everything("tallies"))
            if row.times
        }
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.tools.verify_tables", description="Verify rows and tallies.")
    parser.add_argument("--repair", action="store_true", help="put right what differs")
    options = parser.parse_args(arguments)
    found = verify()
    facts = sum(request.version for request in found.requests)
    print(
        f"{len(found.requests)} requests of {facts} facts: {len(found.rows)} rows and {len(found.cells)} cells differ."
    )
    if found.moving:
        print(f"{len(found.moving)} cells were written to meanwhile and not compared: verify again.")
    for lost in found.lost:
        print(f"cannot be folded: {lost}")
    left = len(found.lost)
    if options.repair:
        for difference, repaired in repair(found):
            print(difference, f"  {ANSWERS[repaired]}", sep="\n")
            left += not repaired
    else:
        for difference in (*(difference for _, difference in found.rows), *found.cells.values()):
            print(difference)
        left = found.wrong
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
