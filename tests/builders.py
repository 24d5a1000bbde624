"""Requests in any state, told as what has happened to them:

a_request(whistled(to=RED_CROSS), accepted()).after(done())
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Self, cast

from functions.shared.domain import facts as f
from functions.shared.domain import terms
from functions.shared.domain.codes import ORDER, REQUEST, derive
from functions.shared.domain.directory import Category, Class, Community, Compound, Unit
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import Cause, Fact
from functions.shared.domain.request import Request
from tests.county import ANKANG, LIGHTING, LITTER, LONGWANGMIAO, OFFICE, RED_CROSS, WATER_BUREAU

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)  # a Monday, 12:00 in the county
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KEY = b"a key that signs nothing but tests"
STAFF = f.staff_actor("clerk")

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
    language: terms.Language = terms.Language.ZH,
    route_by: datetime | None = None,
    handling: terms.Handling = terms.Handling.ROUTED,
    confirmed: bool = False,
    another_way: bool = False,
    doubted: bool = False,
    by: f.Actor = f.RESIDENT,
    channel: terms.Channel = terms.Channel.WEB,
    station: str | None = None,
) -> f.RequestReceived:
    return f.RequestReceived(
        community=f.Id(community.id),
        compound=f.Id(compound.id) if compound else None,
        category=f.Id(category.id),
        priority=priority or category.priority,
        kind=terms.Kind(category.kind),
        channel=channel,
        station=f.Id(station) if station else None,
        public=category.public,
        place=category.place,
        language=language,
        reachable=reachable,
        answer_by=answer_by or at + 7 * DAY,
        route_by=route_by or at + 2 * HOUR,
        handling=handling,
        confirmed=confirmed,
        another_way=another_way,
        doubted=doubted,
        at=at,
        by=by,
        cause=a_press("file"),
    )


def whistled(
    to: Unit = RED_CROSS,
    *helpers: Unit,
    reason: terms.RouteReason = terms.RouteReason.PARTNER_COMPOUND,
    by: f.Actor = f.RULE,
    duty_alert: bool = False,
    unchecked: bool = False,
    accept_by: datetime | None = None,
    answer_by: datetime | None = None,
    at: datetime | None = None,
) -> Happening:
    def happening(request: Request) -> Fact:
        when = at or _next(request)
        orders = _whistles(request, (to, *helpers), reason, when, accept_by, answer_by)
        return f.UnitsWhistled(
            orders=orders, duty_alert=duty_alert, unchecked=unchecked, at=when, by=by, cause=a_press("whistle")
        )

    return happening


def helper_whistled(
    *helpers: Unit, accept_by: datetime | None = None, answer_by: datetime | None = None, at: datetime | None = None
) -> Happening:
    def happening(request: Request) -> Fact:
        when = at or _next(request)
        orders = _whistles(request, helpers, terms.RouteReason.BY_NAME, when, accept_by, answer_by)
        return f.HelperWhistled(orders=orders, at=when, by=STAFF, cause=a_press("helpers"))

    return happening


def handed_over(to: Unit = OFFICE, order: int | None = None, at: datetime | None = None) -> Happening:
    """The unit of the order has left the directory: `to` has the time that was left."""

    def happening(request: Request) -> Fact:
        when, number = at or _next(request), order or request.lead_number or 0
        left = request.order(number).answer_by
        (whistle,) = _whistles(request, (to,), terms.RouteReason.HANDED_OVER, when, None, left)
        return f.HandedOver(order=number, to=whistle, at=when, by=STAFF, cause=a_press("hand_over"))

    return happening


def accepted(order: int | None = None, at: datetime | None = None) -> Happening:
    return _by_unit(f.OrderAccepted, order, at)


def returned(
    order: int | None = None,
    named: Unit | None = None,
    reason: terms.ReturnReason = terms.ReturnReason.NOT_OURS,
    at: datetime | None = None,
) -> Happening:
    """The desk has a day to decide."""
    return _by_unit(
        f.OrderReturned, order, at, reason=reason, named=f.Id(named.id) if named else None, desk_by=_After(DAY)
    )


def return_refused(
    order: int | None = None,
    accept_by: datetime | None = None,
    answer_by: datetime | None = None,
    at: datetime | None = None,
) -> Happening:
    accept, answer = accept_by or _After(DAY), answer_by or _After(7 * DAY)
    return _about_order(f.ReturnRefused, order, at, accept_by=accept, answer_by=answer)


def checked(order: int | None = None, finding: terms.Finding = terms.Finding.AS_REPORTED) -> Happening:
    return _by_unit(f.CheckedOnSite, order, None, finding=finding)


def assigned(to: str = "office", order: int | None = None, at: datetime | None = None) -> Happening:
    return _by_unit(f.OrderAssigned, order, at, to=f.Id(to))


def progress(order: int | None = None) -> Happening:
    return _by_unit(f.ProgressReported, order, None)


def rescheduled(to: datetime, order: int | None = None, at: datetime | None = None) -> Happening:
    return _by_unit(f.Rescheduled, order, at, answer_by=to, reason=terms.RescheduleReason.MATERIAL)


def reschedule_refused(order: int | None = None, at: datetime | None = None) -> Happening:
    return _about_order(f.RescheduleRefused, order, at)


def done(order: int | None = None, at: datetime | None = None, raised: int | None = None) -> Happening:
    when = {"remind_at": _After(3 * DAY), "verdict_by": _After(7 * DAY)}
    return _by_unit(f.WorkClaimedDone, order, at, **when, raised_yuan=raised)


def solved(at: datetime | None = None) -> Happening:
    return _verdict(terms.Verdict.SOLVED, at)


def partly(at: datetime | None = None) -> Happening:
    return _verdict(terms.Verdict.PARTLY, at, desk_by=_After(2 * DAY))


def not_solved(until: datetime | None = None, at: datetime | None = None) -> Happening:
    """For the first time: the same unit's order is open again, `until` a new date."""
    return _verdict(terms.Verdict.NOT, at, reopens=True, answer_by=until or NOON + 14 * DAY)


