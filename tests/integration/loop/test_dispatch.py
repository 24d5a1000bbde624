"""A fact is heard: a unit is whistled where one is needed, and alerts are raised."""

from typing import Any

import pytest

from functions.dispatch import handler as dispatch
from functions.shared.domain.codes import ORDER, derive
from functions.shared.domain.terms import Handling
from functions.shared.tables import requests
from functions.shared.tables.order_codes import free_code
from functions.shared.tables.request_items import order_with
from infra.tools.verify_tables import verify
from tests.builders import (
    DAY,
    KEY,
    NOON,
    STAFF,
    Happening,
    a_code,
    a_press,
    accepted,
    classified,
    disputed,
    done,
    explained,
    merged,
    partly,
    reopened,
    returned,
    unmerged,
    whistled,
    words_added,
)
from tests.county import GAS_LEAK, JOBS, LITTER, MEALS, OFFICE, RED_CROSS, WATER_BUREAU
from tests.desk import CLERK

from .people import reports
from .test_ledger import CODE, NEXT_CODE, filed, report
from .world import World


def fact(sequence: int, code: str = CODE) -> dict[str, Any]:
    return {"request_id": code, "sequence": sequence, "name": "whatever", "at": "2026-03-09T04:00:00.000000Z"}


def test_what_is_the_communitys_own_is_whistled_and_the_unit_alerted(world: World) -> None:
    filed(category=MEALS)
    assert world.hand(dispatch.main, fact(1)) == []
    request = world.request(CODE)
    assert (request.state, request.orders[0].unit, request.orders[0].reason) == ("whistled", "longwangmiao", "station")
    assert [message["kind"] for message in world.bodies("alerts-heard")] == ["received"]
    world.hand(dispatch.main, fact(2))
    (alert,) = world.received("alerts-heard")
    assert {name: value["StringValue"] for name, value in alert["MessageAttributes"].items()} == {
        "kind": "whistle",
        "priority": "P2",
        "audience": "unit",
        "unit_id": "longwangmiao",
    }


def test_what_goes_to_another_unit_waits_as_a_proposal(world: World) -> None:
    filed()
    assert world.hand(dispatch.main, fact(1)) == []
    request = world.request(CODE)
    assert (request.state, request.orders, request.version) == ("received", (), 1)
    assert request.wait is not None
    assert request.wait.until == NOON + DAY / 12
    assert [message["kind"] for message in world.bodies("alerts-heard")] == ["received"]


def test_the_desks_press_sends_it(world: World) -> None:
    code = reports(world.browser())
    world.desk_answers = False
    world.settle()
    assert world.request(code).state == "received"
    world.desk_answers = True
    world.settle()
    request = world.request(code)
    assert (request.state, request.orders[0].unit, request.orders[0].reason) == (
        "whistled",
        "water_bureau",
        "partner_compound",
    )
    assert request.facts[-1].by == CLERK


def test_what_staff_filed_goes_at_once(world: World) -> None:
    cause = a_press("file")
    requests.file([CODE], cause, report(cause, by=STAFF))
    world.hand(dispatch.main, fact(1))
    assert [order.unit for order in world.request(CODE).orders] == ["water_bureau"]


@pytest.mark.parametrize("handling", [Handling.SETTLED, Handling.JOINED])
def test_what_is_settled_or_joined_asks_for_no_unit(world: World, handling: Handling) -> None:
    cause = a_press("file")
    requests.file([CODE], cause, report(cause, category=MEALS, handling=handling, by=STAFF))
    assert world.hand(dispatch.main, fact(1)) == []
    assert world.request(CODE).orders == ()
    assert world.bodies("alerts-heard") == []


@pytest.mark.parametrize(
    "happened",
    [
        (classified(category=MEALS),),
        (explained(), reopened(nobody=True)),
        (explained(), disputed(nobody=True)),
        (merged(into=NEXT_CODE), unmerged()),
    ],
)
def test_what_comes_back_to_nobody_asks_for_a_unit_again(world: World, happened: tuple[Happening, ...]) -> None:
    request = filed(*happened, category=MEALS if len(happened) > 1 else LITTER)
    assert world.hand(dispatch.main, fact(request.version)) == []
    assert [order.unit for order in world.request(CODE).orders] == ["longwangmiao"]


