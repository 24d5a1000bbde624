"""Requests in from and out to a CSV of the centre's 微心愿 platform, in the platform's own columns.

Whoever gets here has signed in: `app.staff`. Every route asks for its permission before it looks at anything.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from functions.exchange import columns, filing, plan, rows
from functions.exchange.export import export
from functions.shared.domain.county_time import local_day
from functions.shared.domain.csv_file import write
from functions.shared.domain.directory import Community
from functions.shared.domain.errors import Refused
from functions.shared.domain.months import is_month, month_of, year_to
from functions.shared.domain.permissions import Act, may, permit
from functions.shared.domain.transitions import State
from functions.shared.doors import staff as door
from functions.shared.edge import http, phones, upload
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways.pages import page
from functions.shared.tables import directory, mappings
from functions.shared.tables.times import read as read_time
from functions.shared.tables.times import written

app = http.App(page, guard=door.admit, with_files=True)
HOME = "/desk/exchange"
CSV = "text/csv; charset=utf-8"
_OF_THE_FILE = {
    *("file_empty", "file_unreadable", "columns_gone", "too_many_rows"),
    *("too_many_columns", "column_blank", "column_twice"),
}


@app.get("/desk/exchange")
def home() -> http.Answer:
    permit(app.staff, Act.IMPORT_REQUESTS)
    return _home(_asked(app.visit.query, None))


@app.get("/desk/exchange/export.csv")
def give_out() -> http.Answer:
    permit(app.staff, Act.EXPORT_REQUESTS)
    query = app.visit.query
    community, month = _chosen(query), query.get("month", "")
    if month and not is_month(month):
        raise Refused("unknown_page")
    mapped = _mapped(community)
    if mapped is None:
        raise Refused("not_mapped")
    try:
        made = export(mapped, community, month, _stages(), app.staff, now())
    except Refused as refused:
        if refused.reason != "too_many_to_export":
            raise
        return _home(community, (refused,))
    told("requests_exported", community=community, month=month)
    return http.download(f"{community}-{month or 'open'}.csv", CSV, made)


@app.post("/desk/exchange/columns")
def choose_columns() -> http.Answer:
    """Reads the first row of a file, and asks what each column is. Writes nothing."""
    community, text = _sent("columns")
    try:
        found = columns.headers(rows.header(text))
    except Refused as refused:
        return _home(community, (_of_the_file(refused),))
    return _columns(community, found, columns.likely(found) | {"finished": "\n".join(columns.FINISHED)})


@app.post("/desk/exchange/columns/save")
def save_columns() -> http.Answer:
    permit(app.staff, Act.IMPORT_REQUESTS)
    typed = app.visit.typed("community", "headers", "finished", *columns.FIELDS)
    community = _chosen(typed)
    door.form(app.visit, "save_columns", community)
    found, errors = columns.headers(rows.header(typed["headers"])), list[Refused]()
    try:
        mapped = columns.mapped(found, typed, errors)
    except Refused as refused:
        errors.append(Refused(refused.reason, "finished", **refused.details))
    if errors:
        return _columns(community, found, typed, tuple(errors))
    mappings.write(community, mapped.data())
    told("columns_mapped", community=community)
    return http.see_other(f"{HOME}?{urlencode({'community': community, 'mapped': 'yes'})}")


@app.post("/desk/exchange/import")
def try_file() -> http.Answer:
    """What would become of each row. Writes nothing."""
    community, text = _sent("import")
    joins = app.visit.form.get("joins") == "yes"
    return _plan(community, text, joins, now())


@app.post("/desk/exchange/import/apply")
def apply_file() -> http.Answer:
    """Takes in the next rows of the file that was shown. A row that is there already stays one request."""
    permit(app.staff, Act.IMPORT_REQUESTS)
    sent = app.visit.typed("community", "text", "joins", "at")
    community = _chosen(sent)
    door.form(app.visit, "apply", upload.seal(sent["text"], community, sent["joins"], sent["at"]))
    mapped = _mapped(community)
    if mapped is None:
        raise Refused("not_mapped")
    at, joins = read_time(sent["at"]), sent["joins"] == "yes"
    try:
        read = _rows(community, sent["text"], mapped)
    except Refused as refused:
        return _home(community, (_of_the_file(refused),))
    planned = plan.plan(read, mapped, community, joins=joins, at=at)
    taken = filing.take_in(planned, mapped.key, community, app.staff, now())
    told("rows_taken_in", community=community, count=len([it for it in taken if it.code]))
    return _page(
        "exchange/imported.html",
        community=directory.community(community),
        taken=taken,
        left=len([it for it in planned if it.outcome.new]) - len(taken),
        **_again(community, sent["text"], joins, at),
    )


def _plan(community: str, text: str, joins: bool, at: datetime) -> http.Answer:
    mapped = _mapped(community)
    if mapped is None:
        raise Refused("not_mapped")
    try:
        read = _rows(community, text, mapped)
    except Refused as refused:
        return _home(community, (_of_the_file(refused),))
    planned = plan.plan(read, mapped, community, joins=joins, at=at)
    return _page(
        "exchange/plan.html",
        community=directory.community(community),
        planned=planned,
        columns=mapped,
        counts=Counter(it.outcome for it in planned),
        outcomes=tuple(plan.Outcome),
        new=len([it for it in planned if it.outcome.new]),
        **_again(community, text, joins, at),
    )


def _again(community: str, text: str, joins: bool, at: datetime) -> dict[str, Any]:
    """What the button needs that takes the file's next rows in."""
    sent = {"text": text, "joins": "yes" if joins else "", "at": written(at)}
    subject = upload.seal(text, community, sent["joins"], sent["at"])
    return sent | {"at_once": filing.AT_ONCE, "token": door.token(app.visit, "apply", subject)}


