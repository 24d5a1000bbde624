"""The public copy: the line and story of what was closed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.shared.domain.county_time import local_day
from functions.shared.domain.errors import Stale
from functions.shared.domain.views import ResultLine, Told
from functions.shared.tables import codec, public_words
from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import read, written

STORY = "STORY"
PAGE = 50


class _Index(GlobalSecondaryIndex["ResultItem"]):
    closed_at = UnicodeAttribute(range_key=True)


class ByMonth(_Index):
    class Meta:
        index_name = "by_month"
        projection = AllProjection()

    month = UnicodeAttribute(hash_key=True)


class ByCommunity(_Index):
    class Meta:
        index_name = "by_community"
        projection = AllProjection()

    community_month = UnicodeAttribute(hash_key=True)


class ByUnit(_Index):
    class Meta:
        index_name = "by_unit"
        projection = AllProjection()

    unit = UnicodeAttribute(hash_key=True)


class ResultItem(Row):
    """`STORY` of a closed request; beside it stand the rows of public_words."""

    class Meta:
        table_name = TableName("results")

    request_id = UnicodeAttribute(hash_key=True)
    sort = UnicodeAttribute(range_key=True)
    by_month = ByMonth()
    by_community = ByCommunity()
    by_unit = ByUnit()
    version = NumberAttribute(null=True)  # of the request this copy was made from
    month = UnicodeAttribute(null=True)
    community_month = UnicodeAttribute(null=True)
    unit = UnicodeAttribute(null=True)
    closed_at = UnicodeAttribute(null=True)  # with the request's id behind it, so that no two are the same
    line = UnicodeAttribute(null=True)  # JSON of a ResultLine
    steps = UnicodeAttribute(null=True)  # JSON of its story, without words


@dataclass(frozen=True)
class Story:
    """What everybody may read of a closed request, names copied in; the words come from rows of their own."""

    line: ResultLine
    steps: tuple[Told, ...]


def publish(story: Story, community: str, unit: str | None, version: int) -> None:
    """Write the line and its story. Raises Stale if a copy made from a later version is there already."""
    line = story.line
    month = local_day(line.closed_at).isoformat()[:7]
    item = ResultItem(
        line.code,
        STORY,
        version=version,
        month=month,
        community_month=f"{community}#{month}",
        unit=unit,
        closed_at=f"{written(line.closed_at)}#{line.code}",
        line=codec.dumps(line),
        steps=codec.dumps(story.steps),
    )
    _write(item, version)


def retract(request_id: str, version: int) -> None:
    """Take the line out of all lists, unless a later copy is there: the request is open again."""
    _write(ResultItem(request_id, STORY, version=version), version)


def story(request_id: str) -> Story | None:
    """What everybody may read of a closed request, if it is published."""
    try:
        item = ResultItem.get(request_id, STORY)
    except ResultItem.DoesNotExist:
        return None
    if item.line is None:
        return None
    said = public_words.words(request_id)
    told = (codec.build(Told, step) for step in json.loads(item.steps or "[]"))
    steps = tuple(replace(step, words=said.get(step.sequence)) for step in told)
    return Story(codec.build(ResultLine, json.loads(item.line)), steps)


def in_month(month: str, community: str | None, after: str | None) -> tuple[list[ResultLine], str | None]:
    """A page of what was closed in `month` (2026-03), newest first, and the `after` of the next page."""
    index = ResultItem.by_month if community is None else ResultItem.by_community
    key = month if community is None else f"{community}#{month}"
    before = ResultItem.closed_at < after if after else None
    found = list(index.query(key, before, scan_index_forward=False, limit=PAGE + 1))
    lines = [codec.build(ResultLine, json.loads(item.line)) for item in found[:PAGE] if item.line]
    return lines, found[PAGE - 1].closed_at if len(found) > PAGE else None


def latest(months: Iterable[str], community: str | None) -> list[tuple[ResultLine, datetime]]:
    """The newest of each of these months, each with when anything last happened to it."""
    index = ResultItem.by_month if community is None else ResultItem.by_community
    keys = [month if community is None else f"{community}#{month}" for month in months]
    found = [item for key in keys for item in index.query(key, scan_index_forward=False, limit=PAGE)]
    return [
        (line, max((read(step["at"]) for step in json.loads(item.steps or "[]")), default=line.closed_at))
        for item in found
        if item.line
        for line in [codec.build(ResultLine, json.loads(item.line))]
    ]


def _write(item: ResultItem, version: int) -> None:
    try:
        item.save(condition=ResultItem.version.does_not_exist() | (ResultItem.version <= version))
    except PutError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise Stale from error
        raise
