"""A fact is heard: a unit is whistled where one is needed, and alerts are raised."""

from typing import Any

import pytest

from functions.dispatch import handler as dispatch
from functions.shared.domain.codes import ORDER, derive
from functions.shared.tables.order_codes import free_code
from functions.shared.tables.request_items import order_with
from infra.tools.verify_tables import verify
from tests.builders import DAY, KEY, NOON, a_code, accepted, done, partly, returned, whistled, words_added
from tests.county import GAS_LEAK, OFFICE, RED_CROSS, WATER_BUREAU

from .people import reports
from .test_ledger import CODE, filed, told
from .world import World


def fact(sequence: int, code: str = CODE) -> dict[str, Any]:
    return {"request_id": code, "sequence": sequence, "name": "whatever", "at": "2026-03-09T04:00:00.000000Z"}


def test_a_request_is_whistled_and_the_unit_alerted(world: World) -> None:
    filed()
    assert world.hand(dispatch.main, fact(1)) == []
    request = world.request(CODE)
    assert (request.state, request.orders[0].unit, request.orders[0].reason) == (
        "whistled",
        "water_bureau",
        "partner_compound",
    )
    assert [message["kind"] for message in world.bodies("alerts-heard")] == ["received"]
    world.hand(dispatch.main, fact(2))
    (alert,) = world.received("alerts-heard")
    assert {name: value["StringValue"] for name, value in alert["MessageAttributes"].items()} == {
        "kind": "whistle",
        "priority": "P2",
        "audience": "unit",
        "unit_id": "water_bureau",
    }


def test_the_order_has_its_limits_in_the_fact(world: World) -> None:
    filed()
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
    filed()
    for _ in range(2):
        assert world.hand(dispatch.main, fact(1), fact(1)) == []
    request = world.request(CODE)
    told(CODE, returned(named=RED_CROSS)(request))
    assert world.hand(dispatch.main, fact(3), fact(1), fact(3)) == []
    assert [order.unit for order in world.request(CODE).orders] == ["water_bureau", "red_cross"]
    ids = {message["alert_id"] for message in world.bodies("alerts-heard")}
    assert ids == {f"{CODE}.1#resident"}
    assert not verify().wrong


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
    filed(words_added())
    assert world.hand(dispatch.main, fact(1), fact(2)) == []
    assert world.request(CODE).orders[0].unit == "water_bureau"


@pytest.mark.parametrize(
    "poison", [fact(9), fact(1, a_code(text="nobody")), {"sequence": 1}, "not json", fact(0) | {"sequence": "x"}]
)
def test_what_cannot_be_handled_comes_back_alone(world: World, poison: Any) -> None:
    filed()
    assert world.hand(dispatch.main, poison, fact(1)) == [0]
    assert world.request(CODE).state == "whistled"


def test_a_code_that_another_order_has_is_derived_again(world: World) -> None:
    request = filed(whistled(to=RED_CROSS))
    taken = request.order(1).code
    assert order_with(taken) == (CODE, 1)
    assert derive(KEY, ORDER, f"{CODE}/1") == taken
    assert free_code(KEY, CODE, 1) == derive(KEY, ORDER, f"{CODE}/1", attempt=1)
    assert free_code(KEY, CODE, 2) == derive(KEY, ORDER, f"{CODE}/2")
