"""What an order's page offers is what its steps would take."""

import pytest

from functions.shared.domain.directory import Unit
from functions.shared.steps.order_rules import acts
from tests.builders import (
    DAY,
    NOON,
    Told,
    a_request,
    accepted,
    done,
    not_solved,
    not_solved_again,
    partly,
    rescheduled,
    returned,
    solved,
    whistled,
)
from tests.county import OFFICE, RED_CROSS

HELD = a_request(whistled_to=RED_CROSS)
AT_WORK = HELD.after(accepted())
ONCE = AT_WORK.after(rescheduled(NOON + 8 * DAY))
TWICE = ONCE.after(rescheduled(NOON + 9 * DAY))
SAID_DONE = AT_WORK.after(done())


@pytest.mark.parametrize(
    ("request_", "unit", "offered"),
    [
        (HELD, RED_CROSS, "take return"),
        (a_request(whistled_to=OFFICE), OFFICE, "take check pass_on"),
        (AT_WORK, RED_CROSS, "progress done reschedule"),
        (a_request(whistled_to=OFFICE).after(accepted()), OFFICE, "progress done reschedule"),
        (ONCE, RED_CROSS, "progress done reschedule"),
        (TWICE, RED_CROSS, "progress done"),
        (SAID_DONE, RED_CROSS, ""),
        (SAID_DONE.after(not_solved()), RED_CROSS, "progress done reschedule"),
        (SAID_DONE.after(not_solved(), done(), not_solved_again()), RED_CROSS, ""),
        (SAID_DONE.after(partly()), RED_CROSS, ""),
        (SAID_DONE.after(solved()), RED_CROSS, ""),
        (HELD.after(returned()), RED_CROSS, ""),
        (HELD.after(whistled(to=OFFICE)), RED_CROSS, ""),
    ],
)
def test_the_first_orders_page(request_: Told, unit: Unit, offered: str) -> None:
    assert acts(request_, request_.order(1), unit) == frozenset(offered.split())
