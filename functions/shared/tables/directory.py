"""Reading the directory: places, units and their contacts, who covers what, categories, working days.

What was read is kept in the process for a minute, so a change is seen within a minute everywhere. Unknown ids raise
Refused `unknown_<kind>` with the kind as the field; nothing is asked of the table for what cannot be an id.
Staff are never kept, and read consistently: a role that is taken away ends at the next request.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.shared.domain.directory import (
    COUNTY_OFFICE,
    Away,
    Calendar,
    Category,
    Community,
    Compound,
    Contact,
    Coverage,
    Station,
    Unit,
    UnitKind,
)
from functions.shared.domain.errors import Refused
from functions.shared.domain.opening import OpeningFigure
from functions.shared.domain.staff import Staff
from functions.shared.tables import directory_items as items
from functions.shared.tables.connection import Row, TableName

KEPT_SECONDS = 60
_ID = re.compile(r"[a-z0-9_]{1,60}")

T = TypeVar("T")


class DirectoryRow(Row):
    class Meta:
        table_name = TableName("directory")

    kind = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    order = NumberAttribute()
    data = JSONAttribute()
    version = NumberAttribute(default=0)  # how often it was changed; seeded rows of before 0.2 lack it


def category(category_id: str) -> Category:
    return _one(Category, category_id)


def compound(compound_id: str) -> Compound:
    return _one(Compound, compound_id)


def community(community_id: str) -> Community:
    return _one(Community, community_id)


def unit(unit_id: str) -> Unit:
    return _one(Unit, unit_id)


def unit_for_orders(unit_id: str) -> Unit:
    """A unit that can be given an order. Raises Refused `unknown_unit` for any other, as one that has left."""
    found = unit(unit_id)
    if not _takes_orders(found):
        raise Refused("unknown_unit", field="unit")
    return found


def county_office() -> Unit | None:
    """The county's duty office, which is told of what nobody takes; None where there is none."""
    try:
        found = unit(COUNTY_OFFICE)
    except Refused:
        return None
    return None if found.left else found


def coverage() -> Coverage:
    return _one(Coverage, items.COVERAGE)


def calendar() -> Calendar:
    return _one(Calendar, items.CALENDAR)


def categories() -> tuple[Category, ...]:
    return _all(Category)


def compounds() -> tuple[Compound, ...]:
    return _all(Compound)


def communities() -> tuple[Community, ...]:
    return _all(Community)


def stations() -> tuple[Station, ...]:
    return _all(Station)


def units() -> tuple[Unit, ...]:
    """Those that can be given an order."""
    return tuple(filter(_takes_orders, _all(Unit)))


def units_ever() -> tuple[Unit, ...]:
    """Those that can be given an order, and those that could before they left: what they did stays told."""
    return tuple(unit for unit in _all(Unit) if unit.kind is not UnitKind.COUNTY)


def opening_figures() -> tuple[OpeningFigure, ...]:
    """What was counted before the product did, in the directory's order."""
    return _all(OpeningFigure, items.FIGURE)


def contacts(unit_id: str) -> tuple[Contact, ...]:
    """The unit's contacts in the directory's order; none if there is no such unit."""
    if not _ID.fullmatch(unit_id):
        return ()
    found = _all(Contact, items.contact_kind(unit_id))
    away = _away()
    return tuple(replace(contact, away=away.get(items.away_id(unit_id, contact.id))) for contact in found)


def contact_name(unit_id: str, contact_id: str) -> str | None:
    """None once they have left."""
    return next((contact.name for contact in contacts(unit_id) if contact.id == contact_id), None)


def staff_member(staff_id: str) -> Staff:
    if not _ID.fullmatch(staff_id):
        raise Refused("unknown_staff", field="staff")
    try:
        row = DirectoryRow.get("staff", staff_id, consistent_read=True)
    except DirectoryRow.DoesNotExist:
        raise Refused("unknown_staff", field="staff") from None
    return items.unpack_staff(row.id, row.data)


