"""The staff's pages: what waits, a case and what can be done with it, filing for somebody else.

Whoever gets here has signed in: `app.staff`. Every route asks for its permission before it looks at anything.
"""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

from functions.desk import acts, case_page, decide, filing, photo_press, queue_page, search, undelivered_page
from functions.desk.asked import Asked
from functions.desk.offers import OFFERS, offered
from functions.shared.domain.access import Purpose
from functions.shared.domain.codes import REQUEST, parse
from functions.shared.domain.directory import Category
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause, staff_actor
from functions.shared.domain.permissions import Act, may, permit
from functions.shared.domain.request import Request
from functions.shared.domain.staff import Staff
from functions.shared.domain.words import flags
from functions.shared.doors import staff as door
from functions.shared.edge import http
from functions.shared.edge.clock import now
from functions.shared.edge.forms import Form, Wrong
from functions.shared.edge.telemetry import told
from functions.shared.gateways.pages import page
from functions.shared.tables import deliveries, directory, incoming, public_words, requests
from functions.shared.tables.access_log import NOBODY, record

app = http.App(page, guard=door.admit)
LAST_SEEN = "seen"  # the version of the request that the form's page showed


@app.get("/desk")
def home() -> http.Answer:
    if not may(app.staff.role, Act.LOOK):
        return _page("desk/home.html")
    context = queue_page.context(app.staff, app.visit.query, now())
    return _page("desk/queue.html", undelivered=undelivered_page.count(app.staff), **context)


@app.get("/desk/undelivered")
def undelivered() -> http.Answer:
    """Who could not be reached by any way, and has to be called."""
    permit(app.staff, Act.LOOK)
    return _undelivered()


@app.post("/desk/undelivered")
def told_by_telephone() -> http.Answer:
    """Somebody has called instead: it leaves the list. Pressing again is the same."""
    typed = app.visit.typed("delivery", "community")
    permit(app.staff, Act.ATTEMPT_CONTACT, typed["community"])
    try:
        door.form(app.visit, "undelivered", typed["delivery"])
    except Refused as refused:
        return _undelivered((refused,))
    deliveries.settle(typed["delivery"], typed["community"])
    told("undelivered_settled", delivery_id=typed["delivery"], community=typed["community"])
    return http.see_other("/desk/undelivered?did=told")


@app.get("/desk/search")
def ask_for() -> http.Answer:
    permit(app.staff, Act.LOOK)
    return _search("", None)


@app.post("/desk/search")
def find() -> http.Answer:
    """A POST, so that no telephone number stands in an address."""
    permit(app.staff, Act.LOOK)
    typed = app.visit.form.get("q", "").strip()
    door.form(app.visit, "search")
    if code := search.by_code(typed):
        requests.load(code)
        return http.see_other(f"/desk/cases/{code}")
    permit(app.staff, Act.LOOK_PRIVATE)
    purpose, found = Purpose.SEARCH_TELEPHONE, search.by_telephone(typed, app.staff)
    if found is None:
        purpose, found = Purpose.SEARCH_WORDS, search.by_words(typed, app.staff) if len(typed) >= 2 else ()
    for code in found or (NOBODY,):
        record(app.staff.id, code, purpose, now())
    return _search(typed, found)


@app.get("/desk/file")
def new() -> http.Answer:
    permit(app.staff, Act.FILE)
    typed = dict.fromkeys(filing.FIELDS, "") | {"channel": "station" if app.staff.station else "phone"}
    typed["station"] = app.staff.station or ""
    return _filing(typed)


@app.post("/desk/file")
def send() -> http.Answer:
    """One page files it; open requests like it are shown first, so that the same matter isn't asked for twice."""
    permit(app.staff, Act.FILE)
    here, typed = app.visit, app.visit.typed(*filing.FIELDS)
    try:
        token = door.form(here, "file")
        read = filing.read(typed, app.staff, token)
        if read.what is filing.What.SETTLE:
            permit(app.staff, Act.SETTLE)
        elif not typed["seen"] and (nearby := _alike(read)):
            return _filing(typed | {"seen": "yes"}, (), here.form["token"], nearby)
        content = {name: value for name, value in typed.items() if name != "seen"}
        request = filing.file(read, token, app.staff, now(), content)
    except Wrong as wrong:
        return _filing(typed, wrong.errors, here.form["token"])
    except Refused as refused:
        if refused.reason == "already_sent":  # another matter in the form of the one before: nothing of it is lost
            return _filing(typed | {"joins": "", "seen": ""}, (Refused("filed_before", code=refused.details["code"]),))
        if refused.field == "joins" or refused.reason == "unknown_request":
            typed |= {"joins": "", "seen": ""}
        if refused.reason in ("unknown_compound", "unknown_community"):
            refused = Refused("unknown_place", "place")
        return _filing(typed, (refused,))
    told("request_filed", request_id=request.id, handling=request.filed.handling, channel=request.filed.channel)
    return http.see_other(f"/desk/cases/{request.id}?filed=yes")


