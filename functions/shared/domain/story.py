"""A request's story as everybody may read it: what happened, when, and who did it. No words, no persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from functions.shared.domain import facts as f
from functions.shared.domain.evolve import evolve
from functions.shared.domain.request import Request
from functions.shared.domain.terms import CalledOn


@dataclass(frozen=True)
class Step:
    """One thing that happened. `what` is a code with a sentence in templates/shared/terms.html; `sequence` finds the
    words that came with it."""

    at: datetime
    what: str
    sequence: int
    unit: str | None = None
    until: datetime | None = None  # the date by which something is now promised
    reason: str | None = None


def steps(request: Request) -> tuple[Step, ...]:
    """The story of `request`, oldest first. Words that were let out and taken away again were never let out."""
    blanked = {fact.of for fact in request.facts if isinstance(fact, f.WordsBlanked)}
    told: list[Step] = []
    before = Request(id=request.id)
    for sequence, fact in enumerate(request.facts, start=1):
        after = evolve(before, fact)
        if not (isinstance(fact, f.WordsReleased) and sequence in blanked):
            told.extend(_told(fact, after, sequence))
        before = after
    return tuple(told)


_SAID_AS_IT_IS: Mapping[type[f.Fact], str] = {
    f.SettledOnTheSpot: "settled",
    f.WordsReleased: "words_released",
    f.PutOnAgenda: "on_agenda",
    f.ResidentAnswered: "answered",
    f.WaitEnded: "wait_ended",
    f.ClosedPartly: "closed_partly",
    f.ClosedSilent: "closed_silent",
    f.Merged: "merged",
    f.Absorbed: "absorbed",
    f.Unmerged: "unmerged",
    f.Withdrawn: "withdrawn",
}
_ENDINGS: Mapping[type[f.Fact], str] = {
    f.Explained: "explained",
    f.Transferred: "transferred",
    f.Rejected: "rejected",
}


def _told(fact: f.Fact, request: Request, sequence: int) -> list[Step]:
    def step(what: str, **more: object) -> Step:
        return Step(fact.at, what, sequence, **more)  # type: ignore[arg-type]

    def of_order(what: str, number: int, **more: object) -> list[Step]:
        return [step(what, unit=request.order(number).unit, **more)]

    def again(what: str, number: int | None, until: datetime | None) -> list[Step]:
        return [step(what)] if number is None else of_order(what, number, until=until)

    match fact:
        case f.RequestReceived():
            return [step("received", until=fact.answer_by)]
        case f.UnitsWhistled():
            what = "whistled_unchecked" if fact.unchecked else "whistled"
            return [step(what, unit=w.unit, until=w.accept_by, reason=w.reason) for w in fact.orders]
        case f.HelperWhistled():
            return [step("helper_whistled", unit=w.unit, until=w.accept_by) for w in fact.orders]
        case f.HandedOver():
            return [step("handed_over", unit=fact.to.unit, until=fact.to.accept_by, reason=fact.to.reason)]
        case f.CheckedOnSite():
            unit = request.order(fact.order).unit if fact.order else request.filed.community
            return [step("checked", unit=unit, reason=fact.finding)]
        case f.OrderAccepted():
            return of_order("accepted", fact.order, until=request.order(fact.order).answer_by)
        case f.OrderReturned():
            return of_order("returned", fact.order, reason=fact.reason)
        case f.ReturnRefused():
            return of_order("return_refused", fact.order, until=fact.accept_by)
        case f.ProgressReported():
            return of_order("progress", fact.order)
        case f.Rescheduled():
            return of_order("rescheduled", fact.order, until=fact.answer_by, reason=fact.reason)
        case f.RescheduleRefused():
            return of_order("reschedule_refused", fact.order, until=request.order(fact.order).answer_by)
        case f.DeadlineMissed():
            return of_order(f"missed_{fact.which}", fact.order, until=fact.due)
        case f.Escalated(to=CalledOn.AGENDA):
            return [step("on_agenda")]
        case f.ResidentAsked():
            return [step("paused", until=fact.wait_until)]
        case f.WorkClaimedDone():
            return of_order("done", fact.order)
        case f.VerdictGiven():
            return [step(f"verdict_{fact.case.replace(' ', '_')}", until=fact.answer_by)]
        case f.Reopened():
            return again("reopened", fact.order, fact.answer_by)
        case f.Disputed():
            return again("disputed", fact.order, fact.answer_by)
        case f.JointMeetingSet():
            return [step("joint", until=fact.meets_at)]
        case f.Deferred():
            return [step("deferred", until=fact.review_at, reason=fact.reason)]
        case f.Explained() | f.Transferred() | f.Rejected():
            return [step(_ENDINGS[type(fact)], reason=fact.reason)]
        case f.WordsAdded():
            return [step("words_added" if fact.by == f.RESIDENT else "words_by_staff")]
    plain = _SAID_AS_IT_IS.get(type(fact))
    return [step(plain)] if plain else []
