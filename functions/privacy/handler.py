"""Who has looked at whose data; giving residents what is kept about them; erasing it.

Whoever gets here has signed in: `app.staff`. Every route asks for its permission before it looks at anything.
"""

from collections.abc import Iterable
from typing import Any

from functions.privacy.collect import record_of
from functions.privacy.erase import erase, holds
from functions.privacy.export import as_csv, as_json
from functions.shared.domain.access import Purpose
from functions.shared.domain.codes import REQUEST, parse
from functions.shared.domain.erasure import Why
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import staff_actor
from functions.shared.domain.permissions import Act, may, permit
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State
from functions.shared.doors import staff as door
from functions.shared.edge import http, phones
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways.keys import keys
from functions.shared.gateways.pages import page
from functions.shared.tables import access_log, directory, erasures, follows, private, requests

app = http.App(page, guard=door.admit)


@app.get("/desk/privacy")
def home() -> http.Answer:
    permit(app.staff, Act.SEE_ACCESS_LOG)
    typed = app.visit.query.get("code", "")
    if not typed:
        return _home()
    try:
        return http.see_other(f"/desk/privacy/{_of(parse(typed, REQUEST), Act.SEE_ACCESS_LOG).id}")
    except Refused as refused:
        return _home(code=typed, errors=(refused if refused.field else Refused(refused.reason, "code"),))


@app.get("/desk/privacy/mine")
def mine() -> http.Answer:
    """One's own looks: nobody needs a permission for that."""
    looks, before = access_log.by_staff(app.staff.id, app.visit.query.get("before"))
    return _page("privacy/mine.html", looks=looks, before=before, nobody=access_log.NOBODY)


@app.post("/desk/privacy/telephone")
def find() -> http.Answer:
    """A POST, so that no telephone number stands in an address."""
    permit(app.staff, Act.EXPORT_PERSON)
    typed = app.visit.form.get("telephone", "")
    try:
        door.form(app.visit, "telephone")
        found = _with(_phone(typed))
    except Refused as refused:
        return _home(telephone=typed, errors=(refused,))
    for request_id in [request.id for request in found] or [access_log.NOBODY]:
        access_log.record(app.staff.id, request_id, Purpose.SEARCH_TELEPHONE, now())
    token = door.token(app.visit, "export")
    lines = tuple((request, directory.category(request.filed.category)) for request in found)
    return _page("privacy/found.html", lines=lines, telephone=typed, token=token)


@app.post("/desk/privacy/follows")
def forget_follows() -> http.Answer:
    """Whatever an address or a number follows ends. The page is the same whether it followed anything."""
    permit(app.staff, Act.ERASE_PERSON)
    typed = app.visit.form.get("contact", "").strip()
    try:
        door.form(app.visit, "follows")
        if not typed:
            raise Refused("contact_missing", "contact")
        target = typed if "@" in typed else _phone(typed, "contact").e164
    except Refused as refused:
        return _home(contact=typed, errors=(refused,))
    for subject, follow_id in follows.by(keys().named.values(), target):
        follows.stop(subject, follow_id)
        told("follow_erased", follow=follow_id)
    return _page("privacy/unfollowed.html")


@app.post("/desk/privacy/export")
def export_all() -> http.Answer:
    """Everything under one number."""
    permit(app.staff, Act.EXPORT_PERSON)
    door.form(app.visit, "export")
    return _export(_with(_phone(app.visit.form.get("telephone", ""))))


@app.get("/desk/privacy/certificates/<certificate>")
def certify(certificate: str) -> http.Answer:
    code, _, version = certificate.partition("-")
    request = _of(parse(code, REQUEST), Act.SEE_ACCESS_LOG)
    erasure = erasures.one(request.id, int(version)) if version.isdecimal() and len(version) <= 4 else None
    if erasure is None:
        raise Refused("unknown_page")
    community = directory.community(erasure.community)
    return _page("privacy/certificate.html", erasure=erasure, community=community, names=_names())


