"""A compound's spot, from its two fields to its type."""

import re

from functions.shared.domain.directory_entry import Entry
from functions.shared.domain.spot import DECIMALS, LATITUDES, LONGITUDES, Spot

_DEGREES = re.compile(rf"[0-9]{{1,3}}(\.[0-9]{{1,{DECIMALS}}})?", re.ASCII)


def spot(entry: Entry) -> Spot | None:
    """None where the entry has none. One of the two alone is a mistake, named at the other's field."""
    inner = entry.entry("spot", optional=True)
    if inner is None:
        return None
    latitude = _degrees(inner, "latitude", LATITUDES)
    longitude = _degrees(inner, "longitude", LONGITUDES)
    inner.done()
    return None if latitude is None or longitude is None else Spot(latitude, longitude)


def _degrees(entry: Entry, key: str, within: tuple[int, int]) -> float | None:
    text = entry.text(key)
    if not text:
        return None
    if not _DEGREES.fullmatch(text):
        entry.wrong(key, "bad_degrees", text=text, limit=DECIMALS)
        return None
    least, most = within
    if not least <= float(text) <= most:
        entry.wrong(key, "outside_china", text=text, least=least, most=most)
        return None
    return float(text)
