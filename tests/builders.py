"""Requests in any state, told as what has happened to them:

a_request(whistled(to=RED_CROSS), accepted()).after(done())
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Self, cast

from functions.shared.domain import facts as f
from functions.shared.domain.codes import ORDER, REQUEST, derive
from functions.shared.domain.directory import Category, Class, Community, Compound, Unit
from functions.shared.domain.facts import Cause, Fact
from functions.shared.domain.request import Request, evolve
from tests.county import ANKANG, LITTER, LONGWANGMIAO, RED_CROSS, WATER_BUREAU

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)  # a Monday, 12:00 in the county
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KEY = b"a key that signs nothing but tests"

Happening = Callable[[Request], Fact]
_press = count(1)


class Told(Request):
    """A request that a test can tell on."""

    def after(self, *happened: Happening) -> Self:
        request: Request = self
        for happening in happened:
            request = evolve(request, happening(request))
        return cast(Self, request)


def a_code(first: str = REQUEST, text: str = "a form") -> str:
    return derive(KEY, first, text)


def a_press(step: str = "press", content: str = "") -> Cause:
    """Somebody presses a button: each time another one."""
    return Cause(f"{step}:{next(_press):032x}", content)


def a_request(
    *happened: Happening,
    whistled_to: Unit | None = None,
    category: Category = LITTER,
    compound: Compound | None = ANKANG,
    community: Community = LONGWANGMIAO,
    code: str | None = None,
    **more: Any,
) -> Told:
    """A web report of Monday noon, and what has happened to it since."""
    first = received(category=category, compound=compound, community=community, **more)
    whistle = (whistled(to=whistled_to),) if whistled_to else ()
    return Told(id=code or a_code()).after(lambda _: first, *whistle, *happened)


def received(
    *,
    category: Category = LITTER,
    compound: Compound | None = ANKANG,
    community: Community = LONGWANGMIAO,
    at: datetime = NOON,
    reachable: bool = True,
    priority: Class | None = None,
    answer_by: datetime | None = None,
    language: f.Language = f.Language.ZH,
) -> f.RequestReceived:
    return f.RequestReceived(
        community=f.Id(community.id),
        compound=f.Id(compound.id) if compound else None,
        category=f.Id(category.id),
        priority=priority or category.priority,
        kind=f.Kind(category.kind),
        channel=f.Channel.WEB,
        public=category.public,
        place=category.place,
        language=language,
        reachable=reachable,
        answer_by=answer_by or at + 7 * DAY,
        at=at,
        by=f.RESIDENT,
        cause=a_press("file"),
    )


def whistled(
    to: Unit = RED_CROSS,
    *helpers: Unit,
    reason: f.RouteReason = f.RouteReason.PARTNER_COMPOUND,
    by: f.Actor = f.RULE,
    duty_alert: bool = False,
    accept_by: datetime | None = None,
    answer_by: datetime | None = None,
    at: datetime | None = None,
) -> Happening:
    def happening(request: Request) -> Fact:
        when = at or _next(request)
        first = len(request.orders) + 1
        orders = tuple(
            f.Whistle(
                number=number,
                code=f.Code(a_code(ORDER, f"{request.id}/{number}")),
                unit=f.Id(unit.id),
                reason=reason,
                accept_by=accept_by or when + DAY,
                answer_by=answer_by or when + 7 * DAY,
            )
            for number, unit in enumerate((to, *helpers), start=first)
        )
        return f.UnitsWhistled(orders=orders, duty_alert=duty_alert, at=when, by=by, cause=a_press("whistle"))

    return happening


def accepted(order: int | None = None, at: datetime | None = None) -> Happening:
    return _by_unit(f.OrderAccepted, order, at)


def returned(
    order: int | None = None,
    named: Unit | None = None,
    reason: f.ReturnReason = f.ReturnReason.NOT_OURS,
    at: datetime | None = None,
) -> Happening:
    return _by_unit(f.OrderReturned, order, at, reason=reason, named=f.Id(named.id) if named else None)


def checked(order: int | None = None, finding: f.Finding = f.Finding.AS_REPORTED) -> Happening:
    return _by_unit(f.CheckedOnSite, order, None, finding=finding)


def progress(order: int | None = None) -> Happening:
    return _by_unit(f.ProgressReported, order, None)


def rescheduled(to: datetime, order: int | None = None, at: datetime | None = None) -> Happening:
    return _by_unit(f.Rescheduled, order, at, answer_by=to, reason=f.RescheduleReason.MATERIAL)


def done(order: int | None = None, at: datetime | None = None) -> Happening:
    return _by_unit(f.WorkClaimedDone, order, at)


def solved(at: datetime | None = None) -> Happening:
    return _verdict(f.Verdict.SOLVED, at)


def partly(at: datetime | None = None) -> Happening:
    return _verdict(f.Verdict.PARTLY, at)


def not_solved(until: datetime | None = None, at: datetime | None = None) -> Happening:
    """For the first time: the same unit's order is open again, `until` a new date."""
    return _verdict(f.Verdict.NOT, at, reopens=True, answer_by=until or NOON + 14 * DAY)


def not_solved_again(at: datetime | None = None) -> Happening:
    return _verdict(f.Verdict.NOT, at)


def words_added(by: f.Actor = f.RESIDENT) -> Happening:
    return lambda request: f.WordsAdded(at=_next(request), by=by, cause=a_press("words"))


def closed() -> Told:
    """The water bureau took it, did it, and the resident says it is solved."""
    return a_request(whistled(to=WATER_BUREAU), accepted(), done(), solved())


def _by_unit(kind: Callable[..., Fact], order: int | None, at: datetime | None, **fields: Any) -> Happening:
    def happening(request: Request) -> Fact:
        number = order or request.lead_number or 0
        by = f.unit_actor(request.order(number).unit)
        return kind(order=number, at=at or _next(request), by=by, cause=a_press(), **fields)

    return happening


def _verdict(verdict: f.Verdict, at: datetime | None, **fields: Any) -> Happening:
    def happening(request: Request) -> Fact:
        when, number = at or _next(request), request.lead_number or 0
        return f.VerdictGiven(order=number, verdict=verdict, at=when, by=f.RESIDENT, cause=a_press("verdict"), **fields)

    return happening


def _next(request: Request) -> datetime:
    return request.since + MINUTE
