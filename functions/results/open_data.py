"""The results and figures as files: the same addresses, names and order for ever (docs/open-data.md)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from functions.results.burden import AVERAGES, Asked
from functions.results.figures import COUNTED, Month, Row
from functions.shared.domain import csv_file
from functions.shared.domain.burden import BURDEN
from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import Category, PublicRule
from functions.shared.domain.opening import OpeningFigure
from functions.shared.domain.rates import DEFINITIONS, SMALL, WITHHELD, provisional_until
from functions.shared.domain.views import ResultLine, Wanted

COLUMNS = (
    *("code", "asked_on", "closed_on", "closed_as", "category", "category_zh", "category_en"),
    *("community", "community_zh", "community_en", "place_zh", "place_en", "unit", "unit_zh", "unit_en"),
)


def ever_public(categories: Iterable[Category]) -> tuple[Category, ...]:
    """Those whose lines may stand in the list."""
    return tuple(it for it in categories if it.public is not PublicRule.NEVER)


def address(path: str, wanted: Wanted, after: str | None = None) -> str:
    """Where the lines that are `wanted` stand, from `after` on."""
    asked = vars(wanted) | {"after": after or ""}
    return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"


def row_of(line: ResultLine) -> dict[str, str]:
    """A line by the names of its columns: days, not moments."""
    unit = line.unit
    values = (
        *(line.code, local_day(line.asked_at).isoformat(), local_day(line.closed_at).isoformat(), line.closed_as),
        *(line.category_id, line.category.zh, line.category.en),
        *(line.community_id, line.community.zh, line.community.en, line.place.zh, line.place.en),
        *(line.unit_id, unit.zh if unit else "", unit.en if unit else ""),
    )
    return dict(zip(COLUMNS, values, strict=True))


def csv(lines: Iterable[ResultLine]) -> str:
    return csv_file.write((COLUMNS, *(row_of(line).values() for line in lines)))


def lines_json(
    lines: Iterable[ResultLine], wanted: Wanted, licence: str, more: str | None, before: Iterable[OpeningFigure]
) -> str:
    """A page of lines, with the address of the next one, and what was counted before this service did."""
    asked = {name: value for name, value in vars(wanted).items() if value}
    told = {"licence": licence, "asked": asked, "results": [row_of(line) for line in lines], "next": more}
    return _written(told | _before(before))


def figures_json(months: Iterable[Month], made_on: date, licence: str, before: Iterable[OpeningFigure]) -> str:
    return _written(_figures(months, made_on, licence) | _before(before))


def export_json(
    months: Iterable[Month],
    lines: Mapping[str, Sequence[ResultLine]],
    made_on: date,
    licence: str,
    before: Iterable[OpeningFigure],
) -> str:
    """Everything: each month's figures, its lines with how many there are, and what was counted before."""
    listed = {month: len(there) for month, there in lines.items()}
    rows = [row_of(line) for there in lines.values() for line in there]
    return _written(_figures(months, made_on, licence) | _before(before) | {"listed": listed, "results": rows})


def _before(figures: Iterable[OpeningFigure]) -> dict[str, object]:
    """Each a series of its own: nothing here is a sum, or part of one."""
    told = [
        {
            "id": it.id,
            "body": it.scope.body,
            "measure": it.scope.measure,
            "number": it.number,
            "bound": it.bound,
            "as_of": it.as_of.isoformat(),
            "source": it.source,
        }
        for it in figures
    ]
    return {"before_this_service": told}


def _figures(months: Iterable[Month], made_on: date, licence: str) -> dict[str, object]:
    return {
        "licence": licence,
        "made_on": made_on.isoformat(),
        "marks": {SMALL: "0 to 4", WITHHELD: "not shown, because another count could be found from it"},
        "counts": COUNTED,
        "definitions": [vars(definition) for definition in DEFINITIONS],
        "asks": {measure: vars(each) for measure, each in BURDEN.items()},
        "months": [
            {
                "month": it.month,
                "provisional_until": provisional_until(it.month).isoformat(),
                "county": _row(it.county),
                "communities": [_row(row) for row in it.communities],
                "units": [_row(row) for row in it.units],
                "work": [_work(line) for line in it.work],
            }
            for it in months
        ],
    }


def _work(line: Asked) -> dict[str, object]:
    averages = line.averages or (None,) * len(AVERAGES)
    return {"id": line.id, "cases": line.cases} | dict(zip(AVERAGES, averages, strict=True))


def _row(row: Row) -> dict[str, object]:
    rates = {rate.id: rate.percent for rate in row.rates}
    return {"id": row.id, "counts": {name: row.counts[name] for name in COUNTED}, "rates": rates}


def _written(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)
