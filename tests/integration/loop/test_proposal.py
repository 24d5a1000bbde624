"""Whoever chooses no category is asked once what it sounds like; nothing is forced, and nothing typed is lost."""

import pytest
import time_machine

from functions.shared.edge.clock import now
from tests.builders import MINUTE
from tests.http_client import Browser

from .people import TELEPHONE
from .world import World

LAMPS = "巷子里的路灯不亮，三天了"
GAS = "路灯不亮，厨房里还有很浓的煤气味"


def tells(world: World, words: str, **typed: str) -> Browser:
    """Somebody has written `words`, and pressed."""
    browser = world.browser()
    with time_machine.travel(now() - MINUTE, tick=False):
        browser.get("/report")
    place = {"place": "compound:ankang", "place_words": "三号楼东边", "telephone": TELEPHONE, "may_call": "yes"}
    browser.submit("/report/send", **({"words": words} | place | typed))
    return browser


def test_one_press_more_and_the_unit_that_is_responsible_has_it(world: World) -> None:
    browser = tells(world, LAMPS)
    assert "听起来像" in browser.page.text
    assert world.items("requests") == []
    receipt = browser.submit("/report/send")
    request = world.request(receipt.path.rpartition("/")[2])
    assert request.filed.category == "lighting"
    (person,) = (row for row in world.items("private") if row["sort"]["S"] == "PERSON")
    assert {TELEPHONE, "三号楼东边"} <= {value.get("S", "").removeprefix("+86") for value in person.values()}
    assert any(LAMPS in str(row) for row in world.items("private"))


def test_none_of_them_is_an_answer_and_is_asked_no_more(world: World) -> None:
    receipt = tells(world, LAMPS).submit("/report/send", category="unknown")
    assert receipt.path.startswith("/report/sent/")
    assert world.request(receipt.path.rpartition("/")[2]).filed.category == "unknown"


def test_what_sounds_like_life_and_property_comes_first_with_the_number_to_call(world: World) -> None:
    browser = tells(world, GAS)
    assert "0359-0003100" in browser.page.text
    receipt = browser.submit("/report/send")
    assert world.request(receipt.path.rpartition("/")[2]).filed.category == "gas_leak"


@pytest.mark.parametrize(("words", "typed"), [("天上有云", {}), (LAMPS, {"category": "litter"})])
def test_nobody_is_asked_without_need(world: World, words: str, typed: dict[str, str]) -> None:
    assert tells(world, words, **typed).page.path.startswith("/report/sent/")


def test_what_is_wrong_is_said_first(world: World) -> None:
    browser = tells(world, LAMPS, place="")
    assert browser.page.status == 422
    assert "听起来像" not in browser.page.text


def test_the_same_form_sent_again_is_the_same_request(world: World) -> None:
    browser = tells(world, LAMPS)
    twin = browser.another_window()
    first, second = browser.submit("/report/send"), twin.submit("/report/send")
    assert first.path == second.path
