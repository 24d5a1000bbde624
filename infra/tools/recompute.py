"""Counts again what is published: `python -m infra.tools.recompute FILE` (or `python recompute.py FILE`).

FILE is the daily export, or what /results/figures.json answers. Needs Python and its standard library, and nothing of
ours: every rate is made again from the counts beside it by the definition that the file gives, every sum is added up
again, every line is counted. Prints what differs, and ends with 1 if anything does.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

OUTCOMES = ("solved_first", "solved_again", "partly", "not_solved", "silent", "waiting", "not_done")


def differences(told: dict[str, Any]) -> Iterator[str]:
    """What is published and comes out differently, each in a line."""
    for month in told["months"]:
        rows = [("county", month["county"])]
        rows += [(f"{kind} {row['id']}", row) for kind in ("communities", "units") for row in month[kind]]
        for name, row in rows:
            for what, published, again in _of_row(told["definitions"], row):
                if published != again:
                    yield f"{month['month']} {name} {what}: published {published}, counted {again}"
        for kind in ("communities", "units"):
            for what, published, again in _sums(told["counts"], month["county"], month[kind]):
                if published != again:
                    yield f"{month['month']} {kind} {what}: the county has {published}, together they have {again}"
    yield from _lines(told)


def _of_row(definitions: list[dict[str, Any]], row: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    counts = row["counts"]
    for definition in definitions:
        above, below = _sum(counts, definition["above"]), _sum(counts, definition["below"])
        yield definition["id"], row["rates"][definition["id"]], percent(above, below)
    cases = _sum(counts, OUTCOMES)
    if cases is not None and isinstance(counts["cases"], int):
        yield "cases", counts["cases"], cases


def _sum(counts: dict[str, Any], names: list[str] | tuple[str, ...]) -> int | None:
    """None where one of them isn't shown."""
    wanted = [counts[name] for name in names]
    return sum(wanted) if all(isinstance(count, int) for count in wanted) else None


def percent(above: int | None, below: int | None) -> str | None:
    """Two decimals, halves up; None of nothing, and of what isn't shown."""
    if above is None or not below:
        return None
    return str((100 * Decimal(above) / Decimal(below)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _sums(names: list[str], county: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[tuple[str, object, object]]:
    """Each count of the county, where all its parts are shown."""
    for name in names:
        parts = [row["counts"][name] for row in rows]
        if all(isinstance(part, int) for part in parts):
            yield name, county["counts"][name], sum(parts)


def _lines(told: dict[str, Any]) -> Iterator[str]:
    again = Counter(line["closed_on"][:7] for line in told.get("results", ()))
    for month, published in told.get("listed", {}).items():
        if published != again[month]:
            yield f"{month} lines: published {published}, counted {again[month]}"
    codes = Counter(line["code"] for line in told.get("results", ()))
    yield from (f"line {code}: stands there {times} times" for code, times in codes.items() if times > 1)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Count again what is published.")
    parser.add_argument("file", type=Path, help="the daily export, or the answer of /results/figures.json")
    told = json.loads(parser.parse_args(arguments).file.read_text("utf-8"))
    found = list(differences(told))
    rates = sum(len(row["rates"]) for month in told["months"] for row in _rows(month))
    print(f"{rates} rates of {len(told['months'])} months, {len(told.get('results', ()))} lines: {len(found)} differ.")
    for line in found:
        print(line)
    return 1 if found else 0


def _rows(month: dict[str, Any]) -> list[dict[str, Any]]:
    return [month["county"], *month["communities"], *month["units"]]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
