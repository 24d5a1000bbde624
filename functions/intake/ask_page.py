"""What the pages that ask one thing each show: the question, what the words sound like, all of it once more."""

from collections.abc import Mapping
from typing import Any

from functions.intake import asking, find_place, form
from functions.intake.map_page import has_spots
from functions.shared.domain.directory import Category
from functions.shared.domain.errors import Refused
from functions.shared.domain.propose_category import proposals, sounds_urgent
from functions.shared.tables import directory


def question(page: str, typed: Mapping[str, str], *, checking: bool) -> dict[str, Any]:
    """One page's question. `checking`: somebody has seen all of it, and goes back to that."""
    sounds = sounds_like(typed["words"]) if page == "category" else ()
    place = asking.PAGES.index(page)
    places = directory.places() if page == "place" else ()
    return {
        "asks": page,
        "fields": asking.ASKED[page],
        "number": place + 1,
        "onward": asking.CHECK if checking else asking.next_after(page),
        "before": asking.PAGES[place - 1] if place and not checking else None,
        "checking": checking,
        "emergency": next((c for c in (_chosen(typed), *sounds) if c is not None and c.emergency), None),
        "emergencies": emergencies(),
        "places": places,
        "mapped": has_spots(places),
        "categories": directory.categories(),
        "proposed": sounds,
    }


def check(typed: Mapping[str, str]) -> dict[str, Any]:
    """All of it, before it is sent. Raises Refused for a place that there isn't: see `nowhere`."""
    category = _chosen(typed) or directory.category(form.UNKNOWN)
    _, compound, community, _ = directory.for_filing(category.id, _place_id(typed))
    emergency = category if category.emergency else None
    from functions.intake.alike import alike  # only this page of the five shows it

    found = alike(typed["words"], category.id, _place_id(typed))
    return {"place": (compound or community).name, "category": category, "emergency": emergency, "alike": found}


def meant_by_return(find: str, place: str) -> str:
    """Which press Return stands for in a field of the place's page: the search, or going on (empty) once nothing is
    looked for, or what it finds is chosen."""
    there = place and (not find or place in {it.value for it in find_place.find(find, directory.places())})
    return "" if there else "find"


def nowhere(page: str, typed: Mapping[str, str]) -> tuple[str, tuple[Refused, ...]] | None:
    """A place that isn't in the directory, where one has been asked for already."""
    if asking.PAGES.index(page) <= asking.PAGES.index("place"):
        return None
    try:
        directory.for_filing(form.UNKNOWN, _place_id(typed))
    except Refused:
        return "place", (Refused("unknown_place", "place"),)
    return None


def sounds_like(words: str) -> tuple[Category, ...]:
    """What to ask whoever chose no category, life and property first; empty: nothing to ask."""
    categories = directory.categories()
    found, urgent = proposals(words, categories), sounds_urgent(words, categories)
    return (urgent, *(it for it in found if it != urgent)) if urgent else found


def emergencies() -> tuple[Category, ...]:
    return tuple(category for category in directory.categories() if category.emergency)


def _chosen(typed: Mapping[str, str]) -> Category | None:
    return next((c for c in directory.categories() if c.id == typed["category"]), None)


def _place_id(typed: Mapping[str, str]) -> str:
    return typed["place"].partition(":")[2]
