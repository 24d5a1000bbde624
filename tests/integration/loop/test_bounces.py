"""What email services say afterwards: whom to leave alone, what goes on by another way, what the desk is told."""

from typing import Any

import pytest

from functions.delivery import bounce_handler
from functions.delivery import handler as delivery
from functions.delivery import sweep_handler as delivery_sweep
from functions.shared.edge.clock import now
from functions.shared.tables import deliveries, suppressions
from tests.builders import DAY, MINUTE, missed, whistled
from tests.county import RED_CROSS

from .test_delivery import alert
from .test_ledger import CODE, filed
from .world import Lambda, World

LIAISON = "liaison@red_cross.example"


def notification(kind: str, message_id: str, *, lasting: bool = True, named: str = "eventType") -> dict[str, Any]:
    """What SES publishes, by a configuration set (`eventType`) or an identity (`notificationType`)."""
    mail = {"messageId": message_id, "destination": [LIAISON], "timestamp": f"{now():%Y-%m-%dT%H:%M:%S.000Z}"}
    if kind == "Bounce":
        bounced = {
            "bounceType": "Permanent" if lasting else "Transient",
            "bouncedRecipients": [{"emailAddress": LIAISON}],
        }
        return {named: kind, "mail": mail, "bounce": bounced}
    return {named: kind, "mail": mail, "complaint": {"complainedRecipients": [{"emailAddress": LIAISON}]}}


def letter_sent(world: World) -> str:
    """The message id of the email that went beside a whistle."""
    filed(whistled(to=RED_CROSS))
    world.hand(delivery.main, alert())
    (copy,) = (item for item in world.items("deliveries") if item["alert_id"]["S"].endswith("#email"))
    return str(copy["message_id"]["S"])


def listed() -> list[tuple[str, str | None]]:
    return [(item.alert_id, item.trouble) for item in deliveries.undelivered("longwangmiao")]


@pytest.mark.parametrize("named", ["eventType", "notificationType"])
def test_what_bounced_for_good_is_not_written_to_again_and_the_desk_sees_it(world: World, named: str) -> None:
    message_id = letter_sent(world)
    assert world.hand(bounce_handler.main, notification("Bounce", message_id, named=named)) == []
    assert suppressions.holds(LIAISON.upper(), now())
    assert listed() == [(f"{CODE}.2#unit:red_cross#email", "bounced")]
    world.forget()
    delivery_sweep.main({}, Lambda())  # the next way of the copy: there is none but the leader's
    assert LIAISON not in [email["To"] for email in world.emails()]


def test_what_bounced_once_may_be_written_to_again(world: World) -> None:
    message_id = letter_sent(world)
    world.hand(bounce_handler.main, notification("Bounce", message_id, lasting=False))
    assert not suppressions.holds(LIAISON, now())
    assert listed() == [(f"{CODE}.2#unit:red_cross#email", "not_delivered")]


def test_who_calls_it_spam_is_left_alone_and_was_told_all_the_same(world: World) -> None:
    message_id = letter_sent(world)
    world.hand(bounce_handler.main, notification("Complaint", message_id))
    assert suppressions.holds(LIAISON, now())
    assert listed() == [(f"{CODE}.2#unit:red_cross#email", "complained")]
    world.forget()
    delivery_sweep.main({}, Lambda())
    assert world.emails() == []


def test_heard_twice_it_is_listed_once_and_stays_seen_to(world: World) -> None:
    bounce = notification("Bounce", letter_sent(world), lasting=False)
    world.hand(bounce_handler.main, bounce, bounce)
    ((delivery_id, _),) = listed()
    assert deliveries.settle(delivery_id, "longwangmiao")
    world.hand(bounce_handler.main, bounce)
    assert listed() == []


def test_one_that_comes_before_the_email_is_marked_as_sent_comes_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounce = notification("Bounce", letter_sent(world))
    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "of_message", lambda _: None)
        assert world.hand(bounce_handler.main, bounce) == [0]
    assert listed() == []
    world.later(3 * MINUTE)
    assert world.hand(bounce_handler.main, bounce) == []
    assert listed() == [(f"{CODE}.2#unit:red_cross#email", "bounced")]


def test_a_digests_email_and_other_events_are_heard_and_nothing_more(world: World) -> None:
    of_a_digest = notification("Complaint", "a digest's")
    world.later(6 * MINUTE)
    assert world.hand(bounce_handler.main, of_a_digest, {"eventType": "Send"}) == []
    assert suppressions.holds(LIAISON, now())
    assert listed() == []


def test_after_a_while_it_is_tried_again(world: World) -> None:
    suppressions.add(LIAISON, "bounced", now())
    world.later(suppressions.KEPT)
    assert not suppressions.holds(LIAISON, now())


def test_a_suppressed_address_is_passed_over_for_the_next_person(world: World) -> None:
    suppressions.add(LIAISON, "bounced", now())
    filed(whistled(to=RED_CROSS), missed())
    world.hand(delivery.main, alert())
    assert LIAISON not in [email["To"] for email in world.emails()]


def test_a_suppressed_address_gets_no_digest(world: World) -> None:
    filed(whistled(to=RED_CROSS))
    world.later(DAY)
    world.plan_digests()
    world.settle()
    assert LIAISON in [email["To"] for email in world.emails()]
    world.forget()
    suppressions.add(LIAISON, "bounced", now())
    world.later(DAY)
    world.plan_digests()
    world.settle()
    assert LIAISON not in [email["To"] for email in world.emails()]
