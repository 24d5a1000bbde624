"""The list's groups, on the county's clock."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.response.sort_orders import Group, sort_orders
from functions.shared.domain.request import OrderState
from functions.shared.domain.rows import OrderRow
from tests.builders import DAY, HOUR, MINUTE, NOON


def an_order(due: datetime, code: str = "6000000000", *, paused: bool = False) -> OrderRow:
    return OrderRow(
        request_id="3000000000",
        number=1,
        code=code,
        state=OrderState.OPEN,
        unit="water_bureau",
        community="longwangmiao",
        compound=None,
        category="litter",
        priority="P2",
        accept_by=due,
        answer_by=due + 7 * DAY,
        due=due,
        rescheduled=False,
        paused=paused,
    )


def group_of(due: datetime, *, paused: bool = False) -> Group:
    (found,) = (group for group, rows in sort_orders([an_order(due, paused=paused)], NOON).items() if rows)
    return found


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (NOON - timedelta(seconds=1), Group.OVERDUE),
        (NOON, Group.TODAY),
        (datetime(2026, 3, 9, 15, 59, tzinfo=UTC), Group.TODAY),  # 23:59 in the county
        (datetime(2026, 3, 9, 16, 0, tzinfo=UTC), Group.WEEK),  # midnight there
        (datetime(2026, 3, 15, 15, 59, tzinfo=UTC), Group.WEEK),
        (datetime(2026, 3, 15, 16, 0, tzinfo=UTC), Group.LATER),
    ],
)
def test_each_deadline_has_its_group(due: datetime, group: Group) -> None:
    assert group_of(due) is group


def test_what_waits_for_others_is_never_late() -> None:
    assert group_of(NOON - DAY, paused=True) is Group.WAITING


def test_the_nearest_is_first_in_each_and_all_groups_are_there() -> None:
    orders = [an_order(NOON + HOUR, "b"), an_order(NOON + MINUTE, "c"), an_order(NOON + HOUR, "a")]
    found = sort_orders(orders, NOON)
    assert [row.code for row in found[Group.TODAY]] == ["c", "a", "b"]
    assert list(found) == list(Group)
    assert sum(map(len, found.values())) == 3
