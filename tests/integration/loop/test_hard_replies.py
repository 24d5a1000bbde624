"""Replies that come late, too often or about what has ended; answers that may have gone out."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.response import answering, by_text, sms_handler
from functions.response.confirm_number import confirm_number
from functions.shared.domain import facts as f
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.transitions import State
from functions.shared.edge.clock import now
from functions.shared.gateways.channel import Retry, SlowDown
from functions.shared.tables import incoming, private, requests
from functions.shared.texting import texts_today

from .people import TELEPHONE
from .test_replies import OFFICER, STRANGER, answers, said_done, whistled
from .ways import Ways, chosen, down, lost
from .world import World


@pytest.fixture(autouse=True)
def residents_answer_by_text(world: World) -> None:
    world.residents_answer = False


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    return chosen(monkeypatch)


def pushed(number: str, words: str, at: datetime) -> dict[str, Any]:
    """As the push door puts it on the queue."""
    return {"message_id": f"push {words} {at}", "sender": f"+86{number}", "words": words, "at": at.isoformat()}


def test_after_it_has_ended_a_resident_is_no_stranger_and_the_communitys_desk_reads_it(world: World) -> None:
    request = said_done(world)
    assert answers(world, TELEPHONE, "1")
    assert world.request(request.id).state is State.CLOSED
    (answer,) = answers(world, TELEPHONE, "3 又漏了")
    assert "没有登记" not in answer
    assert "现在没有等您回话的事" in answer
    (waiting,) = incoming.waiting([request.filed.community])
    assert waiting.words == "3 又漏了"


def test_what_comes_long_after_it_was_sent_does_nothing_and_waits_at_the_desk(world: World) -> None:
    """A dead letter that was redriven, a provider that was down: what is open now is not what it was about."""
    request = whistled(world)
    pushed = {
        "message_id": "late",
        "sender": f"+86{OFFICER}",
        "words": "1",
        "at": (now() - timedelta(days=3)).isoformat(),
    }
    assert world.hand(sms_handler.main, pushed) == []
    assert world.request(request.id).order(1).state is OrderState.OPEN
    assert [it.words for it in incoming.waiting([request.filed.community])] == ["1"]


def test_one_that_was_heard_days_ago_and_left_does_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two-way numbers of SNS tell no time: it counts from when it was first heard."""
    request = whistled(world)
    text = {"inboundMessageId": "first", "originationNumber": f"+86{OFFICER}", "messageBody": "1"}

    def down(*_: Any) -> None:
        raise Retry("down")

    monkeypatch.setattr(sms_handler, "behind", down)
    assert world.hand(sms_handler.main, text) == [0]
    monkeypatch.undo()
    world.later(timedelta(days=2))
    assert world.hand(sms_handler.main, text) == []
    assert world.request(request.id).order(1).state is OrderState.OPEN


def test_nought_confirms_the_number_for_all_that_was_filed_with_it(world: World) -> None:
    both = [whistled(world), whistled(world, words="路灯也不亮", category="lighting")]
    (answer,) = answers(world, TELEPHONE, "0")
    assert "以后有进展" in answer
    assert all(world.request(request.id).confirmed for request in both)


def test_the_countys_officer_is_no_stranger(world: World) -> None:
    (answer,) = answers(world, "15400000209", "收到")
    assert "没有登记" not in answer


# What was said before it was asked


def test_what_was_sent_before_there_was_an_order_does_not_take_it(world: World) -> None:
    """A push that comes an hour late, and an order that has come in between."""
    before = now()
    world.later(timedelta(minutes=50))
    request = whistled(world)
    assert world.hand(sms_handler.main, pushed(OFFICER, "1", before)) == []
    assert world.request(request.id).order(1).state is OrderState.OPEN
    assert [it.words for it in incoming.waiting([request.filed.community])] == ["1"]


def test_the_queue_s_time_counts_for_a_two_way_number_which_tells_none(world: World) -> None:
    before = now()
    world.later(timedelta(minutes=50))
    request = whistled(world)
    sms_handler.heard({"inboundMessageId": "queued", "originationNumber": f"+86{OFFICER}", "messageBody": "1"}, before)
    assert world.request(request.id).order(1).state is OrderState.OPEN


def test_a_verdict_that_was_sent_before_it_was_done_is_none(world: World) -> None:
    before = now()
    world.later(timedelta(minutes=50))
    request = said_done(world)
    assert world.hand(sms_handler.main, pushed(TELEPHONE, "1", before)) == []
    assert world.request(request.id).state is State.DONE


def test_two_that_come_late_together_are_both_done(world: World) -> None:
    """Taken and done in the same minute here, though the unit said so at its own times."""
    request = whistled(world)
    begun = now()
    world.later(timedelta(hours=1))
    both = (
        pushed(OFFICER, "1", begun + timedelta(minutes=5)),
        pushed(OFFICER, "3 已经清理干净", begun + timedelta(minutes=40)),
    )
    assert world.hand(sms_handler.main, *both) == []
    assert world.request(request.id).state is State.DONE


