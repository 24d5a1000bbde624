"""Months of the county's calendar."""

from datetime import date

import pytest

from functions.shared.domain.months import is_month, month_before, month_of, year_to


def test_the_month_of_a_day_and_those_before_it() -> None:
    assert month_of(date(2026, 3, 31)) == "2026-03"
    assert month_before("2026-03") == "2026-02"
    assert month_before("2026-01") == "2025-12"


def test_a_year_is_twelve_months_newest_first() -> None:
    found = year_to("2026-02")
    assert (found[0], found[1], found[2], found[-1], len(found)) == ("2026-02", "2026-01", "2025-12", "2025-03", 12)


@pytest.mark.parametrize("text", ["2026-03", "2099-12", "2000-01"])
def test_what_is_a_month(text: str) -> None:
    assert is_month(text)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-3", "2026-13", "2026-00", "0001-01", "1999-12", "２０２６-03", "2026-03-01", "202603"]
)
def test_what_is_none(text: str) -> None:
    assert not is_month(text)
