"""How an order stands with the clock, as its pages say it: what it waits for, whether its time stands still, who has
been called on. Derived from the request alone."""

from dataclasses import dataclass
from datetime import datetime

from functions.shared.domain.request import Order, Request, Wait
from functions.shared.domain.terms import CalledOn, Deadline
from functions.shared.domain.transitions import PAUSED


@dataclass(frozen=True)
class Standing:
    """`due` is the deadline of what the order waits for; while `paused` it stands still, and goes on later than it is.
    `missed`: the clock has told the unit's leader; `called_on`, whom it has told since."""

    which: Deadline
    due: datetime
    paused: Wait | None
    missed: bool
    called_on: frozenset[CalledOn]


def standing(request: Request, order: Order) -> Standing | None:
    """None: it waits for nothing any more."""
    if not order.state.alive:
        return None
    calls = order.ladder.calls(order.deadline)[: order.calls]
    return Standing(
        order.deadline,
        order.due,
        request.wait if request.state in PAUSED else None,
        order.missed,
        frozenset(call.to for call in calls),
    )
