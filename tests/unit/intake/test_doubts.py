"""Why the desk looks first, and why not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.intake.doubts import (
    FLOOD,
    FROM_ADDRESS,
    FROM_NUMBER,
    HOT_ADDRESS,
    HOT_COUNTY,
    SHOWN_BEFORE,
    TOO_FAST,
    Doubt,
    Heat,
    Observed,
    doubts,
    is_flood,
)
from tests.builders import MINUTE

USUAL = Observed(trap_filled=False, age=MINUTE, heat=Heat(1, 8), from_number=1, asked=False, proven=False)
INSTANT = timedelta(microseconds=1)


def test_nearly_everybody_is_believed() -> None:
    assert doubts(USUAL) == ()


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        ({"trap_filled": True}, Doubt.HONEYPOT),
        ({"age": TOO_FAST - INSTANT}, Doubt.TOO_FAST),
        ({"asked": True}, Doubt.NO_PROOF),
        ({"heat": Heat(FROM_ADDRESS + 1, 0)}, Doubt.ADDRESS_HOT),
        ({"from_number": FROM_NUMBER + 1}, Doubt.NUMBER_HOT),
    ],
)
def test_each_reason_alone(seen: dict[str, Any], why: Doubt) -> None:
    assert doubts(replace(USUAL, **seen)) == (why,)


@pytest.mark.parametrize(
    "seen",
    [
        {"age": TOO_FAST},
        {"heat": Heat(FROM_ADDRESS, 0)},
        {"from_number": FROM_NUMBER},
        {"asked": True, "proven": True, "heat": Heat(FROM_ADDRESS, HOT_COUNTY + 8)},
        {"heat": Heat(HOT_ADDRESS + 1, 0), "age": SHOWN_BEFORE},  # shown before it was hot
        {"heat": Heat(HOT_ADDRESS, HOT_COUNTY), "age": 20 * MINUTE * 60},  # kept open all day
    ],
)
def test_the_measure_itself_is_no_doubt(seen: dict[str, Any]) -> None:
    assert doubts(replace(USUAL, **seen)) == ()


@pytest.mark.parametrize("heat", [Heat(HOT_ADDRESS + 1, 0), Heat(0, HOT_COUNTY + 1)])
def test_forms_kept_from_cooler_days_are_no_way_around_the_proof(heat: Heat) -> None:
    late = replace(USUAL, heat=heat, age=SHOWN_BEFORE + INSTANT)
    assert doubts(late) == (Doubt.NO_PROOF,)
    assert doubts(replace(late, proven=True)) == ()


def test_all_reasons_are_told() -> None:
    worst = Observed(
        trap_filled=True, age=timedelta(), heat=Heat(FLOOD, 0), from_number=FLOOD, asked=True, proven=False
    )
    assert set(doubts(worst)) == set(Doubt)


def test_a_flood_begins_above_its_measure() -> None:
    assert not is_flood(replace(USUAL, heat=Heat(FLOOD, 10_000)))
    assert is_flood(replace(USUAL, heat=Heat(FLOOD + 1, 0)))
