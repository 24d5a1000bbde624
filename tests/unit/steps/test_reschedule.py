"""改期."""

from datetime import date, datetime, timedelta

import pytest

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Rescheduled
from functions.shared.domain.request import Request
from functions.shared.domain.terms import RescheduleReason
from functions.shared.domain.time_limits import end_of_day
from functions.shared.steps.reschedule import reschedule
from tests.builders import DAY, HOUR, NOON, a_press, a_request, accepted, done, rescheduled, whistled
from tests.county import CALENDAR, RED_CROSS, WATER_BUREAU

DUE = end_of_day(date(2026, 3, 16), CALENDAR)
AT_WORK = a_request(whistled(to=RED_CROSS, answer_by=DUE), accepted())


def put_off(request: Request, day: date, now: datetime = NOON + HOUR) -> Decision:
    return reschedule(
        request,
        number=1,
        unit=RED_CROSS,
        day=day,
        reason=RescheduleReason.WEATHER,
        words="",
        calendar=CALENDAR,
        cause=a_press(),
        now=now,
    )


def answer_by(decision: Decision) -> datetime:
    assert isinstance(decision.fact, Rescheduled)
    return decision.fact.answer_by


def test_the_end_of_the_day_it_asks_for() -> None:
    assert answer_by(put_off(AT_WORK, date(2026, 3, 18))) == end_of_day(date(2026, 3, 18), CALENDAR)


def test_a_day_off_becomes_the_next_working_day() -> None:
    saturday = date(2026, 3, 21)
    assert answer_by(put_off(AT_WORK, saturday)) == end_of_day(date(2026, 3, 23), CALENDAR)


@pytest.mark.parametrize("day", [date(2026, 3, 16), date(2026, 3, 14), date(2026, 3, 1), date(1, 1, 1)])
def test_it_is_a_later_day_than_the_one_there_was(day: date) -> None:
    """Saturday the 14th rolls on to Monday the 16th, which it has already."""
    with pytest.raises(Refused, match="day_not_later") as refused:
        put_off(AT_WORK, day)
    assert (refused.value.field, refused.value.details) == ("day", {"at": DUE})


def test_when_it_is_late_already_the_day_is_still_to_come() -> None:
    late = DUE + 10 * DAY
    with pytest.raises(Refused, match="day_not_later"):
        put_off(AT_WORK, date(2026, 3, 18), now=late)
    assert put_off(AT_WORK, date(2026, 3, 30), now=late)


def test_sixty_days_are_the_most() -> None:
    latest = NOON + HOUR + timedelta(days=60)
    assert put_off(AT_WORK, latest.date())
    with pytest.raises(Refused, match="day_too_late") as refused:
        put_off(AT_WORK, latest.date() + timedelta(days=1))
    assert refused.value.details == {"at": latest}


def test_twice_and_no_more() -> None:
    once = AT_WORK.after(rescheduled(DUE + DAY))
    assert put_off(once, date(2026, 3, 19))
    with pytest.raises(Refused, match="rescheduled_twice"):
        put_off(once.after(rescheduled(DUE + 2 * DAY)), date(2026, 3, 25))


def test_only_who_is_at_work_on_it() -> None:
    day = date(2026, 3, 18)
    with pytest.raises(Refused, match="not_yet_taken"):
        put_off(a_request(whistled_to=RED_CROSS), day)
    with pytest.raises(Refused, match="already_done"):
        put_off(AT_WORK.after(done()), day)
    with pytest.raises(Refused, match="not_your_order"):
        put_off(a_request(whistled_to=WATER_BUREAU).after(accepted()), day)
