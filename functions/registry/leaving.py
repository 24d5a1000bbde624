"""A unit leaves: its orders go to another one, one commit for each request, a few at each press.

It can be stopped anywhere and gone on with: the job's row says to whom, and each order's cause is the same each time.
"""

import secrets
from dataclasses import dataclass
from functools import partial

from functions.registry import acts
from functions.registry.hand_over import cause_of, hand_over
from functions.registry.sheet import Record, Sheet, takes_orders
from functions.shared.domain.directory_entry import Problem
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import staff_actor
from functions.shared.domain.staff import Staff
from functions.shared.domain.time_limits import limits
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways.keys import keys
from functions.shared.tables import directory, requests
from functions.shared.tables import directory_edits as edits
from functions.shared.tables.directory import DirectoryRow
from functions.shared.tables.order_codes import free_code
from functions.shared.tables.request_items import alive_orders_of
from functions.shared.tables.times import written

AT_ONCE = 25  # orders at one press: some seconds
JOB = "job"


@dataclass(frozen=True)
class Leaving:
    """How far it is. `job` is the same as long as the same unit leaves to the same one."""

    job: str
    to: str
    by: str
    ended: bool


def job_of(unit: str) -> Leaving | None:
    data = edits.job(JOB, unit)
    return Leaving(data["job"], data["to"], data["by"], data["ended"]) if data else None


def open_orders(unit: str) -> int:
    return sum(1 for _ in alive_orders_of(unit))


def begin(unit: str, to: str, by: Staff) -> Leaving:
    """Says to whom its orders go, once. Raises Faulty if the directory would not be right without the unit, or Refused
    `unit_missing`, `unknown_unit`, `named_itself`."""
    if not to:
        raise Refused("unit_missing", "to")
    if to == unit:
        raise Refused("named_itself", "to")
    there = acts.look("unit")["unit"]
    if to not in there or not takes_orders(there[to]):
        raise Refused("unknown_unit", "to")
    acts.planned(acts.look(), partial(_left, unit=unit, to=to), by, leaves=unit)
    begun = Leaving(secrets.token_urlsafe(12), to, by.id, ended=False)
    edits.start(JOB, unit, _row(unit, begun).data)
    return begun


def go_on(unit: str, leaving: Leaving, by: Staff) -> int:
    """Hand over the next orders; when there are none, the unit leaves. Answers how many can't be given now: their
    request waits for the desk."""
    given = stuck = 0
    for row in list(alive_orders_of(unit)):
        if given == AT_ONCE:
            return stuck
        try:
            given += _give(row.request_id, row.number, unit, leaving, by)
        except Refused:  # what it is in doesn't let it go, or somebody was quicker
            stuck += 1
    if not stuck:
        ended = Leaving(leaving.job, leaving.to, leaving.by, ended=True)
        acts.change(partial(_left, unit=unit, to=leaving.to), by, "left", leaves=unit, beside=[_row(unit, ended)])
    return stuck


def _give(request_id: str, number: int, unit: str, leaving: Leaving, by: Staff) -> bool:
    """Whether this press has given it: the index may still show what has been, and somebody may be quicker."""
    request, at = requests.load(request_id), now()
    order = request.order(number)
    if order.unit != unit or not order.state.alive:
        return False
    to = directory.unit(leaving.to)
    next_number = len(request.orders) + 1
    cause = cause_of(leaving.job, request_id, number, leaving.to)
    time = limits(request.priority, at, directory.calendar(), night_duty=to.night_duty)
    step = partial(
        hand_over,
        number=number,
        unit=unit,
        to=to.id,
        code=free_code(keys().newest, request_id, next_number),
        next_number=next_number,
        limits=time,
        cause=cause,
        now=at,
        by=staff_actor(by.id),
    )
    requests.change(request_id, cause, step)
    told("hand_over", request_id=request_id, order=number, unit=unit, to=to.id)
    return True


def _left(records: Sheet, problems: list[Problem], *, unit: str, to: str) -> Sheet:
    """The unit takes no more orders, and what it covered is the other one's."""
    there = records["unit"].get(unit)
    if there is None:
        raise Refused("unknown_unit", "to")
    units = {**records["unit"], unit: Record("unit", {**there.fields, "left": "true"})}
    covers = {
        key: Record("coverage", {**it.fields, "unit": to}) if it.fields.get("unit") == unit else it
        for key, it in records["coverage"].items()
    }
    return {**records, "unit": units, "coverage": covers}


def _row(unit: str, leaving: Leaving) -> DirectoryRow:
    data = {"job": leaving.job, "to": leaving.to, "by": leaving.by, "ended": leaving.ended, "at": written(now())}
    return DirectoryRow(JOB, unit, order=0, data=data)
