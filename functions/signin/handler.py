"""Signing in at the county's issuer, and out again."""

from urllib.parse import urlencode

from functions.shared.domain.errors import Refused
from functions.shared.edge import http
from functions.shared.edge.config import public_url
from functions.shared.edge.telemetry import told
from functions.shared.gateways import issuer
from functions.shared.gateways.pages import page
from functions.signin import attempt, door

app = http.App(page)


@app.get("/signin")
def show() -> http.Answer:
    target = attempt.local(app.visit.query.get("next", ""))
    return app.page("signin/page.html", target=target, page_query=urlencode({"next": target}))


@app.get("/signin/go")
def go() -> http.Answer:
    """A link and not a form: browsers hold a form's redirects to `form-action 'self'`, and this one leads away."""
    address, cookie = door.begin(app.visit.query.get("next", ""))
    return http.see_other(address, cookie)


@app.get("/signin/back")
def come_back() -> http.Answer:
    try:
        staff, target, cookies = door.finish(app.visit)
    except Refused as refused:
        told("sign_in_refused", reason=refused.reason)
        if refused.reason != "no_role":
            raise
        return app.page("signin/no_role.html", status=403, leave=issuer.leaving(public_url("/signin")))
    told("signed_in", staff=staff.id)
    return http.see_other(target, *cookies)


@app.post("/signin/out")
def out() -> http.Answer:
    return http.see_other("/signin/bye", *door.leave(app.visit))


@app.get("/signin/bye")
def bye() -> http.Answer:
    """Out of the desk; the issuer may still know this browser, so the way out of there is offered."""
    try:
        leave = issuer.leaving(public_url("/signin"))
    except Refused:  # the issuer is away: that takes nothing from having signed out here
        leave = None
    return app.page("signin/bye.html", leave=leave)


main = app.main
