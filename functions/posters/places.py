"""Where a poster hangs, and what its code fills in at the report form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from functions.shared.domain.directory import Community, Compound, Name, Station


class Kind(StrEnum):
    COMMUNITY = "community"
    COMPOUND = "compound"
    STATION = "station"


@dataclass(frozen=True)
class Place:
    """`report` is the place as the report form knows it: a compound's own, and the community's for all else."""

    kind: Kind
    id: str
    name: Name
    community: Community
    report: str

    @property
    def poster(self) -> str:
        """What its poster is called in an address: station:ankang_station."""
        return f"{self.kind}:{self.id}"


def places(community: Community, compounds: Iterable[Compound], stations: Iterable[Station]) -> tuple[Place, ...]:
    """Where posters hang in `community`: for the whole of it, for each compound and lane, at each station."""
    return tuple(_places(community, compounds, stations))


def _places(community: Community, compounds: Iterable[Compound], stations: Iterable[Station]) -> Iterator[Place]:
    everywhere = f"community:{community.id}"
    yield Place(Kind.COMMUNITY, community.id, community.name, community, everywhere)
    for compound in compounds:
        if compound.community == community.id:
            yield Place(Kind.COMPOUND, compound.id, compound.name, community, f"compound:{compound.id}")
    for station in stations:
        if station.community == community.id:
            yield Place(Kind.STATION, station.id, station.name, community, everywhere)
