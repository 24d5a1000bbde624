"""Days on which a contact isn't there: what can be said, and who is told meanwhile."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.response.be_away import LONGEST, permit, span, stand_ins
from functions.shared.domain.directory import Away, Contact
from functions.shared.domain.errors import Refused
from functions.shared.domain.phone import Phone
from tests.county import CALENDAR, RED_CROSS

TODAY = date(2026, 3, 9)
DAYS = timedelta(days=1)
LIAISON = Contact("red_cross", "liaison", "联络员", Phone("+8615400000001"), None)
SECOND = Contact("red_cross", "second", "办公室", Phone("+8615400000002"), None)
DUTY = Contact("red_cross", "duty", "值班", Phone("+8615400000003"), None, duty=True)
LEADER = Contact("red_cross", "leader", "负责人", Phone("+8615400000004"), None, leader=True)
ALL = (LIAISON, SECOND, DUTY, LEADER)
AT_NIGHT = replace(RED_CROSS, night_duty=True)


@pytest.mark.parametrize(
    ("since", "until"), [(0, 0), (0, 3), (-3, 0), (5, 9), (0, LONGEST.days - 1), (-400, -400 + LONGEST.days)]
)
def test_a_span_has_its_days(since: int, until: int) -> None:
    first, last = TODAY + since * DAYS, TODAY + until * DAYS
    if last < TODAY:
        with pytest.raises(Refused, match="away_over"):
            span(first, last, TODAY)
    else:
        assert span(first, last, TODAY) == Away(first, last)


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [(3, 2, "away_backwards"), (-3, -1, "away_over"), (0, LONGEST.days, "away_too_long")],
)
def test_what_can_not_be(since: int, until: int, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        span(TODAY + since * DAYS, TODAY + until * DAYS, TODAY)
    assert refused.value.field == "until"


def away(contact: Contact, since: int = 0, until: int = 2) -> Contact:
    return replace(contact, away=Away(TODAY + since * DAYS, TODAY + until * DAYS))


def test_where_somebody_answers_at_any_hour_one_on_duty_stays() -> None:
    other = replace(DUTY, id="other")
    permit(AT_NIGHT, (away(LIAISON), away(SECOND), DUTY))
    permit(AT_NIGHT, (LIAISON, away(DUTY), other))
    permit(AT_NIGHT, (LIAISON, away(DUTY, 0, 2), away(other, 3, 5)))
    permit(RED_CROSS, (LIAISON, away(DUTY)))
    for gone in ((LIAISON, away(DUTY)), (LIAISON, away(DUTY, 0, 3), away(other, 3, 5))):
        with pytest.raises(Refused, match="duty_all_away"):
            permit(AT_NIGHT, gone)


def told(contacts: tuple[Contact, ...], me: Contact) -> list[tuple[str, str | None]]:
    return [(what, who.id if who else None) for what, who in stand_ins(contacts, me.id, TODAY, CALENDAR)]


def test_who_is_told_meanwhile() -> None:
    assert told(ALL, LIAISON) == [("usual", "second")]
    assert told(ALL, SECOND) == []
    assert told(ALL, DUTY) == [("night", "liaison")]
    assert told(ALL, LEADER) == [("late", "liaison")]
    assert told((LIAISON, away(SECOND), DUTY), LIAISON) == [("usual", "duty")]
    assert told((LIAISON,), LIAISON) == [("usual", None)]
    assert told((away(LIAISON), away(SECOND)), LIAISON) == [("usual", None)]


@given(st.permutations(ALL), st.sampled_from(ALL))
def test_never_oneself(contacts: list[Contact], me: Contact) -> None:
    assert me.id not in [who for _, who in told(tuple(contacts), me)]
