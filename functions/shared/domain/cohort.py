"""The cells of a request that carry the day its answer was due: few, and moved when that day moves.

`due.case` stands for every case that can be counted in time; instead of it, `due.deferred`, `due.explained` … for one
that stands in a column of its own. The others say more of a `due.case` (docs/figures.md):

    due.taken                            the order was taken in time
    due.planned.in_time|late             a later date was asked for, before or after the first one had passed
    due.done.in_time|late|plan_kept|…    how the work was first said to be done
    due.<answer>.<round>.<end>           solved, partly, not, silent or none; first or again; in_time, late or open
    due.returned                         an order given back, on its own day, by its own unit
"""

from collections.abc import Iterator, Mapping

from functions.shared.domain.request import Count, Request
from functions.shared.domain.terms import Verdict
from functions.shared.domain.transitions import ClosedAs, State

APART: Mapping[State | ClosedAs, str] = {
    State.AWAITING_RESIDENT: "asked",
    State.JOINT: "joint",
    State.DEFERRED: "deferred",
    ClosedAs.SETTLED: "settled",
    ClosedAs.EXPLAINED: "explained",
    ClosedAs.TRANSFERRED: "transferred",
    ClosedAs.REJECTED: "rejected",
    ClosedAs.WITHDRAWN: "withdrawn",
    ClosedAs.MERGED: "merged",
}
_CLOSED = {ClosedAs.CONFIRMED: "solved", ClosedAs.PARTLY: "partly", ClosedAs.SILENT: "silent"}
_HEARD = {Verdict.SOLVED: "solved", Verdict.PARTLY: "partly", Verdict.NOT: "not", None: "none"}


def due(request: Request) -> Iterator[Count]:
    """What the case of `request`, and the orders that were given back, add to the days they were due."""
    for back in request.course.given_back:
        yield Count(back.due, "due.returned", back.unit)
    day = request.course.due or (request.lead.answer_by if request.lead else request.filed.answer_by)
    for measure in _measures(request):
        yield Count(day, f"due.{measure}", request.unit)


def _measures(request: Request) -> Iterator[str]:
    course = request.course
    apart = APART.get(request.closed_as or request.state)
    if apart is not None:
        yield apart
        return
    yield "case"
    if course.taken_in_time:
        yield "taken"
    if course.planned_in_time is not None:
        yield f"planned.{'in_time' if course.planned_in_time else 'late'}"
    if course.done is None:
        return
    yield f"done.{course.done}"
    if request.closed_as is not None:
        answer, end = _CLOSED[request.closed_as], "in_time" if course.in_time else "late"
    else:
        answer, end = _HEARD[course.heard], "open"
    if answer != "none" or course.again:
        yield f"{answer}.{'again' if course.again else 'first'}.{end}"
