"""The unit's pages: open the door, see all orders or one, take it or return it, report, put it off, say it is done."""

from collections.abc import Callable, Mapping
from functools import partial

from functions.response import (
    acts,
    away_page,
    be_away,
    calendar_door,
    door,
    figures_page,
    order_page,
    orders_page,
    unit_door,
)
from functions.response.unit_door import Officer
from functions.shared.domain.codes import ORDER, parse
from functions.shared.domain.county_time import local_day
from functions.shared.domain.errors import Refused
from functions.shared.edge import http, tokens
from functions.shared.edge.clock import now
from functions.shared.edge.config import public_url
from functions.shared.edge.forms import Wrong, digits
from functions.shared.edge.telemetry import told
from functions.shared.gateways.keys import keys
from functions.shared.gateways.pages import page
from functions.shared.tables import absences, calendars, requests

app = http.App(page)
_AT_THE_DOOR = {"code": "", "last_four": "", "all": ""}


@app.get("/u")
def find() -> http.Answer:
    query = app.visit.query
    return _door(_AT_THE_DOOR | {name: query[name] for name in ("code", "all") if name in query})


@app.post("/u")
def enter() -> http.Answer:
    here = app.visit
    typed = here.typed("code", "last_four", "all")
    try:
        tokens.read_form(keys(), "door", "", here.form.get("token", ""), now())
        opened, cookie = door.open_by_telephone(here, typed["code"], digits(typed["last_four"]))
    except Refused as refused:
        return _door(typed, (refused,))
    everything = typed["all"] == "yes" and opened.in_hand
    return http.see_other("/u/orders" if everything else f"/u/orders/{opened.order.code}", cookie)


@app.post("/u/leave")
def leave() -> http.Answer:
    """Whoever's page it is pressed on, and however old that is: the door is shut."""
    return http.see_other("/u", unit_door.no_cookie())


@app.get("/u/orders")
def listed() -> http.Answer:
    try:
        officer = unit_door.officer(app.visit)
    except Refused:
        return http.see_other("/u?all=yes")
    context = orders_page.context(officer, app.visit.query, now())
    return app.page("response/orders.html", token=tokens.form_token(keys(), "leave", "", now()), **context)


@app.get("/u/figures")
def figures() -> http.Answer:
    try:
        officer = unit_door.officer(app.visit)
    except Refused:
        return http.see_other("/u?all=yes")
    return app.page("response/figures.html", **figures_page.context(officer, app.visit.query, local_day(now())))


@app.get("/u/calendar")
def calendar() -> http.Answer:
    try:
        officer = unit_door.officer(app.visit)
    except Refused:
        return http.see_other("/u?all=yes")
    return _calendar(officer)


@app.post("/u/calendar")
def make_calendar() -> http.Answer:
    """A new address, and the end of the one before. Pressing twice is pressing once; a page from before it presses
    nothing."""
    officer, at = unit_door.officer(app.visit), now()
    try:
        token = tokens.read_form(keys(), "calendar", officer.subject, app.visit.form.get("token", ""), at)
        there = calendar_door.of(officer)
        if there is None or there.press != token.digest:
            if there is not None and token.shown < there.made:
                raise Refused("form_expired")
            calendars.make(officer.unit.id, officer.contact.id, token.digest, at, tokens.CALENDAR_LIVES)
            told("calendar_made", unit=officer.unit.id, anew=there is not None)
    except Refused as refused:
        return _calendar(officer, (refused,))
    return http.see_other("/u/calendar")


@app.get("/u/away")
def away() -> http.Answer:
    try:
        officer = unit_door.officer(app.visit)
    except Refused:
        return http.see_other("/u?all=yes")
    return _away(officer, {})


@app.post("/u/away")
def go_away() -> http.Answer:
    """The days on which this contact isn't there. Pressing twice is pressing once."""
    return _say_away(app.visit.typed("since", "until"))


@app.post("/u/away/back")
def come_back() -> http.Answer:
    return _say_away({})


@app.get("/u/orders/<code>")
def show(code: str) -> http.Answer:
    here, code = app.visit, parse(code, ORDER)
    if secret := here.query.get("k"):
        cookie = door.open_by_link(code, secret)
        return http.see_other(f"/u/orders/{code}", cookie) if cookie else http.see_other(f"/u?code={code}")
    return _behind_the_door(code, _order)


@app.get("/u/orders/<code>/<act>")
def ask(code: str, act: str) -> http.Answer:
    """The page of an act that has a form."""
    if not acts.FIELDS.get(act):
        raise Refused("unknown_page")
    return _behind_the_door(code, lambda opened: _act(opened, act, dict.fromkeys(acts.FIELDS[act], "")))


