"""What may be decided about something that repeats, when and by whom."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from functions.programmes import decide
from functions.shared.domain.county_time import local_day
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import staff_actor
from functions.shared.domain.programme import Matter, Sentence, evolve
from functions.shared.domain.programme_facts import Declared, DismissReason, EndReason
from functions.shared.domain.recurring import Case, Recurring
from functions.shared.domain.staff import Staff
from tests.builders import DAY, NOON, a_press
from tests.county import ADMIN, CLERK, COUNTY_STAFF, LEAD, SUPERVISOR
from tests.unit.domain.test_programme import ABOUT

CASES = tuple(Case(f"3{n:09d}", NOON - n * DAY, "litter", "longwangmiao", "ankang") for n in range(3))
FOUND = Recurring(ABOUT, CASES, 3, 3, date(2026, 3, 7), True)
SAID = Sentence("清了一遍")
TODAY = local_day(NOON)


def pressed() -> dict[str, Any]:
    return {"cause": a_press("programme"), "now": NOON, "by": staff_actor("lead")}


def after(matter: Matter, decided: decide.Decided) -> Matter:
    return evolve(matter, *decided)


def nothing() -> Matter:
    return Matter(about=ABOUT)


def running() -> Matter:
    return after(
        nothing(), decide.declare(nothing(), found=FOUND, owner="red_cross", due="2026-05", goal=SAID, **pressed())
    )


def ended() -> Matter:
    return after(running(), decide.finish(running(), result=SAID, **pressed()))


def aside() -> Matter:
    return after(nothing(), decide.dismiss(nothing(), found=FOUND, reason=DismissReason.ONCE, **pressed()))


@pytest.mark.parametrize(
    ("matter", "found", "acts"),
    [
        (nothing(), FOUND, ("declare", "dismiss")),
        (nothing(), None, ()),
        (aside(), FOUND, ("declare",)),
        (running(), FOUND, ("step", "finish", "end", "take_away")),
        (running(), None, ("step", "finish", "end", "take_away")),
        (ended(), None, ("take_away",)),
        (ended(), FOUND, ("declare", "dismiss", "take_away")),
    ],
)
def test_what_is_offered(matter: Matter, found: Recurring | None, acts: tuple[str, ...]) -> None:
    for staff in (LEAD, COUNTY_STAFF):
        assert decide.offered(matter, found, staff) == acts
    elsewhere: Staff = replace(LEAD, community="tiezhi")
    for staff in (CLERK, SUPERVISOR, ADMIN, elsewhere):
        assert decide.offered(matter, found, staff) == ()


def test_a_declaration_says_how_many_there_were_and_names_the_latest() -> None:
    many = replace(FOUND, cases=CASES * 50, count=150, public=False)
    fact, said = decide.declare(nothing(), found=many, owner="red_cross", due="2026-05", goal=SAID, **pressed())
    assert isinstance(fact, Declared)
    assert (fact.count, len(fact.cases), fact.public, said) == (150, decide.NAMED, False, SAID)


def test_what_runs_is_not_declared_again_and_what_does_not_repeat_never() -> None:
    wanted: dict[str, Any] = {"owner": "red_cross", "due": "2026-05", "goal": SAID}
    with pytest.raises(Refused, match="programme_there"):
        decide.declare(running(), found=FOUND, **wanted, **pressed())
    with pytest.raises(Refused, match="programme_there"):
        decide.dismiss(running(), found=FOUND, reason=DismissReason.ONCE, **pressed())
    with pytest.raises(Refused, match="nothing_repeats"):
        decide.declare(nothing(), found=None, **wanted, **pressed())
    with pytest.raises(Refused, match="set_aside_already"):
        decide.dismiss(aside(), found=FOUND, reason=DismissReason.ONCE, **pressed())
    with pytest.raises(Refused, match="nothing_repeats"):
        decide.dismiss(nothing(), found=None, reason=DismissReason.ONCE, **pressed())


@pytest.mark.parametrize("matter", [nothing(), ended(), aside()])
def test_what_does_not_run_has_no_steps_and_no_end(matter: Matter) -> None:
    with pytest.raises(Refused, match="no_programme"):
        decide.add_step(matter, day=TODAY, said=SAID, **pressed())
    with pytest.raises(Refused, match="no_programme"):
        decide.finish(matter, result=SAID, **pressed())
    with pytest.raises(Refused, match="no_programme"):
        decide.end(matter, reason=EndReason.NO_MONEY, **pressed())


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (TODAY - decide.BEFORE, True),
        (TODAY - decide.BEFORE - timedelta(days=1), False),
        (TODAY + decide.AHEAD, True),
        (TODAY + decide.AHEAD + timedelta(days=1), False),
        (date.max, False),
        (date.min, False),
    ],
)
def test_a_steps_day_is_one_that_somebody_may_mean(day: date, fits: bool) -> None:
    if fits:
        assert decide.add_step(running(), day=day, said=SAID, **pressed())[1] == SAID
    else:
        with pytest.raises(Refused, match="day_out_of_range") as refused:
            decide.add_step(running(), day=day, said=SAID, **pressed())
        assert refused.value.field == "day"


@pytest.mark.parametrize(
    ("act", "matter", "found", "why"),
    [
        ("declare", running(), None, "programme_there"),
        ("dismiss", running(), FOUND, "programme_there"),
        ("declare", nothing(), None, "nothing_repeats"),
        ("dismiss", aside(), FOUND, "set_aside_already"),
        ("step", ended(), FOUND, "no_programme"),
        ("take_away", nothing(), FOUND, "unknown_words"),
    ],
)
def test_why_it_is_not_offered(act: str, matter: Matter, found: Recurring | None, why: str) -> None:
    assert act not in decide.offered(matter, found, LEAD)
    assert decide.why_not(act, matter, found) == why


def test_only_what_stands_is_taken_away() -> None:
    matter = after(running(), decide.take_away(running(), of=1, **pressed()))
    for of in (1, 2, 0):
        with pytest.raises(Refused, match="unknown_words"):
            decide.take_away(matter, of=of, **pressed())
