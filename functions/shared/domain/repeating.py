"""The rule: which requests repeat enough to be proposed as a programme, and what counts as something that came.

Pure: the reader is shared/tables/recurring.py, the reasons for the numbers are in docs/decisions/programmes.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import Category, PlaceRule, PublicRule
from functions.shared.domain.recurring import NOTHING_KNOWN, About, Case, Recurring, Standing
from functions.shared.domain.rows import Cell

WINDOW = timedelta(days=90)
IN_ONE_COMPOUND = 3  # requests: the second may be chance, the third is a habit of the place
IN_THE_COMMUNITY = 5  # where no finer place is told, several compounds are counted together
RESIDENTS_OF_ONE = 4  # behind one request, whoever asked first included

_RECEIVED = "received."
_NOT_COUNTED = frozenset({"closed.withdrawn", "closed.rejected", "closed.merged"})


def repeating(
    cases: Iterable[Case],
    cells: Mapping[Cell, int],
    categories: Mapping[str, Category],
    compounds: Sequence[str],
    now: datetime,
    known: Mapping[About, Standing] | None = None,
) -> tuple[Recurring, ...]:
    """What repeats in the 90 days before `now`, in the directory's order of places and categories.

    `cases`: requests that count, open and closed. `cells`: the tallies, for kinds that are never public: nothing is
    kept that would name their closed requests. `known`: what ended before counts no more.
    """
    known, opens = known or {}, now - WINDOW
    groups: dict[About, dict[str, Case]] = {}
    for case in cases:
        if case.category not in categories:
            continue
        about = _about(case, categories[case.category], compounds)
        start = known.get(about, NOTHING_KNOWN).counts_from
        if case.received_at >= opens and (start is None or case.received_at > start):
            there = groups.setdefault(about, {})
            there[case.code] = max(case, there.get(case.code, case), key=lambda it: it.joined)
    for cell in cells:
        if cell.category in categories and categories[cell.category].public is PublicRule.NEVER:
            groups.setdefault(About(cell.community, None, cell.category), {})
    found = [
        _recurring(about, tuple(there.values()), cells, categories[about.category], opens, known.get(about))
        for about, there in groups.items()
    ]
    place = {it: n for n, it in enumerate(compounds)}
    order = {it: n for n, it in enumerate(categories)}
    enough = [it for it in found if it is not None]
    return tuple(
        sorted(enough, key=lambda it: (place.get(it.about.compound or "", len(place)), order[it.about.category]))
    )


def _about(case: Case, category: Category, compounds: Sequence[str]) -> About:
    fine = category.place is PlaceRule.COMPOUND and category.public is not PublicRule.NEVER
    return About(case.community, case.compound if fine and case.compound in compounds else None, case.category)


def _recurring(
    about: About,
    cases: tuple[Case, ...],
    cells: Mapping[Cell, int],
    category: Category,
    opens: datetime,
    standing: Standing | None,
) -> Recurring | None:
    """None where it is too few."""
    cases = tuple(sorted(cases, key=lambda case: (case.received_at, case.code)))
    public = category.public is not PublicRule.NEVER
    count, first = len(cases), local_day(cases[0].received_at) if cases else date.max
    if not public:
        start = standing.counts_from if standing else None
        day = local_day(max(opens, start + timedelta(days=1)) if start else opens).isoformat()
        counted = [(it, n) for it, n in cells.items() if _of(it, about) and it.day >= day]
        came = sum(n for it, n in counted if it.measure.startswith(_RECEIVED))
        count = max(count, came - sum(n for it, n in counted if it.measure in _NOT_COUNTED))
        days = [date.fromisoformat(it.day) for it, n in counted if it.measure.startswith(_RECEIVED) and n > 0]
        first = min((first, *days))
    many = max((case.residents for case in cases), default=0) >= RESIDENTS_OF_ONE
    if not many and count < (IN_ONE_COMPOUND if about.compound else IN_THE_COMMUNITY):
        return None
    residents = count + sum(case.joined for case in cases)
    return Recurring(about, cases, count, residents, first, public)


def _of(cell: Cell, about: About) -> bool:
    return (cell.community, cell.category) == (about.community, about.category)


def came_from(cell: Cell) -> tuple[str, str] | None:
    """The community, and the station or "", that a request came from; None for a cell that counts something else."""
    return (cell.community, cell.unit) if cell.measure.startswith(_RECEIVED) else None


def first_day(now: datetime) -> date:
    """Of the 90 days, in the county."""
    return local_day(now - WINDOW)
