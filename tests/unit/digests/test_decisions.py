"""What the county is asked to decide: what presses most, five at most."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.digests.decisions import (
    AGENDA,
    JOINT_OVER,
    MOST,
    NOBODY,
    NOT_AGAIN,
    REVIEW_OVER,
    URGENT,
    questions,
    waits,
)
from functions.shared.domain.desk_task import DeskTask, Task
from functions.shared.domain.rows import RequestRow
from functions.shared.domain.transitions import State

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROW = RequestRow(
    "3825061749", State.WHISTLED, "litter", "P2", "longwangmiao", "ankang", "web", NOW - 90 * HOUR, True, None, None
)


def waiting(kind: Task, due: datetime = NOW - HOUR, priority: str = "P2", code: str = "3825061749") -> RequestRow:
    return replace(ROW, request_id=code, priority=priority, task=DeskTask(due, kind))


@pytest.mark.parametrize(
    ("task", "what"),
    [
        (Task.CHASE, URGENT),
        (Task.JOINT, JOINT_OVER),
        (Task.NOT_AGAIN, NOT_AGAIN),
        (Task.RETURNED, NOBODY),
        (Task.UNROUTABLE, NOBODY),
        (Task.REVIEW, REVIEW_OVER),
    ],
)
def test_what_nobody_below_has_decided_in_time(task: Task, what: str) -> None:
    (question,) = questions([waiting(task)], NOW)
    assert (question.what, question.since) == (what, NOW - HOUR)
    assert questions([waiting(task, due=NOW + HOUR)], NOW) == (), "it still has time"


@pytest.mark.parametrize(
    ("task", "due", "expected"),
    [
        (Task.PROPOSAL, NOW + HOUR, True),
        (Task.PARTLY, NOW - HOUR, True),
        (Task.CALL_BACK, NOW - HOUR, False),
        (Task.JOINT, NOW + HOUR, False),
        (Task.JOINT, NOW - HOUR, True),
        (Task.REVIEW, NOW + 900 * HOUR, False),
        (Task.REVIEW, NOW, True),
    ],
)
def test_what_waits_for_a_decision_is_counted_alike_for_community_and_county(
    task: Task, due: datetime, expected: bool
) -> None:
    assert waits(waiting(task, due), NOW) is expected
    assert not waits(replace(waiting(task, due), doubted=True), NOW)
    assert not waits(ROW, NOW)


@pytest.mark.parametrize("task", [Task.PROPOSAL, Task.CALL_BACK, Task.OWN, Task.CHECK, Task.PARTLY, Task.DISPUTED])
def test_what_the_community_does_itself_is_not_asked_of_the_county(task: Task) -> None:
    assert questions([waiting(task)], NOW) == ()


def test_what_is_on_the_agenda_and_still_at_work() -> None:
    (question,) = questions([replace(ROW, agenda=True)], NOW)
    assert question.what == AGENDA
    assert questions([replace(ROW, agenda=True, state=State.DONE)], NOW) == ()


def test_what_presses_most_goes_first_and_no_more_than_five() -> None:
    rows = [
        replace(ROW, agenda=True, request_id="3000000001"),
        waiting(Task.REVIEW, code="3000000002"),
        waiting(Task.CHASE, code="3000000003", priority="P1"),
        waiting(Task.CHASE, code="3000000004", priority="P0"),
        waiting(Task.CHASE, NOW - 9 * HOUR, code="3000000005", priority="P1"),
        waiting(Task.JOINT, code="3000000006"),
    ]
    found = [question.row.request_id for question in questions(rows, NOW)]
    assert found == ["3000000004", "3000000005", "3000000003", "3000000006", "3000000002"]
    assert len(found) == MOST


def test_what_perhaps_no_person_wrote_is_not_asked() -> None:
    assert questions([replace(waiting(Task.RETURNED), doubted=True)], NOW) == ()
