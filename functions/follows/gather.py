"""Reads together what a week's letter tells."""

from collections.abc import Iterable
from datetime import datetime

from functions.follows.weekly import WEEK, OpenLine, Week, closed_in, is_new, longest_open, may_be_told
from functions.shared.domain.county_time import local_day
from functions.shared.domain.follow import COMPOUND
from functions.shared.domain.months import month_of
from functions.shared.domain.request import Request
from functions.shared.domain.rows import RequestRow
from functions.shared.domain.views import ResultLine, Wanted
from functions.shared.tables import directory, request_lists, requests, results

LOOKED_AT = 30  # of the open ones, from either end


def week_of(kind: str, of: str, until: datetime) -> Week:
    """Of a community or a compound. Raises Refused `unknown_compound` or `unknown_community`."""
    compound = directory.compound(of) if kind == COMPOUND else None
    community = compound.community if compound else of
    within = compound.id if compound else None
    newest = _told(request_lists.open_nearby(community, within, LOOKED_AT), within)
    oldest = _told(request_lists.open_nearby(community, within, LOOKED_AT, oldest=True), within)
    return Week(
        until,
        closed_in(_closed(community, until), compound.name if compound else None, until),
        tuple(_line(request) for request in newest if is_new(request, until)),
        tuple(_line(request) for request in longest_open(oldest, until)),
    )


def _told(rows: Iterable[RequestRow], compound: str | None) -> list[Request]:
    found = (requests.load(row.request_id) for row in rows if not row.doubted)
    return [request for request in found if may_be_told(request, compound)]


def _closed(community: str, until: datetime) -> list[ResultLine]:
    """What closed in the months that the week lies in, newest first."""
    months = dict.fromkeys(month_of(local_day(at)) for at in (until, until - WEEK))
    return [line for month in months for line in results.find(Wanted(month, community))[0]]


def _line(request: Request) -> OpenLine:
    filed, compound = request.filed, request.public_compound
    place = directory.compound(compound).name if compound else directory.community(filed.community).name
    return OpenLine(request.id, directory.category(filed.category).name, place, filed.at, request.state)
