"""Whether an alert is still worth a message: what has been settled meanwhile needs none."""

from functions.shared.domain.alert import Alert, AlertKind
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.transitions import State


def still_matters(alert: Alert, request: Request) -> bool:
    """False ends the delivery as `superseded`. A receipt always matters: it carries the code."""
    order = request.order(alert.order) if alert.order is not None else None
    match alert.kind:
        case AlertKind.RECEIVED | AlertKind.NEWS:
            return True
        case AlertKind.ASKED:
            return request.state is State.AWAITING_RESIDENT
        case AlertKind.WHISTLE:
            return order is not None and order.state is OrderState.OPEN
        case AlertKind.DUTY:
            return request.state is not State.CLOSED
        case AlertKind.REOPENED | AlertKind.TAKEN | AlertKind.GO_ON | AlertKind.DATE_KEPT:
            return order is not None and order.state is OrderState.ACCEPTED
        case AlertKind.RESCHEDULED:
            return (
                order is not None and order.state is OrderState.ACCEPTED and alert.sequence == _last_reschedule(request)
            )
        case AlertKind.DONE:
            return request.state is State.DONE
        case AlertKind.DESK:
            return request.state in (State.AWAITING_DESK, State.RETURNED)


def _last_reschedule(request: Request) -> int:
    kinds = [type(fact).__name__ for fact in request.facts]
    return len(kinds) - kinds[::-1].index("Rescheduled")
