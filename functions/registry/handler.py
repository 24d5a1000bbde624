"""The desk's directory: lists, a form for each thing, its history, files in and out, and a unit that leaves.

Whoever gets here has signed in: `app.staff`. Every route asks for its permission before it looks at anything.
"""

from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from functions.registry import acts, edit, files, forms, leaving, limits_told, pages
from functions.registry.kinds import KINDS, Kind
from functions.registry.sheet import Sheet, sheet
from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory_checks import nobody_there, years_missing
from functions.shared.domain.directory_entry import Problem
from functions.shared.domain.errors import Refused
from functions.shared.domain.permissions import Act, may, permit
from functions.shared.domain.time_rules import RULES
from functions.shared.doors import staff as door
from functions.shared.edge import http, upload
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways.pages import page
from functions.shared.tables import directory, suppressions
from functions.shared.tables import directory_edits as edits

app = http.App(page, guard=door.admit, with_files=True)
HOME = "/desk/directory"
CSV, YAML = "text/csv; charset=utf-8", "application/yaml; charset=utf-8"


@app.get("/desk/directory")
def home() -> http.Answer:
    permit(app.staff, Act.SEE_DIRECTORY)
    whole, today = acts.whole(), local_day(now())
    records = sheet(whole)
    edits_it = may(app.staff.role, Act.EDIT_DIRECTORY)
    return _page(
        "registry/home.html",
        {
            "counts": {name: len(records[name]) for name in KINDS},
            "years_missing": years_missing(directory.calendar(), today) if edits_it else (),
            "nobody_there": nobody_there(whole, today) if edits_it else (),
        },
    )


@app.get("/desk/directory/figures")
def figures() -> http.Answer:
    return http.see_other(f"{HOME}/figure")


@app.get("/desk/directory/export.yml")
def export_yaml() -> http.Answer:
    permit(app.staff, Act.EDIT_DIRECTORY)
    records, asked = acts.look(), app.visit.query.get("kind", "")
    chosen = [forms.kind_named(asked)] if asked else list(KINDS.values())
    told = files.to_yaml({kind.name: records[kind.name].values() for kind in chosen})
    return http.download(f"{asked or 'directory'}.yml", YAML, told)


@app.get("/desk/directory/export.csv")
def export_csv() -> http.Answer:
    permit(app.staff, Act.EDIT_DIRECTORY)
    kind = forms.kind_named(app.visit.query.get("kind", ""))
    return http.download(f"{kind.name}.csv", CSV, files.to_csv(kind, acts.look(kind.name)[kind.name].values()))


@app.get("/desk/directory/import")
def choose_file() -> http.Answer:
    permit(app.staff, Act.IMPORT_DIRECTORY)
    return _page(*pages.take_in(app.visit, "", ""))


@app.post("/desk/directory/import")
def try_file() -> http.Answer:
    """What the file would change, or what is wrong with it. Writes nothing."""
    permit(app.staff, Act.IMPORT_DIRECTORY)
    sent = app.visit.typed("kind", "text", "file")
    text = sent["file"] or sent["text"]
    door.form(app.visit, "try_file")
    try:
        changes = acts.planned(acts.look(), partial(_take_in, kind=sent["kind"], text=text), app.staff)[1]
    except acts.Faulty as faulty:
        return _page(*pages.take_in(app.visit, sent["kind"], text, problems=faulty.problems))
    return _page(*pages.take_in(app.visit, sent["kind"], text, changes=changes))


