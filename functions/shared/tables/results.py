"""The public copy: the line and story of what was closed."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.shared.domain.county_time import local_day, moment
from functions.shared.domain.errors import Stale
from functions.shared.domain.months import month_of
from functions.shared.domain.recurring import Case
from functions.shared.domain.views import ResultLine, Told, Wanted
from functions.shared.tables import codec, public_words
from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import read, written

STORY = "STORY"
PAGE = 50
MOST_READ = 500  # rows looked through for a page: what is left of a month is found from the next one on


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
    compound = UnicodeAttribute(null=True)  # where the category's rule shows it; copies of before 0.2 lack these two
    joined = NumberAttribute(null=True)  # residents who were answered with it, beside whoever asked


@dataclass(frozen=True)
class Story:
    """What everybody may read of a closed request, names copied in; the words come from rows of their own."""

    line: ResultLine
    steps: tuple[Told, ...]


def publish(
    story: Story, community: str, unit: str | None, version: int, *, compound: str | None = None, joined: int = 0
) -> None:
    """Write the line and its story. Raises Stale if a copy made from a later version is there already."""
    line = story.line
    month = month_of(local_day(line.closed_at))
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
        compound=compound,
        joined=joined or None,
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


def find(wanted: Wanted, after: str | None = None, most: int = PAGE) -> tuple[list[ResultLine], str | None]:
    """At most `most` of the lines that are `wanted`, newest first, and the `after` of those that follow."""
    lines: list[ResultLine] = []
    last, left, still = after, max(MOST_READ, most), _in_index(wanted)
    for item in _newest_first(wanted, after, most):
        line: ResultLine = codec.build(ResultLine, json.loads(item.line))
        if still.fits(line):
            if len(lines) == most:
                return lines, last
            lines.append(line)
        last, left = item.closed_at, left - 1
        if not left:
            return lines, last
    return lines, None


def within(month: str, after: str) -> bool:
    """Whether lines of `month` can follow `after`."""
    first, end = _month(month)
    return first <= after < end


def _in_index(wanted: Wanted) -> Wanted:
    """What the index that is read doesn't already hold to: it knows copies of before ids stood in the line, too."""
    if wanted.unit:
        return replace(wanted, unit="")
    return replace(wanted, community="")


def _newest_first(wanted: Wanted, after: str | None, most: int) -> Iterable["ResultItem"]:
    first, end = _month(wanted.month)
    upto = min(end, after) if after else end
    if wanted.unit:
        condition = ResultItem.closed_at.between(first, upto)
        found: Iterable[ResultItem] = ResultItem.by_unit.query(wanted.unit, condition, scan_index_forward=False)
        return (item for item in found if item.closed_at != after)
    index = ResultItem.by_community if wanted.community else ResultItem.by_month
    key = f"{wanted.community}#{wanted.month}" if wanted.community else wanted.month
    before = ResultItem.closed_at < after if after else None
    page = most + 1 if _in_index(wanted) == Wanted(wanted.month) else None
    return index.query(key, before, scan_index_forward=False, limit=page)


def _month(month: str) -> tuple[str, str]:
    """The first and the last moment of a month in the county, as they stand in `closed_at`."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return written(moment(first, 0)), written(moment(following, 0))


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


def cases(community: str, months: Iterable[str], since: datetime) -> Iterator[Case]:
    """What was asked in `community` from `since` on and has closed in these months with a result."""
    for month in months:
        found = ResultItem.by_community.query(f"{community}#{month}", ResultItem.closed_at >= written(since))
        for item in found:
            line: ResultLine = codec.build(ResultLine, json.loads(item.line))
            if line.asked_at >= since and line.category_id:
                joined = int(item.joined or 0)
                yield Case(line.code, line.asked_at, line.category_id, community, item.compound, joined)


def _write(item: ResultItem, version: int) -> None:
    try:
        item.save(condition=ResultItem.version.does_not_exist() | (ResultItem.version <= version))
    except PutError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise Stale from error
        raise
