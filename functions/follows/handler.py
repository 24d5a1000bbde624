"""Following: ask for it, confirm it, stop it; and the feed of one request. Nobody needs an account.

What a page says never tells whether somebody follows already.
"""

from collections.abc import Iterable
from datetime import UTC
from itertools import groupby

from functions.follows import door, form, subjects
from functions.follows.subjects import Subject
from functions.shared.domain import story, views
from functions.shared.domain.directory import ContactWay, Name
from functions.shared.domain.errors import Refused
from functions.shared.domain.feed import TYPE, Feed, name
from functions.shared.domain.follow import COMMUNITY, COMPOUND, REQUEST
from functions.shared.domain.terms import Language
from functions.shared.domain.views import Told
from functions.shared.edge import follow_links, http, tokens
from functions.shared.edge.clock import now
from functions.shared.edge.config import public_url, setting
from functions.shared.edge.telemetry import told
from functions.shared.gateways import queues
from functions.shared.gateways.keys import keys
from functions.shared.gateways.pages import page
from functions.shared.tables import directory, follows, public_words

app = http.App(page, with_files=True)  # a mailbox's one-click may come as multipart/form-data (RFC 8058, 3.1)
FORM = "follow"


@app.get("/follow/request/<code>.atom")
def feed(code: str) -> http.Answer:
    """The public story of one request."""
    request = subjects.public_request(code)
    language = Language.EN if app.visit.query.get("lang") == Language.EN else Language.ZH
    steps = views.tell(story.steps(request), public_words.words(request.id), _unit_name)
    path = f"r/{request.id}/{language}"
    about = Feed(
        name(setting("COUNTY"), path),
        public_url(f"/follow/request/{request.id}.atom?lang={language}"),
        public_url(f"/r/{request.id}"),
        max(step.at for step in steps),
    )
    subject = subjects.of_request(request)
    text = page("follows/request.atom", language, feed=about, subject=subject, entries=_entries(path, steps))
    return http.feed(TYPE, text, app.visit.has_already, changed=about.updated.astimezone(UTC), cache=http.PUBLIC)


@app.get("/follow/confirm")
def ask_to_confirm() -> http.Answer:
    """A page with a button; opening the link confirms nothing."""
    return _asked("follows/confirm.html", follow_links.CONFIRM)


@app.post("/follow/confirm")
def confirm() -> http.Answer:
    token, found = _behind(follow_links.CONFIRM)
    if found is None:
        return _gone()
    subject = subjects.behind(found[0])
    if subject.over or not follows.confirm(*found, now()):
        return _gone()
    told("follow_confirmed", follow=found[1])
    stop = follow_links.stop_link(keys(), *found, now())
    return app.page("follows/confirmed.html", subject=subject, token=token, stop=stop)


@app.get("/follow/stop")
def ask_to_stop() -> http.Answer:
    return _asked("follows/stop.html", follow_links.STOP)


@app.post("/follow/stop")
def stop() -> http.Answer:
    """The page's button, or the mailbox's own (RFC 8058): one press, and nothing is kept of it."""
    token, found = _behind(follow_links.STOP)
    if found is None:
        return _gone()
    follows.stop(*found)
    told("follow_stopped", follow=found[1])
    return app.page("follows/stopped.html", token=token)


@app.get("/follow/<kind>/<of>")
def show(kind: str, of: str) -> http.Answer:
    return _form(subjects.load(kind, of), {form.FIELD: ""})


@app.post("/follow/<kind>/<of>")
def ask(kind: str, of: str) -> http.Answer:
    """Whoever gave their address is asked by a letter whether it was they."""
    here, subject = app.visit, subjects.load(kind, of)
    typed = here.typed(form.FIELD)
    if subject.over:
        return _form(subject, typed)
    try:
        token = tokens.read_form(keys(), FORM, subject.key, here.form.get("token", ""), now())
        target = form.parse(typed, texts=_texts(subject))
        door.at_the_form(here.address, now())
    except Refused as refused:
        return _form(subject, typed, (refused,))
    follow = follows.ask(keys(), subject.key, target.way, target.address, Language(here.language), now())
    if follow.confirmed_at is None and door.may_ask(subject.key, target.address, now()):
        asking = {"letter": "confirm", "subject": follow.subject, "follow": follow.id, "period": token.digest}
        queues.send("QUEUE_FOLLOWS", asking)
    return http.see_other(f"{subject.path}/asked?by={target.way}")


@app.get("/follow/<kind>/<of>/asked")
def asked(kind: str, of: str) -> http.Answer:
    by_text = app.visit.query.get("by") == ContactWay.SMS
    return app.page("follows/asked.html", subject=subjects.load(kind, of), by_text=by_text)


def _entries(path: str, steps: Iterable[Told]) -> list[tuple[str, Told]]:
    """Each step with its name for ever, the latest first: its fact, and its place among that fact's."""
    named = [
        (name(setting("COUNTY"), f"{path}/{sequence}.{place}"), step)
        for sequence, of_one in groupby(steps, key=lambda step: step.sequence)
        for place, step in enumerate(of_one, start=1)
    ]
    return named[::-1]


def _texts(subject: Subject) -> bool:
    """Whether it can be followed by text: one request, where somebody reads what a number answers."""
    return subject.kind == REQUEST and setting("SMS_REPLIES") == "on"


def _form(subject: Subject, typed: dict[str, str], errors: tuple[Refused, ...] = ()) -> http.Answer:
    token = tokens.form_token(keys(), FORM, subject.key, now())
    near = _compounds(subject)
    return app.form_page(
        "follows/form.html", errors, subject=subject, form=typed, token=token, compounds=near, texts=_texts(subject)
    )


def _compounds(subject: Subject) -> tuple[Subject, ...]:
    """The compounds of a community, which may be followed alone."""
    if subject.kind != COMMUNITY:
        return ()
    within = next((them for community, them in directory.places() if community.id == subject.of), ())
    return tuple(Subject(COMPOUND, compound.id, compound.name) for compound in within)


def _asked(template: str, purpose: str) -> http.Answer:
    token, found = _behind(purpose)
    if found is None:
        return _gone()
    return app.page(template, subject=_known(found[0]), token=token)


def _behind(purpose: str) -> tuple[str, tuple[str, str] | None]:
    """What was brought, from the page's button or in the address, and the follow that it is for."""
    token = app.visit.form.get("token") or app.visit.query.get("f", "")
    return token, follow_links.behind(keys(), purpose, token, now())


def _known(key: str) -> Subject | None:
    """None where it can't be named any more; stopping works all the same."""
    try:
        return subjects.behind(key)
    except Refused:
        return None


def _gone() -> http.Answer:
    return app.page("follows/gone.html", status=404)


def _unit_name(unit: str) -> Name:
    return directory.unit(unit).name


main = app.main
