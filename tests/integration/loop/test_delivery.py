"""Every alert reaches a person once: claimed, sent, marked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.delivery import handler as delivery
from functions.delivery import sweep_handler as delivery_sweep
from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.facts import RequestReceived
from functions.shared.domain.phone import Phone
from functions.shared.domain.terms import Language
from functions.shared.tables import deliveries, requests
from functions.shared.tables.deliveries import End
from tests.builders import (
    DAY,
    NOON,
    Happening,
    a_press,
    accepted,
    asked,
    done,
    explained,
    merged,
    not_solved,
    partly,
    reopened,
    reschedule_refused,
    rescheduled,
    returned,
    whistled,
)
from tests.county import RED_CROSS

from .test_ledger import CODE, NEXT_CODE, filed, report, told
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
        assert deliveries.oldest_pending(NOON + 2 * deliveries.LEASE) == NOON + deliveries.LEASE
        assert deliveries.claim("a", NOON + deliveries.LEASE)
        assert not deliveries.claim("a", NOON + deliveries.LEASE)

    def test_what_was_never_heard_of_is_not_claimed(self) -> None:
        assert deliveries.claim("a", NOON) is None

    def test_each_delivery_on_its_own(self) -> None:
        assert deliveries.claim("a", NOON, {})
        assert deliveries.claim("b", NOON, {})
