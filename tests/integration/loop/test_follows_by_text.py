"""Following one request by text: asked, answered with 0, told, stopped with 9; nobody texted who doesn't want it."""

from datetime import timedelta

import pytest

from functions.shared.domain.directory import ContactWay
from functions.shared.edge.clock import now
from functions.shared.gateways.keys import keys
from functions.shared.tables import follows
from tests.builders import accepted, done, whistled
from tests.county import RED_CROSS
from tests.http_client import Page

from .people import WORDS, happens, reports
from .world import World

MOBILE, E164 = "154 0000 9055", "+8615400009055"


@pytest.fixture
def code(world: World) -> str:
    """An open request of somebody without a telephone, whistled to a unit."""
    world.desk_answers = world.residents_answer = False
    found = reports(world.browser(), telephone="")
    happens(found, whistled(to=RED_CROSS))
    world.settle()
    world.forget()
    return found


def asks(world: World, code: str, contact: str = MOBILE) -> Page:
    browser = world.browser()
    browser.get(f"/follow/request/{code}")
    page = browser.submit(f"/follow/request/{code}", contact=contact)
    world.settle()
    return page


def says(world: World, words: str, number: str = "15400009055") -> list[str]:
    """What is answered to these words."""
    before = len(world.texts())
    world.reply(number, words)
    world.settle()
    return [text for to, text in world.texts()[before:] if to == f"+86{number}"]


def following(code: str) -> bool:
    return bool(list(follows.followers(f"request:{code}", now())))


def test_one_text_asks_and_nothing_else_is_sent_before_the_answer(world: World, code: str) -> None:
    page = asks(world, code)
    assert "回一个 0" in page.text
    ((number, text),) = world.texts()
    assert number == E164
    assert text.startswith("【蒲公英】有人用这个号关注一件事：环境卫生")
    assert WORDS not in text
    happens(code, accepted())
    world.settle()
    assert len(world.texts()) == 1
    assert not following(code)


def test_answered_with_nought_they_hear_how_it_goes_on(world: World, code: str) -> None:
    asks(world, code)
    (answer,) = says(world, "0")
    assert "有进展就发短信" in answer
    assert "您报的" not in answer, "somebody else did"
    world.forget()
    for step in (accepted(), done()):
        happens(code, step)
        world.settle()
    assert [number for number, _ in world.texts()] == [E164, E164]
    assert all(text.startswith("【蒲公英】您关注的环境卫生有进展") for _, text in world.texts())


def test_stopped_with_a_digit_and_nothing_is_kept(world: World, code: str) -> None:
    asks(world, code)
    says(world, "0")
    (answer,) = says(world, "9")
    assert "停了" in answer
    assert world.items("follows") == []
    world.forget()
    happens(code, accepted())
    world.settle()
    assert world.texts() == []


def test_whoever_was_asked_may_say_no_at_once(world: World, code: str) -> None:
    asks(world, code)
    says(world, "退订")
    assert world.items("follows") == []


def test_the_question_is_forgotten_after_two_days(world: World, code: str) -> None:
    asks(world, code)
    world.later(timedelta(days=2, minutes=1))
    says(world, "0")
    assert not following(code)


def test_another_number_confirms_nothing(world: World, code: str) -> None:
    asks(world, code)
    says(world, "0", "15400009056")
    assert not following(code)


def test_heard_twice_it_is_asked_once(world: World, code: str) -> None:
    from functions.follows import send_handler

    browser = world.browser()
    browser.get(f"/follow/request/{code}")
    browser.submit(f"/follow/request/{code}", contact=MOBILE)
    (message,) = world.bodies("follows")
    assert "9055" not in str(message), "no number in a queue"
    assert world.hand(send_handler.main, message, message) == []
    assert len(world.texts()) == 1


def test_no_number_is_asked_more_than_three_times_a_day(world: World, code: str) -> None:
    for _ in range(5):
        asks(world, code)
    assert len(world.texts()) == 3


def test_a_landline_is_told_at_the_field(world: World, code: str) -> None:
    page = asks(world, code, "0359-0001002")
    assert page.status == 422
    assert "座机收不了短信" in page.text
    assert "0359-0001002" in page.html, "what was typed stays"


def test_where_no_answers_are_read_a_number_is_no_way(world: World, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_REPLIES", "off")
    page = asks(world, code)
    assert page.status == 422
    assert "请写邮箱" in page.text


def test_a_place_is_followed_by_letter_alone(world: World) -> None:
    browser = world.browser()
    browser.get("/follow/community/longwangmiao")
    assert browser.submit("/follow/community/longwangmiao", contact=MOBILE).status == 422


def test_the_desk_forgets_a_number_on_asking(world: World, code: str) -> None:
    asks(world, code)
    says(world, "0")
    lead = world.staff("lead")
    lead.get("/desk/privacy")
    lead.submit("/desk/privacy/follows", contact=MOBILE)
    assert world.items("follows") == []


def test_a_reply_to_their_own_request_is_not_taken_for_a_follows(world: World, code: str) -> None:
    """Somebody who follows one thing and has filed another: each answer goes where it belongs."""
    asks(world, code)
    says(world, "0")
    mine = reports(
        world.browser(), telephone="15400009055", words="楼道里堆着旧家具，走不过去", place="compound:tiezhi_jiangnan"
    )
    world.settle()
    says(world, "0")
    assert world.request(mine).confirmed
    says(world, "9")
    assert world.items("follows") == []
    assert world.request(mine).confirmed


def test_the_way_is_a_text(world: World, code: str) -> None:
    asks(world, code)
    (row,) = follows.by(keys().named.values(), E164)
    found = follows.find(*row, now())
    assert found is not None
    assert found.way is ContactWay.SMS