def _rows(community: str, text: str, mapped: columns.Columns) -> tuple[rows.Row, ...]:
    where = plan.places(community, app.staff)
    return rows.rows(text, mapped, where, directory.categories(), phones.parse)


def _sent(purpose: str) -> tuple[str, str]:
    """The community and the text of a file, from a form of the first page."""
    permit(app.staff, Act.IMPORT_REQUESTS)
    sent = app.visit.typed("community", "text", "file")
    community = _chosen(sent)
    door.form(app.visit, purpose, community)
    return community, sent["file"] or sent["text"]


def _of_the_file(refused: Refused) -> Refused:
    """At the field of the file, where it is the file that is wrong."""
    if refused.reason not in _OF_THE_FILE:
        raise refused
    return Refused(refused.reason, "file", **refused.details)


def _chosen(said: Mapping[str, str]) -> str:
    """The community. Raises Refused `unknown_page` where none was chosen."""
    found = _asked(said, "")
    if not found:
        raise Refused("unknown_page")
    return found


def _asked(said: Mapping[str, str], otherwise: str | None) -> str | None:
    """The community that was asked for, or the only one. Raises Refused `not_your_community`."""
    covered = [it.id for it in _covered()]
    if wanted := said.get("community", ""):
        if wanted not in covered:
            raise Refused("not_your_community")
        return wanted
    return covered[0] if len(covered) == 1 else otherwise


def _covered() -> tuple[Community, ...]:
    return tuple(it for it in directory.communities() if app.staff.covers(it.id))


def _mapped(community: str) -> columns.Columns | None:
    found = mappings.read(community)
    return columns.columns(*found) if found else None


def _stages() -> dict[str, str]:
    """Where a request stands, as the platform's table is given it."""
    lines = page("exchange/stages.txt", "zh", states=tuple(State)).strip().split("\n")
    return dict(line.split("\t") for line in lines)


def _home(community: str | None, errors: tuple[Refused, ...] = ()) -> http.Answer:
    months = year_to(month_of(local_day(now()))) if community else ()
    return _page(
        "exchange/home.html",
        errors=errors,
        communities=_covered(),
        community=directory.community(community) if community else None,
        columns=_mapped(community) if community else None,
        saved="mapped" in app.visit.query,
        months=months,
        most=rows.MOST_ROWS,
        at_once=filing.AT_ONCE,
        columns_token=door.token(app.visit, "columns", community) if community else "",
        import_token=door.token(app.visit, "import", community) if community else "",
    )


def _columns(
    community: str, found: tuple[str, ...], typed: Mapping[str, str], errors: tuple[Refused, ...] = ()
) -> http.Answer:
    return _page(
        "exchange/columns.html",
        errors=errors,
        community=directory.community(community),
        headers=found,
        first_row=write([found]),
        fields=columns.FIELDS,
        needed=columns.NEEDED,
        form=typed,
        token=door.token(app.visit, "save_columns", community),
    )


def _page(template: str, *, errors: tuple[Refused, ...] = (), **context: Any) -> http.Answer:
    return app.page(
        template,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        errors=errors,
        staff=app.staff,
        may=frozenset(act for act in Act if may(app.staff.role, act)),
        sign_out=door.token(app.visit, "sign_out"),
        **context,
    )


main = app.main
