"""A small piece of the faults suite with each run of the tests; `make faults` does all of it."""

from collections.abc import Iterator

import pytest

from .guards import GUARDS, tried
from .kills import kill_everywhere
from .races import race
from .schedules import SCHEDULES, played
from .storm import storm
from .town import county

pytestmark = pytest.mark.xdist_group("faults")


@pytest.fixture(scope="module", autouse=True)
def a_county() -> Iterator[None]:
    with county():
        yield


def test_days_of_a_seed_in_which_much_goes_wrong() -> None:
    outcome = storm(1, 30)
    assert outcome.report.wrong == []
    assert outcome.report.alerts >= 30
    assert outcome.faults


def test_whoever_dies_at_whatever_moment_of_a_report() -> None:
    killed = kill_everywhere("by itself", 0)
    assert killed.report.wrong == []
    assert killed.kills > 20


def test_races_have_one_winner() -> None:
    raced = race(1, 12)
    assert raced.two_winners == []
    assert raced.races >= 12


@pytest.mark.parametrize("name", ["killed after sending, before it was marked", "a poison record among good ones"])
def test_a_case(name: str) -> None:
    assert played(name).wrong == []


@pytest.mark.parametrize("name", ["a fact is put only if its place is free", "a delivery is claimed by a condition"])
def test_without_a_guard_it_fails(name: str) -> None:
    result = tried(next(guard for guard in GUARDS if guard.name == name))
    assert result.sound
    assert result.caught


def test_every_guard_has_its_schedule() -> None:
    assert {guard.schedule for guard in GUARDS} <= SCHEDULES.keys()
    assert len({guard.name for guard in GUARDS}) == len(GUARDS)
