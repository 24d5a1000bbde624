"""Every alert reaches a person once: claimed, sent, marked."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from pynamodb.exceptions import TransactWriteError

from functions.delivery import deliver, message
from functions.delivery import handler as delivery
from functions.delivery import sweep_handler as delivery_sweep
from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.directory import Category, Contact, ContactWay
from functions.shared.domain.errors import Busy
from functions.shared.domain.facts import RequestReceived
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.domain.terms import CalledOn, Language
from functions.shared.edge.clock import now
from functions.shared.edge.each import SomeFailed
from functions.shared.gateways.channel import Never, ReceiptState, Retry, SlowDown
from functions.shared.tables import deliveries, directory, limits, requests, suppressions
from functions.shared.tables.connection import client
from functions.shared.tables.deliveries import End
from functions.shared.tables.times import read
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    Happening,
    a_press,
    accepted,
    asked,
    done,
    erased,
    escalated,
    explained,
    merged,
    missed,
    not_solved,
    partly,
    reopened,
    reschedule_refused,
    rescheduled,
    returned,
    solved,
    whistled,
)
from tests.county import GAS_COMPANY, GAS_LEAK, LITTER, RED_CROSS

from .test_deadlines import at
from .test_ledger import CODE, NEXT_CODE, filed, report, told
from .ways import Ways, chosen, down, lost, never, row
from .world import Lambda, World

SECOND = timedelta(seconds=1)
FIRST = f"{CODE}.2#unit:red_cross#first"
OTHER = Phone("+8615400009002")


def alert(kind: str = "whistle", audience: str = "unit:red_cross", sequence: int = 2, order: Any = 1) -> dict[str, Any]:
    return {
        "alert_id": f"{CODE}.{sequence}#{audience}",
        "kind": kind,
        "audience": audience,
        "request_id": CODE,
        "sequence": sequence,
        "priority": "P2",
        "at": NOON.isoformat(),
        "order": order,
    }


def ends(world: World) -> dict[str, str | None]:
    """How each delivery ended, by its channel."""
    return {
        item["alert_id"]["S"].rpartition("#")[2]: item.get("end", {}).get("S") for item in world.items("deliveries")
    }


def test_a_unit_is_told_by_text_and_email(world: World) -> None:
    request = filed(whistled(to=RED_CROSS))
    assert world.hand(delivery.main, alert()) == []
    ((to, words),) = world.texts()
    assert to == "+8615400000102"
    assert request.order(1).code in words.replace(" ", "")
    assert request.id not in words.replace(" ", "")
    (email,) = world.emails()
    assert email["To"] == "liaison@red_cross.example"
    assert ends(world) == {"first": "sent", "email": "sent"}
    assert all("pending" not in item for item in world.items("deliveries"))
    assert all(
        int(item["expires_at"]["N"]) == (NOON + deliveries.KEPT).timestamp() for item in world.items("deliveries")
    )


def test_a_resident_is_told_by_text_alone(world: World) -> None:
    filed(whistled(to=RED_CROSS), accepted())
    assert world.hand(delivery.main, alert("taken", "resident", 3)) == []
    ((to, words),) = world.texts()
    assert to == "+8615400009001"
    assert "0359-0001002" in words
    assert world.emails() == []


def test_whoever_is_answered_with_another_is_told_of_their_own(world: World) -> None:
    """By their own telephone, in their own language, with their own code."""
    cause = a_press("file")
    theirs = report(cause).fact
    assert isinstance(theirs, RequestReceived)
    english = Decision(replace(theirs, language=Language.EN), words="litter", person=Person(OTHER, "", may_call=True))
    filed(explained())
    requests.file([NEXT_CODE], cause, english)
    told(NEXT_CODE, merged(CODE)(requests.load(NEXT_CODE)))
    assert world.hand(delivery.main, alert("news", f"resident:{NEXT_CODE}", 2, None)) == []
    ((to, words),) = world.texts()
    assert to == OTHER.e164
    assert words.startswith("Dandelion: Longwangmiao has news about your report")
    assert NEXT_CODE in words
    assert CODE not in words
    assert ends(world) == {"first": "sent"}


@pytest.mark.parametrize(
    ("kind", "happened", "subject"),
    [
        ("go_on", (accepted(), done(), partly(), reopened()), "社区请您接着办"),
        ("date_kept", (accepted(), rescheduled(NOON + 9 * DAY), reschedule_refused()), "改期没有同意"),
        ("reopened", (accepted(), done(), not_solved()), "居民说没解决"),
    ],
)
def test_a_unit_that_has_it_again_is_told_by_text_and_email(
    world: World, kind: str, happened: tuple[Happening, ...], subject: str
) -> None:
    request = filed(whistled(to=RED_CROSS), *happened)
    assert world.hand(delivery.main, alert(kind, sequence=request.version)) == []
    ((to, words),) = world.texts()
    (email,) = world.emails()
    assert to == "+8615400000102"
    assert request.order(1).code in words.replace(" ", "")
    assert subject in email["Subject"]


def test_nobody_had_checked_it(world: World) -> None:
    filed(whistled(to=RED_CROSS, unchecked=True))
    world.hand(delivery.main, alert())
    (email,) = world.emails()
    body = email.get_body(("plain",))
    assert body is not None
    assert "社区未核实" in body.get_content()


@pytest.mark.parametrize(
    ("happened", "why"),
    [((returned(),), "单位退单了"), ((accepted(), done(), partly()), "居民说没全解决")],
)
def test_the_community_is_told_why_it_has_to_decide(world: World, happened: tuple[Happening, ...], why: str) -> None:
    request = filed(whistled(to=RED_CROSS), *happened)
    world.hand(delivery.main, alert("desk", "unit:longwangmiao", request.version))
    ((to, words),) = world.texts()
    assert to == "+8615400000107"
    assert why in words
    assert CODE in words
    assert request.order(1).code not in words


def test_a_resident_is_asked_once(world: World) -> None:
    request = filed(whistled(to=RED_CROSS), accepted(), asked())
    question = alert("asked", "resident", request.version, None)
    assert world.hand(delivery.main, question, question) == []
    ((_, words),) = world.texts()
    assert "想问您一件事" in words
    assert "0359-0001002" in words


def test_nothing_that_the_resident_said_is_sent(world: World) -> None:
    request = filed(whistled(to=RED_CROSS))
    world.hand(delivery.main, alert(), alert("received", "resident", 1, None))
    sent = " ".join(words for _, words in world.texts()) + "".join(email.as_string() for email in world.emails())
    for private in ("塑料袋", "3 号楼", "9001"):
        assert private not in sent.replace(request.id, "").replace(request.order(1).code, "")


def test_heard_twice_it_is_sent_once(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    assert world.hand(delivery.main, alert(), alert()) == []
    assert world.hand(delivery.main, alert()) == []
    assert (len(world.texts()), len(world.emails())) == (1, 1)


@pytest.mark.parametrize("meanwhile", [(accepted(),), (accepted(), done()), (whistled(),)])
def test_what_was_settled_meanwhile_is_superseded(world: World, meanwhile: tuple[Happening, ...]) -> None:
    request = filed(whistled(to=RED_CROSS))
    for happening in meanwhile:
        request = told(CODE, happening(request))
    assert world.hand(delivery.main, alert()) == []
    assert (world.texts(), world.emails()) == ([], [])
    assert ends(world) == {"first": "superseded", "email": "superseded"}


def test_who_left_no_number_cannot_be_reached(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    world.dynamodb.delete_item(TableName="test-private", Key={"request_id": {"S": CODE}, "sort": {"S": "PERSON"}})
    assert world.hand(delivery.main, alert("received", "resident", 1, None)) == []
    assert ends(world) == {"first": "escalated"}
    (listed,) = deliveries.undelivered("longwangmiao")
    assert listed.alert_id.startswith(f"{CODE}.1#resident")


def test_while_one_worker_has_it_another_leaves_it(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    assert deliveries.claim(FIRST, NOON, alert()) is not None
    assert world.hand(delivery.main, alert()) == []
    assert world.texts() == []


def test_what_a_dead_worker_left_is_sent_when_its_lease_has_run_out(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    deliveries.claim(FIRST, NOON, alert())
    world.later(deliveries.LEASE - SECOND)
    delivery_sweep.main({}, Lambda())
    assert world.texts() == []
    world.later(SECOND)
    delivery_sweep.main({}, Lambda())
    assert len(world.texts()) == 1
    (item,) = (item for item in world.items("deliveries") if item["alert_id"]["S"] == FIRST)
    assert item["attempts"]["N"] == "2"
    assert item["since"]["S"].startswith("2026-03-09T04:00:00")


def test_what_cannot_be_understood_comes_back_alone(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    assert world.hand(delivery.main, alert("shout"), {"kind": "whistle"}, alert()) == [0, 1]
    assert len(world.texts()) == 1


def test_what_breaks_each_time_is_not_tried_for_ever(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its errors ring every minute; after half an hour the desk calls."""
    filed(whistled(to=RED_CROSS))

    def broken(*_: Any) -> None:
        raise LookupError("a mistake of ours")

    monkeypatch.setattr(deliver, "on_track", broken)
    assert world.hand(delivery.main, alert()) == [0]
    for _ in range(deliver.MOST_ATTEMPTS - 2):
        world.later(MINUTE)
        with pytest.raises(SomeFailed):
            delivery_sweep.main({}, Lambda())
    assert deliveries.undelivered("longwangmiao") == []
    world.later(MINUTE)
    delivery_sweep.main({}, Lambda())
    world.later(MINUTE)
    delivery_sweep.main({}, Lambda())
    (listed,) = deliveries.undelivered("longwangmiao")
    assert listed.alert_id.startswith(f"{CODE}.2#unit:red_cross#")
    assert set(ends(world).values()) == {"escalated", "coalesced"}
    assert list(deliveries.due(now() + DAY)) == []


