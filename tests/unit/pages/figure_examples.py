"""What the pages of figures are given: a usual month, one of few cases, an empty one and hostile names."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from functions.results.figures import COUNTED, Month, figures
from functions.results.needs import needs
from functions.results.open_data import COLUMNS
from functions.shared.domain.burden import BURDEN
from functions.shared.domain.directory import Community, Name
from functions.shared.domain.opening import Body, Bound, FigureScope, Measure, OpeningFigure, by_body
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.rates import APART, DEFINITIONS, OUTCOMES, counts, rates
from functions.shared.domain.rows import Cell
from tests.unit.pages.desk_examples import CLERK
from tests.unit.pages.world import GAS, HOSTILE, LITTER, LONGWANGMIAO, RED_CROSS, TIEZHI, WATER, Example

_STAFF: dict[str, Any] = {
    "staff": CLERK,
    "may": frozenset(act for act in Act if may(CLERK.role, act)),
    "sign_out": "t0ken",
    "errors": (),
}
_NAMES = {it.id: it.name for it in (TIEZHI, LONGWANGMIAO, WATER, RED_CROSS)}
_FEBRUARY: dict[str, Any] = {
    "month": "2026-02",
    "months": ("2026-02", "2026-01"),
    "provisional": date(2026, 3, 28),
    "outcomes": OUTCOMES,
    "apart": APART,
}
_USUAL = {
    "due.case": 40,
    "due.taken": 37,
    "due.planned.in_time": 6,
    "due.done.in_time": 25,
    "due.done.plan_kept": 6,
    "due.solved.first.in_time": 16,
    "due.solved.again.late": 5,
    "due.partly.first.in_time": 6,
    "due.returned": 5,
    "due.explained": 7,
    "due.deferred": 2,
}


def _cells(community: str, unit: str, times: int = 1, category: str = LITTER.id) -> Counter[Cell]:
    return Counter(
        {
            Cell(community, "2026-02-09", measure, "P2", category, unit): count * times
            for measure, count in _USUAL.items()
        }
    )


def _month(*parts: Counter[Cell]) -> Month:
    cells = sum(parts, Counter[Cell]())
    never = frozenset({"noise"})
    return figures("2026-02", cells, never, ("tiezhi", "longwangmiao"), (WATER.id, RED_CROSS.id))


def _before() -> Iterator[Example]:
    day, talks = date(2024, 12, 31), FigureScope(Body.RED, Measure.TALKS)
    every = tuple(
        OpeningFigure(f"{body}_{measure}", FigureScope(body, measure), 67, Bound.EXACT, day, "2024年的报道。")
        for body, measure in zip(list(Body) * 2, Measure, strict=False)
    )
    least = OpeningFigure("talks", talks, 76, Bound.AT_LEAST, day, "The county's yearly report.")
    page = {"path": "/results/before", "groups": by_body((least, *every))}
    yield Example("before", "results/before.html", page)
    yield Example("before-none", "results/before.html", page | {"groups": ()})
    typed = OpeningFigure("talks", talks, 999_999_999, Bound.AT_LEAST, day, HOSTILE)
    yield Example("before-hostile", "results/before.html", page | {"groups": by_body((typed,))})


def _burden(usual: Month) -> Iterator[Example]:
    done = (("received.web", 9), ("by_staff.send", 8), ("by_unit.done", 7), ("by_staff.reschedule", 1))
    cells = Counter({Cell("tiezhi", "2026-02-09", it, "P2", LITTER.id, ""): times for it, times in done})
    cells += Counter({replace(cell, priority=other): n for cell, n in cells.items() for other in ("P1", "P3")})
    few = Counter({Cell("tiezhi", "2026-02-09", "received.web", "P0", LITTER.id, ""): 2})
    page = _FEBRUARY | {"path": "/results/burden", "burden": BURDEN, "of": _month(cells)}
    yield Example("burden", "results/burden.html", page)
    yield Example("burden-few", "results/burden.html", page | {"of": _month(cells, few)})
    yield Example("burden-none", "results/burden.html", page | {"of": usual})


def _needs() -> Iterator[Example]:
    page: dict[str, Any] = {"path": "/results/needs", "names": {it.id: it.name for it in (LITTER, GAS)}}
    public = tuple(page["names"])
    found = {LITTER.id: 9, GAS.id: 6, "noise": 7}
    yield Example("needs", "results/needs.html", page | {"needs": needs(found, public)})
    yield Example("needs-none", "results/needs.html", page | {"needs": needs({}, public)})
    named = {"names": {LITTER.id: Name(HOSTILE, HOSTILE)}}
    yield Example("needs-hostile", "results/needs.html", page | named | {"needs": needs({LITTER.id: 9}, public)})


def figure_pages() -> Iterator[Example]:
    two = (_cells("tiezhi", WATER.id), _cells("longwangmiao", RED_CROSS.id, 2))
    usual = _month(*two, _cells("tiezhi", "", category="noise"))
    few = _month(*two, Counter({Cell("chelu", "2026-02-03", "due.case", "P2", LITTER.id, ""): 2}))
    page = _FEBRUARY | {"path": "/results/figures", "of": usual, "names": _NAMES}
    yield Example("figures", "results/figures.html", page)
    yield Example("figures-few", "results/figures.html", page | {"of": few, "provisional": None})
    yield Example("figures-none", "results/figures.html", page | {"of": _month()})
    hostile: dict[str, Any] = {"names": _NAMES | {"tiezhi": Name(HOSTILE, HOSTILE)}}
    yield Example("figures-hostile", "results/figures.html", page | hostile)
    place: dict[str, Any] = _FEBRUARY | {
        "path": "/results/communities/tiezhi",
        "thing": TIEZHI,
        "kind": "community",
        "row": usual.communities[0],
        "before": usual.communities[1],
        "before_month": "2026-01",
    }
    yield Example("figures-place", "results/place.html", place)
    unit: dict[str, Any] = {"thing": WATER, "kind": "unit", "path": "/results/units/water_bureau", "before": None}
    yield Example("figures-unit", "results/place.html", place | unit | {"row": usual.units[0]})
    yield Example("figures-place-none", "results/place.html", place | {"row": None})
    small = next(row for row in few.communities if row.id == "chelu")
    yield Example("figures-place-few", "results/place.html", place | {"row": small})
    named = Community("tiezhi", Name(HOSTILE, HOSTILE), "0359-0000001")
    yield Example("figures-place-hostile", "results/place.html", place | {"thing": named})
    how = {
        "path": "/results/how-we-count",
        "definitions": DEFINITIONS,
        "outcomes": OUTCOMES,
        "apart": APART,
        "counted": COUNTED,
        "licence": "CC BY 4.0",
        "columns": COLUMNS,
    }
    yield Example("how-we-count", "results/how.html", how)
    yield from _before()
    yield from _needs()
    yield from _burden(usual)
    yield from _unit_pages()
    yield from _desk_pages()


def _unit_pages() -> Iterator[Example]:
    there = counts(_USUAL.items())
    page: dict[str, Any] = {
        "path": "/u/figures",
        "unit": WATER,
        "month": "2026-02",
        "months": ("2026-02", "2026-01"),
        "counts": there,
        "rates": rates(there),
        "before": rates(counts(())),
        "before_month": "2026-01",
        "public_from": date(2026, 3, 5),
        "provisional_until": date(2026, 3, 28),
        "today": date(2026, 3, 2),
        "outcomes": OUTCOMES,
        "apart": APART,
    }
    yield Example("unit-figures", "response/figures.html", page)
    yield Example("unit-figures-public", "response/figures.html", page | {"today": date(2026, 3, 9)})
    nothing = counts(())
    none = {"counts": nothing, "rates": rates(nothing), "today": date(2026, 4, 9)}
    yield Example("unit-figures-none", "response/figures.html", page | none)
    hostile = {"unit": replace(WATER, name=Name(HOSTILE, HOSTILE))}
    yield Example("unit-figures-hostile", "response/figures.html", page | hostile)


def _desk_pages() -> Iterator[Example]:
    there = counts(_USUAL.items())
    group = (there, rates(there), rates(counts(())))
    page: dict[str, Any] = _STAFF | {
        "path": "/desk/statistics/figures",
        "communities": (LONGWANGMIAO, TIEZHI),
        "community": "",
        "month": "2026-02",
        "months": ("2026-02", "2026-01"),
        "names": _NAMES,
        "public_from": date(2026, 3, 5),
        "provisional_until": date(2026, 3, 28),
        "today": date(2026, 3, 2),
        "before_month": "2026-01",
        "by_community": (("longwangmiao", *group),),
        "by_unit": ((WATER.id, *group), ("", *group)),
        "outcomes": OUTCOMES,
        "apart": APART,
    }
    yield Example("desk-figures", "statistics/figures.html", page)
    yield Example("desk-figures-public", "statistics/figures.html", page | {"today": date(2026, 3, 9)})
    none: dict[str, Any] = {"by_community": (), "by_unit": (), "today": date(2026, 4, 9)}
    yield Example("desk-figures-none", "statistics/figures.html", page | none)
    hostile: dict[str, Any] = {"names": {"longwangmiao": Name(HOSTILE, HOSTILE)}}
    yield Example("desk-figures-hostile", "statistics/figures.html", page | hostile)
