"""The morning's digest to each unit that has something to do, and what leaders, communities and the county get."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.digests import plan_handler, send_handler
from functions.shared.tables import digests
from tests.builders import DAY, NOON, accepted, done, rescheduled, whistled
from tests.county import RED_CROSS, UNITS, WATER_BUREAU

from .test_ledger import CODE, filed
from .world import World

MORNING = datetime(2026, 3, 10, 0, 30, tzinfo=UTC)  # 08:30 in the county
SUNDAY = datetime(2026, 3, 15, 0, 30, tzinfo=UTC)


def planned(world: World) -> list[str]:
    plan_handler.main({}, None)
    return [message["of"] for message in world.bodies("digests")]


def test_every_unit_on_a_working_day_and_none_on_a_day_off(world: World) -> None:
    world.until(MORNING)
    assert planned(world) == [unit.id for unit in UNITS]
    world.until(SUNDAY)
    assert planned(world) == []


def test_who_has_something_to_do_gets_it_and_nobody_else(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    world.until(MORNING)
    plan_handler.main({}, None)
    assert world.hand(send_handler.main, *world.bodies("digests")) == []
    (email,) = world.emails()
    assert email["To"] == "liaison@red_cross.example"
    parts = [email.get_body((kind,)) for kind in ("plain", "html")]
    for part in parts:
        assert part is not None
        assert "安康小区" in part.get_content()
        assert "?k=" in part.get_content()
        assert "塑料袋" not in part.get_content()


@pytest.mark.parametrize(
    "orders",
    [
        (whistled(to=RED_CROSS, accept_by=NOON),),
        (whistled(to=RED_CROSS, answer_by=NOON + DAY), accepted()),
        (whistled(to=RED_CROSS), accepted(), rescheduled(NOON + 9 * DAY)),
        (whistled(to=RED_CROSS), accepted()),
    ],
)
def test_each_group_can_be_written(world: World, orders: object) -> None:
    filed(*orders)  # type: ignore[misc]
    world.until(MORNING)
    assert world.hand(send_handler.main, message()) == []
    assert len(world.emails()) == 1


def message(unit: str = "red_cross", period: str = "2026-03-10") -> dict[str, str]:
    return {"letter": "unit", "of": unit, "to": "", "day": "2026-03-10", "period": period}


def test_a_message_of_the_release_before_is_understood(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    world.until(MORNING)
    assert world.hand(send_handler.main, {"unit": "red_cross", "day": "2026-03-10", "period": "2026-03-10"}) == []
    assert len(world.emails()) == 1
    assert world.hand(send_handler.main, message()) == []
    assert len(world.emails()) == 1, "the same digest"


def test_heard_twice_it_is_sent_once_and_another_period_again(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    assert world.hand(send_handler.main, message(), message()) == []
    assert len(world.emails()) == 1
    assert world.hand(send_handler.main, message(period="2026-03-10T101500")) == []
    assert len(world.emails()) == 2


def test_what_is_done_is_no_more_to_do(world: World) -> None:
    filed(whistled(to=RED_CROSS), accepted(), done())
    assert world.hand(send_handler.main, message()) == []
    assert world.emails() == []


def test_sent_by_hand_it_is_apart_from_the_mornings(world: World) -> None:
    filed(whistled(to=WATER_BUREAU), code=CODE)
    for event in ({}, {"now": True}):
        plan_handler.main(event, None)
        world.hand(send_handler.main, *world.bodies("digests"))
    assert len(world.emails()) == 2


class TestClaiming:
    pytestmark = pytest.mark.usefixtures("tables")

    def test_once_sent_never_again(self) -> None:
        claimed = digests.claim("unit:red_cross", "2026-03-10", NOON)
        assert claimed is not None
        digests.sent(claimed, NOON)
        assert digests.claim("unit:red_cross", "2026-03-10", NOON + DAY) is None
        assert digests.claim("unit:red_cross", "2026-03-11", NOON + DAY)

    def test_a_lease_is_one_workers_until_it_runs_out(self) -> None:
        assert digests.claim("unit:red_cross", "2026-03-10", NOON)
        with pytest.raises(digests.Held):
            digests.claim("unit:red_cross", "2026-03-10", NOON + digests.LEASE - timedelta(seconds=1))
        assert digests.claim("unit:red_cross", "2026-03-10", NOON + digests.LEASE)
