"""Rates with their definitions: which counts stand above the line, which below, and what is left out.

Pure. A period is read by the day the answer was due; infra/tools/recompute.py gets the same from the public export.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from functions.shared.domain.directory import Calendar
from functions.shared.domain.rows import Cell

PROVISIONAL_DAYS = 28  # so long the resident may say that it isn't so
AHEAD = 3  # working days that a unit sees its figures before everybody does
# What the resident said last, or that nobody could be reached; said to be done and not answered; not said to be done.
OUTCOMES = ("solved_first", "solved_again", "partly", "not_solved", "silent", "waiting", "not_done")
# Columns of their own: counted, shown, and in no rate.
APART = (
    *("deferred", "joint", "asked", "explained", "transferred"),
    *("rejected", "withdrawn", "merged", "settled"),
)
# What units did: beside the outcomes, each among all cases.
DEEDS = ("taken_in_time", "answered_in_time", "concluded_in_time", "done_again", "later_date", "returned")

HEARD = ("solved_first", "solved_again", "partly", "not_solved")
_SAID_DONE = (*HEARD, "silent", "waiting")


@dataclass(frozen=True)
class Definition:
    """`above` and `below` are sums of counts; `beside` are the counts of cases that the rate leaves out."""

    id: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    beside: tuple[str, ...] = ()


# The sentences stand in templates/shared/figures.html, the reasons in docs/figures.md. There is no rate of
# content: the resident is asked whether it is solved, and nothing else.
DEFINITIONS = (
    Definition("taken", ("taken_in_time",), ("cases",), APART),
    Definition("answered", ("answered_in_time",), ("cases",), APART),
    Definition("heard", HEARD, _SAID_DONE, ("not_done", *APART)),
    Definition("solved", ("solved_first", "solved_again"), HEARD, ("silent", "waiting", "not_done", *APART)),
    Definition("first_time", ("solved_first",), (*HEARD, "silent"), ("waiting", "not_done", *APART)),
    Definition("concluded", ("concluded_in_time",), ("cases",), APART),
    Definition("again", ("done_again",), _SAID_DONE, ("not_done", *APART)),
    Definition("later", ("later_date",), ("cases",), APART),
    Definition("returned", ("returned",), ("cases", "returned"), APART),
)

SMALL, WITHHELD = "<5", "x"  # in the place of a count: below five; not shown, because another could be found from it
Shown = int | str
Counts = Mapping[str, Shown]


@dataclass(frozen=True)
class Rate:
    """A rate with all that it was made from. `answers`: how many residents have said what became of it. None where a
    count that it needs isn't shown."""

    id: str
    above: int | None
    below: int | None
    answers: int | None
    left_out: tuple[tuple[str, Shown], ...] = ()

    @property
    def percent(self) -> str | None:
        """Two decimals, halves up; None where there is nothing to divide by, or it isn't shown."""
        return None if self.above is None or self.below is None else percent(self.above, self.below)


def percent(above: int | Decimal, below: int | Decimal) -> str | None:
    """`above` in a hundred of `below`: two decimals, halves up, never cut off. None where `below` is nothing."""
    if not below:
        return None
    return str((100 * Decimal(above) / Decimal(below)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def counts(cells: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Every count by its name, from (measure, times) of one period and scope; other measures are passed over.

    A cube from before the figures by due day may fall below nothing until it is repaired: that is shown as nothing.
    """
    due: Counter[str] = Counter()
    for measure, times in cells:
        if measure.startswith("due."):
            due[measure.removeprefix("due.")] += times

    def of(*wanted: str) -> int:
        """How many cells' measures have these parts, `*` for any."""
        return max(sum(times for measure, times in due.items() if _matches(measure.split("."), wanted)), 0)

    found = {
        "solved_first": of("solved", "first", "*"),
        "solved_again": of("solved", "again", "*"),
        "partly": of("partly", "*", "*"),
        "not_solved": of("not", "*", "*"),
        "silent": of("silent", "*", "*"),
    }
    done = of("done", "*")
    found["waiting"] = max(done - sum(found.values()), 0)
    found["not_done"] = max(of("case") - done, 0)
    found["cases"] = sum(found.values())
    found |= {name: of(name) for name in APART}
    return found | {
        "taken_in_time": of("taken"),
        "answered_in_time": of("done", "in_time") + of("planned", "in_time"),
        "concluded_in_time": of("*", "*", "in_time"),
        "done_again": of("*", "again", "*"),
        "later_date": of("planned", "*"),
        "returned": of("returned"),
    }


def _matches(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    if len(parts) != len(wanted):
        return False
    return all(want in ("*", part) for want, part in zip(wanted, parts, strict=True))


def rates(found: Counts) -> tuple[Rate, ...]:
    """All rates of one period and scope."""
    return tuple(rate(definition, found) for definition in DEFINITIONS)


def rate(definition: Definition, found: Counts) -> Rate:
    """The rate, unless a count that it needs isn't shown."""
    above, below = _sum(found, definition.above), _sum(found, definition.below)
    if above is None or below is None:
        above = below = None
    left_out = tuple((name, found[name]) for name in definition.beside if found[name])
    return Rate(definition.id, above, below, _sum(found, HEARD), left_out)


def _sum(found: Counts, names: Iterable[str]) -> int | None:
    wanted = [found[name] for name in names]
    whole = [count for count in wanted if isinstance(count, int)]
    return sum(whole) if len(whole) == len(wanted) else None


def grouped(cells: Mapping[Cell, int], of: Callable[[Cell], str]) -> dict[str, dict[str, int]]:
    """The counts of the cells of each group; `of` names the group of a cell."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for cell, times in cells.items():
        groups.setdefault(of(cell), []).append((cell.measure, times))
    return {group: counts(found) for group, found in groups.items()}


def provisional_until(month: str) -> date:
    """The last day on which a late answer corrects the figures of `month` (2026-03)."""
    return last_day(month) + timedelta(days=PROVISIONAL_DAYS)


def public_from(month: str, calendar: Calendar) -> date:
    """The day from which everybody may read the figures of `month`: its units have had them for three working days."""
    day, left = last_day(month), AHEAD
    while left:
        day += timedelta(days=1)
        left -= calendar.works(day)
    return day + timedelta(days=1)


def units_from(month: str) -> date:
    """The day from which units and the desk see the figures of `month`."""
    return last_day(month) + timedelta(days=1)


def last_day(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