@app.get("/desk/privacy/<code>")
def looks_at(code: str) -> http.Answer:
    request = _of(code, Act.SEE_ACCESS_LOG)
    looks, before = access_log.of_request(request.id, app.visit.query.get("before"))
    return _page(
        "privacy/request.html",
        request=request,
        looks=looks,
        names=_names(),
        before=before,
        erased=erasures.of_request(request.id),
        token=door.token(app.visit, "export", request.id),
    )


@app.post("/desk/privacy/<code>/export")
def export_one(code: str) -> http.Answer:
    request = _of(code, Act.EXPORT_PERSON)
    door.form(app.visit, "export", request.id)
    return _export([request])


@app.get("/desk/privacy/<code>/erase")
def ask_to_erase(code: str) -> http.Answer:
    """What would go and what stays; counts alone, so nothing personal is seen."""
    return _erasing(_of(code, Act.ERASE_PERSON))


@app.post("/desk/privacy/<code>/erase")
def erase_one(code: str) -> http.Answer:
    request = _of(code, Act.ERASE_PERSON)
    try:
        door.form(app.visit, "erase", request.id)
        access_log.record(app.staff.id, request.id, Purpose.ERASE, now())
        erasure = erase(request.id, by=staff_actor(app.staff.id), why=Why.WISH, now=now())
    except Refused as refused:
        return _erasing(request, (refused,))
    told("erased", request_id=request.id, erasure_id=erasure.id, why=erasure.why)
    return http.see_other(f"/desk/privacy/certificates/{erasure.id}")


def _of(code: str, act: Act) -> Request:
    """The request, which somebody wants to do `act` to. Raises Refused unless they may."""
    permit(app.staff, act)
    request = requests.load(parse(code, REQUEST))
    permit(app.staff, act, request.filed.community)
    return request


def _phone(typed: str, field: str = "telephone") -> Phone:
    phone = phones.parse(typed, field)
    if phone is None:
        raise Refused("missing", field)
    return phone


def _with(phone: Phone) -> list[Request]:
    """The requests of this number that are the staff's to see; of others, not even that there are any."""
    found = map(requests.load, private.with_telephone(keys().named.values(), phone))
    return [request for request in found if app.staff.covers(request.filed.community)]


def _export(found: Iterable[Request]) -> http.Answer:
    """As the pressed button says: to read, as JSON, or as a table. Recorded before anything is read."""
    chosen, at = list(found), now()
    for request in chosen:
        access_log.record(app.staff.id, request.id, Purpose.EXPORT, at)
    records = [record_of(request) for request in chosen]
    told("exported", requests=[request.id for request in chosen])
    match app.visit.form.get("as"):
        case "json":
            return http.download("dandelion.json", "application/json; charset=utf-8", as_json(records, at))
        case "csv":
            return http.download("dandelion.csv", "text/csv; charset=utf-8", as_csv(records))
    return _page("privacy/export.html", records=records, made_at=at)


def _erasing(request: Request, errors: tuple[Refused, ...] = ()) -> http.Answer:
    return _page(
        "privacy/erase.html",
        errors=errors,
        request=request,
        closed=request.state is State.CLOSED,
        counts=holds(request, max(now(), request.since)).counts,
        erased=erasures.of_request(request.id),
        token=door.token(app.visit, "erase", request.id),
    )


def _home(*, code: str = "", telephone: str = "", contact: str = "", errors: tuple[Refused, ...] = ()) -> http.Answer:
    form = {"code": code, "telephone": telephone, "contact": contact}
    tokens = {name: door.token(app.visit, name) for name in ("telephone", "follows")}
    return _page("privacy/home.html", errors=errors, form=form, tokens=tokens)


def _names() -> dict[str, str]:
    return {staff.id: staff.name for staff in directory.staff()}


def _page(template: str, *, errors: tuple[Refused, ...] = (), **context: Any) -> http.Answer:
    role = app.staff.role
    return app.form_page(
        template,
        errors,
        staff=app.staff,
        may=frozenset(act for act in Act if may(role, act)),
        sign_out=door.token(app.visit, "sign_out"),
        **context,
    )


main = app.main
