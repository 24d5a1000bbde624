"""The rule whistles: what the rooms that hear facts and watch the clock have in common. The desk whistles by itself."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause
from functions.shared.domain.request import Request
from functions.shared.domain.terms import RouteReason
from functions.shared.domain.time_limits import limits
from functions.shared.gateways.keys import keys
from functions.shared.steps.blow_whistle import blow_whistle
from functions.shared.steps.choose_unit import Choice, choose_unit
from functions.shared.tables import directory
from functions.shared.tables.order_codes import free_code
from functions.shared.tables.requests import Step


def choice_for(request: Request) -> Choice:
    """The unit that the rule names for `request` as it is now; the community, where that one has left."""
    choice = choose_unit(request, directory.category(request.filed.category), directory.coverage())
    if directory.unit(choice.unit).left:
        return Choice(request.filed.community, RouteReason.NO_UNIT)
    return choice


def whistling(request: Request, choice: Choice, cause: Cause, now: datetime, *, unchecked: bool = False) -> Step:
    """The step that whistles `choice`, with all that it needs looked up.

    It raises Refused `already_whistled`, or `changed_meanwhile` where the desk has set anew what it is about.
    """
    number = len(request.orders) + 1
    code = free_code(keys().newest, request.id, number)
    night_duty = directory.unit(choice.unit).night_duty
    time = limits(request.priority, now, directory.calendar(), night_duty=night_duty)

    def step(fresh: Request) -> Decision:
        if fresh.filed != request.filed:
            raise Refused("changed_meanwhile")
        return blow_whistle(
            fresh,
            choice=choice,
            number=number,
            code=code,
            limits=time,
            cause=cause,
            now=now,
            unchecked=unchecked,
        )

    return step
