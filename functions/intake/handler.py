"""Where residents come in: the first page, the report form and its receipt, stations, privacy."""

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from functions.intake import ask_page, asking, door, filing, find_place, form, map_page
from functions.shared.domain.codes import REQUEST, parse
from functions.shared.domain.directory import Category
from functions.shared.domain.errors import Refused
from functions.shared.doors import photos
from functions.shared.edge import canary, http, tokens
from functions.shared.edge.clock import now
from functions.shared.edge.config import retention
from functions.shared.edge.forms import Wrong, digits
from functions.shared.gateways.keys import keys
from functions.shared.gateways.pages import page
from functions.shared.tables import directory, requests

if TYPE_CHECKING:
    from functions.intake.alike import Alike

app = http.App(page)
RETENTION = retention()


@app.get("/")
def home() -> http.Answer:
    return app.page("intake/home.html", cache=http.GOING_BACK, emergencies=ask_page.emergencies())


@app.get("/stations")
def stations() -> http.Answer:
    everywhere = directory.stations()
    by_community = tuple((c, tuple(s for s in everywhere if s.community == c.id)) for c in directory.communities())
    return app.page("intake/stations.html", cache=http.GOING_BACK, communities=by_community)


@app.get("/privacy")
def privacy() -> http.Answer:
    return app.page("intake/privacy.html", cache=http.GOING_BACK, retention_days=RETENTION.days)


@app.get("/report")
def show_form() -> http.Answer:
    query = app.visit.query
    typed = dict.fromkeys(form.FIELDS, "") | {name: query[name] for name in ("category", "place") if name in query}
    return _form(typed)


@app.post("/report/place")
@app.again("/report")
@app.again("/report/send")
def form_again() -> http.Answer:
    """As it was typed, perhaps with a place from the map. The same form: sent before and sent after all, it has been
    sent once."""
    typed, here = _typed_so_far(), app.visit.form
    try:
        token = tokens.read_form(keys(), "report", "", here.get("token", ""), now())
    except Refused:
        return _form(typed)
    if here.get(form.BESIDE) and (found := _alike_again(typed, token)):
        return _company(typed, found)
    if here.get(form.PROPOSED) and (sounds := ask_page.sounds_like(typed["words"])):
        return _proposal(typed, sounds)
    return _form(typed, again=token)


@app.get("/report/place")
def placed_nothing() -> http.Answer:
    return http.see_other("/report")


@app.get("/report/map")
@app.post("/report/map")
@app.again("/report/map")
def by_map() -> http.Answer:
    """All places on sketches and in lists, each a press that leads back to the form with what was typed so far."""
    typed, here = _typed_so_far(), app.visit.form
    context = map_page.map_page(directory.places(), here)
    return app.page("intake/map.html", cache=http.GOING_BACK, form=typed, token=here.get("token", ""), **context)


@app.get("/report/ask")
def ask() -> http.Answer:
    """The same, one thing a page."""
    query = app.visit.query
    return _ask("words", dict.fromkeys(form.FIELDS, "") | {name: query[name] for name in ("place",) if name in query})


@app.post("/report/ask/<page>")
def ask_on(page: str) -> http.Answer:
    """What was asked so far has been answered: `page` comes next, unless something before it is to be mended first."""
    here = app.visit
    if page not in asking.PAGES:
        raise Refused("unknown_page")
    typed = _typed_so_far()
    press, find = here.form.get("press", ""), here.form.get("find", "")
    show = partial(_ask, checking=press == "change" or bool(here.form.get("checking")))
    try:
        tokens.read_form(keys(), "report", "", here.form.get("token", ""), now())
    except Refused as refused:
        return show("words", typed, (refused,))
    if press in ("back", "change") and page != asking.CHECK:
        return show(page, typed, find=find)
    if press == "return":
        press = ask_page.meant_by_return(find, typed["place"])
    found = find_place.find(find, directory.places()) if press == "find" or (find and not typed["place"]) else ()
    if press == "find" or (find and not typed["place"] and len(found) != 1):
        unclear = Refused("place_unclear", "place") if found else Refused("place_not_found", "find")
        return show("place", typed, () if press == "find" and found else (unclear,), find=find, found=found)
    if found:
        typed["place"] = found[0].value
    mend = asking.wrong_before(page, typed) or ask_page.nowhere(page, typed)
    return show(mend[0], typed, mend[1]) if mend else show(page, typed)


