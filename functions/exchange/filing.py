"""Taking rows in: each is one transaction, so nothing is half there, and so many a press that time is enough."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.exchange import identity
from functions.exchange.plan import Outcome, Planned
from functions.shared.domain.access import Purpose
from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Code, Merged, staff_actor
from functions.shared.domain.request import Request
from functions.shared.domain.staff import Staff
from functions.shared.domain.terms import Channel, Handling, Language
from functions.shared.gateways.keys import keys
from functions.shared.steps.absorb import absorb
from functions.shared.steps.accept_request import accept_request
from functions.shared.tables import directory, requests
from functions.shared.tables.access_log import record
from functions.shared.tables.private import telephone_key

AT_ONCE = 50
SECONDS = 15  # of the 29 that API Gateway waits; a row takes some 30 ms


@dataclass(frozen=True)
class Taken:
    """A row that was taken in, or why it wasn't after all."""

    planned: Planned
    code: str | None = None
    refused: Refused | None = None


def take_in(planned: Sequence[Planned], key: bytes, community: str, staff: Staff, now: datetime) -> tuple[Taken, ...]:
    """The first of what is new in the plan; the rest is for the next press."""
    taken: list[Taken] = []
    until = time.monotonic() + SECONDS
    for each in [it for it in planned if it.outcome.new][:AT_ONCE]:
        if time.monotonic() > until:
            break
        try:
            taken.append(Taken(each, _file(each, key, community, staff, now).id))
        except Refused as refused:
            code = refused.details.get("code") if refused.reason == "already_sent" else None
            taken.append(Taken(each, str(code)) if code else Taken(each, refused=refused))
    return tuple(taken)


def _file(planned: Planned, key: bytes, community: str, staff: Staff, now: datetime) -> Request:
    row, joins = planned.row, planned.code if planned.outcome is Outcome.JOINED else None
    category, compound, within, calendar = directory.for_filing(
        row.category, row.compound.id if row.compound else community
    )
    cause, by = identity.cause(row, key), staff_actor(staff.id)
    received = accept_request(
        category=category,
        compound=compound,
        community=within,
        calendar=calendar,
        words=identity.kept(row),
        person=Person(row.telephone, row.place, may_call=False, name=row.name),
        language=Language.ZH,
        cause=cause,
        now=now,
        by=by,
        channel=Channel.PLATFORM,
        handling=Handling.JOINED if joins else Handling.ROUTED,
    )
    decisions, beside = [received], None
    if joins:
        decisions.append(Decision(Merged(into=Code(joins), at=now, by=by, cause=cause)))
        beside = (
            joins,
            lambda other, code: absorb(other, code, priority=category.priority, cause=cause, now=now, by=by),
        )
    known_by = telephone_key(keys().newest, row.telephone) if row.telephone else None
    made = requests.file(identity.codes(row, key), cause, *decisions, telephone_key=known_by, beside=beside)
    record(staff.id, made.id, Purpose.IMPORT, now)
    return made
