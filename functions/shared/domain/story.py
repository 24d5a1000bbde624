"""A request's story as everybody may read it: what happened, when, and who did it. No words, no persons."""

from dataclasses import dataclass
from datetime import datetime

from functions.shared.domain import facts as f
from functions.shared.domain.request import Request, evolve


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
    """The story of `request`, oldest first."""
    told: list[Step] = []
    before = Request(id=request.id)
    for sequence, fact in enumerate(request.facts, start=1):
        after = evolve(before, fact)
        told.extend(_told(fact, after, sequence))
        before = after
    return tuple(told)


def _told(fact: f.Fact, request: Request, sequence: int) -> list[Step]:
    def step(what: str, **more: object) -> Step:
        return Step(fact.at, what, sequence, **more)  # type: ignore[arg-type]

    match fact:
        case f.RequestReceived():
            return [step("received", until=fact.answer_by)]
        case f.UnitsWhistled():
            return [step("whistled", unit=w.unit, until=w.accept_by, reason=w.reason) for w in fact.orders]
        case f.CheckedOnSite():
            unit = request.order(fact.order).unit if fact.order else request.filed.community
            return [step("checked", unit=unit, reason=fact.finding)]
        case f.OrderAccepted():
            order = request.order(fact.order)
            return [step("accepted", unit=order.unit, until=order.answer_by)]
        case f.OrderReturned():
            return [step("returned", unit=request.order(fact.order).unit, reason=fact.reason)]
        case f.ProgressReported():
            return [step("progress", unit=request.order(fact.order).unit)]
        case f.Rescheduled():
            return [step("rescheduled", unit=request.order(fact.order).unit, until=fact.answer_by, reason=fact.reason)]
        case f.WorkClaimedDone():
            return [step("done", unit=request.order(fact.order).unit)]
        case f.VerdictGiven():
            return [step(f"verdict_{fact.case.replace(' ', '_')}", until=fact.answer_by)]
        case f.WordsAdded():
            return [step("words_added" if fact.by == f.RESIDENT else "words_by_staff")]
    return []
