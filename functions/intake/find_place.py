"""Which places somebody means who types part of a name: in characters, in English, in pinyin or its initials."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from functions.shared.domain.directory import Community, Compound

MOST = 12


@dataclass(frozen=True)
class Place:
    """As the form has it: `value` is `compound:…`, or `community:…` for all of one."""

    value: str
    place: Compound | Community
    community: Community


def find(said: str, places: Iterable[tuple[Community, tuple[Compound, ...]]]) -> tuple[Place, ...]:
    """Those whose name begins so, before those that have it somewhere; at most `MOST`. One alone if that is it."""
    wanted = _folded(said)
    if not wanted:
        return ()
    every = [place for community, compounds in places for place in _of(community, compounds)]
    whole = [place for place in every if wanted in map(_folded, (place.place.name.zh, place.place.name.en))]
    if len(whole) == 1:
        return (whole[0],)
    ranked = [(rank, place) for place in every if (rank := _rank(wanted, place)) is not None]
    return tuple(place for _, place in sorted(ranked, key=lambda each: each[0])[:MOST])


def _of(community: Community, compounds: Iterable[Compound]) -> Iterable[Place]:
    for compound in compounds:
        yield Place(f"compound:{compound.id}", compound, community)
    yield Place(f"community:{community.id}", community, community)


def _rank(wanted: str, place: Place) -> int | None:
    name = place.place.name
    initials = "".join(sound[0] for sound in name.pinyin.split())
    spellings = [_folded(text) for text in (name.zh, name.en, name.sms, name.pinyin) if text]
    if any(text.startswith(wanted) for text in spellings) or initials == wanted:
        return 0
    if any(wanted in text for text in spellings) or (len(wanted) > 1 and wanted in initials):
        return 1
    return None


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())
