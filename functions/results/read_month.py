"""The public figures of a month, read anew: the same on every page and in every file of that moment."""

from collections import Counter

from functions.results.figures import Month, figures
from functions.shared.domain.directory import PublicRule
from functions.shared.domain.rows import Cell
from functions.shared.domain.views import ResultLine, Wanted
from functions.shared.tables import directory, results, tallies


def figures_of(month: str) -> Month:
    """The figures of `month` (2026-03), as everybody may read them."""
    communities = [it.id for it in directory.communities()]
    cells: Counter[Cell] = Counter()
    for community in communities:
        cells.update(tallies.month(community, month))
    never = frozenset(it.id for it in directory.categories() if it.public is PublicRule.NEVER)
    return figures(month, cells, never, communities, [it.id for it in directory.units_ever()])


def lines_of(month: str) -> list[ResultLine]:
    """Every line of `month`, newest first."""
    lines, after = results.find(Wanted(month))
    while after is not None:
        more, after = results.find(Wanted(month), after)
        lines += more
    return lines
