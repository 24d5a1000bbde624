"""Reads together what a digest tells. What is read grows with what is open and what happened, never with the past."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from functions.digests import of_unit
from functions.digests.decisions import waits
from functions.digests.happened import UnitWork, happened
from functions.digests.letters import Period
from functions.digests.lines import LateLine, ProgrammeLine, RecurringLine, TaskLine
from functions.digests.of_community import CommunityDigest
from functions.digests.of_leader import LeaderDigest
from functions.shared.domain.county_time import local_day
from functions.shared.domain.desk_task import Task
from functions.shared.domain.directory import Name, PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.programme import Programme
from functions.shared.domain.rates import Rate, counts, rates
from functions.shared.domain.request import OrderState
from functions.shared.domain.rows import Cell, OrderRow, RequestRow
from functions.shared.domain.views import DigestLine, ResultLine, Wanted
from functions.shared.doors.programmes import in_order, shown
from functions.shared.edge import tokens
from functions.shared.edge.config import public_url
from functions.shared.gateways.keys import keys
from functions.shared.tables import directory, programmes, request_lists, results, tallies
from functions.shared.tables.recurring import recurring_in
from functions.shared.tables.request_items import alive_orders_of

NOTHING = UnitWork()
MOST_RESULTS = 500  # lines of a month that a letter counts; it lists the first of them


def unit_morning(unit: str, day: date, now: datetime) -> of_unit.UnitDigest:
    """A unit's orders that are open, in groups."""
    return of_unit.sort(alive_orders_of(unit), day, now)


def leader_week(unit: str, period: Period, now: datetime) -> LeaderDigest:
    """Raises Refused `unknown_unit`."""
    orders = tuple(alive_orders_of(unit))
    of_all = cells([it.id for it in directory.communities()], period)
    results_of_all = (results.find(Wanted(month, unit=unit), most=MOST_RESULTS)[0] for month in period.months[::-1])
    return LeaderDigest(
        directory.unit(unit).name,
        period,
        now,
        tuple(order_line(order, now) for order in orders if is_late(order, now)),
        tuple(order_line(order, now) for order in orders if not is_late(order, now)),
        within(period, (line for month in results_of_all for line in month)),
        happened(of_all, period).units.get(unit, NOTHING),
        happened(of_all, period.before).units.get(unit, NOTHING),
        programme_lines(None, now, period.starts, owner=unit),
    )


def community(of: str, period: Period, now: datetime, *, figures: bool = False) -> CommunityDigest:
    """`figures`: with the rates by due day, too, of a period of whole months. Raises Refused `unknown_community`."""
    counted = cells([of], period)
    rows = [row for _, row in request_lists.waiting_for_the_desk([of]) if not row.doubted]
    return CommunityDigest(
        directory.community(of).name,
        period,
        now,
        tuple(task_line(row) for row in rows if waits(row, now)),
        tuple(task_line(row) for row in rows if row.task is not None and row.task.kind is Task.CALL_BACK),
        tuple(map(late_line, late_orders({of}, now))),
        within(period, _closed(period, of)),
        happened(counted, period),
        happened(counted, period.before),
        recurring_lines(of, now),
        programme_lines(of, now, period.starts),
        rates_of(counted, period) if figures else (),
        rates_of(counted, period.before) if figures else (),
    )


def recurring_lines(of: str, now: datetime) -> tuple[RecurringLine, ...]:
    return tuple(
        RecurringLine(it.category, it.place, it.it.count, it.it.residents, it.it.since)
        for it in map(shown, recurring_in(of, now))
    )


def programme_lines(
    of: str | None, now: datetime, since: datetime, *, owner: str | None = None
) -> tuple[ProgrammeLine, ...]:
    """Of a community, or of all; of one `owner`, or of all. Also those that have ended since, or within a month."""
    ended = max(programmes.STILL_TOLD, now - since)
    every = in_order(programmes.declared(of, now, ended))
    return tuple(_programme_line(it, now) for it in every if owner in (None, it.owner))


