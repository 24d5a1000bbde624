"""Who should hear of a fact."""

import pytest

from functions.dispatch.raise_alerts import alerts
from functions.shared.domain.alert import Alert, AlertKind
from functions.shared.domain.facts import FACTS, RESIDENT
from functions.shared.domain.terms import CalledOn, Handling
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    STAFF,
    Happening,
    Told,
    a_request,
    absorbed,
    accepted,
    answered,
    asked,
    assigned,
    checked,
    classified,
    closed_partly,
    closed_silent,
    confirmed,
    contact_attempted,
    deferred,
    disputed,
    done,
    erased,
    escalated,
    explained,
    handed_over,
    helper_whistled,
    joint,
    merged,
    missed,
    not_solved,
    not_solved_again,
    on_agenda,
    partly,
    progress,
    rejected,
    reminded,
    reopened,
    reschedule_refused,
    rescheduled,
    return_refused,
    returned,
    settled,
    solved,
    transferred,
    unmerged,
    wait_ended,
    warned,
    whistled,
    withdrawn,
    words_added,
    words_blanked,
    words_released,
)
from tests.county import GAS_COMPANY, GAS_LEAK, OFFICE, RED_CROSS, WATER_BUREAU

AT_WORK = (whistled(to=RED_CROSS), accepted())
SAID_DONE = (*AT_WORK, done())
HELPED = (*AT_WORK, helper_whistled(WATER_BUREAU))


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
        ((whistled(), returned()), [("desk", "unit:longwangmiao", 1)]),
        ((whistled(), returned(), return_refused()), [("whistle", "unit:red_cross", 1)]),
        ((whistled(), returned(), whistled(to=OFFICE)), [("whistle", "unit:longwangmiao", 2)]),
        ((*AT_WORK, progress()), []),
        ((*AT_WORK, assigned()), [("handed", "unit:red_cross", 1)]),
        ((whistled(), assigned("office"), assigned("liaison")), [("handed", "unit:red_cross", 1)]),
        ((*HELPED, assigned(order=2)), [("handed", "unit:water_bureau", 2)]),
        ((*AT_WORK, rescheduled(NOON + 9 * DAY)), [("rescheduled", "resident", 1)]),
        (
            (*AT_WORK, rescheduled(NOON + 9 * DAY), reschedule_refused()),
            [("date_kept", "unit:red_cross", 1), ("news", "resident", None)],
        ),
        ((words_added(),), []),
        ((whistled(to=RED_CROSS), words_added()), [("added", "unit:red_cross", 1)]),
        ((*AT_WORK, words_added()), [("added", "unit:red_cross", 1)]),
        ((*AT_WORK, words_added(), words_added()), []),
        ((*AT_WORK, words_added(at=NOON + HOUR), words_added(at=NOON + 2 * HOUR)), [("added", "unit:red_cross", 1)]),
        (
            (*AT_WORK, *(words_added(at=NOON + it * 40 * MINUTE) for it in (1, 2, 3))),  # the second wasn't told
            [("added", "unit:red_cross", 1)],
        ),
        ((*AT_WORK, words_added(STAFF), words_added()), [("added", "unit:red_cross", 1)]),
        ((*SAID_DONE, words_added()), []),
        ((*AT_WORK, words_added(STAFF)), [("news", "resident", None)]),
        ((*AT_WORK, asked()), [("asked", "resident", None)]),
        ((*AT_WORK, asked(), answered()), [("go_on", "unit:red_cross", 1)]),
        ((*AT_WORK, asked(), wait_ended()), [("go_on", "unit:red_cross", 1)]),
        ((asked(), answered()), []),
        ((classified(),), []),
        ((on_agenda(),), []),
        ((*AT_WORK, words_released()), []),
        ((*AT_WORK, words_released(), words_blanked()), []),
        ((*AT_WORK, helper_whistled(WATER_BUREAU)), [("whistle", "unit:water_bureau", 2)]),
        ((*HELPED, accepted(order=2)), []),
        ((*HELPED, returned(order=2)), [("desk", "unit:longwangmiao", 2)]),
        ((*HELPED, accepted(order=2), rescheduled(NOON + 9 * DAY, order=2)), []),
        ((*HELPED, accepted(order=2), done(order=2)), []),
        ((*AT_WORK, handed_over(to=WATER_BUREAU)), [("whistle", "unit:water_bureau", 2)]),
        ((*AT_WORK, joint()), [("news", "resident", None)]),
        ((*AT_WORK, deferred()), [("news", "resident", None)]),
        ((*SAID_DONE, reminded()), [("done", "resident", 1)]),
        ((*SAID_DONE, contact_attempted()), []),
        ((*SAID_DONE, partly(), closed_partly()), [("news", "resident", None)]),
        ((*SAID_DONE, partly(), reopened()), [("go_on", "unit:red_cross", 1), ("news", "resident", None)]),
        ((*SAID_DONE, closed_silent()), [("news", "resident", None)]),
        ((*SAID_DONE, solved(), disputed()), [("go_on", "unit:red_cross", 1)]),
        ((explained(), disputed(nobody=True)), []),
        ((explained(), reopened(nobody=True)), [("news", "resident", None)]),
        ((settled(),), []),
        ((merged(),), [("news", "resident", None)]),
        ((merged(), unmerged()), []),
        ((absorbed(),), [("news", "resident", None)]),
        ((absorbed(joined=True),), []),
        ((explained(),), [("news", "resident", None)]),
        ((transferred(),), [("news", "resident", None)]),
        ((rejected(),), [("news", "resident", None)]),
        ((withdrawn(),), []),
        ((withdrawn(), erased()), []),
        (SAID_DONE, [("done", "resident", 1)]),
        ((*SAID_DONE, solved()), []),
        ((*SAID_DONE, partly()), [("desk", "unit:longwangmiao", 1)]),
        ((*SAID_DONE, not_solved()), [("reopened", "unit:red_cross", 1)]),
        ((*SAID_DONE, not_solved(), done(), not_solved_again()), [("desk", "unit:longwangmiao", 1)]),
        ((confirmed(),), []),
        ((whistled(to=RED_CROSS), warned()), [("due_accept", "unit:red_cross", 1)]),
        ((whistled(to=RED_CROSS), missed()), [("late_accept", "unit:red_cross", 1)]),
        ((*AT_WORK, warned()), [("due_answer", "unit:red_cross", 1)]),
        ((*AT_WORK, missed()), [("late_answer", "unit:red_cross", 1)]),
        ((*HELPED, warned(order=2)), [("due_accept", "unit:water_bureau", 2)]),
        ((*HELPED, missed(order=2)), [("late_accept", "unit:water_bureau", 2)]),
        ((*AT_WORK, missed(), escalated(CalledOn.AGENDA)), []),  # it stands in the digest
        ((whistled(to=RED_CROSS), missed(), escalated(CalledOn.COUNTY)), [("untaken", "county", 1)]),
        (
            (whistled(to=RED_CROSS), missed(), escalated(CalledOn.EVERYBODY)),
            [("untaken", "unit:red_cross", 1), ("untaken", "unit:longwangmiao", 1), ("untaken", "county", 1)],
        ),
        (
            (whistled(to=OFFICE), missed(), escalated(CalledOn.EVERYBODY)),
            [("untaken", "unit:longwangmiao", 1), ("untaken", "county", 1)],
        ),
    ],
)
def test_every_fact(happened: tuple[Happening, ...], expected: list[tuple[str, str, int | None]]) -> None:
    assert raised(a_request(*happened, confirmed=True)) == expected


