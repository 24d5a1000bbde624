"""What the desk decides of a request: ends, pauses, another try. Each is one fact; the table says when it may be."""

from datetime import datetime, timedelta

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Calendar, Category, Community, Compound
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import (
    Absorbed,
    Actor,
    Cause,
    Classified,
    ClosedPartly,
    Code,
    Deferred,
    Explained,
    Id,
    JointMeetingSet,
    Merged,
    PutOnAgenda,
    Rejected,
    Reopened,
    Rescheduled,
    RescheduleRefused,
    SettledOnTheSpot,
    Transferred,
)
from functions.shared.domain.request import Request
from functions.shared.domain.rows import cells
from functions.shared.domain.terms import CloseReason, DeferReason, Kind
from functions.shared.domain.time_limits import MEETS_WITHIN, route_by, working_days
from functions.shared.domain.transitions import State
from functions.shared.steps.back_to_work import back_to_work

ENDINGS: dict[str, type[Explained | Transferred | Rejected]] = {
    "explain": Explained,
    "transfer": Transferred,
    "reject": Rejected,
}
MOST_ITEMS = 100  # of a transaction ("TransactWriteItems", Amazon DynamoDB API reference)
OTHER_ITEMS = 6  # the fact, its words, the request's row, and what this step itself counts
LONGEST_DEFERRAL = timedelta(days=366)


def settle(request: Request, *, words: str, public_words: str, cause: Cause, now: datetime, by: Actor) -> Decision:
    """当场办结: answered at the counter; `public_words` is the one sentence for everybody, if there is one."""
    fact = SettledOnTheSpot(at=now, by=by, cause=cause)
    return Decision(fact, words=words or None, public_words=public_words or None)


def classify(
    request: Request,
    *,
    category: Category,
    community: Community,
    compound: Compound | None,
    calendar: Calendar,
    cause: Cause,
    now: datetime,
    by: Actor,
) -> Decision:
    """What it is about, how fast and where, anew: all that was counted moves with it, in the same transaction.

    Raises Refused `nothing_changed`, or `too_much_to_move` once that is more than one transaction can hold.
    """
    filed = request.filed
    if 2 * len(cells(request)) + len(request.orders) + OTHER_ITEMS > MOST_ITEMS:
        raise Refused("too_much_to_move")
    place = Id(compound.id) if compound else None
    if (filed.category, filed.community, filed.compound) == (category.id, community.id, place):
        raise Refused("nothing_changed", "category")
    fact = Classified(
        category=Id(category.id),
        priority=category.priority,
        kind=Kind(category.kind),
        public=category.public,
        place=category.place,
        community=Id(community.id),
        compound=place,
        route_by=route_by(now, calendar, at_once=category.priority.urgent),
        at=now,
        by=by,
        cause=cause,
    )
    return Decision(fact)


def end(
    request: Request,
    *,
    how: str,
    reason: CloseReason,
    public_words: str,
    words: str,
    cause: Cause,
    now: datetime,
    by: Actor,
) -> Decision:
    """`how` is explain, transfer or reject: it ends without work. `words` is what the resident was told."""
    fact = ENDINGS[how](reason=reason, at=now, by=by, cause=cause)
    return Decision(fact, words=words or None, public_words=public_words or None)


def close_partly(request: Request, *, words: str, cause: Cause, now: datetime, by: Actor) -> Decision:
    return Decision(ClosedPartly(at=now, by=by, cause=cause), words=words or None)


def put_on_agenda(request: Request, *, cause: Cause, now: datetime, by: Actor) -> Decision:
    """列入联席会议. Raises Refused `on_agenda_already`."""
    if request.on_agenda:
        raise Refused("on_agenda_already")
    return Decision(PutOnAgenda(at=now, by=by, cause=cause))


def set_joint_meeting(
    request: Request, *, meets_at: datetime, words: str, cause: Cause, now: datetime, by: Actor
) -> Decision:
    """联席会商. Raises Refused `urgent_never_waits`; `day_past`; `day_too_late` with the latest there may be."""
    if request.priority.urgent:
        raise Refused("urgent_never_waits")
    _within(meets_at, now, MEETS_WITHIN)
    return Decision(JointMeetingSet(meets_at=meets_at, at=now, by=by, cause=cause), words=words or None)


def defer(
    request: Request,
    *,
    reason: DeferReason,
    review_at: datetime,
    public_words: str,
    cause: Cause,
    now: datetime,
    by: Actor,
) -> Decision:
    """挂账. Raises Refused `urgent_never_waits`, `day_past` or `day_too_late`."""
    if request.priority.urgent:
        raise Refused("urgent_never_waits")
    _within(review_at, now, LONGEST_DEFERRAL)
    return Decision(
        Deferred(reason=reason, review_at=review_at, at=now, by=by, cause=cause), public_words=public_words or None
    )


def reopen(
    request: Request,
    *,
    words: str,
    calendar: Calendar,
    cause: Cause,
    now: datetime,
    by: Actor,
    undo: bool = False,
    unit_left: bool = False,
) -> Decision:
    """Back to the unit that had it, or to nobody where none ever took it or it has left the directory. `undo` takes a
    closing back; without it, what waits for the desk goes on.

    Raises Refused `not_now`, or `merged_elsewhere` for what is answered with another request.
    """
    if request.merged_into:
        raise Refused("merged_elsewhere", code=request.merged_into)
    if (request.state is State.CLOSED) is not undo:
        raise Refused("not_now", state=request.state)
    order, until, route = back_to_work(request, calendar, now, unit_left)
    return Decision(
        Reopened(order=order, answer_by=until, route_by=route, at=now, by=by, cause=cause), words=words or None
    )


def object_to_date(
    request: Request, *, words: str, calendar: Calendar, cause: Cause, now: datetime, by: Actor
) -> Decision:
    """The later date isn't accepted. Raises Refused `not_now`, or `too_late_to_object` after a working day."""
    lead = request.lead_number
    asked = next(
        (fact for fact in reversed(request.facts) if isinstance(fact, Rescheduled) and fact.order == lead), None
    )
    if request.state is not State.SCHEDULED or asked is None:
        raise Refused("not_now", state=request.state)
    if now > (until := working_days(asked.at, 1, calendar)):
        raise Refused("too_late_to_object", at=until)
    return Decision(RescheduleRefused(order=asked.order, at=now, by=by, cause=cause), words=words)


def merge(
    duplicate: Request, survivor: Request, *, cause: Cause, now: datetime, by: Actor
) -> tuple[Decision, Decision]:
    """`duplicate` is answered with `survivor` from now on.

    Raises Refused `merge_itself`, `merge_closed`, `merge_absorbed` (others are answered with the duplicate), or
    `urgent_goes_alone` for what is more urgent than the survivor.
    """
    if duplicate.priority.urgent and duplicate.priority < survivor.priority:
        raise Refused("urgent_goes_alone", "other")
    if duplicate.id == survivor.id:
        raise Refused("merge_itself", "other")
    if survivor.state is State.CLOSED:
        raise Refused("merge_closed", "other")
    if duplicate.absorbed:
        raise Refused("merge_absorbed", "other")
    return (
        Decision(Merged(into=Code(survivor.id), at=now, by=by, cause=cause)),
        Decision(Absorbed(other=Code(duplicate.id), at=now, by=by, cause=cause)),
    )


def _within(at: datetime, now: datetime, longest: timedelta) -> None:
    if at <= now:
        raise Refused("day_past", "day")
    if at > now + longest:
        raise Refused("day_too_late", "day", at=now + longest)
