"""The page that a digest's last line leads to: one press, and its reader gets it no more; one more, and again."""

from functions.digests import letter_links
from functions.digests.letters import Letter
from functions.shared.edge import http
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways.keys import keys
from functions.shared.gateways.pages import page
from functions.shared.tables import digests

app = http.App(page, with_files=True)  # a mailbox's one-click may come as multipart/form-data (RFC 8058, 3.1)


@app.get("/letters/stop")
def ask() -> http.Answer:
    """A page with a button; opening the link stops nothing."""
    token, found = _behind()
    if found is None:
        return _gone()
    reader, letter = found
    return _shown(token, letter, stopped=digests.has_stopped(reader, letter))


@app.post("/letters/stop")
def stop() -> http.Answer:
    """The page's button, or the mailbox's own (RFC 8058)."""
    token, found = _behind()
    if found is None:
        return _gone()
    digests.stop(*found, now())
    told("digest_stopped", reader=found[0], letter=found[1])
    return _shown(token, found[1], stopped=True)


@app.post("/letters/again")
def again() -> http.Answer:
    token, found = _behind()
    if found is None:
        return _gone()
    digests.start_again(*found)
    told("digest_wanted_again", reader=found[0], letter=found[1])
    return _shown(token, found[1], stopped=False)


def _behind() -> tuple[str, tuple[str, Letter] | None]:
    """What was brought, from the page's button or in the address, and whom and what it is for."""
    token = app.visit.form.get("token") or app.visit.query.get("l", "")
    return token, letter_links.behind(keys(), token, now())


def _shown(token: str, letter: Letter, *, stopped: bool) -> http.Answer:
    return app.page("digests/stop.html", token=token, letter=letter, stopped=stopped)


def _gone() -> http.Answer:
    return app.page("digests/gone.html", status=404)


main = app.main