def test_no_fact_is_left_out() -> None:
    """Each kind of fact is the latest of one of the stories above."""
    (marks,) = (mark for mark in test_every_fact.pytestmark if mark.name == "parametrize")  # type: ignore[attr-defined]
    latest = {type(a_request(*happened).facts[-1]).__name__ for happened, _ in marks.args[1]}
    assert latest == set(FACTS)


@pytest.mark.parametrize("handling", [Handling.SETTLED, Handling.JOINED])
def test_who_is_answered_by_staff_at_once_or_with_another_gets_no_receipt_by_text(handling: Handling) -> None:
    assert raised(a_request(handling=handling, by=STAFF)) == []


def test_who_goes_with_another_request_from_the_page_gets_the_receipt_and_nothing_beside_it() -> None:
    request = a_request(handling=Handling.JOINED, confirmed=True)
    assert raised(request) == [("received", "resident", None)]
    assert raised(request.after(merged(by=RESIDENT))) == []


@pytest.mark.parametrize(
    ("ending", "own"),
    [
        ((*SAID_DONE, solved()), []),
        ((*SAID_DONE, partly(), closed_partly()), ["resident"]),
        ((*SAID_DONE, closed_silent()), ["resident"]),
        ((explained(),), ["resident"]),
        ((transferred(),), ["resident"]),
        ((rejected(),), ["resident"]),
        ((withdrawn(),), []),
    ],
)
def test_every_end_is_told_to_those_who_were_answered_with_it(ending: tuple[Happening, ...], own: list[str]) -> None:
    request = a_request(absorbed("3000000025"), absorbed("3000000033"), *ending, confirmed=True)
    told = [(kind, audience) for kind, audience, _ in raised(request)]
    everybody = [*own, "resident:3000000025", "resident:3000000033"]
    assert told == [("news", audience) for audience in everybody]


