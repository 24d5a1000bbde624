"""Open requests like the one that somebody is about to send, as everybody may see them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from functions.intake import form
from functions.intake.me_too import may_go_with
from functions.shared.domain.directory import Category, Class, Community, Compound, Name, PlaceRule, PublicRule
from functions.shared.domain.errors import Busy, Refused
from functions.shared.domain.propose_category import proposals, sounds_urgent
from functions.shared.domain.request import Request
from functions.shared.domain.rows import RequestRow
from functions.shared.domain.transitions import State
from functions.shared.edge.telemetry import told
from functions.shared.tables import directory, request_lists, requests

NEARBY, LOOKED_AT, SHOWN = 50, 8, 4


@dataclass(frozen=True)
class Alike:
    """One of them: nothing of who asked, nor in what words."""

    code: str
    category: Name
    place: Name
    state: State
    since: datetime


def alike(words: str, category_id: str, place_id: str, own: str = "") -> tuple[Alike, ...]:
    """At most `SHOWN`, those of the chosen category first, then the newest. None where life or property is at stake,
    and none if this very form has been sent before, under the code `own`.

    Raises Refused for a place that there isn't. A table that can't say in time holds nobody up.
    """
    chosen, compound, community, _ = directory.for_filing(category_id, place_id)
    wanted = _wanted(words, chosen)
    if not wanted:
        return ()
    try:
        rows = sorted(_near(wanted, community, compound), key=lambda row: row.category != chosen.id)
        found = (requests.load(row.request_id) for row in rows[:LOOKED_AT])
        near = (it for it in found if may_go_with(it, community.id, chosen.priority) and _as_the_rule_says(it, wanted))
        shown = tuple(_shown(request, community) for request in islice(near, SHOWN))
        return () if shown and own and _sent_before(own) else shown
    except Busy:
        told("alike_not_shown", community=community.id)
        return ()


def _sent_before(own: str) -> bool:
    try:
        requests.load(own)
    except Refused:
        return False
    return True


def _wanted(words: str, chosen: Category) -> Mapping[str, Category]:
    """The categories that it may be of."""
    categories = directory.categories()
    named = () if chosen.id == form.UNKNOWN else (chosen,)
    private = any(it.public is PublicRule.NEVER for it in named)
    if private or chosen.priority is Class.P0 or sounds_urgent(words, categories):
        return {}
    likely = (*named, *proposals(words, categories))
    return {it.id: it for it in likely if it.public is not PublicRule.NEVER and it.priority is not Class.P0}


def _near(wanted: Mapping[str, Category], community: Community, compound: Compound | None) -> Iterator[RequestRow]:
    """The newest of the compound; and of the whole community, where the compound of some is told to nobody."""
    coarse = {it.id for it in wanted.values() if it.place is PlaceRule.COMMUNITY}
    if compound is not None:
        yield from _open(wanted.keys() - coarse, community, compound.id)
    if compound is None or coarse:
        yield from _open(wanted.keys() if compound is None else coarse, community, None)


def _open(wanted: Collection[str], community: Community, compound: str | None) -> Iterator[RequestRow]:
    rows = request_lists.open_nearby(community.id, compound, NEARBY)
    return (row for row in rows if row.category in wanted and not row.doubted)


def _as_the_rule_says(request: Request, wanted: Mapping[str, Category]) -> bool:
    """Whether it is of a kind that is looked for, and was found by no more of its place than everybody may know."""
    category = wanted.get(request.filed.category)
    return category is not None and request.filed.place is category.place


def _shown(request: Request, community: Community) -> Alike:
    filed, compound = request.filed, request.public_compound
    place = directory.compound(compound) if compound else community
    return Alike(request.id, directory.category(filed.category).name, place.name, request.state, filed.at)
