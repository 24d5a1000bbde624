"""What becomes of each row of a file: filed, joined to what is open, there already, or left with a reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from functions.exchange import identity
from functions.exchange.columns import Columns
from functions.exchange.rows import Places, Row
from functions.shared.domain.codes import REQUEST, parse
from functions.shared.domain.errors import Refused
from functions.shared.domain.rows import RequestRow
from functions.shared.domain.similar import likeness
from functions.shared.domain.staff import Staff
from functions.shared.tables import directory, private, request_lists

THE_SAME = 0.7  # what two people say of the same matter (functions/shared/domain/similar.py)
MOST_READ = 1_000  # open requests that rows are compared with, the oldest first


class Outcome(StrEnum):
    FILED = "filed"
    JOINED = "joined"  # "me too": it goes with an open request of the same place, told alike
    THERE = "there"  # it is a request already
    TWICE = "twice"  # another row of this file is the same
    FINISHED = "finished"  # the platform says that it is done
    REFUSED = "refused"

    @property
    def new(self) -> bool:
        return self in (Outcome.FILED, Outcome.JOINED)


@dataclass(frozen=True)
class Planned:
    """A row and what becomes of it; `code` of the request that it is or goes with."""

    row: Row
    outcome: Outcome
    code: str | None = None


def places(community: str, staff: Staff) -> Places:
    """Where rows taken in for `community` may be. Raises Refused `not_your_community`."""
    if not staff.covers(community):
        raise Refused("not_your_community")
    here = directory.community(community)
    compounds = directory.compounds()
    return Places(
        here,
        tuple(it for it in compounds if it.community == community),
        (
            *(it for it in directory.communities() if it.id != community),
            *(it for it in compounds if it.community != community),
        ),
    )


def plan(rows: Sequence[Row], columns: Columns, community: str, *, joins: bool, at: datetime) -> tuple[Planned, ...]:
    """`joins`: whether rows go with what was open at `at`, where it is told alike."""
    there = _there(rows, columns.key, community)
    alike = _Alike(community, at) if joins else None
    seen: set[str] = set()
    return tuple(_planned(row, columns.key, there, seen, alike) for row in rows)


def _planned(row: Row, key: bytes, there: Mapping[int, str], seen: set[str], alike: "_Alike | None") -> Planned:
    if code := there.get(row.line):
        return Planned(row, Outcome.THERE, code)
    if row.finished:
        return Planned(row, Outcome.FINISHED)
    if row.problems:
        return Planned(row, Outcome.REFUSED)
    cause = identity.cause(row, key).id
    if cause in seen:
        return Planned(row, Outcome.TWICE)
    seen.add(cause)
    other = alike.to(row) if alike else None
    return Planned(row, Outcome.JOINED if other else Outcome.FILED, other)


def _there(rows: Sequence[Row], key: bytes, community: str) -> dict[int, str]:
    """The requests that rows are already, by their lines: known by what they stand for, or by a code of ours."""
    found = dict(_ours(rows, community))
    waiting = [row for row in rows if row.line not in found and (row.number or not row.problems)]
    codes = {row.line: list(identity.codes(row, key)) for row in waiting}
    for attempt in range(identity.ATTEMPTS):
        causes = request_lists.causes(codes[row.line][attempt] for row in waiting)
        others = []
        for row in waiting:
            code = codes[row.line][attempt]
            if causes.get(code) == identity.cause(row, key).id:
                found[row.line] = code
            elif code in causes:  # another's request has this code
                others.append(row)
        waiting = others
    return found


def _ours(rows: Iterable[Row], community: str) -> Iterator[tuple[int, str]]:
    """Rows whose number is a request's code, as an export gives those that never were on the platform."""
    codes: dict[int, str] = {}
    for row in rows:
        try:
            codes[row.line] = parse(row.number, REQUEST)
        except Refused:
            continue
    whose = request_lists.communities(codes.values())
    return ((line, code) for line, code in codes.items() if whose.get(code) == community)


class _Alike:
    """What was open in a community at a moment, with what was asked for."""

    def __init__(self, community: str, at: datetime) -> None:
        opened = (row for _, row in islice(request_lists.all_open([community]), MOST_READ))
        rows = [row for row in opened if row.received_at <= at]
        said = private.first_words(row.request_id for row in rows)
        self._at: dict[str | None, list[tuple[RequestRow, str]]] = {}
        for row in rows:
            words = identity.parted(said.get(row.request_id, ""))[0]
            self._at.setdefault(row.compound, []).append((row, words))

    def to(self, row: Row) -> str | None:
        """The open request of the same place that is told most alike, if it is alike enough."""
        here = self._at.get(row.compound.id if row.compound else None, ())
        ranked = [(likeness(row.words, words), there.request_id) for there, words in here]
        best = max(ranked, default=(0.0, ""))
        return best[1] if best[0] >= THE_SAME else None
