"""What a week was like in a community or compound, as everybody may know it: solved, new, open for longest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.shared.domain.directory import Name, PublicRule
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State
from functions.shared.domain.views import ResultLine

WEEK = timedelta(days=7)
LONGEST = 3  # that stand open


@dataclass(frozen=True)
class OpenLine:
    """An open request, its place as coarse as its rule says."""

    code: str
    category: Name
    place: Name
    since: datetime
    state: State


@dataclass(frozen=True)
class Week:
    """Until `until`, UTC."""

    until: datetime
    closed: tuple[ResultLine, ...]
    new: tuple[OpenLine, ...]
    longest: tuple[OpenLine, ...]

    @property
    def quiet(self) -> bool:
        """Nothing has closed, nothing is new: nobody writes a letter about that."""
        return not (self.closed or self.new)


def closed_in(lines: Iterable[ResultLine], place: Name | None, until: datetime) -> tuple[ResultLine, ...]:
    """Those of the week before `until`; of one compound where `place` names it."""
    return tuple(
        line for line in lines if until - WEEK <= line.closed_at < until and (place is None or line.place == place)
    )


def may_be_told(request: Request, compound: str | None) -> bool:
    """Whether everybody may know of it, and (where the letter is of one compound) that it is there."""
    told = request.state is not State.CLOSED and request.public is not PublicRule.NEVER
    return told and (compound is None or request.public_compound == compound)


def is_new(request: Request, until: datetime) -> bool:
    return until - WEEK <= request.filed.at < until


def longest_open(oldest_first: Sequence[Request], until: datetime) -> tuple[Request, ...]:
    """Those that have been open for more than the week."""
    return tuple(request for request in oldest_first if request.filed.at < until - WEEK)[:LONGEST]
