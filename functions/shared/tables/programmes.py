"""Programmes: read, decided about and listed. How they stand in the table: programme_items.py."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from functions.shared.domain.errors import Busy, Refused, Stale
from functions.shared.domain.facts import Cause, Fact
from functions.shared.domain.programme import Matter, Programme, Sentence, evolve, fold
from functions.shared.domain.programme_facts import SentenceTakenAway
from functions.shared.domain.recurring import About, Standing
from functions.shared.tables import codec, directory
from functions.shared.tables.connection import connection
from functions.shared.tables.directory_edits import meaning_of
from functions.shared.tables.pauses import pauses
from functions.shared.tables.programme_items import (
    MATTER,
    PUBLIC,
    ProgrammeRow,
    fact_of,
    fact_row,
    programme_of,
    programme_row,
)
from functions.shared.tables.times import written

Step = Callable[[Matter], tuple[Fact, Sentence | None]]
STILL_TOLD = timedelta(days=31)  # after it ended, in letters


def load(about: About) -> Matter:
    """The matter as it is now; without facts where nothing was ever decided about it."""
    facts: list[Fact] = []
    said: dict[int, Sentence] = {}
    for row in ProgrammeRow.query(about.id, consistent_read=True):
        kind, _, number = row.sort.partition("#")
        if kind == "FACT":
            facts.append(fact_of(row))
        elif kind == "WORDS":
            said[int(number)] = codec.build(Sentence, json.loads(row.body))
    return fold(about, facts, said)


def change(about: About, cause: Cause, seen: int, step: Step) -> Matter:
    """Read, decide, append. Safe to repeat: the same cause changes nothing the second time.

    Raises whatever `step` refuses with, Refused `changed_since` unless `seen` is how many facts there are, Refused
    `already_sent` if the cause came with other content, or Busy.
    """
    for pause in pauses():
        matter = load(about)
        if matter.already(cause):
            return matter
        if matter.version != seen:
            raise Refused("changed_since")
        try:
            return _append(matter, *step(matter))
        except Stale:
            time.sleep(pause)
    raise Busy


def standings(abouts: Iterable[About]) -> Mapping[About, Standing]:
    """What was decided about each of these, for those about which anything was."""
    by_id = {about.id: about for about in abouts}
    keys = [(about_id, MATTER) for about_id in by_id]
    rows = ProgrammeRow.batch_get(keys, consistent_read=True) if keys else ()
    return {by_id[row.programme_id]: codec.build(Standing, json.loads(row.body)) for row in rows}


def declared(community: str | None, now: datetime, ended: timedelta = STILL_TOLD) -> tuple[Programme, ...]:
    """Those of `community` (None: of all) that run, and those that `ended` so long ago at most. In the directory's
    order of communities, the oldest first.

    For staff and units. What everybody may read of them: `for_everybody` in domain/programme.py.
    """
    communities = (community,) if community else tuple(it.id for it in directory.communities())
    upto = written(now - ended)
    found: list[Programme] = []
    for each in communities:
        rows = ProgrammeRow.by_community.query(each, ProgrammeRow.until >= upto)
        found += sorted(map(programme_of, rows), key=lambda it: (it.declared_at, it.about.id))
    return tuple(found)


def public_ones(since: datetime) -> tuple[Programme, ...]:
    """Of the whole county, those that were declared for everybody to read: running, or ended from `since` on."""
    rows = ProgrammeRow.by_public.query(PUBLIC, ProgrammeRow.until >= written(since))
    return tuple(map(programme_of, rows))


def _append(matter: Matter, fact: Fact, said: Sentence | None) -> Matter:
    """Add `fact`, its sentence and the rows that follow: all or nothing. Raises Stale unless `matter` is the latest."""
    after = evolve(matter, fact, said)
    key, number = matter.about.id, f"{after.version:04d}"
    try:
        with TransactWrite(connection=connection()) as commit:
            commit.save(fact_row(key, number, fact), condition=ProgrammeRow.sort.does_not_exist())
            if said is not None:
                commit.save(ProgrammeRow(key, f"WORDS#{number}", body=codec.dumps(said)))
            if isinstance(fact, SentenceTakenAway):
                commit.delete(ProgrammeRow(key, f"WORDS#{fact.of:04d}"))
            for programme in after.programmes:
                if programme not in matter.programmes:
                    commit.save(programme_row(programme))
            commit.save(ProgrammeRow(key, MATTER, body=codec.dumps(after.standing)))
    except TransactWriteError as error:
        raise meaning_of(error) from error
    return after
