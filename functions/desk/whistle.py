"""吹哨 by the desk: one unit as proposed or by name (点名哨), or several (集合哨), the first leading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import (
    Actor,
    Cause,
    CheckedOnSite,
    Code,
    HelperWhistled,
    Id,
    ReturnRefused,
    UnitsWhistled,
    Whistle,
)
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.terms import Finding, RouteReason
from functions.shared.domain.time_limits import Limits
from functions.shared.domain.transitions import AT_WORK, State


@dataclass(frozen=True)
class Called:
    """A unit to be given an order: with a code of its own, and the time it has."""

    unit: str
    code: str
    limits: Limits
    reason: RouteReason = RouteReason.BY_NAME


def blow_whistle(
    request: Request,
    *,
    called: Sequence[Called],
    numbered_from: int,
    duty_alert: bool,
    words: str,
    cause: Cause,
    now: datetime,
    by: Actor,
) -> Decision:
    """Raises Refused `already_taken` with when; `changed_meanwhile` if another whistle came first; `unit_missing`;
    `unit_twice`."""
    lead = request.lead
    if request.state in AT_WORK and lead is not None:
        raise Refused("already_taken", at=lead.since)
    _free_to_call(request, called, numbered_from)
    fact = UnitsWhistled(orders=_orders(called, numbered_from), duty_alert=duty_alert, at=now, by=by, cause=cause)
    return Decision(fact, words=words or None)


def call_helpers(
    request: Request,
    *,
    called: Sequence[Called],
    numbered_from: int,
    words: str,
    cause: Cause,
    now: datetime,
    by: Actor,
) -> Decision:
    """One more unit, or several, beside the lead. Raises Refused `unit_missing`, `unit_twice` (it has an order here
    already) or `changed_meanwhile`."""
    _free_to_call(request, called, numbered_from)
    busy = {order.unit for order in request.orders if order.state.alive}
    if busy & {each.unit for each in called}:
        raise Refused("unit_twice", "units")
    fact = HelperWhistled(orders=_orders(called, numbered_from), at=now, by=by, cause=cause)
    return Decision(fact, words=words or None)


def check_on_site(
    request: Request, *, finding: Finding, words: str, cause: Cause, now: datetime, by: Actor
) -> Decision:
    """现场核实: what was found, and by whom. Whoever has the order keeps it."""
    lead = request.lead
    ours = lead is not None and lead.unit == request.filed.community and lead.state is OrderState.OPEN
    order = lead.number if lead is not None and ours else None  # whoever else has it didn't go and look
    return Decision(CheckedOnSite(order=order, finding=finding, at=now, by=by, cause=cause), words=words or None)


def insist(request: Request, *, limits: Limits, words: str, cause: Cause, now: datetime, by: Actor) -> Decision:
    """The return isn't accepted: the same unit has the order again, with time anew and the reason in `words`.

    Raises Refused `not_now` unless the lead's order has been returned.
    """
    lead = request.lead
    if request.state is not State.RETURNED or lead is None:
        raise Refused("not_now", state=request.state)
    fact = ReturnRefused(
        order=lead.number, accept_by=limits.accept_by, answer_by=limits.answer_by, at=now, by=by, cause=cause
    )
    return Decision(fact, words=words)


def _free_to_call(request: Request, called: Sequence[Called], numbered_from: int) -> None:
    if not called:
        raise Refused("unit_missing", "unit")
    if len({each.unit for each in called}) < len(called):
        raise Refused("unit_twice", "units")
    if numbered_from != len(request.orders) + 1:
        raise Refused("changed_meanwhile")


def _orders(called: Sequence[Called], numbered_from: int) -> tuple[Whistle, ...]:
    return tuple(
        Whistle(
            number=number,
            code=Code(each.code),
            unit=Id(each.unit),
            reason=each.reason,
            accept_by=each.limits.accept_by,
            answer_by=each.limits.answer_by,
            begins=each.limits.begins,
            ladder=each.limits.ladder,
        )
        for number, each in enumerate(called, start=numbered_from)
    )
