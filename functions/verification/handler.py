"""The resident's pages: find a request, see how it stands, say whether it is solved, add something."""

from collections.abc import Mapping
from functools import partial

from functions.shared.domain import story, views
from functions.shared.domain.codes import REQUEST, parse
from functions.shared.domain.directory import Name, PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.standing import standing
from functions.shared.domain.terms import Verdict
from functions.shared.doors import photos
from functions.shared.edge import http, tokens
from functions.shared.edge.clock import now
from functions.shared.edge.forms import Form, Wrong, digits
from functions.shared.edge.telemetry import told
from functions.shared.gateways.keys import keys
from functions.shared.gateways.pages import page
from functions.shared.steps.add_words import add_words
from functions.shared.steps.give_verdict import give_verdict
from functions.shared.steps.resident_rules import may_add, may_decide, may_dispute_until
from functions.shared.tables import directory, private, public_words, requests
from functions.verification import acts, door
from functions.verification.promise import promise

app = http.App(page)
_EMPTY = {"last_four": "", "words": "", "verdict": ""}


@app.get("/r")
def find() -> http.Answer:
    typed = app.visit.query.get("code", "")
    if not typed:
        return app.form_page("verification/find.html", (), form={"code": ""})
    try:
        code = parse(typed, REQUEST)
        requests.load(code)
    except Refused as refused:
        return app.form_page("verification/find.html", (refused,), form={"code": typed})
    return http.see_other(f"/r/{code}")


@app.get("/r/<code>")
def show(code: str) -> http.Answer:
    here = app.visit
    code = parse(code, REQUEST)
    if secret := here.query.get("k"):
        cookie = door.open_by_link(code, secret)
        return http.see_other(f"/r/{code}", *([cookie] if cookie else []))
    return _request(requests.load(code), door.is_open(here, code))


@app.post("/r/<code>/open")
def open_door(code: str) -> http.Answer:
    here = app.visit
    request = requests.load(parse(code, REQUEST))
    typed = here.typed("last_four")
    try:
        tokens.read_form(keys(), "open", request.id, here.form.get("token", ""), now())
        cookie = door.open_by_telephone(here, request.id, digits(typed["last_four"]))
    except Refused as refused:
        return _request(request, False, typed, (refused,))
    return http.see_other(f"/r/{request.id}", cookie)


@app.post("/r/<code>/verdict")
def decide(code: str) -> http.Answer:
    """One press says it; the words beside it are as the resident likes. As with more words, the form's own token is
    enough: only whoever may was given one."""
    here = app.visit
    request = requests.load(parse(code, REQUEST))
    typed = here.typed("verdict", "words")
    opened = door.is_open(here, request.id)
    try:
        token = tokens.read_form(keys(), "verdict", request.id, here.form.get("token", ""), now())
        opened = True
        form = Form(typed)
        verdict, words = form.choice("verdict", Verdict), form.text("words", required=False)
        form.done()
        cause = token.cause("verdict", **typed)
        step = partial(
            give_verdict,
            verdict=verdict,
            words=words,
            calendar=directory.calendar(),
            cause=cause,
            now=now(),
            unit_left=request.lead is not None and directory.unit(request.lead.unit).left,
        )
        after = requests.change(request.id, cause, step)
    except Wrong as wrong:
        return _request(request, opened, typed, wrong.errors)
    except Refused as refused:
        return _request(requests.load(request.id), opened, typed, (refused,))
    told("verdict_given", request_id=after.id, verdict=verdict, version=after.version)
    return http.see_other(f"/r/{after.id}", door.cookie(after.id))


@app.post("/r/<code>/words")
def add(code: str) -> http.Answer:
    """More words. The form's own token is enough: only whoever may add was given one."""
    here = app.visit
    request = requests.load(parse(code, REQUEST))
    typed = here.typed("words")
    opened = door.is_open(here, request.id)
    try:
        token = tokens.read_form(keys(), "words", request.id, here.form.get("token", ""), now())
        opened = True
        form = Form(typed)
        words = form.text("words")
        form.done()
        cause = token.cause("words", **typed)
        after = requests.change(request.id, cause, partial(add_words, words=words, cause=cause, now=now()))
    except Wrong as wrong:
        return _request(request, opened, typed, wrong.errors)
    except Refused as refused:
        return _request(request, opened, typed, (refused,))
    told("words_added", request_id=after.id, version=after.version)
    return http.see_other(f"/r/{after.id}", door.cookie(after.id))