@app.get("/desk/incoming")
def texts() -> http.Answer:
    """Text messages that nothing open took."""
    permit(app.staff, Act.LOOK_PRIVATE)
    found = tuple(incoming.waiting(_desks()))
    if found:
        record(app.staff.id, NOBODY, Purpose.READ_TEXTS, now())
    tokens = {each.message: door.token(app.visit, "seen", each.message) for each in found}
    communities = {community.id: community.name for community in directory.communities()}
    full = any(many >= incoming.MOST for many in Counter(each.desk for each in found).values())
    cut = incoming.MOST if full else None
    return _page("desk/incoming.html", found=found, tokens=tokens, communities=communities, cut=cut)


@app.post("/desk/incoming/<message>/seen")
def seen(message: str) -> http.Answer:
    """Somebody has seen to it: the number and the words are gone."""
    permit(app.staff, Act.ATTEMPT_CONTACT)
    door.form(app.visit, "seen", message)
    waiting = incoming.one_waiting(message)
    if waiting and waiting.desk not in _desks():
        raise Refused("not_your_community")
    if waiting:
        incoming.see_to(message)
        told("text_seen_to", heard=message)
    return http.see_other("/desk/incoming")


def _desks() -> tuple[str, ...]:
    """What can't be told to be one community's, any of them may answer."""
    return (incoming.COUNTY, *(c.id for c in directory.communities() if app.staff.covers(c.id)))


@app.get("/desk/cases/<code>")
def case(code: str) -> http.Answer:
    return _case(_looked_at(code))


@app.get("/desk/cases/<code>/slip")
def slip(code: str) -> http.Answer:
    """回执, for whoever has no telephone: printed large, with a word of their own."""
    request = _looked_at(code)
    permit(app.staff, Act.FILE, request.filed.community)
    record(app.staff.id, request.id, Purpose.PRINT_SLIP, now())
    here = request.filed.station or app.staff.station
    station = next((s for s in directory.stations() if s.id == here), None)
    context = case_page.context(request, app.staff, now())
    return _page("desk/slip.html", station=station, lead=case_page.lead_unit(request), **context)


@app.post("/desk/cases/<code>/photos/<press>")
def look_over(code: str, press: str) -> http.Answer:
    """Whether everybody may see a photograph."""
    wanted = photo_press.named(press)
    permit(app.staff, wanted.permission)
    request = requests.load(parse(code, REQUEST))
    permit(app.staff, wanted.permission, request.filed.community)
    photo_id = app.visit.form.get("photo", "")
    try:
        door.form(app.visit, f"photo_{press}", photo_press.subject(request, photo_id))
        record(app.staff.id, request.id, Purpose.MODERATE, now())
        photo_press.do(request, photo_id, wanted, app.staff, now())
    except Refused as refused:
        return _case(request, (refused,))
    told("photo_looked_over", request_id=request.id, photo=photo_id, state=wanted.state)
    return http.see_other(f"/desk/cases/{request.id}#photos")


@app.get("/desk/cases/<code>/<act>")
def ask(code: str, act: str) -> http.Answer:
    request = _mine(code, act)
    if not acts.FIELDS[act] or act == "send":
        return http.see_other(f"/desk/cases/{request.id}")
    typed = dict.fromkeys(acts.FIELDS[act], "")
    return _act(request, act, typed)


@app.post("/desk/cases/<code>/<act>")
def do(code: str, act: str) -> http.Answer:
    request = _mine(code, act)
    here, typed = app.visit, app.visit.typed(*acts.FIELDS[act])
    try:
        cause = door.form(here, act, request.id).cause(act, **typed)
        if not request.already(cause):
            case_page.unchanged(request, here.form.get(LAST_SEEN, ""))
            if act not in offered(request, app.staff, public_words.words(request.id)):
                raise Refused("not_now", state=request.state)
            request = _change(request, act, typed, cause)
    except Wrong as wrong:
        return _act(request, act, typed, wrong.errors)
    except Refused as refused:
        fresh = requests.load(request.id)  # what has happened meanwhile is what the page has to show
        one_press = act in acts.ONE_PRESS or act not in offered(fresh, app.staff, public_words.words(fresh.id))
        return _case(fresh, (refused,), typed) if one_press else _act(fresh, act, typed, (refused,))
    told(act, request_id=request.id, version=request.version)
    return http.see_other(f"/desk/cases/{request.id}?did={act}")


def _change(request: Request, act: str, typed: Mapping[str, str], cause: Cause) -> Request:
    at, by = now(), staff_actor(app.staff.id)
    if act == "merge":
        return _merge(request, typed, cause)
    step = acts.asked_for(Asked(act, request, app.staff, Form(typed), at))
    return requests.change(request.id, cause, partial(step, cause=cause, now=at, by=by))


def _merge(request: Request, typed: Mapping[str, str], cause: Cause) -> Request:
    form = Form(typed)
    other = form.read(lambda: parse(typed["other"], REQUEST, "other"), "")
    form.done()
    try:
        permit(app.staff, Act.MERGE, requests.load(other).filed.community)
    except Refused as refused:
        raise Refused(refused.reason, "other", **refused.details) from refused
    step = partial(decide.merge, cause=cause, now=now(), by=staff_actor(app.staff.id))
    return requests.change_both(request.id, other, cause, step)[0]


