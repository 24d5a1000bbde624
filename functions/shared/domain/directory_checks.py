"""What the things of a directory must agree on: references, and that whatever comes in reaches somebody.

The loader of files and the editor hold the whole directory to the same rules.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Protocol, TypeVar

from functions.shared.domain.directory import (
    COUNTY_OFFICE,
    Away,
    Calendar,
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
    away_together,
)
from functions.shared.domain.directory_entry import Entry
from functions.shared.domain.opening import OpeningFigure
from functions.shared.domain.spot import Spot
from functions.shared.domain.staff import Role, Staff


class Known(Protocol):
    @property
    def id(self) -> str: ...


K = TypeVar("K", bound=Known)
NOTICE_IS_OUT = 11  # the month in which the State Council's office has published the next year's days off
FARTHEST = 100_000  # metres from the middle of all spots: no county reaches so far
OWN = (RouteKind.STATION, RouteKind.COUNCIL, RouteKind.DESK)  # the community's own: they always find somebody


@dataclass(frozen=True)
class Directory:
    """All of it, in its order."""

    communities: tuple[Community, ...]
    compounds: tuple[Compound, ...]
    stations: tuple[Station, ...]
    units: tuple[Unit, ...]
    contacts: tuple[Contact, ...]
    categories: tuple[Category, ...]
    staff: tuple[Staff, ...]
    coverage: Coverage
    calendar: Calendar
    figures: tuple[OpeningFigure, ...] = ()


@dataclass(frozen=True)
class Cover:
    """One line of who covers what: `of` is a place for a partner unit, else a trade. The keys say whose fault it is."""

    kind: RouteKind
    of: str
    unit: str
    of_key: str
    unit_key: str


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
    figures: list[tuple[Entry, OpeningFigure]] = field(default_factory=list)
    covers: list[tuple[Entry, Cover]] = field(default_factory=list)

    def coverage(self) -> Coverage:
        return Coverage(
            {cover.of: cover.unit for _, cover in self.covers if cover.kind is RouteKind.PARTNER},
            {(cover.kind, cover.of): cover.unit for _, cover in self.covers if cover.kind is not RouteKind.PARTNER},
        )

    def directory(self, calendar: Calendar) -> Directory:
        return Directory(
            communities=_things(self.communities),
            compounds=_things(self.compounds),
            stations=_things(self.stations),
            units=_things(self.units),
            contacts=_things(self.contacts),
            categories=_things(self.categories),
            staff=_things(self.staff),
            coverage=self.coverage(),
            calendar=calendar,
            figures=_things(self.figures),
        )


def check(draft: Draft) -> None:
    """Add what is wrong between entries to the problems of those entries."""
    for rule in (_ids, _places, _spots, _communities, _county_office, _reach, _away, _covers, _routes, _nights, _staff):
        rule(draft)


def years_missing(calendar: Calendar, today: date) -> tuple[int, ...]:
    """The years whose working days should be known by `today`, and aren't: the notice on next year's is out by then."""
    wanted = (today.year, today.year + 1) if today.month >= NOTICE_IS_OUT else (today.year,)
    return tuple(year for year in wanted if not calendar.knows(year))


def nobody_there(directory: Directory, today: date) -> tuple[tuple[Unit, Away], ...]:
    """The units whose contacts are all away at once, today or later, and when: their messages still go to them."""
    found = []
    for unit in directory.units:
        there = (contact for contact in directory.contacts if contact.unit == unit.id and contact.ways)
        together = None if unit.left else away_together(there)
        if together is not None and together.until >= today:
            found.append((unit, together))
    return tuple(found)


def _ids(draft: Draft) -> None:
    """Places share one set of ids, because who covers what names a place by its id alone."""
    _no_repeats([*draft.communities, *draft.compounds])
    _no_repeats(draft.stations)
    _no_repeats(draft.units)
    _no_repeats(draft.categories)
    _no_repeats(draft.staff)
    _no_repeats(draft.figures)
    for _, unit in draft.units:
        _no_repeats((entry, contact) for entry, contact in draft.contacts if contact.unit == unit.id)


def _no_repeats(things: Iterable[tuple[Entry, Known]]) -> None:
    seen: set[str] = set()
    for entry, thing in things:
        if thing.id in seen:
            entry.wrong("id", "id_taken", id=thing.id)
        seen.add(thing.id)


def _places(draft: Draft) -> None:
    communities, units = _by_id(draft.communities), _by_id(draft.units)
    places: list[tuple[Entry, Compound | Station]] = [*draft.compounds, *draft.stations]
    for entry, place in places:
        if place.community and place.community not in communities:
            entry.wrong("community", "no_community", id=place.community)
    for entry, contact in draft.contacts:
        if contact.unit and contact.unit not in units:
            entry.wrong("unit", "no_unit", id=contact.unit)


def _spots(draft: Draft) -> None:
    """One county: a figure mistyped puts a place where nobody finds it, and all others into one corner of the map."""
    spots = [compound.spot for _, compound in draft.compounds if compound.spot]
    if not spots:
        return
    middle = Spot(median(it.latitude for it in spots), median(it.longitude for it in spots))
    for entry, compound in draft.compounds:
        if compound.spot and compound.spot.metres_to(middle) > FARTHEST:
            entry.wrong("spot", "far_from_all", limit=FARTHEST // 1000)


def _communities(draft: Draft) -> None:
    """A community holds orders as a unit of the same id."""
    communities, units = _by_id(draft.communities), _by_id(draft.units)
    for entry, community in draft.communities:
        unit = units.get(community.id)
        if unit is None or unit.kind is not UnitKind.COMMUNITY or unit.left:
            entry.wrong("id", "community_needs_unit", id=community.id)
    for entry, unit in draft.units:
        if unit.kind is UnitKind.COMMUNITY and unit.id not in communities:
            entry.wrong("id", "no_community", id=unit.id)


def _county_office(draft: Draft) -> None:
    """Whoever is called on when nobody takes a P0: one office, with somebody on duty."""
    for entry, unit in draft.units:
        if (unit.kind is UnitKind.COUNTY) is not (unit.id == COUNTY_OFFICE):
            entry.wrong("kind", "one_county_office", id=COUNTY_OFFICE)
        elif unit.kind is UnitKind.COUNTY and not any(_on_duty(contact, unit) for _, contact in draft.contacts):
            entry.wrong("contacts", "county_office_duty_missing")
    there = any(unit.kind is UnitKind.COUNTY and not unit.left for _, unit in draft.units)
    urgent = [entry for entry, category in draft.categories if category.priority is Class.P0]
    if urgent and not there:
        urgent[0].wrong("priority", "county_office_missing", id=COUNTY_OFFICE)


def _on_duty(contact: Contact, unit: Unit) -> bool:
    return contact.unit == unit.id and contact.duty and contact.takes_texts


def _reach(draft: Draft) -> None:
    reachable = {contact.unit for _, contact in draft.contacts if contact.ways}
    on_duty = {contact.unit for _, contact in draft.contacts if contact.duty}
    for entry, unit in draft.units:
        if unit.left:
            continue
        if unit.id not in reachable:
            entry.wrong("contacts", "nobody_reachable", unit=unit.name.zh or unit.id)
        elif unit.night_duty and unit.id not in on_duty:
            entry.wrong("night_duty", "duty_contact_missing")


def _away(draft: Draft) -> None:
    """Of a unit that answers at any hour somebody on duty is always there."""
    for _, unit in draft.units:
        on_duty = [(entry, contact) for entry, contact in draft.contacts if _on_duty(contact, unit)]
        together = away_together(contact for _, contact in on_duty)
        if together is None or unit.left or not unit.answers_at_any_hour:
            continue
        for entry, _ in on_duty:
            entry.wrong("away_from", "duty_all_away", since=together.since, until=together.until)


def _covers(draft: Draft) -> None:
    places = _by_id(draft.communities) | _by_id(draft.compounds)
    units = {unit.id: unit for _, unit in draft.units if not unit.left}
    seen: set[tuple[str, str]] = set()
    for entry, cover in draft.covers:
        if (cover.kind, cover.of) in seen:
            entry.wrong(cover.of_key, "covered_twice", id=cover.of)
        seen.add((cover.kind, cover.of))
        if cover.kind is RouteKind.PARTNER and cover.of and cover.of not in places:
            entry.wrong(cover.of_key, "no_place", id=cover.of)
        if cover.unit and cover.unit not in units:
            entry.wrong(cover.unit_key, "no_unit", id=cover.unit)
        elif cover.unit and units[cover.unit].kind is UnitKind.COUNTY:
            entry.wrong(cover.unit_key, "takes_no_orders", id=cover.unit)


def _routes(draft: Draft) -> None:
    """Every category ends with somebody, wherever it comes from; life and property never start with a partner unit."""
    coverage = draft.coverage()
    everywhere = all(community.id in coverage.partner for _, community in draft.communities)
    for entry, category in draft.categories:
        for route in category.routes:
            if route.kind in (RouteKind.OPERATOR, RouteKind.DEPARTMENT) and not _found(route, coverage):
                entry.wrong("routes", "no_unit_for", kind=route.kind.value, trade=route.trade)
        if category.priority.urgent and any(route.kind is RouteKind.PARTNER for route in category.routes):
            entry.wrong("routes", "never_partner", priority=category.priority.value)
        ends = (
            route.kind in OWN or _found(route, coverage) or (route.kind is RouteKind.PARTNER and everywhere)
            for route in category.routes
        )
        if not any(ends):
            entry.wrong("routes", "leads_nowhere")


def _nights(draft: Draft) -> None:
    """Whoever can be given a P0 answers at any hour, and the page says whom to call first."""
    entries = {unit.id: (entry, unit) for entry, unit in draft.units}
    for entry, category in draft.categories:
        if category.priority is not Class.P0:
            continue
        if category.emergency is None:
            entry.wrong("emergency", "emergency_missing", category=category.id)
        for unit_id in _reached(category, draft):
            at, unit = entries.get(unit_id, (None, None))
            if at and unit and not unit.night_duty:
                at.wrong("night_duty", "must_answer_at_night", unit=unit.name.zh, category=category.id)


def _staff(draft: Draft) -> None:
    """Each is recognized by what is no other's, and works where there is something."""
    communities, stations = _by_id(draft.communities), _by_id(draft.stations)
    seen: set[str] = set()
    for entry, who in draft.staff:
        for key, value in (("email", who.email.casefold()), ("subject", who.subject)):
            if value and f"{key} {value}" in seen:
                entry.wrong(key, "anothers")
            seen.add(f"{key} {value}")
        placed = who.role in (Role.STAFF, Role.LEAD)
        if placed and not who.community:
            entry.wrong("community", "works_in_one", role=who.role.value)
        elif not placed and (who.community or who.station):
            entry.wrong("community" if who.community else "station", "works_for_all", role=who.role.value)
        if who.community and who.community not in communities:
            entry.wrong("community", "no_community", id=who.community)
        if who.station and (who.station not in stations or stations[who.station].community != who.community):
            entry.wrong("station", "no_station", id=who.station)
        elif who.station and who.role is Role.LEAD:
            entry.wrong("station", "lead_has_no_station")


def _reached(category: Category, draft: Draft) -> Iterator[str]:
    coverage = draft.coverage()
    yield from filter(None, (_found(route, coverage) for route in category.routes))
    if category.with_community or any(route.kind in OWN for route in category.routes):
        yield from (community.id for _, community in draft.communities)


def _found(route: Route, coverage: Coverage) -> str | None:
    return coverage.trades.get((route.kind, route.trade)) if route.trade else None


def _things(found: Iterable[tuple[Entry, K]]) -> tuple[K, ...]:
    return tuple(thing for _, thing in found)


def _by_id(things: Iterable[tuple[Entry, K]]) -> dict[str, K]:
    return {thing.id: thing for _, thing in things}
