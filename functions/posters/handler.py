"""Posters to print: the list of them, and each with the code that opens the report form at its place."""

from functions.posters.places import Place, places
from functions.posters.qr import code
from functions.shared.domain.errors import Refused
from functions.shared.edge import http
from functions.shared.edge.config import public_url
from functions.shared.gateways.pages import page
from functions.shared.tables import directory

app = http.App(page)


@app.get("/posters")
def listed() -> http.Answer:
    return app.page("posters/list.html", cache=http.PUBLIC, by_community=_by_community())


@app.get("/posters/<place>")
def poster(place: str) -> http.Answer:
    found = next((it for there in _by_community() for it in there if it.poster == place), None)
    if found is None:
        raise Refused("unknown_page")
    form = public_url("/report")
    address = f"{form}?place={found.report}"
    typed = form.removeprefix("https://")  # what a browser puts before it by itself
    return app.page(
        "posters/poster.html", cache=http.PUBLIC, place=found, typed=typed, address=address, code=code(address)
    )


def _by_community() -> tuple[tuple[Place, ...], ...]:
    compounds, stations = directory.compounds(), directory.stations()
    return tuple(places(community, compounds, stations) for community in directory.communities())


main = app.main