@app.post("/u/orders/<code>/<act>")
def do(code: str, act: str) -> http.Answer:
    here = app.visit
    typed = here.typed(*acts.FIELDS.get(act, ()))
    try:
        opened = door.opened(here, code)
    except Refused as refused:
        if refused.reason != "door_closed":
            raise
        return _door(
            _AT_THE_DOOR | {"code": parse(code, ORDER)}, (refused,), (typed.get("public_words"), typed.get("words"))
        )
    at = now()
    try:
        token = tokens.read_form(keys(), act, opened.order.code, here.form.get("token", ""), at)
        step = acts.asked_for(act, opened, typed, at)
        cause = token.cause(act, **typed)
        step = partial(step, number=opened.order.number, unit=opened.unit, cause=cause, now=at)
        after = requests.change(opened.request.id, cause, step)
    except Wrong as wrong:
        return _act(opened, act, typed, wrong.errors)
    except Refused as refused:
        if refused.reason == "unknown_page":
            raise
        fresh = door.opened(here, code)  # what has happened meanwhile is what the page has to show
        return _act(fresh, act, typed, (refused,)) if typed else _order(fresh, (refused,))
    told(act, request_id=after.id, order=opened.order.number, unit=opened.unit.id, version=after.version)
    return http.see_other(f"/u/orders/{opened.order.code}")


def _behind_the_door(code: str, shows: Callable[[door.Opened], http.Answer]) -> http.Answer:
    """What is shown of an order, or the way to its door."""
    try:
        opened = door.opened(app.visit, code)
    except Refused as refused:
        if refused.reason == "door_closed":
            return http.see_other(f"/u?code={parse(code, ORDER)}")
        raise
    return shows(opened)


def _door(
    typed: Mapping[str, str], errors: tuple[Refused, ...] = (), unsent: tuple[str | None, ...] = ()
) -> http.Answer:
    """`unsent`: what was typed on a page behind it that had been open for too long."""
    token = tokens.form_token(keys(), "door", "", now())
    return app.form_page("response/door.html", errors, form=typed, token=token, unsent=[it for it in unsent if it])


def _calendar(officer: Officer, errors: tuple[Refused, ...] = ()) -> http.Answer:
    there = calendar_door.of(officer)
    address = public_url(calendar_door.path(officer, there)) if there else None
    token = tokens.form_token(keys(), "calendar", officer.subject, now())
    ends = there.ends if there else None
    return app.form_page("response/calendar.html", errors, unit=officer.unit, address=address, ends=ends, token=token)


def _say_away(typed: Mapping[str, str]) -> http.Answer:
    """What was typed, or with nothing typed: there again."""
    officer, at = unit_door.officer(app.visit), now()
    try:
        tokens.read_form(keys(), "away" if typed else "back", officer.subject, app.visit.form.get("token", ""), at)
        away = away_page.read(typed, local_day(at)) if typed else None
        permit = partial(be_away.permit, officer.unit)
        changed = absences.set_away(officer.unit.id, officer.contact.id, away, permit)
    except Wrong as wrong:
        return _away(officer, typed, wrong.errors)
    except Refused as refused:
        return _away(officer, typed, (refused,))
    told("away", unit=officer.unit.id, changed=changed, back=away is None)
    return http.see_other("/u/away")


def _away(officer: Officer, typed: Mapping[str, str], errors: tuple[Refused, ...] = ()) -> http.Answer:
    at = now()
    names = {purpose: tokens.form_token(keys(), purpose, officer.subject, at) for purpose in ("away", "back")}
    context = away_page.context(officer, typed, at)
    return app.form_page("response/away.html", errors, tokens=names, **context)


def _order(opened: door.Opened, errors: tuple[Refused, ...] = ()) -> http.Answer:
    context = order_page.context(opened, now())
    offered = order_page.offered(opened, now())
    names = {act: tokens.form_token(keys(), act, opened.order.code, now()) for act in offered}
    return app.form_page("response/order.html", errors, acts=offered, tokens=names, **context)


def _act(opened: door.Opened, act: str, typed: Mapping[str, str], errors: tuple[Refused, ...] = ()) -> http.Answer:
    context = order_page.form_context(opened, act, typed, now())
    token = tokens.form_token(keys(), act, opened.order.code, now())
    return app.form_page(f"response/{act}.html", errors, form=typed, token=token, code=opened.order.code, **context)


main = app.main