def test_one_way_that_breaks_leaves_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither text nor letter can be written: both are tried as a provider is that is down, and the desk calls."""
    filed(whistled(to=RED_CROSS))

    def broken(*_: Any) -> None:
        raise LookupError("a mistake of ours")

    monkeypatch.setattr(message, "text", broken)
    assert world.hand(delivery.main, alert()) == []
    for _ in range(40):
        world.later(10 * MINUTE)
        delivery_sweep.main({}, Lambda())
    assert len(deliveries.undelivered("longwangmiao")) == 1


def test_a_letter_that_breaks_holds_no_text_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    filed(whistled(to=RED_CROSS))
    monkeypatch.delenv("PUBLIC_URL")
    assert world.hand(delivery.main, alert()) == []
    assert len(world.texts()) == 1


def test_life_and_property_wait_for_no_budget_that_cannot_be_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> None:
        raise Busy

    monkeypatch.setattr(limits, "count", busy)
    monkeypatch.setattr(limits, "counted", busy)
    filed(whistled(to=RED_CROSS), category=GAS_LEAK)
    assert world.hand(delivery.main, alert() | {"priority": "P0"}) == []
    assert len(world.texts()) == 1


def test_life_and_property_go_before_what_has_waited_longer(world: World) -> None:
    assert deliveries.claim("a", NOON, {"priority": "P2"})
    assert deliveries.claim("b", NOON + MINUTE, {"priority": "P0"})
    assert list(deliveries.due(NOON + DAY)) == ["b", "a"]


def test_a_text_that_never_left_is_not_counted(world: World, ways: Ways) -> None:
    ways.faults["sms"] = down
    filed(whistled(to=RED_CROSS))
    world.hand(delivery.main, alert())
    assert {item["window"]["S"]: item["tries"]["N"] for item in world.items("limits")}.keys()
    assert {item["tries"]["N"] for item in world.items("limits")} == {"0"}


def test_what_is_heard_again_after_its_marks_are_gone_is_not_said_again(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    world.later(deliveries.KEPT + MINUTE)
    assert world.hand(delivery.main, alert()) == []
    assert (world.texts(), world.emails(), world.items("deliveries")) == ([], [], [])


@pytest.mark.parametrize(("conflicts", "passes"), [(3, True), (1000, False)])
def test_two_that_join_at_once_both_get_in(
    tables: Any, monkeypatch: pytest.MonkeyPatch, conflicts: int, passes: bool
) -> None:
    asked = 0

    def conflict(**_: Any) -> tuple[Any, dict[str, Any]] | None:
        nonlocal asked
        asked += 1
        if asked > conflicts:
            return None
        error = {"Error": {"Code": "TransactionCanceledException", "Message": "no"}, "ResponseMetadata": {}}
        return SimpleNamespace(status_code=400), error | {
            "CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict"}]
        }

    monkeypatch.setattr(time, "sleep", lambda _: None)
    events, name = client().meta.events, "before-call.dynamodb.TransactWriteItems"
    events.register_first(name, conflict, unique_id="conflict")
    try:
        if passes:
            assert deliveries.join("a", {"priority": "P2"}, "group", NOON + MINUTE, NOON)
            assert (row("a").into, row("group").members) == ("group", {"a"})
        else:
            with pytest.raises(TransactWriteError):
                deliveries.join("a", {"priority": "P2"}, "group", NOON + MINUTE, NOON)
            assert asked < 20
    finally:
        events.unregister(name, unique_id="conflict")


class TestClaiming:
    pytestmark = pytest.mark.usefixtures("tables")

    def test_once_ended_it_is_never_claimed_again(self) -> None:
        claimed = deliveries.claim("a", NOON, {})
        assert claimed is not None
        deliveries.finish(claimed, End.SENT, message_id="m")
        assert deliveries.claim("a", NOON + timedelta(days=30), {}) is None
        assert list(deliveries.due(NOON + timedelta(days=30))) == []

    def test_a_lease_is_one_workers(self) -> None:
        assert deliveries.claim("a", NOON, {})
        assert not deliveries.claim("a", NOON + deliveries.LEASE - SECOND, {})
        assert list(deliveries.due(NOON + deliveries.LEASE - SECOND)) == []
        assert list(deliveries.due(NOON + deliveries.LEASE)) == ["a"]
        assert deliveries.oldest_pending(NOON + 2 * deliveries.LEASE) == NOON
        assert deliveries.claim("a", NOON + deliveries.LEASE)
        assert not deliveries.claim("a", NOON + deliveries.LEASE)

    def test_what_was_never_heard_of_is_not_claimed(self) -> None:
        assert deliveries.claim("a", NOON) is None

    def test_each_delivery_on_its_own(self) -> None:
        assert deliveries.claim("a", NOON, {})
        assert deliveries.claim("b", NOON, {})


def contact(id_: str, number: int | None = None, **more: Any) -> Contact:
    telephone = Phone(f"+8615400000{number}") if number else None
    return Contact("red_cross", id_, id_, telephone, more.pop("email", None), **more)


A = contact("a", 401, email="a@red_cross.example", robot="key-a", prefers=(ContactWay.EMAIL, ContactWay.ROBOT))
B = contact("b", 402)
CHIEF = contact("chief", 403, leader=True)
LATE = alert("late_answer", sequence=4)  # goes by one way, as most do


@pytest.fixture
def ways(world: World, monkeypatch: pytest.MonkeyPatch) -> Ways:
    return chosen(monkeypatch)


@pytest.fixture
def posts(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The contacts of every unit, from here on."""
    return lambda *contacts: monkeypatch.setattr(directory, "contacts", lambda unit: contacts)


