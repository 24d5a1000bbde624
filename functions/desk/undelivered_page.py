"""The desk's list of what reached nobody: who should have been told, of what, since when. Ids and names of posts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.shared.domain.alert import COUNTY, RESIDENT, TO_LEADERS, AlertKind
from functions.shared.domain.directory import Class, Name
from functions.shared.domain.staff import Staff
from functions.shared.tables import deliveries, directory
from functions.shared.tables.deliveries import DeliveryItem
from functions.shared.tables.times import read

MOST = 50  # of a community at once; what is told makes room for the next


@dataclass(frozen=True)
class About:
    """One thing that should have been told. `who` is resident, unit, leader or county; `theirs` the request of the
    resident who wasn't reached; `unit` the post."""

    kind: AlertKind
    who: str
    request_id: str
    theirs: str
    unit: Name | None
    priority: str


@dataclass(frozen=True)
class Line:
    """A delivery that ended in vain, or an email that came back; it may have said several things in one message."""

    id: str
    community: str
    since: datetime
    trouble: str  # bounced, complained: one way of it is closed, and it may have gone by another
    about: tuple[About, ...]

    @property
    def first(self) -> tuple[bool, datetime]:
        """What sorts life and property before the rest, and the longest waiting first."""
        return all(about.priority != Class.P0 for about in self.about), self.since


def context(staff: Staff) -> dict[str, Any]:
    """The page, for all communities that `staff` covers."""
    found = _found(staff)
    members = {name for _, item in found for name in item.members or ()}
    said = {str(item.alert_id): item for item in deliveries.among(members)} if members else {}
    lines = (_line(community, item, said) for community, item in found)
    return {"lines": tuple(sorted(lines, key=lambda line: line.first))}


def count(staff: Staff) -> int:
    """How many there are, up to MOST of each community."""
    return len(_found(staff))


def _found(staff: Staff) -> list[tuple[str, DeliveryItem]]:
    covered = (community.id for community in directory.communities() if staff.covers(community.id))
    return [(community, item) for community in covered for item in deliveries.undelivered(community, MOST)]


def _line(community: str, item: DeliveryItem, said: Mapping[str, DeliveryItem]) -> Line:
    told = [said[name] for name in sorted(item.members or ()) if name in said] or [item]
    return Line(item.alert_id, community, read(item.since), item.trouble or "", tuple(_abouts(told)))


def _abouts(items: Iterable[DeliveryItem]) -> Iterable[About]:
    for item in items:
        if alert := item.alert:
            kind, audience = AlertKind(alert["kind"]), str(alert["audience"])
            who, _, id_ = audience.partition(":")
            unit = directory.unit(id_).name if who == "unit" else None
            theirs = (id_ or alert["request_id"]) if who == RESIDENT else ""
            yield About(kind, _who(who, kind), alert["request_id"], theirs, unit, alert["priority"])


def _who(audience: str, kind: AlertKind) -> str:
    if audience in (RESIDENT, COUNTY):
        return audience
    return "leader" if kind in TO_LEADERS else "unit"
