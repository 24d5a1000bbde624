"""What everybody may read: the list of results, the story behind each line, and the figures with how they are counted.

Reads the public copy, which photographs are released, programmes that are for everybody, the tallies, the directory's
names and figures, of what is open the categories alone, and the night's file; nothing else (infra/rooms/results.yml).
"""

from datetime import timedelta
from typing import Any

from functions.results import feeds, open_data
from functions.results.choose import AFTER, chosen, months_with, published
from functions.results.figures import COUNTED, Row
from functions.results.needs import needs
from functions.results.read_month import figures_of
from functions.shared.domain.burden import BURDEN
from functions.shared.domain.codes import REQUEST, parse
from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import Community, Name, Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.months import is_month, month_before, month_of, year_to
from functions.shared.domain.opening import by_body
from functions.shared.domain.photo import Side
from functions.shared.domain.programme import for_everybody
from functions.shared.domain.rates import APART, DEFINITIONS, OUTCOMES, provisional_until, public_from
from functions.shared.domain.views import Wanted
from functions.shared.doors import photos
from functions.shared.doors.programmes import in_order, shown
from functions.shared.edge import http
from functions.shared.edge.clock import now
from functions.shared.edge.config import setting
from functions.shared.gateways import open_files
from functions.shared.gateways.pages import page
from functions.shared.tables import directory, programmes, request_lists, results

app = http.App(page)
_ENDED_STILL_LISTED = timedelta(days=366)
_LINES_IN_FILE = 2000  # half a megabyte; a function may answer with six


@app.get("/results")
def listed() -> http.Answer:
    wanted, after = _wanted()
    lines, last = results.find(wanted, after)
    communities = directory.communities()
    return app.page(
        "results/list.html",
        cache=http.PUBLIC,
        months=months_with(wanted.month, local_day(now())),
        wanted=wanted,
        communities=communities,
        categories=open_data.ever_public(directory.categories()),
        units=tuple(it for it in directory.units_ever() if not it.left or it.id == wanted.unit),
        lines=tuple(lines),
        more=open_data.address("/results", wanted, last) if last else None,
        files=tuple(open_data.address(f"/results.{kind}", wanted) for kind in ("csv", "json")),
    )


@app.get("/results.csv")
def as_csv() -> http.Answer:
    wanted, after = _wanted()
    lines, last = results.find(wanted, after, _LINES_IN_FILE)
    answer = http.open_file("text/csv; charset=utf-8", open_data.csv(lines))
    if last:
        answer.headers["Link"] = f'<{open_data.address("/results.csv", wanted, last)}>; rel="next"'
    return answer


@app.get("/results.json")
def as_json() -> http.Answer:
    wanted, after = _wanted()
    lines, last = results.find(wanted, after, _LINES_IN_FILE)
    more = open_data.address("/results.json", wanted, last) if last else None
    told = open_data.lines_json(lines, wanted, setting("DATA_LICENCE"), more, directory.opening_figures())
    return http.open_file("application/json", told)


@app.get("/results/figures.json")
def figures_as_json() -> http.Answer:
    month = _published_month()
    before = directory.opening_figures()
    told = open_data.figures_json([figures_of(month)], local_day(now()), setting("DATA_LICENCE"), before)
    return http.open_file("application/json", told)


@app.get("/results/figures")
def figures() -> http.Answer:
    month = _published_month()
    of = figures_of(month)
    names = _names()
    return app.page("results/figures.html", cache=http.PUBLIC, of=of, names=names, **_of_month(month))


@app.get("/results/communities/<wanted>")
def community(wanted: str) -> http.Answer:
    return _one(directory.communities(), wanted, "community")


@app.get("/results/units/<wanted>")
def unit(wanted: str) -> http.Answer:
    return _one(directory.units_ever(), wanted, "unit")


@app.get("/results/needs")
def still_open() -> http.Answer:
    """What is open in the county, as far as nobody stands alone in a count."""
    categories = open_data.ever_public(directory.categories())
    found = request_lists.open_by_category(it.id for it in directory.communities())
    names = {it.id: it.name for it in categories}
    return app.page("results/needs.html", cache=http.PUBLIC, needs=needs(found, tuple(names)), names=names)


@app.get("/results/burden")
def burden() -> http.Answer:
    """What a case asks of those who work on it: for the county whole."""
    month = _published_month()
    return app.page("results/burden.html", cache=http.PUBLIC, of=figures_of(month), burden=BURDEN, **_of_month(month))


