"""What keeps coming back, at the desk: proposals with their cases, programmes, and where nothing comes from.

Whoever gets here has signed in: `app.staff`. Every route asks for its permission before it looks at anything.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from functions.programmes import decide, form, pages
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import staff_actor
from functions.shared.domain.permissions import Act, may, permit
from functions.shared.domain.recurring import About
from functions.shared.doors import staff as door
from functions.shared.edge import http
from functions.shared.edge.clock import now
from functions.shared.edge.forms import Form, Wrong
from functions.shared.edge.telemetry import told
from functions.shared.gateways.pages import page
from functions.shared.tables import programmes

app = http.App(page, guard=door.admit)
HOME = "/desk/programmes"
SEEN = "seen"  # how many facts there were when the form's page was made


@app.get("/desk/programmes")
def home() -> http.Answer:
    permit(app.staff, Act.LOOK)
    context = pages.listed(app.staff, app.visit.query.get("community", ""), now())
    return _page("programmes/list.html", (), context)


@app.get("/desk/programmes/<of>")
def show(of: str) -> http.Answer:
    permit(app.staff, Act.LOOK)
    return _matter(pages.about(of, app.staff))


@app.get("/desk/programmes/<of>/<act>")
def ask(of: str, act: str) -> http.Answer:
    about = _mine(of, act)
    return _form(about, act, dict.fromkeys(form.FIELDS[act], ""))


@app.post("/desk/programmes/<of>/<act>")
def do(of: str, act: str) -> http.Answer:
    about = _mine(of, act)
    here, typed = app.visit, app.visit.typed(*form.FIELDS[act])
    try:
        cause = door.form(here, f"programme_{act}", about.id).cause(act, **typed)
        seen = form.number(here.form.get(SEEN, ""))
        step = partial(_asked, act, typed, about)
        matter = programmes.change(about, cause, -1 if seen is None else seen, partial(step, cause=cause))
    except Wrong as wrong:
        return _form(about, act, typed, wrong.errors)
    except Refused as refused:
        return _form(about, act, typed, (refused,))
    told(f"programme_{act}", matter=about.id, version=matter.version, by=app.staff.id)
    return http.see_other(f"{HOME}/{about.id}?did={act}")


def _asked(act: str, typed: Mapping[str, str], about: About, matter: Any, **more: Any) -> decide.Decided:
    at = now()
    found = pages.found(about, app.staff, at) if act in ("declare", "dismiss") else None
    step = form.step(act, Form(typed), pages.due_months(at), found)
    return step(matter, now=at, by=staff_actor(app.staff.id), **more)


def _mine(of: str, act: str) -> About:
    """What `app.staff` may decide about."""
    if act not in form.FIELDS:
        raise Refused("unknown_page")
    permit(app.staff, Act.DECLARE_PROGRAMME)
    return pages.about(of, app.staff)


def _matter(about: About, errors: tuple[Refused, ...] = (), kept: tuple[str, ...] = ()) -> http.Answer:
    at = now()
    context = pages.matter(programmes.load(about), pages.found(about, app.staff, at), app.staff, at)
    if not context["matter"].facts and context["recurring"] is None and not errors:
        raise Refused("unknown_page")
    did = app.visit.query.get("did", "")
    return _page("programmes/matter.html", errors, context | {"did": did if did in form.FIELDS else "", "kept": kept})


def _form(about: About, act: str, typed: Mapping[str, str], errors: tuple[Refused, ...] = ()) -> http.Answer:
    """The form; or, where it is asked for no longer, how things stand now and what was typed."""
    at, matter = now(), programmes.load(about)
    found = pages.found(about, app.staff, at) if matter.running is None else None
    if act not in decide.offered(matter, found, app.staff):
        why = Refused(decide.why_not(act, matter, found))
        return _matter(about, (why,), pages.kept(typed, form.FIELDS[act]))
    context = pages.form_page(matter, act, typed, at)
    token = door.token(app.visit, f"programme_{act}", about.id)
    return _page("programmes/form.html", errors, context | {"token": token}, cache=http.GOING_BACK)


def _page(
    template: str, errors: tuple[Refused, ...], context: dict[str, Any], *, cache: str = http.NOT_KEPT
) -> http.Answer:
    return app.form_page(
        template,
        errors,
        cache=cache,
        staff=app.staff,
        may=frozenset(act for act in Act if may(app.staff.role, act)),
        sign_out=door.token(app.visit, "sign_out"),
        **context,
    )


main = app.main
