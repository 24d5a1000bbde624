"""What the pages of the posters are given: each kind of place, none, long and hostile names."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from functions.posters.places import places
from functions.posters.qr import code
from functions.shared.domain.directory import Name, Station
from tests.unit.pages.world import ANKANG, HOSTILE, JIANGNAN, LANE, LONGWANGMIAO, TIEZHI, Example

CENTRE = Station(
    "longwangmiao_centre",
    Name("龙王庙社区党群服务中心", "Longwangmiao Party and Community Service Centre"),
    "longwangmiao",
    "绛县龙王庙社区",
    "0359-0002008",
)
WHOLE, COMPOUND, _, STATION = places(LONGWANGMIAO, (ANKANG, LANE), (CENTRE,))


def _poster(place: Any) -> dict[str, Any]:
    address = f"https://pgy.example/report?place={place.report}"
    path = f"/posters/{place.poster}"
    return {"path": path, "place": place, "typed": "pgy.example/report", "address": address, "code": code(address)}


def poster_pages() -> Iterator[Example]:
    """The list and a poster of each kind."""
    here = places(LONGWANGMIAO, (ANKANG, LANE), (CENTRE,))
    there = places(TIEZHI, (JIANGNAN,), ())
    yield Example("posters", "posters/list.html", {"path": "/posters", "by_community": (here, there)})
    yield Example("posters-none", "posters/list.html", {"path": "/posters", "by_community": ()})
    for name, place in (("compound", COMPOUND), ("community", WHOLE), ("station", STATION)):
        yield Example(f"poster-{name}", "posters/poster.html", _poster(place))
    hostile = replace(
        COMPOUND, name=Name(HOSTILE, HOSTILE), community=replace(LONGWANGMIAO, name=Name(HOSTILE, HOSTILE))
    )
    yield Example("poster-hostile", "posters/poster.html", _poster(hostile))
    yield Example("posters-hostile", "posters/list.html", {"path": "/posters", "by_community": ((hostile,),)})