@app.post("/desk/directory/import/apply")
def apply_file() -> http.Answer:
    """The same file and the same differences as were shown, or what they would be now."""
    permit(app.staff, Act.IMPORT_DIRECTORY)
    sent = app.visit.typed("kind", "text", "seen")
    door.form(app.visit, "apply_file", upload.seal(sent["text"], sent["kind"], sent["seen"]))
    step = partial(_take_in, kind=sent["kind"], text=sent["text"])

    def same(records: Sheet, problems: list[Problem]) -> Sheet:
        """Raises Refused `thing_changed_since` unless the differences are still those."""
        changes = acts.planned(records, step, app.staff)[1]
        if edit.digest(changes) != sent["seen"]:
            raise Refused("thing_changed_since")
        return step(records, problems)

    try:
        changes = acts.change(same, app.staff, "import")
    except acts.Faulty as faulty:
        return _page(*pages.take_in(app.visit, sent["kind"], sent["text"], problems=faulty.problems))
    except Refused as refused:
        if refused.reason not in ("thing_changed_since", "too_many_changes"):
            raise
        return _page(*pages.take_in(app.visit, sent["kind"], sent["text"], refused=refused))
    return _page("registry/imported.html", {"changes": changes})


@app.get("/desk/directory/new/<name>")
def new(name: str) -> http.Answer:
    kind = _editable(name)
    return _page(*pages.form(app.visit, kind, None, forms.blank(kind), acts.look(name)))


@app.post("/desk/directory/new/<name>")
def add(name: str) -> http.Answer:
    return _save(_editable(name), None)


@app.get("/desk/directory/unit/<key>/leave")
def leave(key: str) -> http.Answer:
    permit(app.staff, Act.HAND_OVER)
    return _page(*pages.leave(app.visit, key))


@app.post("/desk/directory/unit/<key>/leave")
def hand_over(key: str) -> http.Answer:
    permit(app.staff, Act.HAND_OVER)
    door.form(app.visit, "leave", key)
    pages.leaves(acts.look("unit"), key)
    to = app.visit.form.get("to", "")
    try:
        begun = leaving.job_of(key)
        if begun is None or (begun.ended and to):
            begun = leaving.begin(key, to, app.staff)
        stuck = leaving.go_on(key, begun, app.staff)
    except acts.Faulty as faulty:
        return _page(*pages.leave(app.visit, key, to=to, problems=faulty.problems))
    except Refused as refused:
        if refused.field != "to":
            raise
        return _page(*pages.leave(app.visit, key, to=to, refused=refused))
    return _page(*pages.leave(app.visit, key, stuck=stuck)) if stuck else http.see_other(f"{HOME}/unit/{key}/leave")


@app.get("/desk/directory/<name>")
def show_all(name: str) -> http.Answer:
    permit(app.staff, Act.SEE_DIRECTORY)
    kind = forms.kind_named(name)
    return _page(
        "registry/list.html",
        {
            "kind": kind,
            "columns": pages.shown(app.staff, kind, listed=True),
            "records": acts.look(name),
            "rules": limits_told.told(directory.calendar().rules or RULES) if name == "calendar" else None,
        },
    )


@app.get("/desk/directory/<name>/<key>")
def show(name: str, key: str) -> http.Answer:
    permit(app.staff, Act.SEE_DIRECTORY)
    kind, whole = forms.kind_named(name), acts.whole(name)
    records = sheet(whole)
    it = forms.there(records, kind, key)
    if may(app.staff.role, kind.act):
        alone = tuple(found for found in nobody_there(whole, local_day(now())) if found[0].id == it.fields.get("unit"))
        return _page(*pages.form(app.visit, kind, it, forms.filled(it, kind), records, nobody_there=alone))
    return _page(
        "registry/thing.html", {"kind": kind, "it": it, "columns": pages.shown(app.staff, kind), "records": records}
    )


@app.post("/desk/directory/<name>/<key>")
def put(name: str, key: str) -> http.Answer:
    return _save(_editable(name), key)


@app.post("/desk/directory/contact/<key>/write-again")
def write_again(key: str) -> http.Answer:
    """The address is good after all: emails go there again."""
    kind = _editable("contact")
    door.form(app.visit, "lift", key)
    it = forms.there(acts.look(kind.name), kind, key)
    if address := it.fields.get("email"):
        suppressions.lift(str(address))
        told("email_lifted", contact=key, by=app.staff.id)
    return http.see_other(f"{HOME}/contact/{quote(key, safe='')}")


