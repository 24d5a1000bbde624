"""Who should hear of a fact. Derived from facts alone, so that hearing a fact twice gives the same alerts."""

from functions.shared.domain import facts as f
from functions.shared.domain.alert import RESIDENT, Alert, AlertKind
from functions.shared.domain.request import Request, fold


def alerts(request: Request, sequence: int) -> tuple[Alert, ...]:
    """The alerts of the fact at `sequence` (from 1) of `request`, whatever has happened since."""
    fact = request.facts[sequence - 1]
    then = fold(request.id, request.facts[:sequence])

    def alert(kind: AlertKind, audience: str, order: int | None = None) -> Alert:
        return Alert(
            kind=kind,
            audience=audience,
            request_id=request.id,
            sequence=sequence,
            priority=then.priority,
            at=fact.at,
            order=order,
        )

    def to_resident(kind: AlertKind, order: int | None = None) -> tuple[Alert, ...]:
        return (alert(kind, RESIDENT, order),) if then.filed.reachable else ()

    community = f"unit:{then.filed.community}"
    match fact:
        case f.RequestReceived():
            return to_resident(AlertKind.RECEIVED)
        case f.UnitsWhistled():
            whistles = tuple(alert(AlertKind.WHISTLE, f"unit:{o.unit}", o.number) for o in fact.orders)
            beside = (alert(AlertKind.DUTY, community, fact.orders[0].number),) if fact.duty_alert else ()
            return whistles + beside
        case f.OrderAccepted():
            return to_resident(AlertKind.TAKEN, fact.order)
        case f.Rescheduled():
            return to_resident(AlertKind.RESCHEDULED, fact.order)
        case f.WorkClaimedDone():
            return to_resident(AlertKind.DONE, fact.order)
        case f.VerdictGiven(verdict=f.Verdict.SOLVED):
            return ()
        case f.VerdictGiven(reopens=True):
            return (alert(AlertKind.REOPENED, f"unit:{then.order(fact.order).unit}", fact.order),)
        case f.VerdictGiven():
            return (alert(AlertKind.DESK, community, fact.order),)
    return ()
