"""What the page "by map" is given: a town, a community alone, many close together, none, and hostile."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from functions.intake.map_page import map_page
from functions.shared.domain.directory import Name
from functions.shared.domain.spot import Spot
from tests.unit.pages.world import ANKANG, HOSTILE, JIANGNAN, LANE, LONG_NAME, LONGWANGMIAO, PLACES, TIEZHI, Example

NEIGHBOURS = tuple(
    replace(ANKANG, id=f"p{n}", name=LONG_NAME, spot=Spot(35.5 + n % 5 * 0.0002, 111.57 + n // 5 * 0.0003))
    for n in range(28)
)


def map_pages(form: Mapping[str, str]) -> Iterator[Example]:
    typed = {**form, "words": "巷子里的路灯不亮\n三天了", "place": "compound:ankang"}
    page = {"path": "/report/map", "token": "t0ken", "form": typed}
    asked = {"manner": "ask", "checking": "yes", "find": "an"}
    town = page | map_page(PLACES, asked)
    yield Example("map", "intake/map.html", town)
    yield Example("map-easy", "intake/map.html", town | {"easy": True, "large_print": True})
    yield Example("map-one-community", "intake/map.html", page | map_page(((TIEZHI, (JIANGNAN,)),), {}))
    close = ((LONGWANGMIAO, (*NEIGHBOURS, LANE)), (TIEZHI, (replace(JIANGNAN, spot=None),)))
    yield Example("map-close-together", "intake/map.html", page | map_page(close, {}))
    yield Example("map-none", "intake/map.html", page | map_page((), {}))
    named = Name(HOSTILE, HOSTILE)
    strange = ((replace(TIEZHI, name=named), (replace(JIANGNAN, name=named),)), PLACES[1])
    hostile = map_page(strange, dict.fromkeys(("manner", "checking", "find"), HOSTILE))
    yield Example("map-hostile", "intake/map.html", page | hostile | {"form": dict.fromkeys(form, HOSTILE)})
