"""What an order's page offers is what its steps would take."""

from collections.abc import Callable

import pytest

from functions.shared.domain.directory import Unit
from functions.shared.domain.transitions import permit
from functions.shared.steps.order_rules import acts
from tests.builders import (
    DAY,
    NOON,
    Happening,
    Told,
    a_request,
    accepted,
    asked,
    assigned,
    checked,
    deferred,
    done,
    helper_whistled,
    joint,
    not_solved,
    not_solved_again,
    partly,
    progress,
    rescheduled,
    returned,
    solved,
    whistled,
)
from tests.county import OFFICE, RED_CROSS, WATER_BUREAU

HELD = a_request(whistled_to=RED_CROSS)
AT_WORK = HELD.after(accepted())
ONCE = AT_WORK.after(rescheduled(NOON + 8 * DAY))
TWICE = ONCE.after(rescheduled(NOON + 9 * DAY))
SAID_DONE = AT_WORK.after(done())


@pytest.mark.parametrize(
    ("request_", "unit", "offered"),
    [
        (HELD, RED_CROSS, "take return assign"),
        (a_request(whistled_to=OFFICE), OFFICE, "take check pass_on assign"),
        (AT_WORK, RED_CROSS, "progress done reschedule assign"),
        (a_request(whistled_to=OFFICE).after(accepted()), OFFICE, "progress done reschedule assign"),
        (ONCE, RED_CROSS, "progress done reschedule assign"),
        (TWICE, RED_CROSS, "progress done assign"),
        (SAID_DONE, RED_CROSS, ""),
        (SAID_DONE.after(not_solved()), RED_CROSS, "progress done reschedule assign"),
        (SAID_DONE.after(not_solved(), done(), not_solved_again()), RED_CROSS, ""),
        (SAID_DONE.after(partly()), RED_CROSS, ""),
        (SAID_DONE.after(solved()), RED_CROSS, ""),
        (HELD.after(returned()), RED_CROSS, ""),
        (HELD.after(whistled(to=OFFICE)), RED_CROSS, ""),
        (AT_WORK.after(asked()), RED_CROSS, "done assign"),
        (AT_WORK.after(joint()), RED_CROSS, "assign"),
        (AT_WORK.after(deferred()), RED_CROSS, "assign"),
        (HELD.after(joint()), RED_CROSS, "assign"),
        (a_request(whistled_to=OFFICE).after(joint()), OFFICE, "pass_on assign"),
    ],
)
def test_the_first_orders_page(request_: Told, unit: Unit, offered: str) -> None:
    assert acts(request_, request_.order(1), unit) == frozenset(offered.split())


@pytest.mark.parametrize(
    ("request_", "unit", "offered"),
    [
        (AT_WORK.after(helper_whistled(WATER_BUREAU)), WATER_BUREAU, "take return assign"),
        (HELD.after(helper_whistled(WATER_BUREAU), accepted(order=2)), WATER_BUREAU, "progress done reschedule assign"),
        (HELD.after(helper_whistled(OFFICE)), OFFICE, "take check assign"),  # with its own order the lead's would end
        (AT_WORK.after(helper_whistled(WATER_BUREAU), accepted(order=2), asked()), WATER_BUREAU, "done assign"),
        (AT_WORK.after(helper_whistled(WATER_BUREAU), done()), WATER_BUREAU, ""),
    ],
)
def test_a_helpers_page(request_: Told, unit: Unit, offered: str) -> None:
    assert acts(request_, request_.order(2), unit) == frozenset(offered.split())


EVERYTHING: dict[str, Callable[..., Happening]] = {
    "take": accepted,
    "assign": lambda order: assigned(order=order),
    "return": returned,
    "check": checked,
    "pass_on": lambda order: whistled(to=WATER_BUREAU),
    "progress": progress,
    "reschedule": lambda order: rescheduled(NOON + 30 * DAY, order=order),
    "done": done,
}


@pytest.mark.parametrize("unit", [RED_CROSS, OFFICE])
@pytest.mark.parametrize(
    "happened",
    [
        (),
        (accepted(),),
        (accepted(), asked()),
        (accepted(), joint()),
        (accepted(), deferred()),
        (joint(),),
        (deferred(),),
        (helper_whistled(WATER_BUREAU),),
        (returned(),),
    ],
)
def test_nothing_is_offered_that_the_table_lacks(unit: Unit, happened: tuple[Happening, ...]) -> None:
    request = a_request(whistled_to=unit).after(*happened)
    for order in request.orders:
        for act in acts(request, order, unit):
            permit(request.state, EVERYTHING[act](order=order.number)(request))
