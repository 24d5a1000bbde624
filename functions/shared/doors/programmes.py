"""Programmes and what repeats, with the names of places, kinds and units: for the desk's pages and everybody's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from functions.shared.domain.directory import Name
from functions.shared.domain.programme import Programme
from functions.shared.domain.recurring import About, Recurring
from functions.shared.tables import directory

It = TypeVar("It", Programme, Recurring)


@dataclass(frozen=True)
class Shown(Generic[It]):
    """`place` is the compound, or the community where it is about all of it; `owner` is a programme's."""

    it: It
    community: Name
    place: Name
    category: Name
    owner: Name | None = None


def shown(it: It) -> Shown[It]:
    """With its names. Raises Refused `unknown_…` for what the directory never had."""
    community, place, category = names(it.about)
    owner = directory.unit(it.owner).name if isinstance(it, Programme) else None
    return Shown(it, community, place, category, owner)


def names(about: About) -> tuple[Name, Name, Name]:
    """Of the community, the place and the kind."""
    community = directory.community(about.community).name
    place = directory.compound(about.compound).name if about.compound else community
    return community, place, directory.category(about.category).name


def in_order(programmes: Iterable[Programme]) -> tuple[Programme, ...]:
    """In the directory's order of communities, places and kinds, and in time: nobody is ranked."""
    communities = {it.id: n for n, it in enumerate(directory.communities())}
    compounds = {it.id: n for n, it in enumerate(directory.compounds())}
    categories = {it.id: n for n, it in enumerate(directory.categories())}

    def place(it: Programme) -> tuple[int, int, int, int]:
        return (
            communities.get(it.community, len(communities)),
            compounds.get(it.compound or "", len(compounds)),
            categories.get(it.category, len(categories)),
            it.number,
        )

    return tuple(sorted(programmes, key=place))
