"""What became of messages: pushed by the provider or asked for; twice, late, out of order, or never."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from functions.delivery import handler as delivery
from functions.delivery import sweep_handler as delivery_sweep
from functions.shared.domain.request import Request
from functions.shared.edge.clock import now
from functions.shared.gateways.channel import Never, ReceiptState, Retry
from functions.shared.tables import deliveries, directory, requests
from functions.shared.tables.deliveries import End
from tests.builders import DAY, HOUR, MINUTE, NOON, accepted, done, erased, explained, missed, whistled
from tests.county import RED_CROSS

from .test_delivery import Killed, alert, end_of
from .test_ledger import CODE, filed, told
from .ways import Ways, chosen, down, never, row
from .world import Lambda, World

LATE = alert("late_answer", sequence=4)
LATE_ID = f"{CODE}.4#unit:red_cross#first"
LEADER, LIAISON = "+8615400000302", "+8615400000102"


@pytest.fixture
def ways(world: World, monkeypatch: pytest.MonkeyPatch) -> Ways:
    return chosen(monkeypatch)


@pytest.fixture
def sent(world: World, ways: Ways) -> Request:
    """The unit's leader has been sent a text: `sms-1`."""
    request = filed(whistled(to=RED_CROSS), accepted(), missed())
    assert world.hand(delivery.main, LATE) == []
    assert ways.to() == [LEADER]
    return request


def pushed(state: str, message_id: str = "sms-1", out_id: str | None = LATE_ID) -> dict[str, Any]:
    return {
        "receipt": {
            "message_id": message_id,
            "out_id": out_id,
            "state": state,
            "at": NOON.isoformat(),
            "reason": "DELIVERED" if state == "delivered" else "MK:0001",
        }
    }


def hear(world: World, *told: dict[str, Any]) -> None:
    assert world.hand(delivery.main, *told) == []


def sweep(world: World, passed: timedelta = timedelta()) -> None:
    world.later(passed)
    delivery_sweep.main({}, Lambda())