# One number for several requests


def test_words_beside_the_nought_for_several_requests_wait_at_the_desk(world: World) -> None:
    both = [whistled(world), whistled(world, words="路灯也不亮", category="lighting")]
    answers(world, TELEPHONE, "0 三号楼也是")
    assert all(world.request(request.id).confirmed for request in both)
    assert not any("三号楼也是" in private.words(request.id).values() for request in both)
    assert [it.words for it in incoming.waiting([both[0].filed.community])] == ["0 三号楼也是"]


def test_a_number_confirmed_for_one_meanwhile_is_confirmed_for_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [whistled(world), whistled(world, words="路灯也不亮", category="lighting")]
    do = by_text.do

    def late(act: Any, question: Any, *rest: Any) -> Request:
        if question.request_id == min(request.id for request in both):
            cause = f.Cause("elsewhere", "")
            requests.change(question.request_id, cause, lambda it: confirm_number(it, cause=cause, now=now()))
        return do(act, question, *rest)

    monkeypatch.setattr(by_text, "do", late)
    (answer,) = answers(world, TELEPHONE, "0")
    assert "以后有进展" in answer
    assert all(world.request(request.id).confirmed for request in both)


# How much one number may leave


def test_of_a_stranger_the_desk_is_left_a_few_texts_a_day(world: World) -> None:
    for place in range(answering.KEPT_OF_A_STRANGER + 3):
        answers(world, STRANGER, f"喂 {place}")
    assert len(list(incoming.waiting([incoming.COUNTY]))) == answering.KEPT_OF_A_STRANGER
    world.later(timedelta(days=1))
    answers(world, STRANGER, "喂喂")
    assert len(list(incoming.waiting([incoming.COUNTY]))) == answering.KEPT_OF_A_STRANGER + 1


def test_words_of_one_s_own_have_an_end_too_and_what_is_not_kept_is_not_said_to_be(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "KEPT_A_DAY", 3)
    request = whistled(world)
    for place in range(3):
        answers(world, TELEPHONE, f"还有第{place}堆")
    world.later(timedelta(hours=1))
    (answer,) = answers(world, TELEPHONE, "还有一堆")
    assert "记下了" not in answer
    assert "没改动" in answer
    assert "还有一堆" not in private.words(request.id).values()
    added = [fact for fact in world.request(request.id).facts if isinstance(fact, f.WordsAdded)]
    assert len(added) == 3


def test_the_list_ends_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "MOST", 2)
    for place in range(2):
        answers(world, STRANGER, f"喂 {place}")
        world.later(timedelta(minutes=1))
    page = world.staff("clerk").get("/desk/incoming")
    assert "只列" in page.text
    answers(world, STRANGER, "喂 2")
    page = world.staff("clerk").get("/desk/incoming")
    assert "喂 1" in page.text
    assert "喂 2" not in page.text


# Answers that may have gone out


def heard_again(world: World, message: dict[str, Any], times: int = 4) -> list[list[int]]:
    """As the queue brings it, each after its lease."""
    failed = []
    for _ in range(times):
        failed.append(world.hand(sms_handler.main, message))
        world.later(incoming.LEASE)
    return failed


def test_an_answer_that_went_out_without_a_word_of_it_goes_out_once_and_counts_once(world: World, ways: Ways) -> None:
    whistled(world)
    number, before = Phone(f"+86{OFFICER}"), len(ways.words())
    had = texts_today(number, now())
    ways.faults["sms"] = lost
    assert heard_again(world, pushed(OFFICER, "1", now())) == [[0], [], [], []]
    assert len(ways.words()) - before == 1
    assert texts_today(number, now()) == had + 1


def test_where_the_provider_can_not_be_asked_it_is_not_sent_again(world: World, ways: Ways) -> None:
    whistled(world)
    before = len(ways.words())
    ways.answers, ways.faults["sms"] = False, lost
    assert heard_again(world, pushed(OFFICER, "1", now())) == [[], [], [], []]
    assert len(ways.words()) - before == 1


@pytest.mark.parametrize("fault", [down, lambda _: SlowDown("minute")])
def test_an_answer_that_goes_out_at_last_counts_once(world: World, ways: Ways, fault: Any) -> None:
    whistled(world)
    number = Phone(f"+86{OFFICER}")
    had = texts_today(number, now())
    ways.faults["sms"] = fault
    message = pushed(OFFICER, "1", now())
    assert heard_again(world, message, 3) == [[0], [0], [0]]
    assert texts_today(number, now()) == had
    ways.faults.clear()
    assert world.hand(sms_handler.main, message) == []
    assert texts_today(number, now()) == had + 1
