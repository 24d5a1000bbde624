"""What a unit tells staff weighs what it would have written itself: the same step, the same fact, another hand."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from functions.shared.domain.county_time import local_day
from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.terms import Finding, RescheduleReason, ReturnReason
from functions.shared.domain.time_limits import Limits
from functions.shared.domain.transitions import permit
from functions.shared.steps.pass_on import pass_on, record_check
from functions.shared.steps.report import claim_done, report_progress
from functions.shared.steps.reschedule import reschedule
from functions.shared.steps.return_order import return_order
from functions.shared.steps.take_order import take_order
from tests.builders import DAY, HOUR, NOON, STAFF, Told, a_press, a_request, accepted
from tests.county import CALENDAR, OFFICE, RED_CROSS, WATER_BUREAU

HELD, OURS = a_request(whistled_to=RED_CROSS), a_request(whistled_to=OFFICE)
AT_WORK = HELD.after(accepted())
SAID: dict[str, Any] = {"words": "", "public_words": "清了"}
LATER: dict[str, Any] = {
    "day": local_day(NOON + 20 * DAY),
    "reason": RescheduleReason.WEATHER,
    "words": "",
    "calendar": CALENDAR,
}
BACK: dict[str, Any] = {"reason": ReturnReason.NOT_OURS, "named": None, "words": "", "calendar": CALENDAR}
ON: dict[str, Any] = {
    "to": WATER_BUREAU,
    "code": "6000000002",
    "limits": Limits(NOON + DAY, NOON + 7 * DAY),
    "words": "",
}


@pytest.mark.parametrize(
    ("request_", "step"),
    [
        (HELD, partial(take_order, unit=RED_CROSS)),
        (HELD, partial(return_order, unit=RED_CROSS, **BACK)),
        (AT_WORK, partial(report_progress, unit=RED_CROSS, **SAID)),
        (AT_WORK, partial(claim_done, unit=RED_CROSS, **SAID)),
        (AT_WORK, partial(reschedule, unit=RED_CROSS, **LATER)),
        (OURS, partial(record_check, unit=OFFICE, finding=Finding.AS_REPORTED, words="")),
        (OURS, partial(pass_on, unit=OFFICE, **ON)),
    ],
    ids=lambda value: value.func.__name__ if isinstance(value, partial) else "",
)
def test_the_same_fact_by_another_hand(request_: Told, step: Callable[..., Decision]) -> None:
    press = a_press()
    own = step(request_, number=1, cause=press, now=NOON + HOUR)
    told = step(request_, number=1, cause=press, now=NOON + HOUR, by=STAFF)
    assert own.fact.by.startswith("unit:")
    assert told == replace(own, fact=replace(own.fact, by=STAFF))
    permit(request_.state, told.fact)


def test_staff_take_no_order_that_is_not_the_units() -> None:
    with pytest.raises(Refused, match="not_your_order"):
        take_order(HELD, number=1, unit=WATER_BUREAU, cause=a_press(), now=NOON, by=STAFF)


def test_what_is_claimed_done_says_when_the_resident_is_asked_again_and_until_when() -> None:
    fact = claim_done(AT_WORK, number=1, unit=RED_CROSS, cause=a_press(), now=NOON, **SAID).fact
    after = AT_WORK.after(lambda _: fact)
    assert after.wait is not None
    assert after.wait.until == NOON + 3 * DAY
    assert after.verdict_by == NOON + 7 * DAY
