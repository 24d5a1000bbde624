"""What the page "by map" shows: a sketch of the town, and of each community with the list of its places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions.intake.sketch_map import SketchMap, draw
from functions.shared.domain.directory import Community, Compound, Name
from functions.shared.domain.spot import Spot

ASKING = "ask"  # the manner of the form that it was opened from: one thing a page
BACK = {ASKING: "/report/ask/place"}
BACK_TO_ONE_PAGE = "/report/place"
MAPPED = "mapped"  # what was pressed there: a place as the form has it

Places = Iterable[tuple[Community, tuple[Compound, ...]]]


@dataclass(frozen=True)
class Choice:
    """A place to press: `number` is that of its disc, empty where it has none."""

    value: str
    name: Name
    number: str = ""


@dataclass(frozen=True)
class Sheet:
    """A community. `letter` stands on its disc on the town's sketch; without spots it has neither that nor a sketch."""

    community: Community
    letter: str
    sketch: SketchMap | None
    choices: tuple[Choice, ...]

    @property
    def drawn(self) -> tuple[Choice, ...]:
        """Those with a disc, in the order of the sketch's points."""
        return tuple(it for it in self.choices if it.number)


def has_spots(places: Places) -> bool:
    """Whether there is anything to draw, or to be near to."""
    return any(it.spot for _, compounds in places for it in compounds)


def map_page(places: Places, form: Mapping[str, str]) -> dict[str, Any]:
    """The sheets in the directory's order, and the way back to the form."""
    spots = {community.id: _spots(compounds) for community, compounds in places}
    placed = [community for community, found in spots.items() if found]
    letters = dict(zip(placed, map(_letter, range(len(placed))), strict=True))
    sheets = tuple(
        Sheet(it, letters.get(it.id, ""), draw(spots[it.id]) if spots[it.id] else None, _choices(compounds))
        for it, compounds in places
    )
    everywhere = [spot for found in spots.values() for spot in found]
    town = draw([_middle(spots[it]) for it in placed], everywhere) if len(placed) > 1 else None
    manner = form.get("manner", "")
    carried = {name: form.get(name, "") for name in ("checking", "find")}
    return {"sheets": sheets, "town": town, "manner": manner, "back": BACK.get(manner, BACK_TO_ONE_PAGE), **carried}


def _spots(compounds: Iterable[Compound]) -> tuple[Spot, ...]:
    return tuple(it.spot for it in compounds if it.spot)


def _choices(compounds: Iterable[Compound]) -> tuple[Choice, ...]:
    """Those on the sketch first, as they are numbered."""
    on, off = ([it for it in compounds if bool(it.spot) is there] for there in (True, False))
    numbered = [Choice(f"compound:{it.id}", it.name, str(n)) for n, it in enumerate(on, start=1)]
    return (*numbered, *(Choice(f"compound:{it.id}", it.name) for it in off))


def _middle(spots: Sequence[Spot]) -> Spot:
    return Spot(sum(it.latitude for it in spots) / len(spots), sum(it.longitude for it in spots) / len(spots))


def _letter(place: int) -> str:
    """A to Z, then AA, AB …"""
    more, last = divmod(place, 26)
    return (_letter(more - 1) if more else "") + chr(ord("A") + last)
