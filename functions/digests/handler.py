"""The desk's page of digests: each as it would be sent now, before anybody gets it; the county's also as one A4 page.

What units get isn't shown: its codes open their door. Whoever gets here has signed in: `app.staff`.
"""

from functions.digests import render
from functions.digests.letters import COUNTY, TO_COMMUNITIES, TO_THE_COUNTY, Letter, period_of
from functions.digests.of_county import CountyDigest
from functions.digests.plan import to_everybody
from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import COUNTY_OFFICE, Community
from functions.shared.domain.errors import Refused
from functions.shared.domain.permissions import Act, may, permit
from functions.shared.domain.staff import ScopeKind
from functions.shared.doors import staff as door
from functions.shared.edge import http
from functions.shared.edge.clock import now
from functions.shared.gateways.pages import page
from functions.shared.tables import directory

SHOWN = (*TO_COMMUNITIES, *TO_THE_COUNTY)

app = http.App(page, guard=door.admit)


@app.get("/desk/digests")
def show() -> http.Answer:
    permit(app.staff, Act.LOOK)
    day = local_day(now())
    return app.page(
        "digests/list.html",
        staff=app.staff,
        may=frozenset(act for act in Act if may(app.staff.role, act)),
        sign_out=door.token(app.visit, "sign_out"),
        communities=_covered(),
        periods={it: period_of(it, day, directory.calendar()) for it in SHOWN},
        to_communities=TO_COMMUNITIES,
        to_the_county=TO_THE_COUNTY if app.staff.scope is ScopeKind.COUNTY else (),
        readers=_readers(),
    )


@app.get("/desk/digests/<letter>")
def letter(letter: str) -> http.Answer:
    """The email's HTML as it is."""
    wanted, of, digest = _asked_for(letter)
    return http.written_alone(render.email(wanted, of, digest, now(), None, app.visit.language)[2])


@app.get("/desk/digests/<letter>/text")
def text(letter: str) -> http.Answer:
    """The email's other part, its subject first."""
    wanted, of, digest = _asked_for(letter)
    subject, words, _ = render.email(wanted, of, digest, now(), None, app.visit.language)
    return http.words(f"{subject}\n\n{words}")


@app.get("/desk/digests/<letter>/sheet")
def sheet(letter: str) -> http.Answer:
    """The county's on one A4 page."""
    wanted, _, digest = _asked_for(letter)
    if not isinstance(digest, CountyDigest):
        raise Refused("unknown_page")
    return http.written_alone(
        page("digests/county_sheet.html", app.visit.language, letter=wanted, digest=digest, door="")
    )


def _asked_for(letter: str) -> tuple[Letter, str, render.Digest]:
    """Raises Refused `unknown_page`, `not_permitted` or `not_your_community`."""
    if letter not in SHOWN:
        raise Refused("unknown_page")
    wanted = Letter(letter)
    if wanted in TO_THE_COUNTY:
        permit(app.staff, Act.LOOK)
        if app.staff.scope is not ScopeKind.COUNTY:
            raise Refused("not_permitted")
        of = COUNTY
    else:
        of = directory.community(app.visit.query.get("of", "")).id
        permit(app.staff, Act.LOOK, of)
    return wanted, of, render.gathered(wanted, of, period_of(wanted, local_day(now()), directory.calendar()), now())


def _covered() -> tuple[Community, ...]:
    return tuple(it for it in directory.communities() if app.staff.covers(it.id))


def _readers() -> dict[tuple[Letter, str], int]:
    """How many get each letter."""
    everybody = directory.units(), directory.staff(), directory.contacts(COUNTY_OFFICE)
    found: dict[tuple[Letter, str], int] = {}
    for letter in SHOWN:
        for it in to_everybody(letter, *everybody):
            found[letter, it.of] = found.get((letter, it.of), 0) + 1
    return found


main = app.main
