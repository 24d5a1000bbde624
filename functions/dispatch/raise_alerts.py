"""Who should hear of a fact. Derived from facts alone, so that hearing a fact twice gives the same alerts."""

from collections.abc import Callable
from datetime import datetime, timedelta

from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.alert import COUNTY, RESIDENT, Alert, AlertKind
from functions.shared.domain.evolve import fold
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.transitions import AT_WORK

ADDED_APART = timedelta(hours=1)  # between two messages that a resident has added something
_DUE = {terms.Deadline.ACCEPT: AlertKind.DUE_ACCEPT, terms.Deadline.ANSWER: AlertKind.DUE_ANSWER}
_LATE = {terms.Deadline.ACCEPT: AlertKind.LATE_ACCEPT, terms.Deadline.ANSWER: AlertKind.LATE_ANSWER}


def alerts(request: Request, sequence: int) -> tuple[Alert, ...]:
    """The alerts of the fact at `sequence` (from 1) of `request`, whatever has happened since."""
    then = fold(request.id, request.facts[:sequence])
    before = fold(request.id, request.facts[: sequence - 1])
    raised = _of_the_fact(request, sequence, then)
    heard = {alert.audience for alert in raised}
    return raised + tuple(alert for alert in _called_off(before, then) if alert.audience not in heard)


def _called_off(before: Request, then: Request) -> tuple[Alert, ...]:
    """Units whose orders are withdrawn by the latest fact: nobody should drive out in vain. The community knows, and so
    does whoever did it; a unit that has left is told nothing."""
    fact = then.facts[-1]
    if isinstance(fact, f.HandedOver):
        return ()
    alive = {order.number for order in before.orders if order.state.alive}
    return tuple(
        Alert(
            kind=AlertKind.CALLED_OFF,
            audience=f"unit:{order.unit}",
            request_id=then.id,
            sequence=then.version,
            priority=then.priority,
            at=fact.at,
            order=order.number,
        )
        for order in then.orders
        if order.number in alive
        and order.state is OrderState.WITHDRAWN
        and order.unit != then.filed.community
        and fact.by != f.unit_actor(order.unit)
    )


