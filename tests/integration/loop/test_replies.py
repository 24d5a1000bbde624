"""Text messages that come in: each does what its page would, once, and is answered; what is unclear changes nothing."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from functions.response import by_text, push_handler, sms_handler
from functions.shared import aws
from functions.shared.domain import facts as f
from functions.shared.domain.access import Purpose
from functions.shared.domain.codes import spoken
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.terms import ReturnReason, Verdict
from functions.shared.domain.transitions import ClosedAs, State
from functions.shared.edge.clock import now
from functions.shared.gateways import providers, secrets
from functions.shared.gateways.channel import Retry, Text
from functions.shared.tables import access_log, incoming, private
from tests.county import CONTACTS, RED_CROSS, WATER_BUREAU

from .people import TELEPHONE, enters, reports
from .world import World

STRANGER = "15400009999"


def number_of(unit: Any) -> str:
    return next(c.telephone.e164 for c in CONTACTS if c.unit == unit.id and c.telephone).removeprefix("+86")


OFFICER, OTHERS = number_of(WATER_BUREAU), number_of(RED_CROSS)


@pytest.fixture(autouse=True)
def residents_answer_by_text(world: World) -> None:
    world.residents_answer = False


def whistled(world: World, **typed: str) -> Request:
    """Somebody with a telephone has asked, and the water bureau has the order."""
    code = reports(world.browser(), **({"telephone": TELEPHONE} | typed))
    world.settle()
    return world.request(code)


def said_done(world: World, **typed: str) -> Request:
    request = whistled(world, **typed)
    ending = request.orders[0].code[-4:]
    for words in (f"1 {ending}", f"3 {ending} 已经清理干净"):
        world.reply(OFFICER, words)
        world.settle()
    done = world.request(request.id)
    assert done.state is State.DONE
    return done


def answers(world: World, number: str, words: str, message_id: str | None = None) -> list[str]:
    """What goes back to `number` for a text from it."""
    before = len(world.texts())
    world.reply(number, words, message_id)
    world.settle()
    ours = [text for to, text in world.texts()[before:] if to == f"+86{number}"]
    return [text for text in ours if not text.startswith("【蒲公英】您报的环境卫生由") and "说办好了" not in text]


def last(request: Request) -> f.Fact:
    return request.facts[-1]


# A unit's answers


@pytest.mark.parametrize("words", ["1", "１", "一", "1。", " 1、", "回1", "①"])
def test_a_unit_takes_its_one_order_by_the_digit_alone(world: World, words: str) -> None:
    request = whistled(world)
    (answer,) = answers(world, OFFICER, words)
    after = world.request(request.id)
    assert after.orders[0].state is OrderState.ACCEPTED
    assert last(after).by == "unit:water_bureau"
    assert last(after).cause.id.startswith("sms:")
    assert "已接单" in answer
    assert "安康小区" in answer
    assert "环境卫生" in answer
    assert request.orders[0].code in answer


def test_of_two_open_orders_none_is_guessed_and_the_last_four_digits_take_the_right_one(world: World) -> None:
    first, second = whistled(world), whistled(world)
    (answer,) = answers(world, OFFICER, "1")
    endings = [request.orders[0].code[-4:] for request in (first, second)]
    assert "没改动" in answer
    assert all(ending in answer for ending in endings)
    assert {world.request(request.id).state for request in (first, second)} == {State.WHISTLED}
    (answer,) = answers(world, OFFICER, f"1 {endings[1]}")
    assert second.orders[0].code in answer
    assert world.request(second.id).orders[0].state is OrderState.ACCEPTED
    assert world.request(first.id).orders[0].state is OrderState.OPEN
    (answer,) = answers(world, OFFICER, "1")  # one is left
    assert first.orders[0].code in answer


@pytest.mark.parametrize("written", ["1 {spoken}", "1{code}", "1 {code}", "１：{code}", "1{ending}"])
def test_the_whole_code_as_it_is_spoken(world: World, written: str) -> None:
    whistled(world)
    code = whistled(world).orders[0].code
    words = written.format(spoken=spoken(code), code=code, ending=code[-4:])
    (answer,) = answers(world, OFFICER, words)
    assert f"单号{code}" in answer
    assert "已接单" in answer


def test_a_unit_returns_its_order_with_words_that_stay_private(world: World) -> None:
    request = whistled(world)
    (answer,) = answers(world, OFFICER, "2 这条巷子归红十字会")
    after = world.request(request.id)
    returned = next(fact for fact in after.facts if isinstance(fact, f.OrderReturned))
    assert returned.reason is ReturnReason.OTHER
    assert "已退单" in answer
    assert "这条巷子归红十字会" in private.words(request.id).values()
    assert "巷子" not in str(world.images(request.id))


def test_a_return_without_words_asks_nothing_more(world: World) -> None:
    request = whistled(world)
    (answer,) = answers(world, OFFICER, "2")
    assert "已退单" in answer
    assert world.request(request.id).orders[0].state is OrderState.RETURNED


def test_done_without_words_gets_a_question_back_and_with_words_is_done(world: World) -> None:
    request = whistled(world)
    answers(world, OFFICER, "1")
    (answer,) = answers(world, OFFICER, "3")
    assert "还没记下" in answer
    assert world.request(request.id).state is State.ACCEPTED
    (answer,) = answers(world, OFFICER, "3 已经清理干净，2车垃圾")
    assert "已记下办完" in answer
    assert world.request(request.id).state is State.DONE
    assert "已经清理干净，2车垃圾" in private.words(request.id).values()
    assert not [item for item in world.items("results") if "清理干净" in str(item)]  # nobody has looked it over


def test_words_with_what_is_taken_are_kept_beside_it(world: World) -> None:
    request = whistled(world)
    answers(world, OFFICER, "1 今天下午就去")
    after = world.request(request.id)
    assert [type(fact) for fact in after.facts[-2:]] == [f.OrderAccepted, f.WordsAdded]
    assert last(after).by == "unit:water_bureau"
    assert "今天下午就去" in private.words(request.id).values()


def test_a_colleague_was_first(world: World) -> None:
    request = whistled(world)
    enters(world, request.id, WATER_BUREAU).submit(f"/u/orders/{request.orders[0].code}/take")
    (answer,) = answers(world, OFFICER, "1")
    assert "已接单" in answer
    assert request.orders[0].code in answer
    assert [type(fact) for fact in world.request(request.id).facts].count(f.OrderAccepted) == 1


def test_a_colleague_takes_it_between_reading_and_doing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    request = whistled(world)
    page, do = enters(world, request.id, WATER_BUREAU), by_text.do

    def late(*args: Any) -> Request:
        page.submit(f"/u/orders/{request.orders[0].code}/take")
        return do(*args)

    monkeypatch.setattr(by_text, "do", late)
    (answer,) = answers(world, OFFICER, "1")
    assert "已接单" in answer
    assert [type(fact) for fact in world.request(request.id).facts].count(f.OrderAccepted) == 1


def test_an_order_that_is_no_longer_the_units_is_said_to_be_over(world: World) -> None:
    request = whistled(world)
    answers(world, OFFICER, "2 不归我们管")
    before = world.request(request.id).version
    (answer,) = answers(world, OFFICER, f"1 {request.orders[0].code[-4:]}")
    assert "没有等您回话的事" in answer
    assert world.request(request.id).version == before


def test_done_for_an_order_that_nobody_has_taken_says_how_it_is_done(world: World) -> None:
    request = whistled(world)
    (answer,) = answers(world, OFFICER, "3 已清理")
    assert "接单回1" in answer
    assert world.request(request.id).state is State.WHISTLED


def test_words_that_say_the_contrary_change_nothing(world: World) -> None:
    request = whistled(world)
    (answer,) = answers(world, OFFICER, "1 这个不归我们管")
    assert "没改动" in answer
    assert world.request(request.id).orders[0].state is OrderState.OPEN
    (kept,) = incoming.waiting(["longwangmiao"])
    assert kept.words == "1 这个不归我们管"


def test_a_reply_before_the_whistle_was_delivered(world: World) -> None:
    code = reports(world.browser(), telephone=TELEPHONE)
    world.settle()
    order = world.request(code).orders[0]
    world.forget()  # no text has gone out, as far as anybody knows
    (answer,) = answers(world, OFFICER, f"1 {order.code[-4:]}")
    assert "已接单" in answer


def test_a_community_does_not_return_its_own_order(world: World) -> None:
    request = whistled(world, category="road")
    assert request.orders[0].unit == "longwangmiao"
    officer = next(c for c in CONTACTS if c.unit == "longwangmiao" and c.telephone)
    number = officer.telephone.e164.removeprefix("+86") if officer.telephone else ""
    (answer,) = answers(world, number, "2 不归我们管")
    assert "没看懂，没改动" in answer
    assert world.request(request.id).orders[0].state is OrderState.OPEN


# A resident's answers


@pytest.mark.parametrize(
    ("digit", "verdict", "state", "words"),
    [
        ("1", Verdict.SOLVED, State.CLOSED, "记为已解决"),
        ("２", Verdict.PARTLY, State.AWAITING_DESK, "记为部分解决"),
        ("三", Verdict.NOT, State.ACCEPTED, "记为没解决"),
    ],
)
def test_a_resident_says_whether_it_is_solved(
    world: World, digit: str, verdict: Verdict, state: State, words: str
) -> None:
    request = said_done(world)
    (answer,) = answers(world, TELEPHONE, digit)
    after = world.request(request.id)
    given = next(fact for fact in after.facts if isinstance(fact, f.VerdictGiven))
    assert (given.verdict, given.by, after.state) == (verdict, f.RESIDENT, state)
    assert words in answer
    assert request.id in answer


def test_any_answer_confirms_the_number_first(world: World) -> None:
    request = said_done(world)
    assert not request.confirmed
    answers(world, TELEPHONE, "1")
    after = world.request(request.id)
    assert after.confirmed
    assert [type(fact) for fact in after.facts[-2:]] == [f.NumberConfirmed, f.VerdictGiven]
    assert after.closed_as is ClosedAs.CONFIRMED
    causes = {fact.cause.id for fact in after.facts[-2:]}
    assert len(causes) == 2


def test_nought_confirms_the_number(world: World) -> None:
    request = whistled(world)
    (answer,) = answers(world, TELEPHONE, "0")
    assert world.request(request.id).confirmed
    assert request.id in answer
    (answer,) = answers(world, TELEPHONE, "0")
    assert "没有等您回话的事" in answer


def test_words_beside_a_verdict_stay_private(world: World) -> None:
    request = said_done(world)
    answers(world, TELEPHONE, "2 还有一半没清")
    assert "还有一半没清" in private.words(request.id).values()


def test_of_two_that_wait_for_a_verdict_none_is_guessed(world: World) -> None:
    first, second = said_done(world), said_done(world)
    (answer,) = answers(world, TELEPHONE, "1")
    assert "没改动" in answer
    assert first.id[-4:] in answer
    assert second.id[-4:] in answer
    (answer,) = answers(world, TELEPHONE, f"1 {second.id[-4:]}")
    assert world.request(second.id).state is State.CLOSED
    assert world.request(first.id).state is State.DONE


def test_words_alone_are_added_to_the_one_request_that_is_open(world: World) -> None:
    request = whistled(world)
    (answer,) = answers(world, TELEPHONE, "在三号楼后面，靠墙")
    after = world.request(request.id)
    assert [type(fact) for fact in after.facts[-2:]] == [f.NumberConfirmed, f.WordsAdded]
    assert "在三号楼后面，靠墙" in private.words(request.id).values()
    assert "记下了" in answer
    assert not list(incoming.waiting(["longwangmiao", incoming.COUNTY]))


def test_words_that_may_be_about_several_wait_at_the_communitys_desk(world: World) -> None:
    whistled(world), whistled(world)
    answers(world, TELEPHONE, "在三号楼后面")
    (kept,) = incoming.waiting(["longwangmiao"])
    assert (kept.words, kept.telephone) == ("在三号楼后面", Phone(f"+86{TELEPHONE}"))


def test_who_is_a_units_and_a_resident_is_asked_which(world: World) -> None:
    request = said_done(world, telephone=OFFICER)
    other = whistled(world)
    (answer,) = answers(world, OFFICER, "1")
    assert "没改动" in answer
    (answer,) = answers(world, OFFICER, f"1 {request.id}")
    assert "记为已解决" in answer
    assert world.request(other.id).orders[0].state is OrderState.OPEN


# Whoever it is


def test_an_unknown_number_is_told_so_once_an_hour_and_its_words_wait_at_the_desk(world: World) -> None:
    whistled(world)
    (answer,) = answers(world, STRANGER, "你好，我家没水")
    assert "没有登记" in answer
    world.later(timedelta(minutes=1))
    assert answers(world, STRANGER, "听得到吗") == []
    assert [kept.words for kept in incoming.waiting([incoming.COUNTY])] == ["你好，我家没水", "听得到吗"]
    world.later(timedelta(hours=1))
    assert len(answers(world, STRANGER, "喂")) == 1


@pytest.mark.parametrize("number", [STRANGER, OTHERS, TELEPHONE])
def test_the_code_from_another_number_does_nothing_and_tells_nothing(world: World, number: str) -> None:
    request = whistled(world)
    order = request.orders[0]
    known = answers(world, number, f"1 {order.code}")
    assert world.request(request.id).version == request.version
    assert all(order.code not in answer and "安康" not in answer for answer in known)
    world.later(timedelta(hours=1))
    assert answers(world, number, "1 6000000003") == known  # as for a code that nobody has


def test_two_machines_that_answer_each_other_fall_silent(world: World) -> None:
    whistled(world)
    sent = sum(len(answers(world, OFFICER, "您好，我正在开会，稍后回复")) for _ in range(10))
    assert sent == 1
    whistled(world)
    sent = sum(len(answers(world, OFFICER, "1")) for _ in range(10))
    assert sent == 5


def test_the_same_message_twice_does_and_answers_once(world: World) -> None:
    request = whistled(world)
    message = world.reply(OFFICER, "1")
    assert len(answers(world, OFFICER, "1", message)) == 1
    after = world.request(request.id)
    assert answers(world, OFFICER, "1", message) == []
    assert world.request(request.id).version == after.version


@pytest.mark.parametrize(
    ("words", "end", "told"),
    [
        ("1", OrderState.ACCEPTED, "已接单"),
        ("2 不归我们", OrderState.RETURNED, "已退单"),
        ("看不懂", OrderState.OPEN, "没看懂"),
    ],
)
def test_a_worker_that_dies_before_the_answer_is_followed_by_one_that_gives_it(
    world: World, words: str, end: OrderState, told: str
) -> None:
    request = whistled(world)
    world.desk_answers = False
    sent: list[str] = []

    class Away:
        def send(self, to: Phone, text: Text, out_id: str) -> str:
            sent.append(out_id)
            raise Retry("away")

    message = world.reply(OFFICER, words)
    (body,) = world.bodies("replies")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(providers, "sms", Away)
        assert world.hand(sms_handler.main, body) == [0]
    version = world.request(request.id).version
    assert world.request(request.id).orders[0].state is end
    world.later(incoming.LEASE)
    (answer,) = answers(world, OFFICER, words, message)
    assert told in answer
    assert world.request(request.id).orders[0].state is end
    assert world.request(request.id).version == version
    assert sent == [f"reply#{incoming.digest('sns:' + message)}"]


def test_while_one_worker_has_it_another_does_nothing(world: World) -> None:
    request = whistled(world)
    message = world.reply(OFFICER, "1")
    (body,) = world.bodies("replies")
    incoming.claim(f"sns:{message}", f.Cause("sms:first", ""), now())
    assert world.hand(sms_handler.main, body) == [0]
    assert world.request(request.id).version == request.version
    world.later(incoming.LEASE)  # it has died
    assert world.hand(sms_handler.main, body) == []
    assert last(world.request(request.id)).cause.id == "sms:first"  # whoever goes on tells the same cause


def test_what_is_no_text_message_is_left_for_the_dead_letters(world: World) -> None:
    assert world.hand(sms_handler.main, {}, {"inboundMessageId": "x"}) == [0, 1]


def test_nothing_of_a_message_stands_in_logs_or_facts(world: World, caplog: pytest.LogCaptureFixture) -> None:
    request = said_done(world)
    answers(world, TELEPHONE, "2 王大爷家门口还有")
    answers(world, STRANGER, "我是李四")
    facts = json.dumps(world.images(request.id), ensure_ascii=False)
    logs = str([vars(record) for record in caplog.records])
    assert "text_heard" in logs
    for told in ("王大爷", "李四", TELEPHONE, STRANGER, OFFICER):
        assert told not in facts
        assert told not in logs


def test_the_desk_sees_to_a_message_and_it_is_gone(world: World) -> None:
    answers(world, STRANGER, "我家没水")
    (kept,) = incoming.waiting([incoming.COUNTY])
    assert incoming.one_waiting(kept.message) == kept
    incoming.see_to(kept.message)
    incoming.see_to(kept.message)
    assert incoming.one_waiting(kept.message) is None
    assert STRANGER not in str(world.items("incoming"))
    assert "没水" not in str(world.items("incoming"))


def test_staff_read_what_came_for_their_community_or_for_nobody_s_and_see_to_it(world: World) -> None:
    whistled(world), whistled(world)
    answers(world, TELEPHONE, "在三号楼后面")
    answers(world, STRANGER, "我家没水")
    elsewhere, here = world.staff("tiezhi_clerk"), world.staff("clerk")
    assert "三号楼" not in elsewhere.get("/desk/incoming").text
    page = here.get("/desk/incoming")
    assert page.status == 200
    assert "三号楼" in page.text
    assert "我家没水" in page.text
    assert [look.purpose for look in access_log.of_request(access_log.NOBODY)[0]] == [Purpose.READ_TEXTS] * 2
    (ours,) = incoming.waiting(["longwangmiao"])
    assert here.submit(f"/desk/incoming/{ours.message}/seen").path == "/desk/incoming"
    assert not list(incoming.waiting(["longwangmiao"]))
    assert len(list(incoming.waiting([incoming.COUNTY]))) == 1


def test_whoever_may_only_look_sees_to_nothing(world: World) -> None:
    answers(world, STRANGER, "我家没水")
    page = world.staff("supervisor").get("/desk/incoming")
    assert "我家没水" in page.text
    assert "/seen" not in page.html
    assert world.staff("admin").get("/desk/incoming").status == 403


# The domestic provider's door

SECRET = "a-secret-for-tests-alone-long-enough-to-be-one"
PUSHED = {
    "phone_number": OFFICER,
    "content": "1",
    "send_time": "2026-03-09 12:00:00",
    "dest_code": "1234",
    "sequence_id": "77",
}


@pytest.fixture
def push(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., dict[str, Any]]]:
    manager = aws.client("secretsmanager")
    manager.create_secret(Name="push", SecretString=json.dumps({"secret": SECRET}))
    monkeypatch.setenv("SECRET_SMS_PUSH", "push")
    secrets.forget()

    def call(kind: str, body: Any, told: str = SECRET) -> dict[str, Any]:
        event = {
            "rawPath": f"/push/sms/{kind}/{told}",
            "requestContext": {"http": {"method": "POST"}},
            "body": body if isinstance(body, str) else json.dumps(body, ensure_ascii=False),
        }
        return push_handler.main(event, None)

    yield call
    manager.delete_secret(SecretId="push", ForceDeleteWithoutRecovery=True)
    secrets.forget()


def test_a_reply_that_the_domestic_provider_pushes_goes_the_same_way(world: World, push: Any) -> None:
    request = whistled(world)
    answer = push("replies", [PUSHED, {"phone_number": "?"}])
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"])["code"] == 0
    push("replies", [PUSHED])  # as it does until it has heard that we have
    world.settle()
    after = world.request(request.id)
    assert after.orders[0].state is OrderState.ACCEPTED
    assert sum("已接单" in text for _, text in world.texts()) == 1


def test_a_push_without_the_secret_is_refused_and_does_nothing(world: World, push: Any) -> None:
    whistled(world)
    assert push("replies", [PUSHED], told="another")["statusCode"] == 403
    assert push("receipts", [], told="another")["statusCode"] == 403
    assert world.received("replies") == []


@pytest.mark.parametrize("body", ["", "no json", {}, "[" * 100_000])
def test_what_is_no_batch_is_a_bad_request(push: Any, body: Any) -> None:
    assert push("replies", body)["statusCode"] == 400


def test_a_receipt_is_handed_to_delivery_but_for_those_of_answers(world: World, push: Any) -> None:
    line = {"success": True, "biz_id": "9^0", "report_time": "2026-03-09 12:00:07", "phone_number": OFFICER}
    answer = push("receipts", [line | {"out_id": "3000000017.2#unit:x#sms"}, line | {"out_id": "reply#abc"}])
    assert answer["statusCode"] == 200
    (body,) = world.bodies("delivery")
    assert body["receipt"] == {
        "message_id": "9^0",
        "out_id": "3000000017.2#unit:x#sms",
        "state": "delivered",
        "at": "2026-03-09T04:00:07+00:00",
        "reason": "",
    }


def test_only_a_post_to_its_two_addresses_is_heard(push: Any) -> None:
    assert push("other", [])["statusCode"] == 404
    assert push("replies/more", [])["statusCode"] == 404
