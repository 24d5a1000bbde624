"""Reads together what the county's digest tells."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from functions.digests.decisions import Question, questions, waits
from functions.digests.gather import (
    NOTHING,
    category_name,
    cells,
    late_line,
    late_orders,
    place_for_staff,
    place_name,
    programme_lines,
    rates_of,
    recurring_lines,
    within,
)
from functions.digests.happened import Happened, happened
from functions.digests.letters import Period
from functions.digests.lines import Decision, Good, LateLine, PlaceLine, StateCount, UnitLine, UrgentLine
from functions.digests.of_county import CountyDigest
from functions.shared.domain import facts as f
from functions.shared.domain.directory import Community, Contact, ContactWay, Name
from functions.shared.domain.opening import by_body
from functions.shared.domain.rows import Cell, OrderRow, RequestRow
from functions.shared.domain.transitions import ClosedAs, State
from functions.shared.domain.views import ResultLine, Wanted
from functions.shared.edge.config import public_url
from functions.shared.tables import directory, request_lists, requests, results, suppressions
from functions.shared.tables.recurring import quiet_places

LOOKED_INTO = 50  # late orders whose facts are read for what a meeting has said
GOOD_FROM = 20  # the newest results that were confirmed


def county(period: Period, now: datetime, *, figures: bool = False, opening: bool = False) -> CountyDigest:
    """Of all communities of the directory. `figures`: with the rates by due day, too, of a period of whole months;
    `opening`: with what was counted before this service did."""
    communities = directory.communities()
    ids = [it.id for it in communities]
    rows = [row for _, row in request_lists.all_open(ids)]
    counted = cells(ids, period)
    now_, before = happened(counted, period), happened(counted, period.before)
    late = late_orders(set(ids), now)
    return CountyDigest(
        period,
        now,
        tuple(map(_decision, questions(rows, now))),
        tuple(_late(late)),
        sum(waits(row, now) for row in rows),
        _without_result(rows, period),
        _reasons(rows, period),
        tuple(UrgentLine(it.priority, category_name(it.category), place_name(None, it.community), it.received)
              for it in now_.urgent),
        tuple(_place(it, counted, period) for it in communities),
        _units(now_, before),
        tuple(_unreachable(now)),
        tuple(line for it in ids for line in recurring_lines(it, now)),
        programme_lines(None, now, period.starts),
        _quiet_stations(now),
        _good(period),
        now_,
        before,
        rates_of(counted, period) if figures else (),
        rates_of(counted, period.before) if figures else (),
        by_body(directory.opening_figures()) if opening else (),
    )  # fmt: skip


def _decision(question: Question) -> Decision:
    """Of whom: the unit that has it, else the community."""
    row, request = question.row, requests.load(question.row.request_id)
    lead = request.lead
    of = directory.unit(lead.unit).name if request.unit and lead else place_name(None, row.community)
    return Decision(
        question.what,
        category_name(row.category),
        place_for_staff(row),
        of,
        question.since,
        public_url(f"/desk/cases/{row.request_id}"),
    )


def _late(orders: list[OrderRow]) -> Iterator[LateLine]:
    for place, order in enumerate(orders):
        met = place < LOOKED_INTO and any(
            isinstance(fact, f.JointMeetingSet) for fact in requests.load(order.request_id).facts
        )
        yield late_line(order, after_joint=met)


def _without_result(rows: Iterable[RequestRow], period: Period) -> tuple[StateCount, ...]:
    """Of the needs that came in the period, where those stand that have no result."""
    still = Counter(row.state for row in rows if _came_in(row, period))
    return tuple(StateCount(state, still[state]) for state in State if still[state])


def _reasons(rows: Iterable[RequestRow], period: Period) -> tuple[tuple[str, int], ...]:
    """Why those of them that are put off are, by the reason that everybody may read."""
    put_off = [row for row in rows if row.state is State.DEFERRED and _came_in(row, period)]
    found: Counter[str] = Counter()
    for row in put_off:
        facts = requests.load(row.request_id).facts
        found.update([next(str(it.reason) for it in reversed(facts) if isinstance(it, f.Deferred))])
    return tuple(sorted(found.items()))


def _came_in(row: RequestRow, period: Period) -> bool:
    return period.starts <= row.received_at < period.ends and not row.doubted


def _place(community: Community, counted: Counter[Cell], period: Period) -> PlaceLine:
    own = {cell: times for cell, times in counted.items() if cell.community == community.id}
    now, before = happened(own, period), happened(own, period.before)
    return PlaceLine(community.name, now.received, now.results, before.received, before.results)


def _units(now: Happened, before: Happened) -> tuple[UnitLine, ...]:
    """Those that were asked for something or did something, in the directory's order."""
    lines = (
        UnitLine(unit.name, now.units.get(unit.id, NOTHING), before.units.get(unit.id, NOTHING))
        for unit in directory.units_ever()
    )
    return tuple(line for line in lines if line.now or line.before)


def _unreachable(now: datetime) -> Iterator[Name]:
    """Units without anybody whom a message reaches."""
    for unit in directory.units():
        if not any(_reached(contact, now) for contact in directory.contacts(unit.id)):
            yield unit.name


def _reached(contact: Contact, now: datetime) -> bool:
    ways = contact.ways
    if ways == (ContactWay.EMAIL,):
        return not suppressions.holds(contact.email or "", now)
    return bool(ways)


def _quiet_stations(now: datetime) -> tuple[Name, ...]:
    quiet = frozenset(quiet_places(now).stations)
    return tuple(it.name for it in directory.stations() if it.id in quiet)


def _good(period: Period) -> Good | None:
    """The newest result that the resident has confirmed and the unit has said a sentence of."""
    for line in _confirmed(period):
        story = results.story(line.code)
        words = (
            next((step.words for step in reversed(story.steps) if step.what == "done" and step.words), None)
            if story
            else None
        )
        if words and line.unit:
            return Good(line.category, line.place, line.unit, words, public_url(f"/results/{line.code}"))
    return None


def _confirmed(period: Period) -> list[ResultLine]:
    newest = (line for month in period.months[:-3:-1] for line in results.find(Wanted(month), most=200)[0])
    return [line for line in within(period, newest) if line.closed_as == ClosedAs.CONFIRMED][:GOOD_FROM]