def _looked_at(code: str) -> Request:
    """A case that `app.staff` may look at; the look is recorded where it shows who asked."""
    permit(app.staff, Act.LOOK)
    request = requests.load(parse(code, REQUEST))
    permit(app.staff, Act.LOOK, request.filed.community)
    return request


def _mine(code: str, act: str) -> Request:
    """A case that `app.staff` may do `act` with: the permission is asked before the state."""
    if act not in OFFERS:
        raise Refused("unknown_page")
    permit(app.staff, OFFERS[act].permission)
    request = requests.load(parse(code, REQUEST))
    permit(app.staff, OFFERS[act].permission, request.filed.community)
    return request


def _alike(read: filing.Filing) -> tuple[tuple[str, str], ...]:
    if read.joins:
        return ()
    _, compound, community, _ = directory.for_filing(read.category, read.place)
    if not app.staff.covers(community.id):
        raise Refused("not_your_community", "place")
    return filing.alike(read, community.id, compound.id if compound else None)


def _case(request: Request, errors: tuple[Refused, ...] = (), typed: Mapping[str, str] | None = None) -> http.Answer:
    query = app.visit.query
    if case_page.sees_private(app.staff, request):
        purpose = Purpose.CALL_BACK if query.get("from") == "call_back" else Purpose.READ_CASE
        record(app.staff.id, request.id, purpose, now())
    context = case_page.context(request, app.staff, now())
    names = {act: door.token(app.visit, act, request.id) for act in context["offers"] if act in acts.ONE_PRESS}
    looks = {
        (picture.photo.id, press): door.token(
            app.visit, f"photo_{press}", photo_press.subject(request, picture.photo.id)
        )
        for picture in context["photos"]
        for press in photo_press.offered(request, picture.photo, app.staff)
    }
    did = query.get("did", "") if query.get("did") in OFFERS else "filed" if "filed" in query else ""
    context |= {"tokens": names, "looks": looks, "did": did, "typed": dict(typed or {})}
    return _page("desk/case.html", errors=errors, **context)


def _act(request: Request, act: str, typed: Mapping[str, str], errors: tuple[Refused, ...] = ()) -> http.Answer:
    stale = any(error.reason == "changed_since" for error in errors)
    context = case_page.form_context(request, act, typed, app.visit.form.get(LAST_SEEN, "") if stale else "")
    if context.get("sayings"):
        record(app.staff.id, request.id, Purpose.MODERATE, now())
    token = door.token(app.visit, act, request.id)
    cache = http.NOT_KEPT if context.get("sayings") else http.GOING_BACK
    return _page("desk/act.html", errors=errors, cache=cache, token=token, **context)


def _filing(
    typed: Mapping[str, str],
    errors: tuple[Refused, ...] = (),
    token: str | None = None,
    nearby: tuple[tuple[str, str], ...] = (),
) -> http.Answer:
    emergencies = tuple(c for c in directory.categories() if c.emergency)
    covered = [(c, p) for c, p in directory.places() if app.staff.covers(c.id)]
    for code, _ in nearby:
        record(app.staff.id, code, Purpose.FILE, now())
    return _page(
        "desk/file.html",
        errors=errors,
        cache=http.NOT_KEPT if nearby else http.GOING_BACK,
        form=typed,
        token=token or door.token(app.visit, "file"),
        places=tuple(covered),
        categories=directory.categories(),
        stations=tuple(s for s in directory.stations() if app.staff.covers(s.community)),
        nearby=nearby,
        flags=flags(typed["public_words"]) if typed["act"] == filing.What.SETTLE else (),
        emergencies=emergencies,
        emergency=next((c for c in emergencies if c.id == typed["category"]), None),
    )


def _undelivered(errors: tuple[Refused, ...] = ()) -> http.Answer:
    context = undelivered_page.context(app.staff)
    may_tell = may(app.staff.role, Act.ATTEMPT_CONTACT)
    tokens = {line.id: door.token(app.visit, "undelivered", line.id) for line in context["lines"]} if may_tell else {}
    did = app.visit.query.get("did") == "told"
    return _page("desk/undelivered.html", errors=errors, tokens=tokens, did=did, now=now(), **context)


def _search(typed: str, found: tuple[str, ...] | None) -> http.Answer:
    lines = None if found is None else tuple(_found(code) for code in found)
    return _page("desk/search.html", token=door.token(app.visit, "search"), q=typed, lines=lines, errors=())


def _found(code: str) -> tuple[Request, Category]:
    request = requests.load(code)
    return request, directory.category(request.filed.category)


def _page(template: str, *, errors: tuple[Refused, ...] = (), **context: Any) -> http.Answer:
    staff: Staff = app.staff
    out = door.token(app.visit, "sign_out")
    return app.form_page(
        template,
        errors,
        staff=staff,
        may=frozenset(act for act in Act if may(staff.role, act)),
        sign_out=out,
        **context,
    )


main = app.main
