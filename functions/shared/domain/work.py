"""Who has done what to a request, by their trade: staff at the desk or a unit's officers. Never which person."""

from collections.abc import Iterator, Mapping, Sequence

from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.request import Count, Request

WORKERS = ("staff", "unit")
# What each fact is called at the desk and on an order's page. What is missing is nobody's press on a case's page.
_ACTS: Mapping[type[f.Fact], str] = {
    f.SettledOnTheSpot: "settle",
    f.Classified: "classify",
    f.CheckedOnSite: "check",
    f.HelperWhistled: "helpers",
    f.OrderAccepted: "take",
    f.OrderAssigned: "assign",
    f.OrderReturned: "return",
    f.ReturnRefused: "insist",
    f.ProgressReported: "progress",
    f.Rescheduled: "reschedule",
    f.RescheduleRefused: "object",
    f.WordsAdded: "answer",
    f.WordsReleased: "release",
    f.WordsBlanked: "blank",
    f.PutOnAgenda: "agenda",
    f.ResidentAsked: "ask",
    f.ResidentAnswered: "note_answer",
    f.WorkClaimedDone: "done",
    f.VerdictGiven: "verdict",
    f.ContactAttempted: "attempt",
    f.Disputed: "dispute",
    f.ClosedPartly: "close_partly",
    f.JointMeetingSet: "joint",
    f.Deferred: "defer",
    f.Explained: "explain",
    f.Transferred: "transfer",
    f.Rejected: "reject",
    f.Withdrawn: "withdraw",
    f.NumberConfirmed: "confirm",
}
_CLOSING = (
    *(f.SettledOnTheSpot, f.ClosedPartly, f.ClosedSilent, f.Explained, f.Transferred, f.Rejected, f.Withdrawn),
    f.Merged,
)


def worked(request: Request) -> Iterator[Count]:
    """Each act of a worker, on the day it was done: `by_staff.send`, `by_unit.take` … A fact is one act, however many
    orders it gave; what one press wrote as several facts is one act, too."""
    for place, fact in enumerate(request.facts):
        who = fact.by.partition(":")[0]
        if who in WORKERS and (act := _act(request.facts[:place], fact, who)):
            yield Count(fact.at, f"by_{who}.{act}", None)


def _act(before: Sequence[f.Fact], fact: f.Fact, who: str) -> str | None:
    match fact:
        case f.RequestReceived(channel=terms.Channel.PLATFORM):
            return None  # a file at a time
        case f.RequestReceived(handling=handling):
            return {terms.Handling.ROUTED: "file", terms.Handling.JOINED: "file_joined"}.get(handling)
        case f.Merged():
            return "merge" if before[-1].cause != fact.cause else None
        case f.UnitsWhistled(orders=orders) if who == "unit":
            return "pass_on"
        case f.UnitsWhistled(orders=orders):
            return "whistle" if orders[0].reason is terms.RouteReason.BY_NAME else "send"
        case f.Reopened():
            return "undo" if _closed(before) else "reopen"
    return _ACTS.get(type(fact))


def _closed(facts: Sequence[f.Fact]) -> bool:
    """Whether what ended last was the request, or only its work."""
    for fact in reversed(facts):
        if isinstance(fact, f.VerdictGiven):
            return fact.verdict is terms.Verdict.SOLVED
        if isinstance(fact, _CLOSING):
            return True
    return False
