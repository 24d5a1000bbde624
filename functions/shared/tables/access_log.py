"""Who has looked at whose data: one row a look. It holds ids, and nothing about the person who was looked at."""

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.shared.domain.access import Look, Purpose
from functions.shared.tables.connection import Row, TableName
from functions.shared.tables.times import read, written

# 个人信息保护法 art. 56: records of how personal information is handled are kept for three years at least.
KEPT = timedelta(days=3 * 366)
NOBODY = "-"  # whose data, where a search has found none
PAGE = 100


class ByStaff(GlobalSecondaryIndex["LookItem"]):
    class Meta:
        index_name = "by_staff"
        projection = AllProjection()

    staff = UnicodeAttribute(hash_key=True)
    at = UnicodeAttribute(range_key=True)


class LookItem(Row):
    class Meta:
        table_name = TableName("access_log")

    request_id = UnicodeAttribute(hash_key=True)
    look = UnicodeAttribute(range_key=True)  # <at>#<staff>#<purpose>
    by_staff = ByStaff()
    staff = UnicodeAttribute()
    at = UnicodeAttribute()  # with the request's id behind it, so that no two of a page are the same
    purpose = UnicodeAttribute()
    expires_at = NumberAttribute()  # seconds since 1970


def record(staff_id: str, request_id: str, purpose: Purpose, now: datetime) -> None:
    """Write down that `staff_id` is about to see the personal data of `request_id`. Call it before showing anything."""
    at = written(now)
    ends = int((now + KEPT).timestamp())
    LookItem(
        request_id,
        f"{at}#{staff_id}#{purpose}",
        staff=staff_id,
        at=f"{at}#{request_id}",
        purpose=purpose.value,
        expires_at=ends,
    ).save()


def of_request(request_id: str, before: str | None = None) -> tuple[list[Look], str | None]:
    """A page of the looks at a request's data, newest first, and the `before` of the next page."""
    earlier = LookItem.look < before if before else None
    found = list(LookItem.query(request_id, earlier, scan_index_forward=False, limit=PAGE + 1, consistent_read=True))
    return [_look(item) for item in found[:PAGE]], found[PAGE - 1].look if len(found) > PAGE else None


def by_staff(staff_id: str, before: str | None = None) -> tuple[list[Look], str | None]:
    """A page of the looks that somebody has had, newest first, and the `before` of the next page."""
    earlier = LookItem.at < before if before else None
    found = list(LookItem.by_staff.query(staff_id, earlier, scan_index_forward=False, limit=PAGE + 1))
    return [_look(item) for item in found[:PAGE]], found[PAGE - 1].at if len(found) > PAGE else None


def _look(item: LookItem) -> Look:
    return Look(item.request_id, item.staff, Purpose(item.purpose), read(item.at.partition("#")[0]))
