"""What is open in the county, by category: none of fewer than five, and none that could be found from the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.shared.domain.rates import SMALL, Shown
from functions.shared.domain.suppression import LEAST


@dataclass(frozen=True)
class Needs:
    """`rows` are categories with how many are open, in the order given; `rest` is all the others together."""

    rows: tuple[tuple[str, int], ...]
    rest: int
    total: Shown


def needs(found: Mapping[str, int], public: Sequence[str]) -> Needs:
    """From how many are open of each category. Those that aren't `public` stand in the rest alone. Where the rest
    would be fewer than five, the smallest that could be shown joins it."""
    total = sum(found.values())
    shown = {category: found[category] for category in public if found.get(category, 0) >= LEAST}
    rest = total - sum(shown.values())
    while shown and 0 < rest < LEAST:
        rest += shown.pop(min(shown, key=lambda category: shown[category]))
    if total < LEAST:
        return Needs((), 0, SMALL)
    return Needs(tuple(shown.items()), rest, total)