@app.get("/results/before")
def counted_before() -> http.Answer:
    """What was counted before this service did."""
    groups = by_body(directory.opening_figures())
    return app.page("results/before.html", cache=http.PUBLIC, groups=groups)


@app.get("/results/programmes")
def declared() -> http.Answer:
    """What keeps coming back and somebody answers for: of the kinds that may ever be read of, in the directory's
    order."""
    at = now()
    categories = {it.id: it for it in directory.categories()}
    listed = in_order(for_everybody(programmes.public_ones(at - _ENDED_STILL_LISTED), categories))
    return app.page(
        "results/programmes.html",
        cache=http.PUBLIC,
        programmes=tuple(shown(it) for it in listed),
        today=local_day(at),
    )


@app.get("/results/all.json")
def everything() -> http.Answer:
    """The night's file, whole: where it can be fetched for a quarter of an hour. Raises Refused `unknown_page` before
    the first night."""
    where = open_files.address("BUCKET_OPEN_DATA", open_files.LATEST)
    if where is None:
        raise Refused("unknown_page")
    return http.see_other(where)


@app.get("/results/how-we-count")
def how_we_count() -> http.Answer:
    return app.page(
        "results/how.html",
        cache=http.PUBLIC,
        definitions=DEFINITIONS,
        outcomes=OUTCOMES,
        apart=APART,
        counted=COUNTED,
        licence=setting("DATA_LICENCE"),
        columns=open_data.COLUMNS,
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


@app.get("/results.atom")
def feed_of_county() -> http.Answer:
    return feeds.of(app.visit, "results")


@app.get("/results/community/<of>.atom")
def feed_of_community(of: str) -> http.Answer:
    community = next((it for it in directory.communities() if it.id == of), None)
    if community is None:
        raise Refused("unknown_page")
    return feeds.of(app.visit, f"results/community/{of}", of, community.name)


@app.get("/results/compound/<of>.atom")
def feed_of_compound(of: str) -> http.Answer:
    """As far as the lines show it: those whose place is told no finer than the community aren't among them."""
    compound = next((it for it in directory.compounds() if it.id == of), None)
    if compound is None:
        raise Refused("unknown_page")
    return feeds.of(app.visit, f"results/compound/{of}", compound.community, compound.name, only=compound.name)


def _wanted() -> tuple[Wanted, str | None]:
    """What the address asks for. Raises Refused `unknown_page`."""
    query = app.visit.query
    after = query.get("after") or None
    if after is not None and not AFTER.fullmatch(after):
        raise Refused("unknown_page")
    asked = {name: query.get(name, "") for name in ("community", "category", "unit")}
    chosen(asked["community"], directory.communities())
    chosen(asked["category"], open_data.ever_public(directory.categories()))
    chosen(asked["unit"], directory.units_ever())
    month = query.get("month") or year_to(month_of(local_day(now())))[0]
    if not is_month(month) or (after is not None and not results.within(month, after)):
        raise Refused("unknown_page")
    return Wanted(month, **asked), after


def _published_month() -> str:
    """The month that the address asks for, or the latest whose figures everybody may read. Raises Refused
    `unknown_page` for one whose figures aren't public yet."""
    month = app.visit.query.get("month") or published(local_day(now()), directory.calendar())[0]
    if not is_month(month) or local_day(now()) < public_from(month, directory.calendar()):
        raise Refused("unknown_page")
    return month


def _of_month(month: str) -> dict[str, Any]:
    today = local_day(now())
    until = provisional_until(month)
    return {
        "month": month,
        "months": published(today, directory.calendar()),
        "provisional": until if today <= until else None,
        "outcomes": OUTCOMES,
        "apart": APART,
    }


def _names() -> dict[str, Name]:
    return {it.id: it.name for it in directory.communities()} | {it.id: it.name for it in directory.units_ever()}


def _one(known: tuple[Community, ...] | tuple[Unit, ...], wanted: str, kind: str) -> http.Answer:
    """A community or a unit beside its own month before."""
    thing = chosen(wanted, known)
    if thing is None:
        raise Refused("unknown_page")
    month = _published_month()

    def row(of: str) -> Row | None:
        there = figures_of(of)
        rows = there.communities if kind == "community" else there.units
        return next((row for row in rows if row.id == wanted), None)

    before = month_before(month)
    return app.page(
        "results/place.html",
        cache=http.PUBLIC,
        thing=thing,
        kind=kind,
        row=row(month),
        before=row(before),
        before_month=before,
        **_of_month(month),
    )


main = app.main