@app.again("/report/ask/<page>")
def asked_again(page: str) -> http.Answer:
    """The same question with what was typed so far."""
    if page not in asking.PAGES:
        raise Refused("unknown_page")
    typed, here = _typed_so_far(), app.visit.form
    page, errors = ask_page.nowhere(page, typed) or (page, ())
    find = here.get("find", "")
    found = find_place.find(find, directory.places()) if find else ()
    return _ask(page, typed, errors, checking=bool(here.get("checking")), find=find, found=found)


@app.get("/report/ask/<page>")
def asked_nothing(page: str) -> http.Answer:
    """Somebody has kept the address of a page in the middle."""
    return http.see_other("/report/ask")


@app.get("/report/send")
def nothing_sent() -> http.Answer:
    return http.see_other("/report")


@app.post("/report/send")
def send() -> http.Answer:
    """Another address than the form's own: a POST makes browsers forget the page kept for "back" under the same one."""
    typed = app.visit.typed(*form.FIELDS)
    try:
        token = tokens.read_form(keys(), "report", "", app.visit.form.get("token", ""), now())
    except Refused as refused:
        return _form(typed, (refused,))
    try:
        report = form.parse(typed)
        if (
            report.category == form.UNKNOWN
            and not app.visit.form.get(form.PROPOSED)
            and (sounds := ask_page.sounds_like(report.words))
        ):
            return _proposal(typed | {"category": ""}, sounds)
        joins = app.visit.form.get(form.JOINS, "")
        if not (joins or app.visit.form.get(form.ALONE)) and (found := _alike(report, token)):
            return _company(typed, found)
        request = filing.file(report, typed, token, joins, app.visit)
    except Wrong as wrong:
        return _form(typed, wrong.errors, again=token)
    except Refused as refused:
        if refused.reason == "already_sent":
            return _already_sent(typed, refused.details["code"])
        if refused.field == "joins":
            return _company(typed, _alike(report, token), (refused,))
        if refused.reason in ("unknown_compound", "unknown_community"):
            refused = Refused("unknown_place", "place")
        return _form(typed, (refused,))
    secret = tokens.pass_for(keys(), "request", request.id, now(), tokens.LINK_LIVES)
    word = filing.word(report, token)
    return http.see_other(f"/report/sent/{request.id}?k={secret}" + (f"&d={word}" if word else ""))


@app.get("/report/sent/<code>")
def sent(code: str) -> http.Answer:
    """The receipt: what to keep, what happens next and by when. Nobody's words or digits are read here: `d` came with
    the address."""
    here = app.visit
    code, secret, word = parse(code, REQUEST), here.query.get("k", ""), digits(here.query.get("d", ""))[:4]
    if not tokens.holds(keys(), "request", code, secret, now()):
        return http.see_other(f"/r/{code}")
    request = requests.load(code)
    return app.page(
        "intake/sent.html",
        code=code,
        link=f"/r/{code}?k={secret}",
        photos_link=photos.link(code),
        category=directory.category(request.filed.category),
        community=directory.community(request.filed.community),
        answer_by=request.filed.answer_by,
        reachable=request.filed.reachable,
        word="" if request.filed.reachable else word,
        looked_at_first=request.filed.doubted,
        joined=request.merged_into,
    )


@app.again("/report/sent/<code>")
def sent_before(code: str) -> http.Answer:
    """The page that offers to add words to a request."""
    typed, code = app.visit.typed("words"), parse(code, REQUEST)
    tokens.read_form(keys(), "words", code, app.visit.form.get("token", ""), now())
    return _already_sent(typed, code)


