"""Where residents come in: the first page, the report form and its receipt, stations, privacy."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus

from functions.intake import form
from functions.shared.domain.codes import REQUEST, derive, parse
from functions.shared.domain.decision import Person
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Language
from functions.shared.edge import http, tokens
from functions.shared.edge.clock import now
from functions.shared.edge.config import retention
from functions.shared.edge.forms import Wrong
from functions.shared.edge.telemetry import told
from functions.shared.gateways.keys import keys
from functions.shared.gateways.pages import page
from functions.shared.steps.accept_request import accept_request
from functions.shared.tables import directory, requests
from functions.shared.tables.private import telephone_key

app = http.App(page)
RETENTION = retention()


@app.get("/")
def home() -> http.Answer:
    return app.page("intake/home.html", cache=http.GOING_BACK, emergencies=_emergencies())


@app.get("/stations")
def stations() -> http.Answer:
    everywhere = directory.stations()
    by_community = tuple((c, tuple(s for s in everywhere if s.community == c.id)) for c in directory.communities())
    return app.page("intake/stations.html", cache=http.GOING_BACK, communities=by_community)


@app.get("/privacy")
def privacy() -> http.Answer:
    return app.page("intake/privacy.html", cache=http.GOING_BACK, retention_days=RETENTION.days)


@app.get("/report")
def report() -> http.Answer:
    query = app.visit.query
    typed = dict.fromkeys(form.FIELDS, "") | {name: query[name] for name in ("category", "place") if name in query}
    return _form(typed)


@app.get("/report/send")
def nothing_sent() -> http.Answer:
    return http.see_other("/report")


@app.post("/report/send")
def send() -> http.Answer:
    """Another address than the form's own: a POST makes browsers forget the page kept for "back" under the same one."""
    here = app.visit
    typed = here.typed(*form.FIELDS)
    try:
        token = tokens.read_form(keys(), "report", "", here.form.get("token", ""), now())
        request = _file(form.parse(typed), token, here.language)
    except Wrong as wrong:
        return _form(typed, wrong.errors, here.form["token"])
    except Refused as refused:
        if refused.reason == "already_sent":
            return _already_sent(typed, refused.details["code"])
        if refused.reason in ("unknown_compound", "unknown_community"):
            refused = Refused("unknown_place", "place")
        return _form(typed, (refused,))
    told("request_received", request_id=request.id, category=request.filed.category, version=request.version)
    secret = tokens.pass_for(keys(), "request", request.id, now(), tokens.LINK_LIVES)
    return http.see_other(f"/report/sent/{request.id}?k={secret}")


@app.get("/report/sent/<code>")
def sent(code: str) -> http.Answer:
    """The receipt: what to keep, what happens next and by when."""
    here = app.visit
    code, secret = parse(code, REQUEST), here.query.get("k", "")
    if not tokens.holds(keys(), "request", code, secret, now()):
        return http.see_other(f"/r/{code}")
    request = requests.load(code)
    return app.page(
        "intake/sent.html",
        code=code,
        link=f"/r/{code}?k={secret}",
        category=directory.category(request.filed.category),
        community=directory.community(request.filed.community),
        answer_by=request.filed.answer_by,
        reachable=request.filed.reachable,
    )


def _file(report: form.Report, token: tokens.FormToken, language: str) -> Request:
    category, compound, community, calendar = directory.for_filing(report.category, report.place)
    cause = token.cause("file", **report.content())
    decision = accept_request(
        category=category,
        compound=compound,
        community=community,
        calendar=calendar,
        words=report.words,
        person=Person(report.telephone, report.place_words, report.may_call),
        language=Language(language),
        cause=cause,
        now=now(),
    )
    known_by = telephone_key(keys().newest, report.telephone) if report.telephone else None
    return requests.file(_codes(token), cause, decision, telephone_key=known_by)


def _codes(token: tokens.FormToken) -> Iterator[str]:
    return (derive(token.key, REQUEST, token.nonce, attempt) for attempt in range(4))


def _form(typed: Mapping[str, str], errors: tuple[Refused, ...] = (), token: str | None = None) -> http.Answer:
    compounds = directory.compounds()
    chosen = next((c for c in directory.categories() if c.id == typed["category"]), None)
    return app.form_page(
        "intake/report.html",
        errors,
        cache=http.NOT_KEPT if errors else http.GOING_BACK,
        form=typed,
        token=token or tokens.form_token(keys(), "report", "", now()),
        places=tuple((c, tuple(p for p in compounds if p.community == c.id)) for c in directory.communities()),
        categories=directory.categories(),
        emergencies=_emergencies(),
        chosen=chosen,
    )


def _already_sent(typed: Mapping[str, str], code: str) -> http.Answer:
    """The same form with other words: what was typed is kept, and can be added to what we have."""
    token = tokens.form_token(keys(), "words", code, now())
    return app.page(
        "intake/already_sent.html", status=HTTPStatus.CONFLICT, code=code, form=typed, errors=(), token=token
    )


def _emergencies() -> tuple[object, ...]:
    return tuple(category for category in directory.categories() if category.emergency)


main = app.main
