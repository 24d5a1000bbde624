"""Who gets a digest on a day."""

from datetime import date

import pytest

from functions.digests.plan import plan
from tests.county import CALENDAR, RED_CROSS, WATER_BUREAU


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 9), True),
        (date(2026, 3, 8), False),  # Sunday
        (date(2026, 2, 17), False),  # Spring Festival, a Tuesday
        (date(2026, 2, 28), True),  # a Saturday worked for it
    ],
)
def test_everybody_on_working_days_and_nobody_on_others(day: date, works: bool) -> None:
    planned = list(plan([WATER_BUREAU, RED_CROSS], day, CALENDAR))
    assert planned == (["water_bureau", "red_cross"] if works else [])
