"""What has closed, as a feed: in the county, a community or a compound."""

from datetime import date

from functions.results import open_data
from functions.shared.domain import feed
from functions.shared.domain.county_time import local_day, moment
from functions.shared.domain.directory import Name
from functions.shared.domain.months import month_of, year_to
from functions.shared.domain.terms import Language
from functions.shared.domain.views import Wanted
from functions.shared.edge import http
from functions.shared.edge.clock import now
from functions.shared.edge.config import public_url, setting
from functions.shared.edge.visit import Visit
from functions.shared.gateways.pages import page
from functions.shared.tables import results


def of(
    here: Visit, name: str, community: str | None = None, place: Name | None = None, *, only: Name | None = None
) -> http.Answer:
    """What has closed this month and the one before, in the county whole where no community is named; in the language
    that the address says, whoever asks. `name`: the feed's address without its ending."""
    language = Language.EN if here.query.get("lang") == Language.EN else Language.ZH
    county = setting("COUNTY")
    this, before = year_to(month_of(local_day(now())))[:2]
    found = [it for it in results.latest((this, before), community) if only is None or it[0].place == only]
    about = feed.Feed(
        feed.name(county, f"{name}/{language}"),
        public_url(f"/{name}.atom?lang={language}"),
        public_url(open_data.address("/results", Wanted(this, community or ""))),
        max((changed for _, changed in found), default=moment(date.fromisoformat(f"{before}-01"), 0)),
    )
    entries = [(feed.name(county, f"results/{line.code}/{language}"), line, changed) for line, changed in found]
    text = page("results/list.atom", language, feed=about, place=place, entries=entries, door=public_url())
    return http.feed(feed.TYPE, text, here.has_already, changed=about.updated, cache=http.PUBLIC)
