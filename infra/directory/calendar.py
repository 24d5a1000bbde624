"""The official working days, printed as calendar.yml: `python -m infra.directory.calendar 2025 2026`.

Weekdays off and weekend days worked (调休), from the State Council's yearly notices as chinesecalendar has them.
A year whose notice it does not have yet is refused, never guessed.
"""

import sys
from datetime import date, timedelta
from importlib.metadata import version

from chinese_calendar import is_workday
from chinese_calendar.constants import holidays


def main(arguments: list[str]) -> int:
    if not arguments or not all(text.isdecimal() for text in arguments):
        print("usage: python -m infra.directory.calendar YEAR...", file=sys.stderr)
        return 2
    source = f"chinesecalendar {version('chinesecalendar')}"
    years = sorted({int(text) for text in arguments})
    # National Day is in every year's notice, while a year's first days may be in the notice of the year before.
    unknown = [str(year) for year in years if date(year, 10, 1) not in holidays]
    if unknown:
        print(f"{source} does not know {', '.join(unknown)} yet: update it when the notice is out.", file=sys.stderr)
        return 1
    print(f"# Made by: python -m infra.directory.calendar {' '.join(map(str, years))}")
    print(f"source: 国务院办公厅关于部分节假日安排的通知 (one each year), by way of {source}")
    print("years:")
    for year in years:
        off, worked = _days(year)
        print(f"  {year}:\n    off: [{', '.join(off)}]\n    worked: [{', '.join(worked)}]")
    return 0


def _days(year: int) -> tuple[list[str], list[str]]:
    """The year's weekdays off, and its weekend days worked."""
    start = date(year, 1, 1)
    days = [start + timedelta(days=n) for n in range((date(year + 1, 1, 1) - start).days)]
    off = [day.isoformat() for day in days if day.weekday() < 5 and not is_workday(day)]
    worked = [day.isoformat() for day in days if day.weekday() >= 5 and is_workday(day)]
    return off, worked


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