def not_solved_again(at: datetime | None = None) -> Happening:
    return _verdict(terms.Verdict.NOT, at, desk_by=_After(2 * DAY))


def words_added(by: f.Actor = f.RESIDENT, at: datetime | None = None) -> Happening:
    return lambda request: f.WordsAdded(at=at or _next(request), by=by, cause=a_press("words"))


def words_released(of: int = 1) -> Happening:
    return _by(STAFF, f.WordsReleased, of=of)


def words_blanked(of: int = 1) -> Happening:
    return _by(STAFF, f.WordsBlanked, of=of)


def settled(at: datetime | None = None) -> Happening:
    return _by(STAFF, f.SettledOnTheSpot, at)


def classified(
    category: Category = LIGHTING,
    compound: Compound | None = ANKANG,
    community: Community = LONGWANGMIAO,
    at: datetime | None = None,
) -> Happening:
    return _by(
        STAFF,
        f.Classified,
        at,
        category=f.Id(category.id),
        priority=category.priority,
        kind=terms.Kind(category.kind),
        public=category.public,
        place=category.place,
        community=f.Id(community.id),
        compound=f.Id(compound.id) if compound else None,
        route_by=_After(2 * HOUR),
    )


def asked(at: datetime | None = None) -> Happening:
    """The resident has five days to answer."""
    return _by(STAFF, f.ResidentAsked, at, wait_until=_After(5 * DAY))


def answered(at: datetime | None = None) -> Happening:
    return _by(f.RESIDENT, f.ResidentAnswered, at)


def wait_ended(at: datetime | None = None) -> Happening:
    return _by(f.CLOCK, f.WaitEnded, at)


def reminded(at: datetime | None = None) -> Happening:
    return _by(f.CLOCK, f.VerdictReminded, at)


def contact_attempted(way: terms.Heard = terms.Heard.CALL, at: datetime | None = None) -> Happening:
    return _by(STAFF, f.ContactAttempted, at, way=way)


def reopened(order: int | None = None, nobody: bool = False, at: datetime | None = None) -> Happening:
    """To the lead's unit with seven days, or to `nobody` yet."""
    return _again(f.Reopened, STAFF, order, nobody, at)


def disputed(order: int | None = None, nobody: bool = False, at: datetime | None = None, **more: Any) -> Happening:
    return _again(f.Disputed, f.RESIDENT, order, nobody, at, **more)


def closed_partly(at: datetime | None = None) -> Happening:
    return _by(STAFF, f.ClosedPartly, at)


def closed_silent(at: datetime | None = None) -> Happening:
    return _by(f.CLOCK, f.ClosedSilent, at)


def joint(meets_at: datetime | None = None, at: datetime | None = None) -> Happening:
    return _by(STAFF, f.JointMeetingSet, at, meets_at=meets_at or _After(7 * DAY))


def deferred(
    review_at: datetime | None = None,
    reason: terms.DeferReason = terms.DeferReason.SEASON,
    at: datetime | None = None,
) -> Happening:
    return _by(STAFF, f.Deferred, at, reason=reason, review_at=review_at or _After(60 * DAY))


def on_agenda() -> Happening:
    return _by(STAFF, f.PutOnAgenda)


def merged(into: str = "3000000017", at: datetime | None = None, by: f.Actor = STAFF) -> Happening:
    return _by(by, f.Merged, at, into=f.Code(into))


def absorbed(other: str = "3000000025", *, joined: bool = False, at: datetime | None = None) -> Happening:
    return _by(STAFF, f.Absorbed, at, other=f.Code(other), joined=joined)


