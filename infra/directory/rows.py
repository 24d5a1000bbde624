"""The directory as the rows of its table, in the format that its readers know."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import count

from functions.shared.domain.directory_checks import Directory
from functions.shared.tables import directory_items as items
from functions.shared.tables.directory import DirectoryRow

# The kinds of row that each file decides; a compound's row carries a copy of its community, the calendar's the limits.
KINDS = {
    "communities.yml": ("community", "compound"),
    "compounds.yml": ("compound",),
    "stations.yml": ("station",),
    "units.yml": ("unit", "contact", items.AWAY),
    "categories.yml": ("category",),
    "staff.yml": ("staff",),
    "coverage.yml": ("coverage",),
    "calendar.yml": ("calendar",),
    "limits.yml": ("calendar",),
    "figures.yml": (items.FIGURE,),
}


def rows(directory: Directory) -> list[DirectoryRow]:
    """Every row; `order` counts within a kind, as the files have it."""
    places: defaultdict[str, Iterator[int]] = defaultdict(count)
    return [
        DirectoryRow(kind=kind, id=key, order=next(places[kind]), data=data)
        for kind, key, data in items.packed(directory)
    ]
