"""What the entries of a directory must agree on: references, and that whatever comes in reaches somebody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from functions.shared.domain.directory import (
    Category,
    Class,
    Community,
    Compound,
    Contact,
    Coverage,
    Route,
    RouteKind,
    Station,
    Unit,
    UnitKind,
)
from functions.shared.domain.staff import Role, Staff
from infra.directory.entries import Entry


class Known(Protocol):
    @property
    def id(self) -> str: ...


K = TypeVar("K", bound=Known)
OWN = (RouteKind.STATION, RouteKind.COUNCIL, RouteKind.DESK)  # the community's own: they always find somebody


@dataclass
class Draft:
    """What was read, each thing with its entry."""

    communities: list[tuple[Entry, Community]] = field(default_factory=list)
    compounds: list[tuple[Entry, Compound]] = field(default_factory=list)
    stations: list[tuple[Entry, Station]] = field(default_factory=list)
    units: list[tuple[Entry, Unit]] = field(default_factory=list)
    contacts: list[tuple[Entry, Contact]] = field(default_factory=list)
    categories: list[tuple[Entry, Category]] = field(default_factory=list)
    staff: list[tuple[Entry, Staff]] = field(default_factory=list)
    coverage: tuple[Entry, Coverage] | None = None


def check(draft: Draft) -> None:
    """Add what is wrong between entries to the problems of those entries."""
    for rule in (_ids, _places, _communities, _reach, _covers, _routes, _nights, _staff):
        rule(draft)


def _ids(draft: Draft) -> None:
    """Places share one set of ids, because who covers what names a place by its id alone."""
    _no_repeats([*draft.communities, *draft.compounds])
    _no_repeats(draft.stations)
    _no_repeats(draft.units)
    _no_repeats(draft.categories)
    _no_repeats(draft.staff)
    for _, unit in draft.units:
        _no_repeats((entry, contact) for entry, contact in draft.contacts if contact.unit == unit.id)


def _no_repeats(things: Iterable[tuple[Entry, Known]]) -> None:
    seen: set[str] = set()
    for entry, thing in things:
        if thing.id in seen:
            entry.wrong("id", f"{thing.id} is the id of another entry.")
        seen.add(thing.id)


def _places(draft: Draft) -> None:
    communities = _by_id(draft.communities)
    places: list[tuple[Entry, Compound | Station]] = [*draft.compounds, *draft.stations]
    for entry, place in places:
        if place.community and place.community not in communities:
            entry.wrong("community", f"there is no community {place.community}.")


def _communities(draft: Draft) -> None:
    """A community holds orders as a unit of the same id."""
    communities, units = _by_id(draft.communities), _by_id(draft.units)
    for entry, community in draft.communities:
        unit = units.get(community.id)
        if unit is None or unit.kind is not UnitKind.COMMUNITY:
            entry.wrong("id", f"{community.id} needs a unit of kind community with the same id in units.yml.")
    for entry, unit in draft.units:
        if unit.kind is UnitKind.COMMUNITY and unit.id not in communities:
            entry.wrong("id", f"there is no community {unit.id}.")


def _reach(draft: Draft) -> None:
    texted = {contact.unit for _, contact in draft.contacts if contact.telephone and contact.telephone.takes_texts}
    reachable = texted | {contact.unit for _, contact in draft.contacts if contact.email}
    on_duty = {contact.unit for _, contact in draft.contacts if contact.duty}
    for entry, unit in draft.units:
        if unit.id not in reachable:
            entry.wrong("contacts", f"nobody at {unit.name.zh or unit.id} can be reached by text message or email.")
        elif unit.night_duty and unit.id not in on_duty:
            entry.wrong("night_duty", "needs a contact with duty: true.")


def _covers(draft: Draft) -> None:
    if draft.coverage is None:
        return
    entry, coverage = draft.coverage
    places, units = _by_id(draft.communities) | _by_id(draft.compounds), _by_id(draft.units)
    for place, unit in coverage.partner.items():
        if place not in places:
            _inner(entry, "partner").wrong(place, f"there is no community or compound {place}.")
        if unit not in units:
            _inner(entry, "partner").wrong(place, f"there is no unit {unit}.")
    for (kind, trade), unit in coverage.trades.items():
        if unit not in units:
            _inner(entry, "trades", kind).wrong(trade, f"there is no unit {unit}.")


def _inner(entry: Entry, *path: str) -> Entry:
    for key in path:
        entry = entry.entry(key) or entry
    return entry


def _routes(draft: Draft) -> None:
    """Every category ends with somebody, wherever it comes from; life and property never start with a partner unit."""
    coverage = draft.coverage[1] if draft.coverage else Coverage({}, {})
    everywhere = all(community.id in coverage.partner for _, community in draft.communities)
    for entry, category in draft.categories:
        for route in category.routes:
            if route.kind in (RouteKind.OPERATOR, RouteKind.DEPARTMENT) and not _found(route, coverage):
                entry.wrong("routes", f"coverage.yml names no unit for {route.kind.value} {route.trade}.")
        if category.priority.urgent and any(route.kind is RouteKind.PARTNER for route in category.routes):
            entry.wrong("routes", f"{category.priority} never goes to a partner unit.")
        ends = (
            route.kind in OWN or _found(route, coverage) or (route.kind is RouteKind.PARTNER and everywhere)
            for route in category.routes
        )
        if not any(ends):
            entry.wrong("routes", "lead to no unit: not every community is covered in coverage.yml.")


def _nights(draft: Draft) -> None:
    """Whoever can be given a P0 answers at any hour, and the page says whom to call first."""
    entries = {unit.id: (entry, unit) for entry, unit in draft.units}
    for entry, category in draft.categories:
        if category.priority is not Class.P0:
            continue
        if category.emergency is None:
            entry.wrong("emergency", f"{category.id} is P0 and needs a number to call.")
        for unit_id in _reached(category, draft):
            at, unit = entries.get(unit_id, (None, None))
            if at and unit and not unit.night_duty:
                at.wrong("night_duty", f"{unit.name.zh} can be given {category.id} (P0) and must answer at any hour.")


def _staff(draft: Draft) -> None:
    """Each is recognized by what is no other's, and works where there is something."""
    communities, stations = _by_id(draft.communities), _by_id(draft.stations)
    seen: set[str] = set()
    for entry, who in draft.staff:
        for key, value in (("email", who.email.casefold()), ("subject", who.subject)):
            if value and f"{key} {value}" in seen:
                entry.wrong(key, "is another entry's.")
            seen.add(f"{key} {value}")
        placed = who.role in (Role.STAFF, Role.LEAD)
        if placed and not who.community:
            entry.wrong("community", f"a {who.role} works in one.")
        elif not placed and (who.community or who.station):
            entry.wrong("community" if who.community else "station", f"a {who.role} works for the whole county.")
        if who.community and who.community not in communities:
            entry.wrong("community", f"there is no community {who.community}.")
        if who.station and (who.station not in stations or stations[who.station].community != who.community):
            entry.wrong("station", f"the community has no station {who.station}.")
        elif who.station and who.role is Role.LEAD:
            entry.wrong("station", "a lead works for the whole community.")


def _reached(category: Category, draft: Draft) -> Iterator[str]:
    coverage = draft.coverage[1] if draft.coverage else Coverage({}, {})
    yield from filter(None, (_found(route, coverage) for route in category.routes))
    if category.with_community or any(route.kind in OWN for route in category.routes):
        yield from (community.id for _, community in draft.communities)


def _found(route: Route, coverage: Coverage) -> str | None:
    return coverage.trades.get((route.kind, route.trade)) if route.trade else None


def _by_id(things: Iterable[tuple[Entry, K]]) -> dict[str, K]:
    return {thing.id: thing for _, thing in things}
