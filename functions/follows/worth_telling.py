"""Which of the things that happen to a request its followers hear of: few, and those that somebody waits for."""

from functions.shared.domain import facts as f
from functions.shared.domain.alert import Alert, AlertKind
from functions.shared.domain.directory import Class, PublicRule
from functions.shared.domain.evolve import fold
from functions.shared.domain.follow import Follow
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State


def worth_telling(request: Request, sequence: int) -> AlertKind | None:
    """What followers are told of the fact at `sequence` (from 1); None: nothing."""
    fact = request.facts[sequence - 1]
    then, before = fold(request.id, request.facts[:sequence]), fold(request.id, request.facts[: sequence - 1])
    if request.public is PublicRule.NEVER:
        return None
    if then.state is State.CLOSED and before.state is not State.CLOSED:
        return AlertKind.ENDED
    match fact:
        case f.OrderAccepted() if fact.order == then.lead_number:
            return AlertKind.TAKEN
        case f.Rescheduled() if fact.order == then.lead_number:
            return AlertKind.RESCHEDULED
        case f.WorkClaimedDone() if fact.order == then.lead_number:
            return AlertKind.DONE
    return None


def alert_for(follow: Follow, request: Request, sequence: int, kind: AlertKind) -> Alert | None:
    """None where it happened before they asked to be told. Never urgent, whatever it is about: quiet hours and budgets
    hold for followers."""
    fact = request.facts[sequence - 1]
    if follow.confirmed_at is None or follow.confirmed_at > fact.at:
        return None
    return Alert(
        kind=kind,
        audience=follow.audience,
        request_id=request.id,
        sequence=sequence,
        priority=Class.P3,
        at=fact.at,
        order=getattr(fact, "order", None) if kind is not AlertKind.ENDED else None,
    )
