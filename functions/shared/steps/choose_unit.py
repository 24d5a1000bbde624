"""Which unit an order goes to, and why: the category's routes in their order, then the community itself."""

from dataclasses import dataclass

from functions.shared.domain.directory import Category, Class, Coverage, Route, RouteKind
from functions.shared.domain.facts import OrderReturned
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Channel, RouteReason
from functions.shared.domain.transitions import State

_OURS = {  # routes that are the community's own, which waits for nobody
    RouteKind.STATION: RouteReason.STATION,
    RouteKind.TEAM: RouteReason.STATION,  # until there are teams
    RouteKind.COUNCIL: RouteReason.COUNCIL,
    RouteKind.DESK: RouteReason.DESK,
}
_TRADES = {RouteKind.OPERATOR: RouteReason.OPERATOR, RouteKind.DEPARTMENT: RouteReason.DEPARTMENT}


@dataclass(frozen=True)
class Choice:
    """A unit to whistle. `duty_alert`: the community's duty telephone is told beside it (P0)."""

    unit: str
    reason: RouteReason
    duty_alert: bool = False


def waits_for_the_desk(request: Request, choice: Choice) -> bool:
    """Whether it is a proposal that the desk may look at first. What is urgent, what staff were told, and what is
    the community's own, goes at once; but what perhaps no person wrote, only once the desk has looked (P0 always)."""
    if request.state is State.RETURNED:
        return True
    filed = request.filed
    if filed.doubted and request.priority is not Class.P0:
        return True
    ours = choice.unit == filed.community
    told = filed.by.startswith("staff:") and filed.channel is not Channel.PLATFORM
    return not (ours or request.priority.urgent or told)


def choose_unit(request: Request, category: Category, coverage: Coverage) -> Choice:
    """The unit for a request that has just been received, or whose order has just come back."""
    community = request.filed.community
    if request.state is State.RETURNED:
        returned = next(fact for fact in reversed(request.facts) if isinstance(fact, OrderReturned))
        return _after_return(request, returned)
    if category.check_first and not request.priority.urgent:
        return Choice(community, RouteReason.CHECK_FIRST)
    for route in category.routes:
        if route.kind in _OURS:
            return Choice(community, _OURS[route.kind])
        if found := _covering(route, request, coverage):
            return Choice(found[0], found[1], duty_alert=category.with_community)
    return Choice(community, RouteReason.NO_UNIT)


def _after_return(request: Request, returned: OrderReturned) -> Choice:
    if returned.named and request.returns == 1:
        return Choice(returned.named, RouteReason.RETURNED_NAMING)
    return Choice(request.filed.community, RouteReason.RETURNED)


def _covering(route: Route, request: Request, coverage: Coverage) -> tuple[str, RouteReason] | None:
    if route.kind in _TRADES:
        unit = coverage.trades.get((route.kind, route.trade or ""))
        return (unit, _TRADES[route.kind]) if unit else None
    if request.priority.urgent:  # life and property never go to a partner unit first
        return None
    if unit := coverage.partner.get(request.filed.compound or ""):
        return unit, RouteReason.PARTNER_COMPOUND
    unit = coverage.partner.get(request.filed.community)
    return (unit, RouteReason.PARTNER_COMMUNITY) if unit else None