@app.get("/r/<code>/<name>")
def show_act(code: str, name: str) -> http.Answer:
    """The page of an act; where it can't be done (any more), the request's own page says how it stands."""
    act, code = acts.act(name), parse(code, REQUEST)
    request = requests.load(code)
    if not door.is_open(app.visit, code) or not act.may(request, now()):
        return http.see_other(f"/r/{code}")
    return _act_page(request, name, dict.fromkeys(acts.FIELDS, ""))


@app.post("/r/<code>/<name>")
def press(code: str, name: str) -> http.Answer:
    """As with more words, the form's own token is enough: only whoever may was given one."""
    here, act = app.visit, acts.act(name)
    request = requests.load(parse(code, REQUEST))
    typed = here.typed(*acts.FIELDS)
    opened = door.is_open(here, request.id)
    try:
        token = tokens.read_form(keys(), name, request.id, here.form.get("token", ""), now())
        opened = True
        form = Form(typed)
        step = act.read(request, form)
        form.done()
        cause = token.cause(name, **typed)
        after = requests.change(request.id, cause, partial(step, cause=cause, now=now()))
    except Wrong as wrong:
        return _act_page(request, name, typed, wrong.errors)
    except Refused as refused:
        request = requests.load(request.id)
        if opened and act.may(request, now()):
            return _act_page(request, name, typed, (refused,))
        return _request(request, opened, typed, (refused,))
    told("resident_pressed", request_id=after.id, act=name, version=after.version)
    return http.see_other(f"/r/{after.id}", door.cookie(after.id))


def _act_page(request: Request, name: str, typed: Mapping[str, str], errors: tuple[Refused, ...] = ()) -> http.Answer:
    return app.form_page(
        f"verification/{name}.html",
        errors,
        code=request.id,
        category=directory.category(request.filed.category),
        place=_place(request, True),
        form=typed,
        token=tokens.form_token(keys(), name, request.id, now()),
        held=request.lead is not None and request.lead.state.alive,
        disputed_before=request.disputes > 0,
        closed_as=request.closed_as,
        until=may_dispute_until(request),
    )


def _request(
    request: Request, opened: bool, typed: Mapping[str, str] | None = None, errors: tuple[Refused, ...] = ()
) -> http.Answer:
    filed = request.filed
    community = directory.community(filed.community)
    person = private.person(request.id) if opened else None
    shown = opened or request.public is not PublicRule.NEVER
    words = private.words(request.id) if opened else {}
    lead = request.lead
    return app.form_page(
        "verification/request.html",
        errors,
        code=request.id,
        request=request,
        category=directory.category(filed.category),
        place=_place(request, opened),
        community=community,
        shown=shown,
        steps=views.tell(story.steps(request), public_words.words(request.id), _unit_name) if shown else (),
        private=views.Private(views.said(request.facts, words), person.place if person else "") if opened else None,
        asked=views.asked(request, words),
        photos=photos.gallery(request.id, add_by=request.id if may_add(request) else "") if opened else None,
        form=_EMPTY | dict(typed or {}),
        tokens={name: tokens.form_token(keys(), name, request.id, now()) for name in ("open", "verdict", "words")}
        if opened
        else {"open": tokens.form_token(keys(), "open", request.id, now())},
        may_decide=opened and may_decide(request),
        may_add=opened and may_add(request),
        acts=acts.offered(request, now()) if opened else (),
        dispute_until=may_dispute_until(request),
        holder=_unit_name(lead.unit) if lead is not None and lead.state is OrderState.ACCEPTED else None,
        promise=promise(request),
        standing=standing(request, lead) if lead else None,
        now=now(),
    )


def _place(request: Request, opened: bool) -> Name:
    """The compound where it may be shown, else the community."""
    filed = request.filed
    if filed.compound and (opened or request.public_compound):
        return directory.compound(filed.compound).name
    return directory.community(filed.community).name


def _unit_name(unit: str) -> Name:
    return directory.unit(unit).name


main = app.main
