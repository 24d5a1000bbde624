"""A case's story for staff: with what the clock has done."""

import pytest

from functions.desk import clock_story
from functions.shared.domain import story
from functions.shared.domain.terms import CalledOn, Deadline
from functions.shared.gateways.templates import LANGUAGES, default
from tests.builders import a_request, accepted, escalated, missed, warned, whistled
from tests.county import GAS_LEAK, WATER_BUREAU

URGENT = a_request(
    whistled(to=WATER_BUREAU),
    warned(),
    missed(),
    escalated(CalledOn.COUNTY, 1),
    escalated(CalledOn.EVERYBODY, 2),
    accepted(),
    warned(),
    missed(),
    escalated(CalledOn.AGENDA, 1),
    category=GAS_LEAK,
)
BY_CLOCK = {"warned_accept", "warned_answer", "called_county", "called_everybody"}


def test_staff_read_each_thing_the_clock_did_in_its_place() -> None:
    told = clock_story.steps(URGENT)
    assert [step.what for step in told] == [
        *("received", "whistled", "warned_accept", "missed_accept", "called_county", "called_everybody"),
        *("accepted", "warned_answer", "missed_answer", "on_agenda"),
    ]
    assert [step.sequence for step in told] == list(range(1, 11))
    assert {step.unit for step in told if step.what in BY_CLOCK} == {WATER_BUREAU.id}


def test_it_is_what_everybody_reads_and_more() -> None:
    public = story.steps(URGENT)
    assert tuple(step for step in clock_story.steps(URGENT) if step.what not in BY_CLOCK) == public
    assert not {step.what for step in public} & BY_CLOCK


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_has_its_own_sentence(language: str) -> None:
    terms = default().environment(language).get_template("shared/terms.html").module
    whats = {*BY_CLOCK, *(f"warned_{which}" for which in Deadline), "no such step"}
    said = {what: str(terms.step({"what": what, "unit": None})).strip() for what in whats}  # type: ignore[attr-defined]
    assert len(set(said.values())) == len(BY_CLOCK) + 1
