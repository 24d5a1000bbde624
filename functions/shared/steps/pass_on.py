"""What a community does with an order it holds, until it has a desk.

现场核实: somebody goes and looks. 点名哨: another unit is called by name.
"""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Unit, UnitKind
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Actor, Cause, CheckedOnSite, Code, Id, UnitsWhistled, Whistle, unit_actor
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Finding, RouteReason
from functions.shared.domain.time_limits import Limits
from functions.shared.steps.order_rules import open_order


def record_check(
    request: Request,
    *,
    number: int,
    unit: Unit,
    finding: Finding,
    words: str,
    cause: Cause,
    now: datetime,
    by: Actor | None = None,
) -> Decision:
    """Somebody of the community went and looked. Raises Refused as `open_order`, or `community_only`."""
    open_order(request, number, unit.id)
    _community_only(unit)
    fact = CheckedOnSite(order=number, finding=finding, at=now, by=by or unit_actor(unit.id), cause=cause)
    return Decision(fact, words=words or None)


def pass_on(
    request: Request,
    *,
    number: int,
    unit: Unit,
    to: Unit,
    code: str,
    limits: Limits,
    words: str,
    cause: Cause,
    now: datetime,
    by: Actor | None = None,
) -> Decision:
    """The community calls another unit by name; its own order is withdrawn.

    Raises Refused as `open_order`, `community_only`, `named_itself`, or `not_now` for a helper's order: the lead's
    would end with it.
    """
    open_order(request, number, unit.id)
    _community_only(unit)
    if number != request.lead_number:
        raise Refused("not_now", state=request.state)
    if to.id == unit.id:
        raise Refused("named_itself", "unit")
    whistle = Whistle(
        number=len(request.orders) + 1,
        code=Code(code),
        unit=Id(to.id),
        reason=RouteReason.BY_NAME,
        accept_by=limits.accept_by,
        answer_by=limits.answer_by,
        begins=limits.begins,
        ladder=limits.ladder,
    )
    fact = UnitsWhistled(orders=(whistle,), at=now, by=by or unit_actor(unit.id), cause=cause)
    return Decision(fact, words=words or None)


def _community_only(unit: Unit) -> None:
    if unit.kind is not UnitKind.COMMUNITY:
        raise Refused("community_only")
