"""How programmes stand in their table.

`FACT#0001` in the order they happened (the place in it is the lock), `WORDS#0001` what was said with a fact,
`PROGRAMME#01` each programme as it stands, `MATTER` what decides whether it is proposed again. Who did what stands in
the facts alone; the index `by_public` holds programmes that everybody may read of, and nothing else.
"""

import json

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.shared.domain.facts import Actor, Cause, Fact
from functions.shared.domain.programme import Programme
from functions.shared.domain.programme_facts import PROGRAMME_FACTS
from functions.shared.tables import codec
from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import written

MATTER = "MATTER"
PUBLIC = "yes"
_RUNNING = "9999"  # in the place of when it ended: sorts behind every time
_OUTSIDE = ("at", "by", "cause")  # attributes of their own


class ByCommunity(GlobalSecondaryIndex["ProgrammeRow"]):
    class Meta:
        index_name = "by_community"
        projection = AllProjection()

    community = UnicodeAttribute(hash_key=True)
    until = UnicodeAttribute(range_key=True)


class ByPublic(GlobalSecondaryIndex["ProgrammeRow"]):
    class Meta:
        index_name = "by_public"
        projection = AllProjection()

    public = UnicodeAttribute(hash_key=True)
    until = UnicodeAttribute(range_key=True)


class ProgrammeRow(Row):
    """Any row of the table: which attributes it has, its `sort` says."""

    class Meta:
        table_name = TableName("programmes")

    programme_id = UnicodeAttribute(hash_key=True)  # of the matter: longwangmiao.ankang.litter
    sort = UnicodeAttribute(range_key=True)
    by_community = ByCommunity()
    by_public = ByPublic()
    name = UnicodeAttribute(null=True)  # of a fact, as the four that follow
    at = UnicodeAttribute(null=True)
    by = UnicodeAttribute(null=True)
    cause = UnicodeAttribute(null=True)
    content = UnicodeAttribute(null=True)
    body = UnicodeAttribute(null=True)  # JSON: of a fact's fields, a sentence, a programme, a standing
    community = UnicodeAttribute(null=True)  # of a programme
    until = UnicodeAttribute(null=True)
    public = UnicodeAttribute(null=True)  # of one that everybody may read of


def fact_row(key: str, number: str, fact: Fact) -> ProgrammeRow:
    """The row of the fact with `number`, 0001."""
    return ProgrammeRow(
        key,
        f"FACT#{number}",
        name=type(fact).__name__,
        at=written(fact.at),
        by=fact.by,
        cause=fact.cause.id,
        content=fact.cause.content,
        body=codec.dumps(fact, leave=_OUTSIDE),
    )


def fact_of(row: ProgrammeRow) -> Fact:
    """The fact that `row` keeps. Raises KeyError, TypeError or ValueError for what is none."""
    outside = {"at": row.at, "by": Actor(row.by), "cause": Cause(row.cause, row.content)}
    fact: Fact = codec.build(PROGRAMME_FACTS[row.name], json.loads(row.body) | outside)
    return fact


def programme_row(programme: Programme) -> ProgrammeRow:
    """In the lists of its community and, if it is public, of everybody, by when it ended."""
    ended = written(programme.ended_at) if programme.ended_at else _RUNNING
    return ProgrammeRow(
        programme.about.id,
        f"PROGRAMME#{programme.number:02d}",
        body=codec.dumps(programme),
        community=programme.community,
        until=ended,
        public=PUBLIC if programme.public else None,
    )


def programme_of(row: ProgrammeRow) -> Programme:
    """The programme that `row` is."""
    found: Programme = codec.build(Programme, json.loads(row.body))
    return found
