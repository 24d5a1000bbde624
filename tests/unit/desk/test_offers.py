"""What a case's page offers: what both tables allow, and nothing that would be refused at the first press."""

import pytest

from functions.desk.acts import FIELDS, ONE_PRESS
from functions.desk.offers import OFFERS, offered
from functions.shared.domain.directory import PublicRule
from functions.shared.domain.request import Request
from functions.shared.domain.staff import Staff
from functions.shared.domain.transitions import TRANSITIONS
from tests.builders import (
    DAY,
    NOON,
    a_request,
    accepted,
    asked,
    confirmed,
    deferred,
    done,
    erased,
    explained,
    joint,
    merged,
    on_agenda,
    partly,
    rescheduled,
    returned,
    solved,
    whistled,
)
from tests.county import ADMIN, CLERK, COUNTY_STAFF, GAS_LEAK, LEAD, OFFICE, SUPERVISOR, TIEZHI_CLERK, WATER_BUREAU

AT_WORK = (whistled(to=WATER_BUREAU), accepted())
STATES = {
    "received": a_request(),
    "whistled": a_request(whistled_to=WATER_BUREAU),
    "own": a_request(whistled_to=OFFICE),
    "accepted": a_request(*AT_WORK),
    "scheduled": a_request(*AT_WORK, rescheduled(NOON + 9 * DAY)),
    "asked": a_request(*AT_WORK, asked()),
    "returned": a_request(whistled(to=WATER_BUREAU), returned()),
    "done": a_request(*AT_WORK, done()),
    "partly": a_request(*AT_WORK, done(), partly()),
    "joint": a_request(*AT_WORK, joint()),
    "deferred": a_request(*AT_WORK, deferred()),
    "closed": a_request(*AT_WORK, done(), solved()),
    "explained": a_request(explained()),
    "merged": a_request(merged()),
}


def offers(request: Request, staff: Staff = LEAD) -> set[str]:
    return set(offered(request, staff, {}))


def test_every_act_has_its_form() -> None:
    assert set(OFFERS) == set(FIELDS)
    assert set(OFFERS) >= ONE_PRESS


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_is_what_the_table_of_transitions_allows(state: str) -> None:
    request = STATES[state]
    for act in offers(request):
        assert request.state in TRANSITIONS[OFFERS[act].line].states, act


@pytest.mark.parametrize(
    ("state", "there", "not_there"),
    [
        ("received", {"send", "whistle", "check", "classify", "merge", "defer"}, {"take", "verdict", "insist", "undo"}),
        ("whistled", {"take", "return", "whistle", "helpers", "check"}, {"done", "send", "classify"}),
        ("own", {"take", "check", "whistle"}, {"return"}),
        ("accepted", {"done", "progress", "reschedule", "ask", "helpers"}, {"take", "whistle", "object", "verdict"}),
        ("scheduled", {"object", "done"}, {"take"}),
        ("asked", {"note_answer", "done"}, {"ask"}),
        ("returned", {"insist", "send", "whistle", "classify"}, {"take"}),
        ("done", {"verdict", "attempt"}, {"done", "reopen", "close_partly"}),
        ("partly", {"reopen", "close_partly", "whistle", "attempt"}, {"verdict"}),
        ("joint", {"whistle", "defer"}, {"take"}),
        ("deferred", {"whistle", "joint"}, {"take"}),
        ("closed", {"dispute", "undo"}, {"answer", "verdict", "whistle", "merge"}),
        ("explained", {"dispute", "undo"}, {"answer"}),
        ("merged", set(), {"dispute", "undo"}),
    ],
)
def test_in_each_state(state: str, there: set[str], not_there: set[str]) -> None:
    found = offers(STATES[state])
    assert there <= found
    assert not not_there & found


def test_what_is_urgent_never_waits() -> None:
    urgent = offers(a_request(category=GAS_LEAK))
    assert not {"joint", "defer"} & urgent


def test_only_a_lead_insists_meets_puts_off_and_undoes() -> None:
    for state, act in (("returned", "insist"), ("received", "joint"), ("received", "defer"), ("closed", "undo")):
        assert act in offers(STATES[state], LEAD)
        assert act in offers(STATES[state], COUNTY_STAFF)
        assert act not in offers(STATES[state], CLERK)


@pytest.mark.parametrize("staff", [TIEZHI_CLERK, SUPERVISOR, ADMIN], ids=lambda staff: staff.id)
def test_nothing_for_others(staff: Staff) -> None:
    for request in STATES.values():
        assert offers(request, staff) == set()


def test_what_has_been_erased_is_not_taken_up_again() -> None:
    assert {"dispute", "undo"} <= offers(STATES["closed"])
    assert not {"dispute", "undo"} & offers(STATES["closed"].after(erased()))


def test_a_number_is_confirmed_where_one_was_left_and_nobody_has() -> None:
    assert "confirm" in offers(a_request(confirmed=False))
    assert "confirm" in offers(a_request(*AT_WORK, done(), confirmed=False)), "on the call-back"
    assert "confirm" not in offers(a_request(confirmed=True))
    assert "confirm" not in offers(a_request(confirmed()))
    assert "confirm" not in offers(a_request(reachable=False, confirmed=False))
    assert "confirm" not in offers(a_request(explained(), confirmed=False))


def test_the_agenda_once() -> None:
    assert "agenda" in offers(a_request())
    assert "agenda" not in offers(a_request(on_agenda()))


def test_words_are_let_out_only_where_the_category_says_so() -> None:
    assert a_request().public is PublicRule.OUTCOME
    assert "release" not in offers(a_request())
    assert "blank" in set(offered(a_request(), LEAD, {3: "清了"}))
    assert "blank" not in offers(a_request())
