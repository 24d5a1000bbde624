"""What keeps coming back in a community, and where nothing comes from: read off lists that 90 days fill.

Open requests, the public copies of those that closed in these months, and the tallies: what it costs follows what has
happened lately, not all that there is (docs/decisions/programmes.md).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from functions.shared.domain.county_time import local_day
from functions.shared.domain.months import months_since
from functions.shared.domain.recurring import NOTHING_KNOWN, Case, Quiet, Recurring, Standing
from functions.shared.domain.repeating import WINDOW, came_from, first_day, repeating
from functions.shared.domain.rows import Cell, RequestRow
from functions.shared.tables import directory, programmes, request_lists, results, tallies


def recurring_in(community: str, now: datetime) -> tuple[Recurring, ...]:
    """What is proposed as a programme: it repeats, none runs, and it wasn't set aside or has grown since.

    For staff. What everybody may read of: those that are `public`.
    """
    return tuple(it for it, standing in all_recurring(community, now) if it.proposed(standing))


def all_recurring(community: str, now: datetime) -> tuple[tuple[Recurring, Standing], ...]:
    """All that repeats, each with what is known already."""
    categories = {it.id: it for it in directory.categories()}
    compounds = tuple(it.id for it in directory.compounds() if it.community == community)
    rows = tuple(request_lists.open_since(community, now - WINDOW))
    cases, cells = tuple(_cases(community, rows, now)), _cells(community, rows, now)
    found = repeating(cases, cells, categories, compounds, now)
    known = programmes.standings(it.about for it in found)
    if any(it.counts_from for it in known.values()):
        found = repeating(cases, cells, categories, compounds, now, known)
    return tuple((it, known.get(it.about, NOTHING_KNOWN)) for it in found)


def quiet_places(now: datetime, communities: tuple[str, ...] | None = None) -> Quiet:
    """Communities and stations from which nothing came in 90 days; of all communities, where none are named."""
    looked_at = tuple(it.id for it in directory.communities() if communities is None or it.id in communities)
    stations = tuple((it.community, it.id) for it in directory.stations() if it.community in looked_at)
    heard: set[tuple[str, str]] = set()
    for community in looked_at:
        heard |= _heard(community, now, {(community, ""), *(it for it in stations if it[0] == community)})
    return Quiet(
        tuple(it for it in looked_at if (it, "") not in heard),
        tuple(station for community, station in stations if (community, station) not in heard),
    )


def _cases(community: str, rows: tuple[RequestRow, ...], now: datetime) -> Iterator[Case]:
    """What counts: open and not doubted, or closed with a result."""
    for row in rows:
        if not row.doubted:
            yield Case(row.request_id, row.received_at, row.category, community, row.compound, row.joined)
    yield from results.cases(community, months_since(first_day(now), local_day(now)), now - WINDOW)


def _cells(community: str, rows: tuple[RequestRow, ...], now: datetime) -> Counter[Cell]:
    """What the tallies count, without what perhaps no person wrote."""
    first = first_day(now)
    cells = Counter(dict(tallies.newest_first(community, months_since(first, local_day(now)), first)))
    for row in rows:
        if row.doubted:
            day, measure = local_day(row.received_at).isoformat(), f"received.{row.channel}"
            cells[Cell(community, day, measure, row.priority, row.category, "")] -= 1
    return cells


def _heard(community: str, now: datetime, wanted: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of `wanted` something came from. Stops as soon as that is all of them."""
    heard: set[tuple[str, str]] = set()
    first = first_day(now)
    for cell, times in tallies.newest_first(community, months_since(first, local_day(now)), first):
        if times > 0 and (source := came_from(cell)):
            heard |= {source, (community, "")}
            if wanted <= heard:
                break
    return heard
