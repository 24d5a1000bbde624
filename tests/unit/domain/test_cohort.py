"""What a request adds to the day its answer was due, on cases made by hand."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from functions.shared.domain.county_time import local_day
from functions.shared.domain.request import Request
from functions.shared.domain.rows import cells
from functions.shared.domain.terms import Handling
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    Happening,
    a_request,
    accepted,
    answered,
    asked,
    classified,
    closed_partly,
    closed_silent,
    deferred,
    disputed,
    done,
    explained,
    handed_over,
    helper_whistled,
    joint,
    merged,
    not_solved,
    not_solved_again,
    partly,
    rejected,
    reopened,
    reschedule_refused,
    rescheduled,
    return_refused,
    returned,
    settled,
    solved,
    transferred,
    wait_ended,
    whistled,
    withdrawn,
)
from tests.county import LIGHTING, OFFICE, RED_CROSS, WATER_BUREAU

DUE = NOON + 7 * DAY
TAKEN = (whistled(to=RED_CROSS, accept_by=NOON + DAY, answer_by=DUE), accepted())
DONE = (*TAKEN, done())
LATE = DUE + HOUR


def due(request: Request) -> dict[str, tuple[str, str]]:
    """Each measure by due day with its day and unit; none stands twice."""
    found = [(cell, times) for cell, times in cells(request).items() if cell.measure.startswith("due.")]
    assert all(times == 1 for _, times in found)
    assert len({cell.measure for cell, _ in found}) == len(found)
    return {cell.measure.removeprefix("due."): (cell.day, cell.unit) for cell, _ in found}


def measures(*happened: Happening) -> set[str]:
    return set(due(a_request(*happened)))


def test_what_nobody_has_yet_is_due_on_the_day_the_resident_was_promised() -> None:
    assert due(a_request(answer_by=NOON + 5 * DAY)) == {"case": ("2026-03-14", "")}


def test_the_day_is_the_countys() -> None:
    late_evening = NOON.replace(hour=17)  # 01:00 of the next day in the county
    assert due(a_request(answer_by=late_evening)) == {"case": ("2026-03-10", "")}


def test_a_whistle_moves_the_case_to_its_unit_and_its_day() -> None:
    assert due(a_request(*TAKEN[:1])) == {"case": ("2026-03-16", "red_cross")}


@pytest.mark.parametrize(
    ("happened", "added"),
    [
        (TAKEN, {"taken"}),
        ((TAKEN[0], accepted(at=NOON + DAY + HOUR)), set()),
        (DONE, {"taken", "done.in_time"}),
        ((*TAKEN, done(at=LATE)), {"taken", "done.late"}),
        ((*TAKEN, rescheduled(DUE + 3 * DAY)), {"taken", "planned.in_time"}),
        ((*TAKEN, rescheduled(DUE + 3 * DAY), done(at=LATE)), {"taken", "planned.in_time", "done.plan_kept"}),
        (
            (*TAKEN, rescheduled(DUE + 3 * DAY, at=LATE), done(at=DUE + 4 * DAY)),
            {"taken", "planned.late", "done.plan_missed"},
        ),
        ((*TAKEN, rescheduled(DUE + 3 * DAY), reschedule_refused(), done()), {"taken", "done.in_time"}),
        ((*TAKEN, rescheduled(DUE + 3 * DAY), reschedule_refused(), done(at=LATE)), {"taken", "done.late"}),
        ((*DONE, solved()), {"taken", "done.in_time", "solved.first.in_time"}),
        ((*TAKEN, done(at=LATE), solved()), {"taken", "done.late", "solved.first.late"}),
        ((*DONE, partly()), {"taken", "done.in_time", "partly.first.open"}),
        ((*DONE, partly(), closed_partly()), {"taken", "done.in_time", "partly.first.in_time"}),
        ((*DONE, closed_silent()), {"taken", "done.in_time", "silent.first.in_time"}),
        ((*DONE, not_solved()), {"taken", "done.in_time", "not.again.open"}),
        ((*DONE, not_solved(), done(at=LATE)), {"taken", "done.in_time", "not.again.open"}),
        ((*DONE, not_solved(), done(at=LATE), solved()), {"taken", "done.in_time", "solved.again.late"}),
        ((*DONE, not_solved(), done(), solved()), {"taken", "done.in_time", "solved.again.in_time"}),
        ((*DONE, not_solved(), done(), not_solved_again()), {"taken", "done.in_time", "not.again.open"}),
        ((*DONE, solved(), disputed()), {"taken", "done.in_time", "not.again.open"}),
        ((*DONE, solved(), reopened()), {"taken", "done.in_time", "none.again.open"}),
        ((*DONE, partly(), reopened()), {"taken", "done.in_time", "partly.again.open"}),
        ((explained(), disputed(nobody=True)), set()),
    ],
)
def test_what_a_case_adds(happened: tuple[Happening, ...], added: set[str]) -> None:
    assert measures(*happened) == {"case", *added}


@pytest.mark.parametrize(
    ("happened", "column"),
    [
        ((asked(),), "asked"),
        ((joint(),), "joint"),
        ((deferred(),), "deferred"),
        ((explained(),), "explained"),
        ((transferred(),), "transferred"),
        ((rejected(),), "rejected"),
        ((withdrawn(),), "withdrawn"),
        ((merged(),), "merged"),
    ],
)
def test_what_stands_in_a_column_of_its_own_is_there_and_nowhere_else(
    happened: tuple[Happening, ...], column: str
) -> None:
    assert measures(*TAKEN, *happened) == {column}


def test_what_was_settled_at_the_counter_is_never_solved() -> None:
    assert measures(settled()) == {"settled"}


def test_the_day_moves_with_a_later_date_and_back_when_the_desk_objects() -> None:
    later = a_request(*TAKEN, rescheduled(DUE + 3 * DAY))
    assert due(later)["case"][0] == "2026-03-19"
    assert due(later.after(reschedule_refused()))["case"][0] == "2026-03-16"


@pytest.mark.parametrize("goes_on", [answered, wait_ended])
def test_the_day_moves_by_what_the_resident_was_waited_for(goes_on: Callable[..., Happening]) -> None:
    waited = a_request(*TAKEN, asked(at=NOON + 3 * DAY), goes_on(at=NOON + 5 * DAY))
    assert due(waited)["case"][0] == "2026-03-18"
    assert set(due(waited.after(done(at=DUE + DAY)))) == {"case", "taken", "done.in_time"}
    assert set(due(waited.after(done(at=DUE + 3 * DAY)))) == {"case", "taken", "done.late"}


def test_what_is_said_to_be_done_while_the_resident_is_asked_has_the_time_that_was_waited() -> None:
    request = a_request(*TAKEN, asked(at=DUE - DAY), done(at=DUE + DAY))
    assert due(request)["done.in_time"][0] == "2026-03-18"


def test_whatever_comes_after_the_work_was_said_to_be_done_stays_with_its_day() -> None:
    request = a_request(*DONE, not_solved(until=DUE + 14 * DAY), done(at=DUE + 10 * DAY), solved(at=DUE + 20 * DAY))
    assert {day for day, _ in due(request).values()} == {"2026-03-16"}


def test_what_a_unit_gave_back_counts_on_its_own_day_and_by_its_own_unit() -> None:
    back = a_request(*TAKEN[:1], returned())
    assert due(back) == {"case": ("2026-03-16", ""), "returned": ("2026-03-16", "red_cross")}
    onward = back.after(whistled(to=WATER_BUREAU, answer_by=NOON + 9 * DAY))
    assert due(onward) == {"case": ("2026-03-18", "water_bureau"), "returned": ("2026-03-16", "red_cross")}


def test_a_return_that_the_desk_refuses_was_none() -> None:
    request = a_request(*TAKEN[:1], returned(), return_refused(answer_by=NOON + 10 * DAY))
    assert due(request) == {"case": ("2026-03-19", "red_cross")}


def test_another_whistle_begins_the_case_anew_but_not_for_the_first_time() -> None:
    twice = a_request(*DONE, not_solved(), done(), not_solved_again(), whistled(to=WATER_BUREAU))
    assert set(due(twice)) == {"case"}
    assert due(twice)["case"][1] == "water_bureau"
    assert "solved.again.in_time" in due(twice.after(accepted(), done(), solved()))


def test_helpers_leave_the_case_alone() -> None:
    lead = a_request(*TAKEN, helper_whistled(WATER_BUREAU))
    helped = lead.after(accepted(order=2), done(order=2))
    assert due(helped) == due(lead)


def test_whoever_has_it_after_a_unit_left_answers_by_the_day_that_was_set() -> None:
    request = a_request(*TAKEN, handed_over(to=OFFICE))
    assert due(request) == {"case": ("2026-03-16", OFFICE.id)}


def test_what_the_desk_calls_something_else_moves_whole() -> None:
    moved = a_request(*TAKEN[:1], returned()).after(classified(category=LIGHTING))
    assert {cell.category for cell in cells(moved)} == {"lighting"}


def test_a_trial_of_the_front_door_is_counted_nowhere() -> None:
    assert not cells(a_request(handling=Handling.CANARY))


def test_each_press_of_the_usual_life_moves_few_cells() -> None:
    """What it costs: docs/figures.md."""
    request, moved = a_request(), []
    for happening in (*DONE, solved(at=NOON + timedelta(days=4))):
        after = request.after(happening)
        there, before = due(after), due(request)
        moved.append(len(set(there.items()) ^ set(before.items())))
        request = after
    assert moved == [2, 1, 1, 1]
    assert local_day(DUE).isoformat() == due(request)["case"][0]
