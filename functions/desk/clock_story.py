"""A case's story for staff: what everybody may read, and what the clock has done about each order meanwhile."""

from functions.shared.domain import facts as f
from functions.shared.domain import story
from functions.shared.domain.request import Request
from functions.shared.domain.story import Step
from functions.shared.domain.terms import CalledOn

_CALLED = {
    CalledOn.COUNTY: "called_county",
    CalledOn.EVERYBODY: "called_everybody",
}  # the agenda is everybody's to know


def steps(request: Request) -> tuple[Step, ...]:
    """Oldest first."""
    by_clock = (_by_clock(fact, sequence, request) for sequence, fact in enumerate(request.facts, start=1))
    told = (*story.steps(request), *(step for step in by_clock if step is not None))
    return tuple(sorted(told, key=lambda step: step.sequence))


def _by_clock(fact: f.Fact, sequence: int, request: Request) -> Step | None:
    match fact:
        case f.DeadlineWarned():
            what = f"warned_{fact.which}"
        case f.Escalated() if fact.to in _CALLED:
            what = _CALLED[fact.to]
        case _:
            return None
    return Step(fact.at, what, sequence, unit=request.order(fact.order).unit, until=fact.due)
