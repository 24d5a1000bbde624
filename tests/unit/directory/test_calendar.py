"""The working days as the official notices have them, and no year invented."""

from datetime import date
from pathlib import Path

import pytest

from infra.directory.calendar import main
from infra.directory.load import load

DEMO = Path(__file__).parents[3] / "infra" / "demo"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 17), False),  # 春节
        (date(2026, 2, 14), True),  # a Saturday worked for it
        (date(2026, 2, 28), True),
        (date(2026, 2, 24), True),  # the Tuesday after it
        (date(2026, 10, 10), True),  # a Saturday worked for 国庆节
        (date(2026, 10, 17), False),  # any other Saturday
    ],
)
def test_days_off_and_made_up(day: date, works: bool) -> None:
    assert load(DEMO).calendar.works(day) is works


def test_the_demo_has_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["2025", "2026"]) == 0
    assert capsys.readouterr().out == (DEMO / "calendar.yml").read_text("utf-8")


def test_a_year_without_a_notice_is_not_invented(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["2026", "2099"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "does not know 2099 yet" in printed.err


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "YEAR" in capsys.readouterr().err