def test_classified_after_a_return_it_is_proposed_anew(world: World) -> None:
    filed(whistled(to=WATER_BUREAU), returned(), classified(category=JOBS))
    assert world.hand(dispatch.main, fact(3), fact(4)) == []
    request = world.request(CODE)
    assert request.state == "received"
    world.settle()
    assert [order.unit for order in world.request(CODE).orders] == ["water_bureau", "human_resources"]


def test_the_order_has_its_limits_in_the_fact(world: World) -> None:
    filed(category=MEALS)
    world.hand(dispatch.main, fact(1))
    order = world.request(CODE).orders[0]
    assert order.accept_by.isoformat() == "2026-03-10T10:00:00+00:00"
    assert order.answer_by.isoformat() == "2026-03-16T10:00:00+00:00"


def test_life_and_property(world: World) -> None:
    code = reports(world.browser(), category=GAS_LEAK.id)
    world.settle()
    alerts = world.bodies("alerts-heard")
    assert [(alert["kind"], alert["audience"]) for alert in alerts] == [
        ("whistle", "unit:gas_company"),
        ("duty", "unit:longwangmiao"),
    ]
    assert [to for to, _ in world.texts()] == ["+8615400000204", "+8615400000207"]
    assert world.request(code).orders[0].accept_by == NOON + DAY / 288


def test_heard_twice_or_late_it_whistles_once(world: World) -> None:
    filed(category=MEALS)
    for _ in range(2):
        assert world.hand(dispatch.main, fact(1), fact(1)) == []
    assert [order.unit for order in world.request(CODE).orders] == ["longwangmiao"]
    ids = {message["alert_id"] for message in world.bodies("alerts-heard")}
    assert ids == {f"{CODE}.1#resident"}
    assert not verify().wrong


def test_a_return_waits_for_the_desk_however_often_it_is_heard(world: World) -> None:
    filed(whistled(to=WATER_BUREAU), returned(named=RED_CROSS))
    assert world.hand(dispatch.main, fact(3), fact(1), fact(3)) == []
    assert [order.unit for order in world.request(CODE).orders] == ["water_bureau"]
    assert {message["alert_id"] for message in world.bodies("alerts-heard")} == {
        f"{CODE}.1#resident",
        f"{CODE}.3#unit:longwangmiao",
    }
    world.settle()
    assert [order.unit for order in world.request(CODE).orders] == ["water_bureau", "red_cross"]


def test_who_was_quicker_is_right(world: World) -> None:
    """Whistled by somebody else before the fact was heard."""
    filed(whistled(to=OFFICE))
    assert world.hand(dispatch.main, fact(1)) == []
    assert [order.unit for order in world.request(CODE).orders] == ["longwangmiao"]


def test_a_return_heard_after_all_was_done_changes_nothing(world: World) -> None:
    request = filed(whistled(to=WATER_BUREAU), returned(), whistled(to=OFFICE), accepted(), done(), partly())
    assert world.hand(dispatch.main, fact(3)) == []
    assert world.request(CODE).version == request.version


def test_words_added_before_it_was_heard_change_nothing(world: World) -> None:
    filed(words_added(), category=MEALS)
    assert world.hand(dispatch.main, fact(1), fact(2)) == []
    assert world.request(CODE).orders[0].unit == "longwangmiao"


@pytest.mark.parametrize(
    "poison", [fact(9), fact(1, a_code(text="nobody")), {"sequence": 1}, "not json", fact(0) | {"sequence": "x"}]
)
def test_what_cannot_be_handled_comes_back_alone(world: World, poison: Any) -> None:
    filed(category=MEALS)
    assert world.hand(dispatch.main, poison, fact(1)) == [0]
    assert world.request(CODE).state == "whistled"


def test_a_code_that_another_order_has_is_derived_again(world: World) -> None:
    request = filed(whistled(to=RED_CROSS))
    taken = request.order(1).code
    assert order_with(taken) == (CODE, 1)
    assert derive(KEY, ORDER, f"{CODE}/1") == taken
    assert free_code(KEY, CODE, 1) == derive(KEY, ORDER, f"{CODE}/1", attempt=1)
    assert free_code(KEY, CODE, 2) == derive(KEY, ORDER, f"{CODE}/2")
