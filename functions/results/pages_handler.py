"""What everybody may read: the list of results by month and community, and the story behind each line."""

import re
from datetime import date

from functions.shared.domain import feed
from functions.shared.domain.codes import REQUEST, parse
from functions.shared.domain.county_time import local_day, moment
from functions.shared.domain.directory import Name
from functions.shared.domain.errors import Refused
from functions.shared.domain.photo import Side
from functions.shared.domain.terms import Language
from functions.shared.doors import photos
from functions.shared.edge import http
from functions.shared.edge.clock import now
from functions.shared.edge.config import public_url, setting
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


@app.get("/results/community/<of>.atom")
def feed_of_community(of: str) -> http.Answer:
    community = next((it for it in directory.communities() if it.id == of), None)
    if community is None:
        raise Refused("unknown_page")
    return _feed(f"community/{of}", of, community.name)


@app.get("/results/compound/<of>.atom")
def feed_of_compound(of: str) -> http.Answer:
    """As far as the lines show it: those whose place is told no finer than the community aren't among them."""
    compound = next((it for it in directory.compounds() if it.id == of), None)
    if compound is None:
        raise Refused("unknown_page")
    return _feed(f"compound/{of}", compound.community, compound.name, only=compound.name)


def _feed(name: str, community: str, place: Name, *, only: Name | None = None) -> http.Answer:
    """What has closed this month and the one before; in the language that the address says, whoever asks."""
    language = Language.EN if app.visit.query.get("lang") == Language.EN else Language.ZH
    county = setting("COUNTY")
    this, before = _months(local_day(now()))[:2]
    found = [it for it in results.latest((this, before), community) if only is None or it[0].place == only]
    about = feed.Feed(
        feed.name(county, f"results/{name}/{language}"),
        public_url(f"/results/{name}.atom?lang={language}"),
        public_url(f"/results?month={this}&community={community}"),
        max((changed for _, changed in found), default=moment(date.fromisoformat(f"{before}-01"), 0)),
    )
    entries = [(feed.name(county, f"results/{line.code}/{language}"), line, changed) for line, changed in found]
    text = page("results/list.atom", language, feed=about, place=place, entries=entries, door=public_url())
    return http.feed(feed.TYPE, text, app.visit.has_already, changed=about.updated, cache=http.PUBLIC)


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