@pytest.mark.usefixtures("sent")
class TestPushed:
    def test_delivered_is_the_end_of_it(self, world: World, ways: Ways) -> None:
        hear(world, pushed("delivered"))
        assert (row(LATE_ID).receipt, end_of(LATE_ID)) == ("delivered", "sent")
        for _ in range(4):
            sweep(world, 6 * HOUR)
        assert (ways.questions, len(ways.sent)) == ([], 1)

    def test_failed_goes_on_to_the_next_person(self, world: World, ways: Ways) -> None:
        hear(world, pushed("failed"))
        assert end_of(LATE_ID) is None
        sweep(world)
        assert ways.to() == [LEADER, LIAISON]
        assert (end_of(LATE_ID), row(LATE_ID).message_id) == ("sent", "sms-2")

    def test_and_then_to_the_next_way_and_the_desk(self, world: World, ways: Ways) -> None:
        ways.faults["email"] = never
        hear(world, pushed("failed"))
        sweep(world)
        hear(world, pushed("failed", "sms-2"))
        sweep(world)
        assert ways.tried[2:] == [("email", "liaison@red_cross.example")]
        assert end_of(LATE_ID) == "escalated"
        assert [item.alert_id for item in deliveries.undelivered("longwangmiao")] == [LATE_ID]

    @pytest.mark.parametrize("state", ["sent", "failed", "delivered"])
    def test_twice_is_once(self, world: World, ways: Ways, state: str) -> None:
        hear(world, pushed(state), pushed(state))
        sweep(world)
        hear(world, pushed(state))
        sweep(world)
        assert len(ways.sent) == (2 if state == "failed" else 1)

    def test_a_late_sent_overrides_nothing(self, world: World, ways: Ways) -> None:
        hear(world, pushed("delivered"), pushed("sent"))
        assert row(LATE_ID).receipt == "delivered"

    def test_nor_does_a_late_failed_what_was_delivered(self, world: World, ways: Ways) -> None:
        hear(world, pushed("delivered"), pushed("failed"))
        sweep(world)
        assert (row(LATE_ID).receipt, end_of(LATE_ID), len(ways.sent)) == ("delivered", "sent", 1)

    def test_delivered_after_failed_stops_what_was_to_come(self, world: World, ways: Ways) -> None:
        hear(world, pushed("failed"), pushed("delivered"))
        assert (row(LATE_ID).receipt, end_of(LATE_ID), row(LATE_ID).message_id) == ("delivered", "sent", "sms-1")
        sweep(world)
        assert len(ways.sent) == 1

    def test_and_takes_it_from_the_desks_list(self, world: World, ways: Ways) -> None:
        ways.faults = {"email": never, "sms": never}
        hear(world, pushed("failed"))
        sweep(world)
        assert len(deliveries.undelivered("longwangmiao")) == 1
        hear(world, pushed("delivered"))
        assert deliveries.undelivered("longwangmiao") == []
        assert end_of(LATE_ID) == "sent"

    def test_but_not_what_has_gone_to_another_since(self, world: World, ways: Ways) -> None:
        hear(world, pushed("failed"))
        sweep(world)
        hear(world, pushed("delivered"))
        assert (row(LATE_ID).message_id, row(LATE_ID).receipt) == ("sms-2", None)
        hear(world, pushed("failed"))  # of the first one, late
        assert end_of(LATE_ID) == "sent"

    @pytest.mark.parametrize("order", list(permutations(["sent", "failed", "delivered"])))
    def test_in_whatever_order_what_was_delivered_is_delivered(
        self, world: World, ways: Ways, order: tuple[str, ...]
    ) -> None:
        hear(world, *(pushed(state) for state in order))
        sweep(world)
        assert (row(LATE_ID).receipt, end_of(LATE_ID), len(ways.sent)) == ("delivered", "sent", 1)

    def test_without_our_id_it_is_found_by_the_providers(self, world: World, ways: Ways) -> None:
        hear(world, pushed("delivered", out_id=None))
        assert row(LATE_ID).receipt == "delivered"

    @pytest.mark.parametrize(("message_id", "out_id"), [("sms-9", LATE_ID), ("sms-9", None), ("sms-1", "of another")])
    @pytest.mark.parametrize("state", ["sent", "failed", "delivered"])
    def test_of_a_message_that_is_not_ours_nothing_is_kept(
        self, world: World, ways: Ways, message_id: str, out_id: str | None, state: str
    ) -> None:
        hear(world, pushed(state, message_id, out_id))
        assert (row(LATE_ID).receipt, end_of(LATE_ID)) == (None, "sent")
        assert deliveries.get("of another") is None

    def test_what_was_settled_before_it_failed_is_not_said_again(self, world: World, ways: Ways) -> None:
        told(CODE, done()(requests.load(CODE)))
        hear(world, pushed("failed"))
        sweep(world)
        assert (end_of(LATE_ID), len(ways.sent)) == ("superseded", 1)

    def test_a_worker_that_dies_over_it_is_made_up_for(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The failure and what follows from it are one write: it is either known, or heard again."""
        reopen = deliveries.reopen

        def dies(*told: Any) -> bool:
            reopen(*told)
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(deliveries, "reopen", dies)
            with pytest.raises(Killed):
                world.hand(delivery.main, pushed("failed"))
        hear(world, pushed("failed"))
        sweep(world)
        assert ways.to() == [LEADER, LIAISON]

    def test_one_that_comes_before_it_is_marked_as_sent_is_asked_for_later(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = f"{CODE}.4#unit:red_cross#sms"
        claimed = deliveries.claim(other, now(), LATE)
        assert claimed is not None
        hear(world, pushed("failed", "sms-5", other))
        deliveries.finish(
            claimed,
            End.SENT,
            sent_at=now(),
            message_id="sms-5",
            person="red_cross.leader",
            way="sms",
            ask_at=now() + MINUTE,
        )
        ways.known["sms-5"] = ReceiptState.FAILED
        sweep(world, MINUTE)
        sweep(world)
        assert ways.to()[-1] == LIAISON

    def test_what_is_no_receipt_comes_back(self, world: World) -> None:
        assert world.hand(delivery.main, {"receipt": {"message_id": "sms-1"}}, pushed("eaten")) == [0, 1]


@pytest.mark.usefixtures("sent")
class TestAsked:
    def test_after_ten_minutes_an_hour_and_twelve_and_no_more(self, world: World, ways: Ways) -> None:
        for _ in range(26 * 60 // 5):
            sweep(world, 5 * MINUTE)
        assert [asked - NOON for asked in ways.questions] == [10 * MINUTE, HOUR, 12 * HOUR]
        assert (end_of(LATE_ID), row(LATE_ID).receipt, row(LATE_ID).pending) == ("sent", None, None)
        assert len(ways.sent) == 1

    def test_what_was_delivered_is_not_asked_again(self, world: World, ways: Ways) -> None:
        ways.known["sms-1"] = ReceiptState.DELIVERED
        for _ in range(4):
            sweep(world, 10 * MINUTE)
        assert len(ways.questions) == 1
        assert row(LATE_ID).receipt == "delivered"

    def test_what_failed_goes_on(self, world: World, ways: Ways) -> None:
        ways.known["sms-1"] = ReceiptState.FAILED
        sweep(world, 10 * MINUTE)
        sweep(world)
        assert ways.to() == [LEADER, LIAISON]

    def test_of_the_next_message_it_is_asked_from_the_beginning(self, world: World, ways: Ways) -> None:
        sweep(world, 10 * MINUTE)
        sweep(world, HOUR)
        hear(world, pushed("failed"))
        sweep(world)
        begun = now()
        ways.questions.clear()
        for _ in range(13 * 6):
            sweep(world, 10 * MINUTE)
        assert [asked - begun for asked in ways.questions] == [10 * MINUTE, HOUR, 12 * HOUR]

    def test_a_pushed_sent_leaves_the_end_to_be_asked_for(self, world: World, ways: Ways) -> None:
        hear(world, pushed("sent"))
        ways.known["sms-1"] = ReceiptState.DELIVERED
        sweep(world, 10 * MINUTE)
        assert row(LATE_ID).receipt == "delivered"

    @pytest.mark.parametrize("fault", [Retry("down"), Never("not_configured")])
    def test_a_provider_that_cannot_be_asked_is_asked_when_the_next_question_is_due(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch, fault: Exception
    ) -> None:
        def receipt(*_: Any) -> None:
            ways.questions.append(now())
            raise fault

        monkeypatch.setattr("tests.integration.loop.ways.Texts.receipt", receipt)
        for _ in range(13 * 12):
            sweep(world, 5 * MINUTE)
        assert [asked - NOON for asked in ways.questions] == [10 * MINUTE, HOUR, 12 * HOUR]

    def test_after_a_stop_it_is_asked_once_for_each_question(self, world: World, ways: Ways) -> None:
        sweep(world, 2 * DAY)
        sweep(world)
        sweep(world)
        sweep(world)
        assert len(ways.questions) == 3

    def test_who_cannot_be_asked_is_not(self, world: World, ways: Ways) -> None:
        ways.answers = False
        sweep(world, DAY)
        assert ways.questions == []

    def test_who_is_not_reached_that_way_any_more_is_not_asked_about(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(directory, "contacts", lambda unit: ())
        for _ in range(3):
            sweep(world, 12 * HOUR)
        assert (ways.questions, row(LATE_ID).pending) == ([], None)


class TestWhoIsAsked:
    def test_nobody_asks_about_what_no_provider_answers_for(self, world: World, ways: Ways) -> None:
        ways.answers = False
        filed(whistled(to=RED_CROSS), accepted(), missed())
        hear(world, LATE)
        assert row(LATE_ID).pending is None

    def test_nor_about_a_letter(self, world: World, ways: Ways) -> None:
        ways.faults["sms"] = never
        filed(whistled(to=RED_CROSS), accepted(), missed())
        hear(world, LATE)
        assert (row(LATE_ID).way, row(LATE_ID).pending) == ("email", None)

    def test_a_resident_who_was_erased_meanwhile_is_not_asked_about_and_not_written_to(
        self, world: World, ways: Ways
    ) -> None:
        filed(explained())
        hear(world, alert("news", "resident", 2, None))
        told(CODE, erased()(requests.load(CODE)))
        world.dynamodb.delete_item(TableName="test-private", Key={"request_id": {"S": CODE}, "sort": {"S": "PERSON"}})
        sweep(world, HOUR)
        assert ways.questions == []
        hear(world, pushed("failed", out_id=f"{CODE}.2#resident#first"))
        sweep(world)
        assert (len(ways.sent), end_of(f"{CODE}.2#resident#first")) == (1, "superseded")


def test_a_stop_of_the_provider_and_its_late_receipts_say_nothing_twice(world: World, ways: Ways) -> None:
    """Down for a while, then everything at once: sent, failed late, sent on, delivered."""
    filed(whistled(to=RED_CROSS), accepted(), missed())
    ways.faults["sms"] = down
    hear(world, LATE)
    ways.faults.clear()
    sweep(world, MINUTE)
    hear(world, pushed("failed", "sms-2"), pushed("sent", "sms-2"), pushed("failed", "sms-2"))
    sweep(world)
    hear(world, pushed("delivered", "sms-3"), pushed("sent", "sms-3"), LATE)
    sweep(world, DAY)
    assert ways.to() == [LEADER, LIAISON]
    assert (row(LATE_ID).receipt, end_of(LATE_ID)) == ("delivered", "sent")