def _typed_so_far() -> dict[str, str]:
    """What came with the form, with what was pressed on the map or chosen from the whole list."""
    here = app.visit.form
    instead = {"category": here.get("listed"), "place": here.get(map_page.MAPPED)}
    return app.visit.typed(*form.FIELDS) | {name: said for name, said in instead.items() if said}


def _proposal(typed: Mapping[str, str], sounds: tuple[Category, ...]) -> http.Answer:
    return app.page("intake/proposal.html", form=typed, token=app.visit.form["token"], proposed=sounds)


def _alike(report: form.Report, token: tokens.FormToken) -> "tuple[Alike, ...]":
    """Open requests like it, before it is sent; none for a trial of the front door."""
    if canary.marked(keys(), app.visit.form, now()):
        return ()
    from functions.intake.alike import alike  # neither a page that is read nor a form sent by a machine needs it

    return alike(report.words, report.category, report.place, next(filing.codes(token)))


def _alike_again(typed: Mapping[str, str], token: tokens.FormToken) -> "tuple[Alike, ...]":
    try:
        return _alike(form.parse(typed), token)
    except Wrong:
        return ()


def _company(typed: Mapping[str, str], found: "tuple[Alike, ...]", errors: tuple[Refused, ...] = ()) -> http.Answer:
    """Before it is sent: those that it might go with, one press each, or by itself all the same."""
    token = app.visit.form["token"]
    return app.form_page("intake/alike.html", errors, cache=http.GOING_BACK, form=typed, token=token, alike=found)


def _form(
    typed: Mapping[str, str], errors: tuple[Refused, ...] = (), again: tokens.FormToken | None = None
) -> http.Answer:
    """The form as it is, or with what is wrong with it; `again`: the same one once more, whose proof may be there."""
    if again:
        token = app.visit.form["token"]
        challenge = door.new_challenge() if again.asked and not typed[form.PROOF] else None
    else:
        typed = {**typed, form.PROOF: ""}
        challenge = door.challenge_if_hot(app.visit.address, now())
        token = tokens.form_token(keys(), "report", "", now(), asked=challenge is not None)
    chosen = next((c for c in directory.categories() if c.id == typed["category"]), None)
    places = directory.places()
    return app.form_page(
        "intake/report.html",
        errors,
        cache=http.NOT_KEPT if errors else http.GOING_BACK,
        scripts=challenge is not None,
        locates=map_page.has_spots(places),
        form=typed,
        token=token,
        challenge=challenge,
        places=places,
        mapped=map_page.has_spots(places),
        categories=directory.categories(),
        emergencies=ask_page.emergencies(),
        chosen=chosen,
    )


def _ask(
    page: str,
    typed: Mapping[str, str],
    errors: tuple[Refused, ...] = (),
    *,
    checking: bool = False,
    find: str = "",
    found: tuple[find_place.Place, ...] = (),
) -> http.Answer:
    """One page of those that ask one thing each. `checking`: somebody has seen all of it, and goes back to that."""
    token, challenge = app.visit.form.get("token", ""), None
    expired = any(error.reason == "form_expired" for error in errors)
    if not token or expired or page == asking.CHECK:
        challenge = door.challenge_if_hot(app.visit.address, now())
    if not token or expired:
        token = tokens.form_token(keys(), "report", "", now())
    context: dict[str, Any] = {"form": {**typed, form.PROOF: ""}, "token": token}
    if page == asking.CHECK:
        context |= ask_page.check(typed) | {"challenge": challenge}
        return app.page("intake/check.html", scripts=challenge is not None, cache=http.GOING_BACK, **context)
    context |= ask_page.question(page, typed, checking=checking) | {"find": find, "found": found}
    cache = http.NOT_KEPT if errors else http.GOING_BACK
    return app.form_page("intake/ask.html", errors, cache=cache, locates=context["mapped"] and not found, **context)


def _already_sent(typed: Mapping[str, str], code: str) -> http.Answer:
    """The same form with other words: what was typed is kept, and can be added to what we have."""
    token = tokens.form_token(keys(), "words", code, now())
    return app.page(
        "intake/already_sent.html", status=HTTPStatus.CONFLICT, code=code, form=typed, errors=(), token=token
    )


main = app.main
