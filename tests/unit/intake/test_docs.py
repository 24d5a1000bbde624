"""docs/limits.md says what the code does."""

import re
from pathlib import Path

import pytest

from functions.intake import doubts, proof
from functions.intake.door import COUNTY, ONE_IN, by_address
from functions.intake.doubts import Doubt
from functions.shared.edge.tokens import DOOR_LIVES, FORM_LIVES, LINK_LIVES
from functions.shared.edge.visit import LARGEST_BODY
from functions.shared.tables.limits import at_a_door

SAID = (Path(__file__).parents[3] / "docs" / "limits.md").read_text("utf-8")


@pytest.mark.parametrize("reason", Doubt)
def test_every_reason_is_explained(reason: Doubt) -> None:
    assert f"`{reason}`" in SAID


@pytest.mark.parametrize(
    "sentence",
    [
        f"under {doubts.TOO_FAST.seconds} s",
        f"over {doubts.HOT_ADDRESS} an hour",
        f"over {doubts.FROM_ADDRESS} an hour",
        f"over {doubts.FLOOD} an hour",
        f"over {doubts.HOT_COUNTY} in ten minutes",
        f"over {doubts.FROM_NUMBER} a day",
        f"good for {doubts.SHOWN_BEFORE.seconds // 60} min",
        f"{proof.ROUNDS:,} rounds",
        f"{proof.FEWEST} to {proof.MOST} derivations",
        f"{proof.ALGORITHM}, ",
        f"{at_a_door('', '')[0].most} in 15 min",
        f"{at_a_door('', '')[1].most} in 15 min",
        f"a form's token | {FORM_LIVES.days * 24} h",
        f"a door's cookie | {DOOR_LIVES.seconds // 3600} h",
        f"| {LINK_LIVES.days} days",
        f"{LARGEST_BODY // 1024} KB",
    ],
)
def test_the_numbers_are_those_in_force(sentence: str) -> None:
    assert sentence in re.sub(r"\s+", " ", SAID)


def test_the_windows_are_those_in_force() -> None:
    assert by_address("").seconds == 3600
    assert COUNTY.seconds == 600
    assert ONE_IN == 8