def test_whoever_has_gone_their_own_way_hears_no_more_of_it() -> None:
    ended = (absorbed(), explained(), reopened(nobody=True), whistled(), accepted(), done(), closed_silent())
    request = a_request(*ended, confirmed=True)
    assert raised(request) == [("news", "resident", None)]


ASKED = (*AT_WORK, asked())


@pytest.mark.parametrize(
    "happened", [(), AT_WORK, (*AT_WORK, rescheduled(NOON + 9 * DAY)), SAID_DONE, ASKED, (explained(),)]
)
def test_who_left_no_number_is_not_written_to(happened: tuple[Happening, ...]) -> None:
    assert raised(a_request(*happened, reachable=False, confirmed=True)) == []


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ((), ["received"]),
        (AT_WORK, []),
        ((*AT_WORK, rescheduled(NOON + 9 * DAY)), []),
        ((*AT_WORK, words_added(STAFF)), []),
        (ASKED, []),
        (SAID_DONE, ["done"]),
        ((*SAID_DONE, reminded()), []),  # once
        ((*SAID_DONE, partly(), closed_partly()), []),
        ((*SAID_DONE, closed_silent()), []),
        ((merged(),), []),
        ((explained(),), []),
        ((*SAID_DONE, not_solved(), done()), []),
        ((*HELPED, accepted(order=2), done(order=2), done()), ["done"]),  # the helper's is another order
        ((confirmed(), *AT_WORK), ["taken"]),
        ((confirmed(), *SAID_DONE, reminded()), ["done"]),
        ((confirmed(), explained()), ["news"]),
    ],
)
def test_a_number_that_nobody_has_confirmed_gets_the_receipt_and_is_asked_once(
    happened: tuple[Happening, ...], expected: list[str]
) -> None:
    found = raised(a_request(*happened, confirmed=False))
    assert [kind for kind, audience, _ in found if audience == "resident"] == expected


def test_who_confirms_later_is_not_told_what_was_kept_from_them_before() -> None:
    request = a_request(*AT_WORK)
    assert alerts(request.after(confirmed()), request.version) == ()


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


@pytest.mark.parametrize(
    ("happened", "told_off"),
    [
        ((*AT_WORK, withdrawn()), {"unit:red_cross"}),
        ((*AT_WORK, explained()), {"unit:red_cross"}),
        ((*AT_WORK, merged()), {"unit:red_cross"}),
        ((whistled(), whistled(to=WATER_BUREAU)), {"unit:red_cross"}),
        ((whistled(), whistled()), set()),  # whistled anew: one text, with the new code
        ((whistled(to=OFFICE), whistled()), set()),  # the community's own
        ((*HELPED, done()), {"unit:water_bureau"}),
        ((*SAID_DONE, solved()), set()),
        ((*AT_WORK, handed_over(to=WATER_BUREAU)), set()),
    ],
)
def test_nobody_drives_out_in_vain(happened: tuple[Happening, ...], told_off: set[str]) -> None:
    found = raised(a_request(*happened))
    assert {audience for kind, audience, _ in found if kind == "called_off"} == told_off