def _programme_line(it: Programme, now: datetime) -> ProgrammeLine:
    named, line = shown(it), it.result if it.ended_at else it.goal
    return ProgrammeLine(
        named.category,
        named.place,
        named.owner or named.community,
        it.due,
        line.said.zh if line and line.said else None,
        it.late(local_day(now)),
        it.ended_at is not None,
        it.reason,
    )


def rates_of(counted: Mapping[Cell, int], period: Period) -> tuple[Rate, ...]:
    """The rates of what was due on the days of `period`, whole: whoever gets a digest sees every count."""
    return rates(counts((it.measure, n) for it, n in counted.items() if date.fromisoformat(it.day) in period))


def cells(communities: Iterable[str], period: Period) -> Counter[Cell]:
    """The cube of the months that `period` and the one before it have days of."""
    months = dict.fromkeys((*period.before.months, *period.months))
    found: Counter[Cell] = Counter()
    for of in communities:
        for month in months:
            found.update(tallies.month(of, month))
    return found


def late_orders(communities: set[str], now: datetime) -> list[OrderRow]:
    """Every order in `communities` that is past its time, the oldest first. Who waits for the resident isn't late."""
    every = (order for unit in directory.units_ever() for order in alive_orders_of(unit.id))
    late = [order for order in every if order.community in communities and is_late(order, now)]
    return sorted(late, key=lambda order: order.due or order.answer_by)


def is_late(order: OrderRow, now: datetime) -> bool:
    return not order.paused and (order.due or order.answer_by) < now


def within(period: Period, lines: Iterable[ResultLine]) -> tuple[ResultLine, ...]:
    return tuple(line for line in lines if period.starts <= line.closed_at < period.ends)


def task_line(row: RequestRow) -> TaskLine:
    due, kind = (row.task.due, row.task.kind) if row.task else (row.received_at, Task.PROPOSAL)
    category, place = category_name(row.category), place_for_staff(row)
    return TaskLine(row.request_id, category, place, kind, due, public_url(f"/desk/cases/{row.request_id}"))


def late_line(order: OrderRow, *, after_joint: bool = False) -> LateLine:
    return LateLine(
        order.request_id,
        category_name(order.category),
        place_for_staff(order),
        directory.unit(order.unit).name,
        order.due or order.answer_by,
        order.state is OrderState.ACCEPTED,
        public_url(f"/desk/cases/{order.request_id}"),
        after_joint,
    )


def order_line(order: OrderRow, now: datetime) -> DigestLine:
    """For its own unit: with the link that opens it."""
    secret = tokens.pass_for(keys(), "order", order.code, now, tokens.LINK_LIVES)
    return DigestLine(
        code=order.code,
        category=category_name(order.category),
        place=place_name(order.compound, order.community),
        due=order.due or order.answer_by,
        taken=order.state is OrderState.ACCEPTED,
        link=public_url(f"/u/orders/{order.code}?k={secret}"),
        paused=order.paused,
    )


def place_for_staff(row: RequestRow | OrderRow) -> Name:
    """In a mailbox what is never public is told no nearer than its community; the desk's page says the rest."""
    try:
        private = directory.category(row.category).public is PublicRule.NEVER
    except Refused:
        private = True
    return place_name(None if private else row.compound, row.community)


def category_name(category: str) -> Name:
    try:
        return directory.category(category).name
    except Refused:  # taken out of the directory since
        return Name(category, category)


def place_name(compound: str | None, of: str) -> Name:
    try:
        return directory.compound(compound).name if compound else directory.community(of).name
    except Refused:
        return Name(of, of)


def _closed(period: Period, of: str) -> Iterator[ResultLine]:
    for month in period.months[::-1]:
        yield from results.find(Wanted(month, of), most=MOST_RESULTS)[0]
