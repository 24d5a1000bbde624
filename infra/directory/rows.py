"""The directory as the rows of its table, in the format that its readers know."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import count

from functions.shared.domain.directory_checks import Directory
from functions.shared.tables import directory_items as items
from functions.shared.tables.directory import DirectoryRow

# The kinds of row that each file decides; a compound's row carries a copy of its community.
KINDS = {
    "communities.yml": ("community", "compound"),
    "compounds.yml": ("compound",),
    "stations.yml": ("station",),
    "units.yml": ("unit", "contact"),
    "categories.yml": ("category",),
    "staff.yml": ("staff",),
    "coverage.yml": ("coverage",),
    "calendar.yml": ("calendar",),
}


def rows(directory: Directory) -> list[DirectoryRow]:
    """Every row; `order` counts within a kind, as the files have it."""
    places: defaultdict[str, Iterator[int]] = defaultdict(count)
    return [
        DirectoryRow(kind=kind, id=key, order=next(places[kind]), data=data) for kind, key, data in _packed(directory)
    ]


def _packed(directory: Directory) -> Iterator[tuple[str, str, items.Data]]:
    communities = {community.id: community for community in directory.communities}
    for community in directory.communities:
        yield "community", community.id, items.pack_community(community)
    for compound in directory.compounds:
        yield "compound", compound.id, items.pack_compound(compound, communities[compound.community])
    for station in directory.stations:
        yield "station", station.id, items.pack_station(station)
    for unit in directory.units:
        yield "unit", unit.id, items.pack_unit(unit)
    for contact in directory.contacts:
        yield items.contact_kind(contact.unit), contact.id, items.pack_contact(contact)
    for category in directory.categories:
        yield "category", category.id, items.pack_category(category)
    for who in directory.staff:
        yield "staff", who.id, items.pack_staff(who)
    yield "coverage", items.COVERAGE, items.pack_coverage(directory.coverage)
    yield "calendar", items.CALENDAR, items.pack_calendar(directory.calendar)
