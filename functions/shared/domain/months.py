"""Months of the county's calendar, written 2026-03."""

from datetime import date, timedelta

YEAR = 12


def month_of(day: date) -> str:
    return day.isoformat()[:7]


def is_month(text: str) -> bool:
    """Of this century."""
    try:
        return text.startswith("20") and month_of(date.fromisoformat(f"{text}-01")) == text
    except ValueError:
        return False


def month_before(month: str) -> str:
    return month_of(date.fromisoformat(f"{month}-01") - timedelta(days=1))


def year_to(month: str) -> tuple[str, ...]:
    """`month` and the eleven before it, newest first."""
    found = [month]
    while len(found) < YEAR:
        found.append(month_before(found[-1]))
    return tuple(found)


def months_since(first: date, today: date) -> tuple[str, ...]:
    """The month of `today` and those before it, back to that of `first`, newest first."""
    found = [month_of(today)]
    while found[-1] > month_of(first):
        found.append(month_before(found[-1]))
    return tuple(found)


def months_from(first: date, most: int) -> tuple[str, ...]:
    """The month of `first` and those after it, `most` in all."""
    begun = first.year * YEAR + first.month - 1
    return tuple(f"{(begun + n) // YEAR:04d}-{(begun + n) % YEAR + 1:02d}" for n in range(most))