def late(category: Category = LITTER) -> Request:
    """The unit's leader should hear of it."""
    return filed(whistled(to=RED_CROSS), accepted(), missed(), category=category)


def sweep_after(world: World, passed: timedelta) -> int:
    world.later(passed)
    return delivery_sweep.main({}, Lambda())["done"]


def swept_out(world: World, minutes: int = 60) -> None:
    """A sweep each minute until nothing waits."""
    for _ in range(minutes):
        sweep_after(world, MINUTE)


def end_of(delivery_id: str) -> str | None:
    end: str | None = row(delivery_id).end
    return end


LATE_ID = f"{CODE}.4#unit:red_cross#first"


class TestWays:
    def test_the_preferred_way_is_enough(self, world: World, ways: Ways, posts: Callable[..., None]) -> None:
        posts(A, B)
        late()
        assert world.hand(delivery.main, LATE) == []
        assert ways.tried == [("email", "a@red_cross.example")]
        assert (end_of(LATE_ID), row(LATE_ID).person, row(LATE_ID).way) == ("sent", "red_cross.a", "email")

    def test_then_the_persons_next_way_then_the_next_person_then_the_desk(
        self, world: World, ways: Ways, posts: Callable[..., None]
    ) -> None:
        posts(A, B, CHIEF)
        ways.faults = dict.fromkeys(("sms", "robot", "email"), never)
        late()
        assert world.hand(delivery.main, LATE) == []
        assert ways.tried == [
            ("sms", "+8615400000403"),  # the leader: it is late
            ("email", "a@red_cross.example"),
            ("robot", "key-a"),
            ("sms", "+8615400000401"),
            ("sms", "+8615400000402"),
        ]
        assert end_of(LATE_ID) == "escalated"
        assert [item.alert_id for item in deliveries.undelivered("longwangmiao")] == [LATE_ID]
        swept_out(world)
        assert len(ways.tried) == 5
        assert deliveries.settle(LATE_ID, "longwangmiao")
        assert deliveries.undelivered("longwangmiao") == []

    @pytest.mark.parametrize("works", range(5))
    def test_whoever_can_be_reached_is(self, world: World, ways: Ways, posts: Callable[..., None], works: int) -> None:
        order = ["+8615400000403", "a@red_cross.example", "key-a", "+8615400000401", "+8615400000402"]
        posts(A, B, CHIEF)
        fault = lambda address: None if address == order[works] else Never("no")  # noqa: E731
        ways.faults = dict.fromkeys(("sms", "robot", "email"), fault)
        late()
        world.hand(delivery.main, LATE)
        assert [address for _, address in ways.tried] == order[: works + 1]
        assert [address for _, address, _ in ways.sent] == [order[works]]
        assert deliveries.undelivered("longwangmiao") == []

    def test_a_unit_without_anybody_is_the_desks(self, world: World, ways: Ways, posts: Callable[..., None]) -> None:
        posts()
        late()
        assert world.hand(delivery.main, LATE) == []
        assert (ways.tried, end_of(LATE_ID)) == ([], "escalated")
        assert len(deliveries.undelivered("longwangmiao")) == 1

    def test_a_county_without_an_office_is_the_desks(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(directory, "county_office", lambda: None)
        filed(whistled(to=GAS_COMPANY), missed(), escalated(CalledOn.COUNTY), category=GAS_LEAK)
        told_county = alert("untaken", "county", 4) | {"priority": "P0"}
        assert world.hand(delivery.main, told_county) == []
        assert end_of(f"{CODE}.4#county#first") == "escalated"
        assert len(deliveries.undelivered("longwangmiao")) == 1

    def test_the_countys_office_is_called_by_its_duty_telephone(self, world: World, ways: Ways) -> None:
        filed(whistled(to=GAS_COMPANY), missed(), escalated(CalledOn.COUNTY), category=GAS_LEAK)
        world.hand(delivery.main, alert("untaken", "county", 4) | {"priority": "P0"})
        assert ways.to() == ["+8615400000209"]

    def test_a_landline_takes_no_texts(self, world: World, ways: Ways, posts: Callable[..., None]) -> None:
        posts(Contact("red_cross", "office", "办公室", Phone("+863590000000"), None))
        late()
        world.hand(delivery.main, LATE)
        assert (ways.tried, end_of(LATE_ID)) == ([], "escalated")


class TestSuppressed:
    def test_an_address_that_refuses_is_left_alone_and_the_next_way_taken(
        self, world: World, ways: Ways, posts: Callable[..., None]
    ) -> None:
        posts(A)
        ways.faults = {"email": lambda _: Never("no_such_address", address=True)}
        late()
        world.hand(delivery.main, LATE)
        assert ways.tried == [("email", "a@red_cross.example"), ("robot", "key-a")]
        told(CODE, escalated(CalledOn.COUNTY)(requests.load(CODE)))
        world.hand(delivery.main, alert("late_answer", sequence=5))
        assert ways.tried[2:] == [("robot", "key-a")]

    def test_a_letter_that_is_refused_closes_no_address(
        self, world: World, ways: Ways, posts: Callable[..., None]
    ) -> None:
        posts(A)
        ways.faults = {"email": never}
        late()
        world.hand(delivery.main, LATE)
        assert not suppressions.holds("a@red_cross.example", now())

    def test_for_a_while_and_whatever_its_letters_are(self, world: World) -> None:
        suppressions.add(" Somebody@Example.org", "bounced", NOON)
        suppressions.add("somebody@example.org", "complained", NOON)
        assert suppressions.holds("somebody@example.org ", NOON + suppressions.KEPT - SECOND)
        assert not suppressions.holds("somebody@example.org", NOON + suppressions.KEPT)
        assert not suppressions.holds("another@example.org", NOON)
        suppressions.lift("SOMEBODY@example.org")
        assert not suppressions.holds("somebody@example.org", NOON)
        assert "somebody" not in str(world.items("suppressions")).casefold()


class TestTryingAgain:
    def test_what_may_pass_is_tried_again_with_the_same_words_under_the_same_id(self, world: World, ways: Ways) -> None:
        late()
        ways.faults["sms"] = down
        assert world.hand(delivery.main, LATE) == []
        assert row(LATE_ID).end is None
        assert NOON + 15 * SECOND <= read(str(row(LATE_ID).next_at)) <= NOON + 30 * SECOND
        ways.faults.clear()
        assert sweep_after(world, MINUTE) == 1
        assert ways.to() == ["+8615400000302"]
        assert ways.out_ids == [LATE_ID]
        assert end_of(LATE_ID) == "sent"

    def test_heard_again_while_it_waits_it_waits(self, world: World, ways: Ways) -> None:
        late()
        ways.faults["sms"] = down
        world.hand(delivery.main, LATE)
        assert world.hand(delivery.main, LATE, LATE) == []
        assert len(ways.tried) == 1

    def test_four_times_with_growing_pauses_then_the_next_person(
        self, world: World, ways: Ways, posts: Callable[..., None]
    ) -> None:
        posts(CHIEF, B)
        ways.faults["sms"] = lambda address: Retry("down") if address.endswith("403") else None
        late()
        world.hand(delivery.main, LATE)
        tries = [now()]
        while row(LATE_ID).end is None:
            tries.append(read(str(row(LATE_ID).next_at)))
            world.until(tries[-1])
            delivery_sweep.main({}, Lambda())
        assert [address[-3:] for _, address in ways.tried] == ["403"] * 4 + ["402"]
        pauses = [after - before for before, after in pairwise(tries)]
        for pause, longest in zip(pauses, (30, 120, 480), strict=True):
            assert longest / 2 <= pause / SECOND <= longest
        assert end_of(LATE_ID) == "sent"

    def test_nobody_by_any_way_within_the_budget_and_then_the_desk_calls(
        self, world: World, ways: Ways, posts: Callable[..., None]
    ) -> None:
        posts(CHIEF, B)
        ways.faults["sms"] = down
        late()
        world.hand(delivery.main, LATE)
        swept_out(world, 45)
        assert len(ways.tried) == 8
        assert end_of(LATE_ID) == "escalated"

    @pytest.mark.parametrize(("wanted", "tries"), [(3, [0, 3]), (10, [0, 10])])
    def test_who_wants_it_slower_is_given_that_time(
        self, world: World, ways: Ways, wanted: int, tries: list[int]
    ) -> None:
        late()
        ways.faults["sms"] = lambda _: SlowDown("slow", after=wanted * MINUTE)
        world.hand(delivery.main, LATE)
        times = [0]
        for minute in range(1, wanted + 1):
            before = len(ways.tried)
            sweep_after(world, MINUTE)
            times += [minute] * (len(ways.tried) - before)
        assert times == tries

    @pytest.mark.parametrize(("priority", "wanted"), [("P2", HOUR), ("P0", 2 * MINUTE)])
    def test_who_wants_more_time_than_there_is_is_passed_over(
        self, world: World, ways: Ways, posts: Callable[..., None], priority: str, wanted: timedelta
    ) -> None:
        posts(CHIEF, B)
        late()
        ways.faults["sms"] = lambda address: SlowDown("day", after=wanted) if address.endswith("403") else None
        world.hand(delivery.main, LATE | {"priority": priority})
        assert [address[-3:] for _, address in ways.tried] == ["403", "402"]

    def test_what_is_settled_while_it_waits_is_not_said(self, world: World, ways: Ways) -> None:
        late()
        ways.faults["sms"] = down
        world.hand(delivery.main, LATE)
        ways.faults.clear()
        told(CODE, done()(requests.load(CODE)))
        sweep_after(world, MINUTE)
        assert (ways.sent, end_of(LATE_ID)) == ([], "superseded")

    def test_where_it_stopped_it_goes_on(self, world: World, ways: Ways, posts: Callable[..., None]) -> None:
        """Ways that are closed aren't tried again for a way that is only down."""
        posts(A, B)
        late()
        ways.faults = {"email": never, "robot": down}
        world.hand(delivery.main, LATE)
        ways.faults.clear()
        sweep_after(world, MINUTE)
        assert ways.tried == [("email", "a@red_cross.example"), ("robot", "key-a"), ("robot", "key-a")]


class TestWithoutAnAnswer:
    def test_what_went_out_all_the_same_is_not_sent_again(self, world: World, ways: Ways) -> None:
        late()
        ways.faults["sms"] = lost
        world.hand(delivery.main, LATE)
        assert row(LATE_ID).end is None
        ways.faults.clear()
        sweep_after(world, MINUTE)
        assert len(ways.sent) == 1
        assert (end_of(LATE_ID), row(LATE_ID).message_id) == ("sent", f"{LATE_ID}/red_cross.leader/sms")

    def test_where_two_persons_texts_fail_without_an_answer_the_desk_hears_and_asking_ends(
        self, world: World, ways: Ways
    ) -> None:
        """Each stands under an id of its own."""
        late()
        ways.faults["sms"] = lost
        ways.faults["email"] = never
        world.hand(delivery.main, LATE)
        for _ in range(60):
            ways.known = {f"sms-{n}": ReceiptState.FAILED for n in range(1, 60)}
            sweep_after(world, 10 * MINUTE)
        assert end_of(LATE_ID) == "escalated"
        assert list(deliveries.unconfirmed(now() + 9 * DAY)) == []

    def test_its_receipt_is_known_by_our_id_and_counts(self, world: World, ways: Ways) -> None:
        late()
        ways.faults["sms"] = lost
        world.hand(delivery.main, LATE)
        ways.faults.clear()
        sweep_after(world, MINUTE)
        pushed = {"receipt": {"message_id": "sms-1", "out_id": LATE_ID, "state": "delivered", "at": NOON.isoformat()}}
        assert world.hand(delivery.main, pushed) == []
        assert (row(LATE_ID).receipt, row(LATE_ID).message_id) == ("delivered", "sms-1")
        assert not row(LATE_ID).pending

    def test_or_it_is_asked_for_by_our_id(self, world: World, ways: Ways) -> None:
        late()
        ways.faults["sms"] = lost
        world.hand(delivery.main, LATE)
        ways.faults.clear()
        sweep_after(world, MINUTE)
        ways.known["sms-1"] = ReceiptState.DELIVERED
        sweep_after(world, 10 * MINUTE)
        assert row(LATE_ID).receipt == "delivered"

    def test_where_the_provider_knows_nothing_of_it_it_is_sent_again_in_the_same_words(
        self, world: World, ways: Ways
    ) -> None:
        ways.answers = False
        late()
        ways.faults["sms"] = lost
        world.hand(delivery.main, LATE)
        ways.faults.clear()
        sweep_after(world, MINUTE)
        first, second = ways.words()
        assert first == second
        assert set(ways.out_ids) == {LATE_ID}
        assert end_of(LATE_ID) == "sent"

    def test_what_went_out_and_failed_is_sent_again(self, world: World, ways: Ways) -> None:
        late()
        ways.faults["sms"] = lost
        world.hand(delivery.main, LATE)
        ways.faults.clear()
        ways.known["sms-1"] = ReceiptState.FAILED
        sweep_after(world, MINUTE)
        assert len(ways.sent) == 2


class Killed(BaseException):
    """The worker dies."""


def killed(*_: Any, **__: Any) -> Any:
    raise Killed


def dies(world: World, monkeypatch: pytest.MonkeyPatch, where: Any, step: str, told: Any, by: Any = killed) -> None:
    """The worker that hears `told` dies at `step`."""
    with monkeypatch.context() as patch:
        patch.setattr(where, step, by)
        with pytest.raises(Killed):
            world.hand(delivery.main, told)


class TestCrashes:
    """Between any two steps the worker may die: it is said once more at most, in the same words, and never lost."""

    @pytest.mark.parametrize("answers", [True, False])
    def test_between_sending_and_marking(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch, answers: bool
    ) -> None:
        ways.answers = answers
        late()
        dies(world, monkeypatch, deliveries, "finish", LATE)
        assert len(ways.sent) == 1
        assert world.hand(delivery.main, LATE) == []  # the queue brings it back while the lease runs
        assert len(ways.sent) == 1
        swept_out(world, 5)
        assert len(ways.sent) == (1 if answers else 2)
        assert len(set(ways.words())) == 1
        assert end_of(LATE_ID) == "sent"

    @pytest.mark.parametrize("where", ["text_for", "may_text"])
    def test_between_claiming_and_sending(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch, where: str
    ) -> None:
        late()
        dies(world, monkeypatch, message if where == "text_for" else deliver, where, LATE)
        assert ways.sent == []
        swept_out(world, 5)
        assert len(ways.sent) == 1

    def test_before_claiming_the_queue_brings_it_back(
        self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        late()
        dies(world, monkeypatch, deliveries, "claim", LATE)
        assert world.hand(delivery.main, LATE) == []
        assert len(ways.sent) == 1

    def test_between_a_failure_and_keeping_it(self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
        late()
        ways.faults["sms"] = down
        dies(world, monkeypatch, deliveries, "wait", LATE)
        ways.faults.clear()
        swept_out(world, 5)
        assert len(ways.sent) == 1

    def test_between_the_copy_and_the_first(self, world: World, ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
        filed(whistled(to=RED_CROSS))
        claim = deliveries.claim

        def once(delivery_id: str, *more: Any) -> Any:
            return killed() if delivery_id.endswith("#first") else claim(delivery_id, *more)

        dies(world, monkeypatch, deliveries, "claim", alert(), once)
        assert (ways.to("email"), ways.to()) == (["liaison@red_cross.example"], [])
        assert world.hand(delivery.main, alert()) == []
        assert (len(ways.to("email")), len(ways.to())) == (1, 1)

    def test_a_worker_that_comes_too_late_marks_nothing(self, world: World, ways: Ways) -> None:
        """Slower than its lease: another has sent it, and what was sent stays sent."""
        late()
        slow = deliveries.claim(LATE_ID, now(), LATE)
        assert slow is not None
        swept_out(world, 2)
        deliveries.finish(slow, End.ESCALATED, undelivered="longwangmiao")
        deliveries.wait(slow, now(), gone=(), tries=1)
        assert end_of(LATE_ID) == "sent"
        assert deliveries.undelivered("longwangmiao") == []
        assert len(ways.sent) == 1

    def test_what_was_erased_meanwhile_leaves_no_trace(self, world: World) -> None:
        claimed = deliveries.claim("a", NOON, {})
        assert claimed is not None
        deliveries.erase([claimed])
        deliveries.finish(claimed, End.SENT, message_id="m")
        assert deliveries.get("a") is None


P0 = {"priority": "P0"}


class TestLifeAndProperty:
    @pytest.fixture
    def leak(self, world: World, posts: Callable[..., None]) -> Request:
        posts(A, B)
        return filed(whistled(to=GAS_COMPANY), category=GAS_LEAK)

    def test_it_goes_by_every_way_at_once(self, world: World, ways: Ways, leak: Request) -> None:
        whistle = alert("whistle", "unit:gas_company") | P0
        assert world.hand(delivery.main, whistle) == []
        assert sorted(way for way, _, _ in ways.sent) == ["email", "robot", "sms"]
        assert ends(world) == {"first": "sent", "sms": "sent", "robot": "sent"}
        assert world.hand(delivery.main, whistle) == []
        assert len(ways.sent) == 3

    def test_it_goes_at_any_hour(self, world: World, ways: Ways, leak: Request) -> None:
        world.until(at("03:00", 10))
        world.hand(delivery.main, alert("whistle", "unit:gas_company") | P0)
        assert len(ways.sent) == 3

    @pytest.mark.parametrize("works", ["sms", "robot", "email"])
    def test_one_way_that_works_is_enough_for_the_desk(
        self, world: World, ways: Ways, leak: Request, works: str
    ) -> None:
        ways.faults = {way: never for way in ("sms", "robot", "email") if way != works}
        world.hand(delivery.main, alert("whistle", "unit:gas_company") | P0)
        swept_out(world, 5)
        assert {way for way, _, _ in ways.sent} == {works}
        assert deliveries.undelivered("longwangmiao") == []
        assert sorted(str(end) for end in ends(world).values()) == ["coalesced", "coalesced", "sent"]

    @pytest.mark.parametrize("fault", [never, down])
    def test_nobody_by_any_way_is_on_the_list_once(self, world: World, ways: Ways, leak: Request, fault: Any) -> None:
        ways.faults = dict.fromkeys(("sms", "robot", "email"), fault)
        world.hand(delivery.main, alert("whistle", "unit:gas_company") | P0)
        swept_out(world, 30)
        assert len(deliveries.undelivered("longwangmiao")) == 1
        assert all(ends(world).values())
        assert list(deliveries.due(now() + DAY)) == []

    def test_it_is_given_up_sooner(self, world: World, ways: Ways, leak: Request) -> None:
        """Two tries of a person by a way: within ten minutes the desk knows."""
        ways.faults = dict.fromkeys(("sms", "robot", "email"), down)
        world.hand(delivery.main, alert("whistle", "unit:gas_company") | P0)
        swept_out(world, 8)
        assert len(deliveries.undelivered("longwangmiao")) == 1
        assert len(ways.tried) == 2 * 4  # a by three ways, b by text

    def test_a_copy_that_fails_when_the_first_has_left_it_to_it_calls_the_desk(
        self, world: World, ways: Ways, leak: Request
    ) -> None:
        ways.faults = {"email": never, "robot": never}
        world.hand(delivery.main, alert("whistle", "unit:gas_company") | P0)
        assert ends(world) == {"first": "coalesced", "robot": "coalesced", "sms": "sent"}
        ways.faults["sms"] = never
        sent = row(f"{CODE}.2#unit:gas_company#sms")
        failed = {"message_id": sent.message_id, "out_id": sent.alert_id, "state": "failed", "at": NOON.isoformat()}
        world.hand(delivery.main, {"receipt": failed})
        swept_out(world, 3)
        assert len(deliveries.undelivered("longwangmiao")) == 1


class TestErased:
    def test_who_was_erased_meanwhile_is_not_written_to(self, world: World, ways: Ways) -> None:
        filed(whistled(to=RED_CROSS), accepted(), done(), solved(), erased())
        news = alert("news", "resident", 5, None)
        assert world.hand(delivery.main, news) == []
        assert (ways.tried, ends(world)) == ([], {"first": "superseded"})

    def test_nor_while_it_waited(self, world: World, ways: Ways) -> None:
        filed(explained())
        ways.faults["sms"] = down
        world.hand(delivery.main, alert("news", "resident", 2, None))
        told(CODE, erased()(requests.load(CODE)))
        ways.faults.clear()
        swept_out(world, 3)
        assert (ways.sent, ends(world)) == ([], {"first": "superseded"})


def test_the_log_tells_no_number_and_no_words(
    world: World, ways: Ways, posts: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    posts(A, B, CHIEF)
    ways.faults = dict.fromkeys(("sms", "robot", "email"), never)
    late()
    world.hand(delivery.main, LATE)
    logged = str([vars(record) for record in caplog.records])
    assert "way_closed" in logged
    for private in ("15400000", "a@red_cross", "key-a", "塑料袋"):
        assert private not in logged
