"""Whether an alert is still worth a message: what has been settled meanwhile needs none."""

from functions.shared.domain.alert import Alert, AlertKind
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import OrderAssigned, Rescheduled, RescheduleRefused
from functions.shared.domain.request import Order, OrderState, Request
from functions.shared.domain.transitions import PAUSED, State

# What has been settled and comes again is told by an alert of its own, in the same words.
_COMES_AGAIN = frozenset(
    {
        AlertKind.WHISTLE,
        AlertKind.REOPENED,
        AlertKind.TAKEN,
        AlertKind.GO_ON,
        AlertKind.ASKED,
        AlertKind.DONE,
    }
)


def still_matters(alert: Alert, request: Request) -> bool:
    """False ends the delivery as `superseded`. A receipt always matters: it carries the code."""
    if alert.kind not in _COMES_AGAIN:
        return _matters(alert, request)
    then = Request(id=request.id)
    for sequence, fact in enumerate(request.facts, start=1):
        then = evolve(then, fact)
        if sequence >= alert.sequence and not _matters(alert, then):
            return False
    return True


def _matters(alert: Alert, request: Request) -> bool:
    order = request.order(alert.order) if alert.order is not None else None
    match alert.kind:
        case AlertKind.RECEIVED | AlertKind.NEWS:
            return True
        case AlertKind.ASKED:
            return request.state is State.AWAITING_RESIDENT
        case AlertKind.WHISTLE:
            return order is not None and order.state is OrderState.OPEN
        case AlertKind.HANDED:
            return order is not None and order.state.alive and alert.sequence == _last_handed(request, order)
        case AlertKind.DUTY:
            return request.state is not State.CLOSED
        case AlertKind.REOPENED | AlertKind.TAKEN | AlertKind.GO_ON:
            return order is not None and order.state is OrderState.ACCEPTED
        case AlertKind.ADDED:
            return order is not None and order.state in (OrderState.OPEN, OrderState.ACCEPTED)
        case AlertKind.RESCHEDULED | AlertKind.DATE_KEPT:
            return (
                order is not None
                and order.state is OrderState.ACCEPTED
                and alert.sequence == _last_date(request, order)
            )
        case AlertKind.DONE:
            return request.state is State.DONE
        case AlertKind.ENDED:
            return request.state is State.CLOSED
        case AlertKind.DUE_ACCEPT | AlertKind.DUE_ANSWER:
            return _waited_for(alert, order, request) and order is not None and order.warned and not order.missed
        case AlertKind.LATE_ACCEPT | AlertKind.LATE_ANSWER | AlertKind.UNTAKEN:
            return _waited_for(alert, order, request) and order is not None and order.missed
        case AlertKind.CALLED_OFF:
            return order is not None and order.state is OrderState.WITHDRAWN
        case AlertKind.DESK:
            return request.state in (State.AWAITING_DESK, State.RETURNED) or _helper_gave_back(order, request)


def _waited_for(alert: Alert, order: Order | None, request: Request) -> bool:
    """Whether it is still the deadline that `alert` speaks of, and its clock runs."""
    open_ = alert.kind not in (AlertKind.DUE_ANSWER, AlertKind.LATE_ANSWER)
    wanted = OrderState.OPEN if open_ else OrderState.ACCEPTED
    return order is not None and order.state is wanted and request.state not in PAUSED


def _helper_gave_back(order: Order | None, request: Request) -> bool:
    """Orders before the lead's are of whistles that are over."""
    if order is None or request.lead_number is None or request.state is State.CLOSED:
        return False
    return order.number > request.lead_number and order.state is OrderState.RETURNED


def _last_handed(request: Request, order: Order) -> int:
    """The sequence of the latest fact that gave `order` to a colleague."""
    return max(
        sequence
        for sequence, fact in enumerate(request.facts, start=1)
        if isinstance(fact, OrderAssigned) and fact.order == order.number
    )


def _last_date(request: Request, order: Order) -> int:
    """The sequence of the latest fact that set another date for `order`, or took one back."""
    return max(
        sequence
        for sequence, fact in enumerate(request.facts, start=1)
        if isinstance(fact, Rescheduled | RescheduleRefused) and fact.order == order.number
    )
