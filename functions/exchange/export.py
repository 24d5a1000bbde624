"""What is open, as rows of the platform's table: the same columns, and the same rows where they came from there."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from functions.exchange import identity
from functions.exchange.columns import Columns
from functions.exchange.rows import Row
from functions.shared.domain.access import Purpose
from functions.shared.domain.county_time import local_day
from functions.shared.domain.csv_file import write
from functions.shared.domain.decision import Person
from functions.shared.domain.errors import Refused
from functions.shared.domain.rows import RequestRow
from functions.shared.domain.staff import Staff
from functions.shared.domain.terms import Channel
from functions.shared.tables import directory, private, request_lists
from functions.shared.tables.access_log import record

MOST = 500


def export(columns: Columns, community: str, month: str, stages: Mapping[str, str], staff: Staff, now: datetime) -> str:
    """The open requests of `community`, of one month where one is given; each is a look at personal data.

    Raises Refused `not_your_community`, or `too_many_to_export`: then nothing is given out.
    """
    if not staff.covers(community):
        raise Refused("not_your_community")
    rows = [row for row in _opened(community) if local_day(row.received_at).isoformat().startswith(month)]
    if len(rows) > MOST:
        raise Refused("too_many_to_export", count=len(rows), limit=MOST)
    for row in rows:
        record(staff.id, row.request_id, Purpose.EXPORT, now)
    codes = [row.request_id for row in rows]
    persons, said = private.persons(codes), private.first_words(codes)
    told = (
        _told(row, persons.get(row.request_id), said.get(row.request_id, ""), columns.key, stages[row.state])
        for row in rows
    )
    return write([columns.written, *map(columns.cells, told)])


def _opened(community: str) -> list[RequestRow]:
    found = [row for _, row in islice(request_lists.all_open([community]), 10 * MOST + 1)]
    if len(found) > 10 * MOST:
        raise Refused("too_many_to_export", count=len(found), limit=10 * MOST)
    return found


def _told(row: RequestRow, person: Person | None, said: str, key: bytes, stage: str) -> dict[str, str]:
    """By field. What the platform doesn't know, or no longer for certain, has our code for its number."""
    theirs = row.channel == Channel.PLATFORM
    words, number, day = identity.parted(said) if theirs else (said, "", local_day(row.received_at).isoformat())
    if not number or row.request_id not in identity.codes(Row(0, number=number), key):
        number = row.request_id
    place = directory.compound(row.compound) if row.compound else directory.community(row.community)
    exactly = person.place if person else ""
    return {
        "number": number,
        "words": words,
        "place": exactly if exactly and theirs else f"{place.name.zh} {exactly}".strip(),
        "category": directory.category(row.category).name.zh,
        "telephone": person.telephone.e164 if person and person.telephone else "",
        "name": person.name if person else "",
        "asked_on": day,
        "result": stage,
    }