def _of_the_fact(request: Request, sequence: int, then: Request) -> tuple[Alert, ...]:
    fact = request.facts[sequence - 1]

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
        """A number that nobody has confirmed gets the receipt, and "done, please confirm" once: it may be another's."""
        told = then.confirmed or kind is AlertKind.RECEIVED or _first_done(request, sequence)
        return (alert(kind, RESIDENT, order),) if then.filed.reachable and told else ()

    def to_unit(kind: AlertKind, order: int) -> tuple[Alert, ...]:
        return (alert(kind, f"unit:{then.order(order).unit}", order),)

    community = f"unit:{then.filed.community}"
    match fact:
        case f.RequestReceived():
            by_themselves = fact.handling is terms.Handling.JOINED and fact.by == f.RESIDENT
            return to_resident(AlertKind.RECEIVED) if fact.handling is terms.Handling.ROUTED or by_themselves else ()
        case f.UnitsWhistled() | f.HelperWhistled():
            whistles = tuple(alert(AlertKind.WHISTLE, f"unit:{o.unit}", o.number) for o in fact.orders)
            beside = isinstance(fact, f.UnitsWhistled) and fact.duty_alert
            return whistles + ((alert(AlertKind.DUTY, community, fact.orders[0].number),) if beside else ())
        case f.HandedOver():
            return to_unit(AlertKind.WHISTLE, fact.to.number)
        case f.OrderAccepted() if fact.order == then.lead_number:
            return to_resident(AlertKind.TAKEN, fact.order)
        case f.OrderReturned():
            return (alert(AlertKind.DESK, community, fact.order),)
        case f.ReturnRefused():
            return to_unit(AlertKind.WHISTLE, fact.order)
        case f.OrderAssigned():
            return to_unit(AlertKind.HANDED, fact.order)
        case f.Rescheduled() if fact.order == then.lead_number:
            return to_resident(AlertKind.RESCHEDULED, fact.order)
        case f.RescheduleRefused():
            return to_unit(AlertKind.DATE_KEPT, fact.order) + to_resident(AlertKind.NEWS)
        case f.WorkClaimedDone() if fact.order == then.lead_number:
            return to_resident(AlertKind.DONE, fact.order)
        case f.VerdictReminded():
            return to_resident(AlertKind.DONE, then.lead_number)
        case f.VerdictGiven(verdict=terms.Verdict.SOLVED):
            return _to_absorbed(then, alert)
        case f.VerdictGiven(reopens=True):
            return to_unit(AlertKind.REOPENED, fact.order)
        case f.VerdictGiven():
            return (alert(AlertKind.DESK, community, fact.order),)
        case f.Reopened() | f.Disputed():
            unit = to_unit(AlertKind.GO_ON, fact.order) if fact.order is not None else ()
            return unit + (to_resident(AlertKind.NEWS) if isinstance(fact, f.Reopened) else ())
        case f.ResidentAsked():
            return to_resident(AlertKind.ASKED)
        case f.ResidentAnswered() | f.WaitEnded() if then.state in AT_WORK and then.lead is not None:
            return to_unit(AlertKind.GO_ON, then.lead.number)
        case f.WordsAdded() if fact.by == f.RESIDENT:
            lead = then.lead
            held = lead is not None and lead.state in (OrderState.OPEN, OrderState.ACCEPTED)
            return to_unit(AlertKind.ADDED, lead.number) if lead and held and not _just_added(request, sequence) else ()
        case f.WordsAdded() if fact.by.startswith("staff:"):
            return to_resident(AlertKind.NEWS)
        case f.Absorbed() if not fact.joined:
            return to_resident(AlertKind.NEWS)
        case f.Merged() if fact.by == f.RESIDENT:  # "me too": the page has said so
            return ()
        case f.Merged() | f.JointMeetingSet() | f.Deferred():
            return to_resident(AlertKind.NEWS)
        case f.ClosedPartly() | f.ClosedSilent() | f.Explained() | f.Transferred() | f.Rejected():
            return to_resident(AlertKind.NEWS) + _to_absorbed(then, alert)
        case f.DeadlineWarned():
            return to_unit(_DUE[fact.which], fact.order)
        case f.DeadlineMissed():
            return to_unit(_LATE[fact.which], fact.order)
        case f.Escalated(to=terms.CalledOn.COUNTY):
            return (alert(AlertKind.UNTAKEN, COUNTY, fact.order),)
        case f.Escalated(to=terms.CalledOn.EVERYBODY):
            unit = to_unit(AlertKind.UNTAKEN, fact.order)
            others = (community, COUNTY) if unit[0].audience != community else (COUNTY,)
            return unit + tuple(alert(AlertKind.UNTAKEN, audience, fact.order) for audience in others)
        case f.Withdrawn():  # the one who asked knows
            return _to_absorbed(then, alert)
    return ()


def _just_added(request: Request, sequence: int) -> bool:
    """Whether the unit was told of other words within the hour: who adds them one by one is heard once."""
    told: datetime | None = None
    for fact in request.facts[: sequence - 1]:
        if isinstance(fact, f.WordsAdded) and fact.by == f.RESIDENT and (told is None or fact.at - told >= ADDED_APART):
            told = fact.at
    return told is not None and request.facts[sequence - 1].at - told < ADDED_APART


def _first_done(request: Request, sequence: int) -> bool:
    fact = request.facts[sequence - 1]
    said = (earlier for earlier in request.facts[:sequence] if isinstance(earlier, f.WorkClaimedDone))
    return isinstance(fact, f.WorkClaimedDone) and [each.order for each in said].count(fact.order) == 1


def _to_absorbed(then: Request, alert: Callable[[AlertKind, str], Alert]) -> tuple[Alert, ...]:
    """Those whose requests were answered with this one hear that it has ended, once: where it has ended without work,
    nothing more is said when theirs stands on its own again."""
    return tuple(alert(AlertKind.NEWS, f"{RESIDENT}:{code}") for code in then.absorbed)