def unmerged(at: datetime | None = None) -> Happening:
    return _by(f.RULE, f.Unmerged, at, route_by=_After(2 * HOUR))


def explained(reason: terms.CloseReason = terms.CloseReason.NO_MONEY, at: datetime | None = None) -> Happening:
    return _by(STAFF, f.Explained, at, reason=reason)


def transferred(reason: terms.CloseReason = terms.CloseReason.OTHER_BODY, at: datetime | None = None) -> Happening:
    return _by(STAFF, f.Transferred, at, reason=reason)


def rejected(reason: terms.CloseReason = terms.CloseReason.NOT_A_REQUEST, at: datetime | None = None) -> Happening:
    return _by(STAFF, f.Rejected, at, reason=reason)


def withdrawn(by: f.Actor = f.RESIDENT, at: datetime | None = None) -> Happening:
    return _by(by, f.Withdrawn, at)


def warned(which: terms.Deadline | None = None, order: int | None = None, at: datetime | None = None) -> Happening:
    return _by_clock_of(f.DeadlineWarned, which, order, at)


def missed(which: terms.Deadline | None = None, order: int | None = None, at: datetime | None = None) -> Happening:
    return _by_clock_of(f.DeadlineMissed, which, order, at)


def escalated(
    to: terms.CalledOn = terms.CalledOn.AGENDA, call: int = 1, order: int | None = None, at: datetime | None = None
) -> Happening:
    return _by_clock_of(f.Escalated, None, order, at, to=to, call=call)


def confirmed(by: f.Actor = f.RESIDENT, at: datetime | None = None) -> Happening:
    return _by(by, f.NumberConfirmed, at)


def erased(at: datetime | None = None) -> Happening:
    return _by(f.CLOCK, f.PersonErased, at)


def closed() -> Told:
    """The water bureau took it, did it, and the resident says it is solved."""
    return a_request(whistled(to=WATER_BUREAU), accepted(), done(), solved())


@dataclass(frozen=True)
class _After:
    """A moment that much later than the fact that names it."""

    span: timedelta


def _by(by: f.Actor, kind: Callable[..., Fact], at: datetime | None = None, /, **fields: Any) -> Happening:
    def happening(request: Request) -> Fact:
        when = at or _next(request)
        return kind(at=when, by=by, cause=a_press(), **_dated(fields, when))

    return happening


def _by_unit(kind: Callable[..., Fact], order: int | None, at: datetime | None, **fields: Any) -> Happening:
    def happening(request: Request) -> Fact:
        number = order or request.lead_number or 0
        by = f.unit_actor(request.order(number).unit)
        return _by(by, kind, at, order=number, **fields)(request)

    return happening


def _by_clock_of(
    kind: Callable[..., Fact], which: terms.Deadline | None, number: int | None, at: datetime | None, **more: Any
) -> Happening:
    """What the clock says of the deadline that an order has, or had."""

    def happening(request: Request) -> Fact:
        order = request.order(number or request.lead_number or 0)
        deadline = which or order.deadline
        due = order.accept_by if deadline is terms.Deadline.ACCEPT else order.answer_by
        return _by(f.CLOCK, kind, at, order=order.number, which=deadline, due=due, **more)(request)

    return happening


def _about_order(kind: Callable[..., Fact], order: int | None, at: datetime | None, **fields: Any) -> Happening:
    return lambda request: _by(STAFF, kind, at, order=order or request.lead_number, **fields)(request)


def _again(
    kind: Callable[..., Fact], by: f.Actor, order: int | None, nobody: bool, at: datetime | None, **more: Any
) -> Happening:
    if nobody:
        return _by(by, kind, at, route_by=_After(2 * HOUR), **more)
    return lambda request: _by(by, kind, at, order=order or request.lead_number, answer_by=_After(7 * DAY), **more)(
        request
    )


def _verdict(verdict: terms.Verdict, at: datetime | None, **fields: Any) -> Happening:
    return lambda request: _by(f.RESIDENT, f.VerdictGiven, at, order=request.lead_number, verdict=verdict, **fields)(
        request
    )


def _whistles(
    request: Request,
    units: Iterable[Unit],
    reason: terms.RouteReason,
    at: datetime,
    accept_by: datetime | None,
    answer_by: datetime | None,
) -> tuple[f.Whistle, ...]:
    return tuple(
        f.Whistle(
            number=number,
            code=f.Code(a_code(ORDER, f"{request.id}/{number}")),
            unit=f.Id(unit.id),
            reason=reason,
            accept_by=accept_by or at + DAY,
            answer_by=answer_by or at + 7 * DAY,
        )
        for number, unit in enumerate(units, start=len(request.orders) + 1)
    )


def _dated(fields: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {name: at + value.span if isinstance(value, _After) else value for name, value in fields.items()}


def _next(request: Request) -> datetime:
    return request.since + MINUTE
