"""Which counts of a table must not be shown, so that nobody stands alone in one: none below five, and none that could
be found from what is shown (k-threshold with secondary suppression).

The reader is taken to know all that is shown, and every total of the whole county. A hidden count is safe if another
table with a different count there would show the same. Tables whose counts are whole and whose totals are known differ
by shifts along cycles, so a cycle is what is looked for, and the cheapest one is hidden (Cox, "Network models for
complementary cell suppression", Journal of the American Statistical Association 90, 1995).
"""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import count as counting
from typing import NamedTuple

LEAST = 5  # shown from here on
TOTAL = -1  # the column of the rows' totals
_WHOLE_ROW = 1_000_000  # hiding a row costs more than hiding any counts of rows that are shown


class At(NamedTuple):
    row: int
    column: int


class _Move(NamedTuple):
    """One more or one less at a place: from line to line of the table."""

    start: str
    end: str
    at: At


def hidden(table: Sequence[Sequence[int]], least: int = LEAST) -> frozenset[At]:
    """The places not to be shown of a table of counts, its rows' totals (column `TOTAL`) among them.

    Shown beside it are the columns' totals and the total of all. Where a row's total is hidden, nothing is said of the
    row at all; elsewhere a hidden count is said to be below `least`, or not.
    """
    there = _Table(table, least)
    while (found := next(there.findable(), None)) is not None:
        more = there.cover(found)
        if not more:
            break  # everything is hidden
        there.shut |= more
    return frozenset(there.shut)


class _Table:
    def __init__(self, table: Sequence[Sequence[int]], least: int) -> None:
        self.table, self.least = table, least
        self.rows, self.columns = range(len(table)), range(len(table[0]) if table else 0)
        self.places = [At(row, column) for row in self.rows for column in (TOTAL, *self.columns)]
        self.shut: set[At] = set()
        for row in self.rows:
            if self.count(At(row, TOTAL)) < least:
                self.shut |= self.whole(row)
        self.shut |= {at for at in self.places if self.count(at) < least}

    def count(self, at: At) -> int:
        return sum(self.table[at.row]) if at.column == TOTAL else self.table[at.row][at.column]

    def whole(self, row: int) -> set[At]:
        return {At(row, column) for column in (TOTAL, *self.columns)}

    def findable(self) -> Iterator[At]:
        """Hidden counts from 1 to 4 that what is shown gives away."""
        for at in sorted(self.shut):
            if 0 < self.count(at) < self.least and self._cheapest(at, self.shut) is None:
                yield at

    def cover(self, found: At) -> set[At]:
        """What to hide so that `found` is safe, at the least cost; nothing if everything is hidden."""
        cycle = self._cheapest(found, self.places)
        if cycle is None:
            shown = [At(row, TOTAL) for row in self.rows if At(row, TOTAL) not in self.shut]
            return self.whole(min(shown, key=self.count).row) if shown else set()
        rows = {at.row for at in cycle if at.column == TOTAL}
        return {*cycle, *(at for row in rows for at in self.whole(row))} - self.shut

    def _moves(self, at: At) -> Iterator[_Move]:
        """What could be there instead and be said the same of. A total counts the other way round."""
        ends = f"row {at.row}", f"column {at.column}"
        more, less = ends if at.column != TOTAL else ends[::-1], ends[::-1] if at.column != TOTAL else ends
        count, said = self.count(at), At(at.row, TOTAL) not in self.shut and at.column != TOTAL
        if not (said and count == self.least - 1):
            yield _Move(*more, at)
        if count and not (said and count == self.least):
            yield _Move(*less, at)

    def _cheapest(self, at: At, places: Sequence[At] | set[At]) -> set[At] | None:
        """The places of the cheapest cycle through `at` that uses `places` alone."""
        ways: dict[str, list[_Move]] = {}
        for place in places:
            if place != at:
                for move in self._moves(place):
                    ways.setdefault(move.start, []).append(move)
        found = (self._path(ways, move.end, move.start) for move in self._moves(at))
        best = min((path for path in found if path is not None), key=lambda path: path[0], default=None)
        return best[1] if best else None

    def _path(self, ways: dict[str, list[_Move]], start: str, end: str) -> tuple[int, set[At]] | None:
        """The cheapest way from line to line: its cost, and its places."""
        order = counting()
        ahead: list[tuple[int, int, str, frozenset[At]]] = [(0, next(order), start, frozenset())]
        seen: set[str] = set()
        while ahead:
            cost, _, line, way = heappop(ahead)
            if line == end:
                return cost, set(way)
            if line not in seen:
                seen.add(line)
                for move in ways.get(line, ()):
                    heappush(ahead, (cost + self._cost(move.at), next(order), move.end, way | {move.at}))
        return None

    def _cost(self, at: At) -> int:
        if at in self.shut:
            return 0
        return self.count(at) + (_WHOLE_ROW if at.column == TOTAL else 0)
