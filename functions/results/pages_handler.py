"""What everybody may read: the list of results by month and community, and the story behind each line."""

import re
from datetime import date

from functions.shared.domain.codes import REQUEST, parse
from functions.shared.domain.county_time import local_day
from functions.shared.domain.errors import Refused
from functions.shared.domain.photo import Side
from functions.shared.doors import photos
from functions.shared.edge import http
from functions.shared.edge.clock import now
from functions.shared.gateways.pages import page
from functions.shared.tables import directory, results

app = http.App(page)
_MONTHS = 12
_AFTER = re.compile(r"[0-9TZ:.-]{27}#\d{10}")  # when a line was closed, and its code


@app.get("/results")
def listed() -> http.Answer:
    query = app.visit.query
    months = _months(local_day(now()))
    month = query.get("month", months[0])
    communities = directory.communities()
    community, after = query.get("community") or None, query.get("after") or None
    known = {None, *(community.id for community in communities)}
    if not _is_month(month) or community not in known or not (after is None or _AFTER.fullmatch(after)):
        raise Refused("unknown_page")
    lines, last = results.in_month(month, community, after)
    more = f"/results?month={month}&community={community or ''}&after={last.replace('#', '%23')}" if last else None
    return app.page(
        "results/list.html",
        cache=http.PUBLIC,
        months=months,
        month=month,
        communities=communities,
        community=community,
        lines=tuple(lines),
        more=more,
    )


@app.get("/results/<code>")
def story(code: str) -> http.Answer:
    found = results.story(parse(code, REQUEST))
    if found is None:
        raise Refused("unknown_page")
    before, after = (photos.released(found.line.code, side) for side in (Side.RESIDENT, Side.UNIT))
    return app.page(
        "results/story.html", cache=http.PUBLIC, line=found.line, steps=found.steps, before=before, after=after
    )


def _months(today: date) -> tuple[str, ...]:
    """This month and those before it, newest first, as 2026-03."""
    count = today.year * 12 + today.month - 1
    return tuple(f"{month // 12}-{month % 12 + 1:02d}" for month in range(count, count - _MONTHS, -1))


def _is_month(text: str) -> bool:
    try:
        return date.fromisoformat(f"{text}-01").isoformat()[:7] == text
    except ValueError:
        return False


main = app.main
