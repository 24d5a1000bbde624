"""The unit's pages: open the door, see the order, take it or return it, report, put it off, say it is done."""

from collections.abc import Mapping
from functools import partial

from functions.response import acts, door, order_page
from functions.shared.domain.codes import ORDER, parse
from functions.shared.domain.errors import Refused
from functions.shared.edge import http, tokens
from functions.shared.edge.clock import now
from functions.shared.edge.forms import Wrong, digits
from functions.shared.edge.telemetry import told
from functions.shared.gateways.keys import keys
from functions.shared.gateways.pages import page
from functions.shared.tables import requests

app = http.App(page)


@app.get("/u")
def find() -> http.Answer:
    return _door({"code": app.visit.query.get("code", ""), "last_four": ""})


@app.post("/u")
def enter() -> http.Answer:
    here = app.visit
    typed = here.typed("code", "last_four")
    try:
        tokens.read_form(keys(), "door", "", here.form.get("token", ""), now())
        code, cookie = door.open_by_telephone(here, typed["code"], digits(typed["last_four"]))
    except Refused as refused:
        return _door(typed, (refused,))
    return http.see_other(f"/u/orders/{code}", cookie)


@app.get("/u/orders/<code>")
def show(code: str) -> http.Answer:
    here, code = app.visit, parse(code, ORDER)
    if secret := here.query.get("k"):
        cookie = door.open_by_link(code, secret)
        return http.see_other(f"/u/orders/{code}", cookie) if cookie else http.see_other(f"/u?code={code}")
    try:
        return _order(door.opened(here, code))
    except Refused as refused:
        if refused.reason == "door_closed":
            return http.see_other(f"/u?code={code}")
        raise


@app.get("/u/orders/<code>/<act>")
def ask(code: str, act: str) -> http.Answer:
    """The page of an act that has a form."""
    if not acts.FIELDS.get(act):
        raise Refused("unknown_page")
    return _act(door.opened(app.visit, code), act, dict.fromkeys(acts.FIELDS[act], ""))


@app.post("/u/orders/<code>/<act>")
def do(code: str, act: str) -> http.Answer:
    here = app.visit
    opened = door.opened(here, code)
    typed = here.typed(*acts.FIELDS.get(act, ()))
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


def _door(typed: Mapping[str, str], errors: tuple[Refused, ...] = ()) -> http.Answer:
    token = tokens.form_token(keys(), "door", "", now())
    return app.form_page("response/door.html", errors, form=typed, token=token)


def _order(opened: door.Opened, errors: tuple[Refused, ...] = ()) -> http.Answer:
    context = order_page.context(opened, now())
    offered = order_page.offered(opened)
    names = {act: tokens.form_token(keys(), act, opened.order.code, now()) for act in offered}
    return app.form_page("response/order.html", errors, acts=offered, tokens=names, **context)


def _act(opened: door.Opened, act: str, typed: Mapping[str, str], errors: tuple[Refused, ...] = ()) -> http.Answer:
    context = order_page.form_context(opened, act, typed, now())
    token = tokens.form_token(keys(), act, opened.order.code, now())
    return app.form_page(f"response/{act}.html", errors, form=typed, token=token, code=opened.order.code, **context)


main = app.main
