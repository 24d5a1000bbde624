"""Who should hear of a fact."""

import pytest

from functions.dispatch.raise_alerts import alerts
from functions.shared.domain.alert import Alert, AlertKind
from tests.builders import (
    DAY,
    NOON,
    Happening,
    Told,
    a_request,
    accepted,
    checked,
    done,
    not_solved,
    not_solved_again,
    partly,
    progress,
    rescheduled,
    returned,
    solved,
    whistled,
    words_added,
)
from tests.county import GAS_COMPANY, GAS_LEAK, OFFICE, RED_CROSS, WATER_BUREAU

AT_WORK = (whistled(to=RED_CROSS), accepted())
SAID_DONE = (*AT_WORK, done())


def raised(request: Told) -> list[tuple[str, str, int | None]]:
    """The alerts of the latest fact: kind, audience, order."""
    return [(alert.kind, alert.audience, alert.order) for alert in alerts(request, request.version)]


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ((), [("received", "resident", None)]),
        ((whistled(to=RED_CROSS),), [("whistle", "unit:red_cross", 1)]),
        (
            (whistled(RED_CROSS, WATER_BUREAU),),
            [("whistle", "unit:red_cross", 1), ("whistle", "unit:water_bureau", 2)],
        ),
        ((whistled(to=OFFICE), checked()), []),
        (AT_WORK, [("taken", "resident", 1)]),
        ((whistled(), returned()), []),
        ((whistled(), returned(), whistled(to=OFFICE)), [("whistle", "unit:longwangmiao", 2)]),
        ((*AT_WORK, progress()), []),
        ((*AT_WORK, rescheduled(NOON + 9 * DAY)), [("rescheduled", "resident", 1)]),
        ((*AT_WORK, words_added()), []),
        (SAID_DONE, [("done", "resident", 1)]),
        ((*SAID_DONE, solved()), []),
        ((*SAID_DONE, partly()), [("desk", "unit:longwangmiao", 1)]),
        ((*SAID_DONE, not_solved()), [("reopened", "unit:red_cross", 1)]),
        ((*SAID_DONE, not_solved(), done(), not_solved_again()), [("desk", "unit:longwangmiao", 1)]),
    ],
)
def test_every_fact(happened: tuple[Happening, ...], expected: list[tuple[str, str, int | None]]) -> None:
    assert raised(a_request(*happened)) == expected


@pytest.mark.parametrize("happened", [(), AT_WORK, (*AT_WORK, rescheduled(NOON + 9 * DAY)), SAID_DONE])
def test_who_left_no_number_is_not_written_to(happened: tuple[Happening, ...]) -> None:
    assert raised(a_request(*happened, reachable=False)) == []


def test_life_and_property_call_the_communitys_duty_telephone_beside_the_unit() -> None:
    request = a_request(whistled(to=GAS_COMPANY, duty_alert=True), category=GAS_LEAK)
    assert raised(request) == [("whistle", "unit:gas_company", 1), ("duty", "unit:longwangmiao", 1)]


def test_an_alert_is_the_same_however_late_its_fact_is_heard() -> None:
    """A resident who was reachable, and a unit that had the order, at the fact's own time."""
    early = a_request(whistled(to=RED_CROSS))
    late = early.after(returned(), whistled(to=OFFICE), accepted(), done(), solved())
    assert alerts(late, 2) == alerts(early, 2)
    assert alerts(late, 1) == alerts(early, 1)


def test_ids_tell_facts_and_audiences_apart_and_nothing_else() -> None:
    request = a_request(whistled(to=GAS_COMPANY, duty_alert=True), category=GAS_LEAK, code="3123456789")
    assert [alert.alert_id for alert in alerts(request, 2)] == [
        "3123456789.2#unit:gas_company",
        "3123456789.2#unit:longwangmiao",
    ]


def test_an_alert_carries_its_class_and_time() -> None:
    request = a_request(whistled(to=GAS_COMPANY), category=GAS_LEAK, code="3123456789")
    assert alerts(request, 2) == (
        Alert(
            kind=AlertKind.WHISTLE,
            audience="unit:gas_company",
            request_id="3123456789",
            sequence=2,
            priority="P0",
            at=request.facts[1].at,
            order=1,
        ),
    )