@app.post("/desk/directory/contact/<key>/first")
def put_first(key: str) -> http.Answer:
    """The unit's messages go to this contact first."""
    _editable("contact")
    door.form(app.visit, "first", key)
    acts.put_first(key, app.staff)
    return http.see_other(f"{HOME}/contact/{quote(key, safe='')}")


@app.get("/desk/directory/<name>/<key>/remove")
def ask_to_remove(name: str, key: str) -> http.Answer:
    kind = _editable(name)
    return _page(*pages.remove(app.visit, app.staff, kind, key))


@app.post("/desk/directory/<name>/<key>/remove")
def remove(name: str, key: str) -> http.Answer:
    kind = _editable(name)
    door.form(app.visit, "remove", f"{name} {key}")
    try:
        step = partial(forms.remove, kind=kind, key=key, seen=app.visit.form.get("seen", ""))
        acts.change(step, app.staff, "form")
    except acts.Faulty as faulty:
        return _page(*pages.remove(app.visit, app.staff, kind, key, problems=faulty.problems))
    except Refused as refused:
        if refused.reason != "thing_changed_since":
            raise
        return _page(*pages.remove(app.visit, app.staff, kind, key, refused=refused))
    return http.see_other(f"{HOME}/{name}")


@app.get("/desk/directory/<name>/<key>/history")
def history(name: str, key: str) -> http.Answer:
    permit(app.staff, Act.SEE_DIRECTORY)
    kind = forms.kind_named(name)
    past = tuple(edits.history(name, key))
    return _page("registry/history.html", {"kind": kind, "key": key, "past": past, "records": acts.look(name)})


def _editable(name: str) -> Kind:
    """Raises Refused `not_permitted` before anything is looked at, `unknown_page` for no kind."""
    permit(app.staff, Act.SEE_DIRECTORY)
    kind = forms.kind_named(name)
    permit(app.staff, kind.act)
    return kind


def _save(kind: Kind, key: str | None) -> http.Answer:
    here = app.visit
    door.form(here, "save", f"{kind.name} {key or ''}")
    typed, seen = forms.typed(kind, key, here.form), here.form.get("seen", "")
    step = partial(forms.save, kind=kind, key=key, form=typed, seen=seen)
    try:
        changes = acts.change(step, app.staff, "form")
    except (acts.Faulty, Refused) as error:
        records = acts.look(kind.name)
        it = records[kind.name].get(key) if key is not None else None
        if isinstance(error, acts.Faulty):
            return _page(*pages.form(app.visit, kind, it, typed, records, problems=error.problems, key=key, seen=seen))
        if error.reason not in ("thing_changed_since", "too_many_changes"):
            raise
        return _page(*pages.form(app.visit, kind, it, typed, records, refused=error, key=key, seen=seen))
    found = [it.key for it in changes if it.kind == kind.name]
    return http.see_other(f"{HOME}/{kind.name}/{quote(key or found[0], safe='')}")


def _take_in(records: Sheet, problems: list[Problem], *, kind: str, text: str) -> Sheet:
    if kind and kind not in KINDS:
        raise Refused("unknown_page")
    read = files.from_csv(KINDS[kind], text, problems) if kind else files.from_yaml(text, problems)
    return edit.replaced(records, read, problems)


def _page(template: str, context: dict[str, Any]) -> http.Answer:
    context = {"wrong": (), "refused": None} | context
    if records := context.get("records"):
        context["named"] = pages.named(records)
    wrong, refused = context["wrong"], context["refused"]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.CONFLICT if refused else HTTPStatus.OK
    return app.page(
        template,
        status=status,
        staff=app.staff,
        may=frozenset(act for act in Act if may(app.staff.role, act)),
        sign_out=door.token(app.visit, "sign_out"),
        errors=wrong or ((refused,) if refused else ()),
        now=now(),
        **context,
    )


main = app.main
