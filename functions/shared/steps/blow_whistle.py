"""吹哨: a unit is given an order, with the time it has."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RULE, Cause, Code, Id, UnitsWhistled, Whistle
from functions.shared.domain.request import Request
from functions.shared.domain.time_limits import Limits
from functions.shared.domain.transitions import State
from functions.shared.steps.choose_unit import Choice


def blow_whistle(
    request: Request,
    *,
    choice: Choice,
    number: int,
    code: str,
    limits: Limits,
    cause: Cause,
    now: datetime,
    unchecked: bool = False,
) -> Decision:
    """The rule whistles the chosen unit; `unchecked`: nobody at the desk has looked in time (社区未核实).

    Raises Refused `already_whistled` if somebody else has, meanwhile.
    """
    if request.state not in (State.RECEIVED, State.RETURNED) or number != len(request.orders) + 1:
        raise Refused("already_whistled")
    whistle = Whistle(
        number=number,
        code=Code(code),
        unit=Id(choice.unit),
        reason=choice.reason,
        accept_by=limits.accept_by,
        answer_by=limits.answer_by,
        begins=limits.begins,
        ladder=limits.ladder,
    )
    fact = UnitsWhistled(
        at=now, by=RULE, cause=cause, orders=(whistle,), duty_alert=choice.duty_alert, unchecked=unchecked
    )
    return Decision(fact)