def staff() -> tuple[Staff, ...]:
    """All who have a role at the desk."""
    rows = sorted(DirectoryRow.query("staff", consistent_read=True), key=lambda row: row.order)
    return tuple(items.unpack_staff(row.id, row.data) for row in rows)


def places() -> tuple[tuple[Community, tuple[Compound, ...]], ...]:
    """Each community with its compounds and lanes."""
    every = compounds()
    return tuple((c, tuple(p for p in every if p.community == c.id)) for c in communities())


def for_filing(category_id: str, place_id: str) -> tuple[Category, Compound | None, Community, Calendar]:
    """What filing a request needs, in one round trip at most; `place_id` is a compound or a community.

    Raises Refused `unknown_category` or `unknown_compound`.
    """
    wanted = [("calendar", items.CALENDAR), ("category", category_id)]
    if not (_recall("compound", place_id) or _recall("community", place_id)):
        wanted += [("compound", place_id), ("community", place_id)]
    _read_together([key for key in wanted if _ID.fullmatch(key[1]) and not _recall(*key)])
    place: Compound | None = _recall("compound", place_id)
    within: Community | None = community(place.community) if place else _recall("community", place_id)
    if within is None:
        raise Refused("unknown_compound", field="compound")
    return category(category_id), place, within, calendar()


def _takes_orders(unit: Unit) -> bool:
    return not unit.left and unit.kind is not UnitKind.COUNTY


def forget() -> None:
    """Read everything anew."""
    _kept.clear()


_ALL = None  # in the place of an id, and never one that somebody sent: all of a kind
_kept: dict[tuple[str, str | None], tuple[float, Any]] = {}  # (kind, id): until when (monotonic), and what


def _keep(kind: str, row_id: str | None, value: Any) -> Any:
    _kept[kind, row_id] = (time.monotonic() + KEPT_SECONDS, value)
    return value


def _recall(kind: str, row_id: str | None) -> Any:
    """What is kept, or None."""
    until, value = _kept.get((kind, row_id), (0.0, None))
    return value if time.monotonic() < until else None


def _kind(of: type) -> str:
    return of.__name__.lower()


def _one(of: type[T], row_id: str) -> T:
    kind = _kind(of)
    known: T | None = _recall(kind, row_id)
    if known is not None:
        return known
    if not _ID.fullmatch(row_id):
        raise Refused(f"unknown_{kind}", field=kind)
    try:
        found: T = _take_in(DirectoryRow.get(kind, row_id))
    except DirectoryRow.DoesNotExist:
        raise Refused(f"unknown_{kind}", field=kind) from None
    return found


def _all(of: type[T], kind: str = "") -> tuple[T, ...]:
    kind = kind or _kind(of)
    known: tuple[T, ...] | None = _recall(kind, _ALL)
    if known is not None:
        return known
    rows = sorted(DirectoryRow.query(kind), key=lambda row: row.order)
    found = tuple(_take_in(row) for row in rows)
    _keep(kind, _ALL, found)
    return found


def _away() -> Mapping[str, Away]:
    """Everybody in the county who is away, or will be."""
    known: Mapping[str, Away] | None = _recall(items.AWAY, _ALL)
    if known is not None:
        return known
    found = {row.id: items.unpack_away(row.data) for row in DirectoryRow.query(items.AWAY)}
    _keep(items.AWAY, _ALL, found)
    return found


def _read_together(keys: list[tuple[str, str]]) -> None:
    for row in DirectoryRow.batch_get(keys) if keys else ():
        _take_in(row)


def _take_in(row: DirectoryRow) -> Any:
    """Keep what a row says; a compound's row says its community too."""
    if row.kind == "compound":
        _keep("community", row.data["community"], items.unpack_within(row.data))
    return _keep(row.kind, row.id, items.unpack(row.kind, row.id, row.data))
