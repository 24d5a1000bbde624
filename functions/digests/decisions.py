"""What the county is asked to decide (需您定的事): at most five, what presses most first. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from functions.shared.domain.desk_task import Task
from functions.shared.domain.rows import RequestRow
from functions.shared.domain.transitions import State

MOST = 5
# In this order. The words, and why each is asked, stand in templates/digests/words.html.
URGENT = "urgent"  # P0, P1: not taken or not done in time
JOINT_OVER = "joint_over"  # the meeting's day has passed, and nothing follows
NOT_AGAIN = "not_again"  # "not solved" twice, and the community hasn't decided in its time
NOBODY = "nobody"  # given back, or nobody's, and the desk's time is over
REVIEW_OVER = "review_over"  # put off, and the day to look again has passed
AGENDA = "agenda"  # missed by more than a day: on the joint meeting's agenda
_RANK = (URGENT, JOINT_OVER, NOT_AGAIN, NOBODY, REVIEW_OVER, AGENDA)
_BY_TASK = {
    Task.CHASE: URGENT,
    Task.JOINT: JOINT_OVER,
    Task.NOT_AGAIN: NOT_AGAIN,
    Task.RETURNED: NOBODY,
    Task.UNROUTABLE: NOBODY,
    Task.REVIEW: REVIEW_OVER,
}
_AT_WORK = (State.WHISTLED, State.ACCEPTED, State.SCHEDULED)


@dataclass(frozen=True)
class Question:
    """Something of `row` that nobody below has decided, since `since` (UTC)."""

    what: str
    row: RequestRow
    since: datetime


def questions(rows: Iterable[RequestRow], now: datetime) -> tuple[Question, ...]:
    """At most five of what is open. Among the same kind, the higher class and then the older goes first."""
    found = [question for row in rows if not row.doubted and (question := _question(row, now)) is not None]
    found.sort(key=lambda it: (_RANK.index(it.what), it.row.priority, it.since))
    return tuple(found[:MOST])


def waits(row: RequestRow, now: datetime) -> bool:
    """Whether a community's desk has something to decide about it: calls back apart, and not before the day of a
    meeting, or of another look at what was put off."""
    if row.task is None or row.doubted or row.task.kind is Task.CALL_BACK:
        return False
    return row.task.kind not in (Task.JOINT, Task.REVIEW) or row.task.due <= now


def _question(row: RequestRow, now: datetime) -> Question | None:
    if row.task is not None and row.task.kind in _BY_TASK and row.task.due < now:
        return Question(_BY_TASK[row.task.kind], row, row.task.due)
    if row.agenda and row.state in _AT_WORK:
        return Question(AGENDA, row, row.received_at)
    return None
