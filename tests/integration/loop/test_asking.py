"""The report asked for one thing a page: forwards, backwards, with mistakes, and never losing what was typed."""

import re
from typing import Any

import pytest
import time_machine

from functions.intake import asking
from functions.shared.edge.clock import now
from tests.builders import MINUTE
from tests.http_client import Browser, Page

from .people import TELEPHONE, WORDS
from .world import World

LAMPS = "巷子里的路灯不亮\n三天了"


@pytest.fixture
def resident(world: World) -> Browser:
    """Somebody who began a minute ago."""
    browser = world.browser()
    with time_machine.travel(now() - MINUTE, tick=False):
        browser.get("/report/ask")
    return browser


def on(browser: Browser, to: str, **typed: str) -> Page:
    """Fill in this page and go on to `to`; a button's own address is typed in, as pressing it would be."""
    fields: dict[str, Any] = browser.page.forms[-1].fields | typed
    return browser.post(f"/report/ask/{to}", **fields)


def title(page: Page) -> str:
    found = re.search("<title>(.*?)</title>", page.html, re.S)
    return found[1] if found else ""


def to_the_check(browser: Browser, **typed: str) -> Page:
    on(browser, "place", words=typed.get("words", LAMPS))
    on(browser, "category", place="compound:ankang", place_words="三号楼")
    on(browser, "contact", **{name: text for name, text in typed.items() if name in ("category", "listed")})
    return on(browser, "check", telephone=TELEPHONE, come_to_me="yes")


def test_page_by_page_to_the_receipt(world: World, resident: Browser) -> None:
    page = to_the_check(resident)
    for told in ("路灯不亮", "安康小区", "三号楼", "路灯照明", TELEPHONE, "请上门来跟我说"):
        assert told in page.text
    assert world.items("requests") == []
    assert world.items("private") == []
    receipt = resident.submit("/report/send")
    filed = world.request(receipt.path.rpartition("/")[2]).filed
    assert (filed.category, filed.compound, filed.reachable, filed.another_way) == ("lighting", "ankang", True, True)
    assert not filed.doubted


def test_each_page_has_a_title_of_its_own(resident: Browser) -> None:
    titles = [
        title(resident.page),
        *(title(on(resident, each, words=WORDS, place="compound:ankang")) for each in asking.PAGES[1:]),
    ]
    assert len(set(titles)) == len(titles) == 5


def test_what_is_missing_is_said_on_its_page(resident: Browser) -> None:
    page = on(resident, "place", words=" ")
    assert (page.status, page.path) == (422, "/report/ask/place")
    assert "words" in page.form("/report/ask/place").fields
    on(resident, "place", words=WORDS)
    assert on(resident, "category", place="").status == 422
    on(resident, "category", place="compound:ankang")
    on(resident, "contact")
    page = on(resident, "check", telephone="12", speaks_for="替母亲说")
    assert page.status == 422
    fields = page.form("/report/ask/check").fields
    assert (fields["telephone"], fields["speaks_for"], fields["words"]) == ("12", "替母亲说", WORDS)


@pytest.mark.parametrize(("said", "status"), [("安康小区", 200), ("ankang", 200), ("东关", 422), ("亚特兰蒂斯", 422)])
def test_a_place_by_part_of_its_name(resident: Browser, said: str, status: int) -> None:
    on(resident, "place", words=WORDS)
    page = on(resident, "category", find=said)
    assert page.status == status
    if said == "东关":
        assert "东关中巷" in page.text
        assert on(resident, "category", place="compound:dongguan_middle_lane", find=said).status == 200


def test_looking_for_a_place_shows_what_there_is_and_keeps_the_words(resident: Browser) -> None:
    on(resident, "place", words=WORDS)
    page = on(resident, "category", find="东关", press="find", place_words="巷口")
    assert page.status == 200
    assert "东关中巷" in page.text
    fields = page.form("/report/ask/category").fields
    assert (fields["words"], fields["place_words"]) == (WORDS, "巷口")
    assert on(resident, "category", find="亚特兰蒂斯", press="find").status == 422


def test_return_in_a_field_looks_for_a_place_until_one_is_chosen(resident: Browser) -> None:
    on(resident, "place", words=WORDS)
    page = on(resident, "category", find="东关", press="return")
    assert (page.status, page.path) == (200, "/report/ask/category")
    assert "东关中巷" in page.text
    chosen = {"place": "compound:dongguan_middle_lane", "place_words": "巷口", "press": "return"}
    page = on(resident, "category", find="安康", **chosen)
    assert "安康小区" in page.text, "something else is looked for"
    assert "哪一类" in on(resident, "category", find="东关", **chosen).text


def test_return_goes_on_with_a_place_from_the_list(resident: Browser) -> None:
    on(resident, "place", words=WORDS)
    assert "哪一类" in on(resident, "category", place="compound:ankang", place_words="巷口", press="return").text
    on(resident, "place", words=WORDS)
    assert on(resident, "category", find="", place="", press="return").status == 422


def test_back_keeps_what_was_typed(resident: Browser) -> None:
    on(resident, "place", words=WORDS)
    page = on(resident, "words", place_words="巷口", press="back")
    assert page.form("/report/ask/place").fields["words"] == WORDS
    assert on(resident, "place").form("/report/ask/category").fields["place_words"] == "巷口"


def test_changing_one_thing_leads_back_to_the_check(world: World, resident: Browser) -> None:
    to_the_check(resident)
    page = on(resident, "words", press="change")
    assert page.form("/report/ask/check").fields["words"].replace("\r", "") == LAMPS
    page = on(resident, "check", words="是楼道里的灯")
    assert "是楼道里的灯" in page.text
    assert "安康小区" in page.text
    receipt = resident.submit("/report/send")
    assert any("是楼道里的灯" in str(row) for row in world.items("private"))
    assert receipt.path.startswith("/report/sent/")


def test_a_category_from_the_whole_list(world: World, resident: Browser) -> None:
    page = to_the_check(resident, listed="litter")
    assert "环境卫生" in page.text
    receipt = resident.submit("/report/send")
    assert world.request(receipt.path.rpartition("/")[2]).filed.category == "litter"


def test_who_knows_no_category_is_not_asked_again(world: World, resident: Browser) -> None:
    to_the_check(resident, category="unknown")
    receipt = resident.submit("/report/send")
    assert world.request(receipt.path.rpartition("/")[2]).filed.category == "unknown"


def test_what_sounds_like_life_and_property_shows_the_number(resident: Browser) -> None:
    on(resident, "place", words="厨房里有很浓的煤气味")
    on(resident, "category", place="compound:ankang")
    assert "0359-0003100" in resident.page.text
    assert "0359-0003100" in on(resident, "contact").text


@pytest.mark.parametrize("page", ["check", "contact", "category"])
def test_nobody_skips_what_must_be_said(resident: Browser, page: str) -> None:
    for press in ("", "back", "change"):
        answer = resident.post(f"/report/ask/{page}", token=resident.page.forms[-1].fields["token"], press=press)
        assert answer.status in (200, 422)
        assert answer.form("/report/ask/place" if not press else answer.forms[-1].action)


def test_addresses_in_the_middle_lead_to_the_beginning(world: World) -> None:
    assert world.browser().get("/report/ask/contact").path == "/report/ask"
    assert world.browser().post("/report/ask/elsewhere", words=WORDS).status == 404


def test_an_old_page_says_so_and_keeps_the_words(world: World) -> None:
    page = world.browser().post("/report/ask/place", words=WORDS, token="forged")
    assert page.status == 422
    assert page.form("/report/ask/place").fields["words"] == WORDS


def test_a_place_from_a_poster_is_filled_in(world: World) -> None:
    browser = world.browser()
    browser.get("/report/ask?place=compound:ankang")
    assert browser.page.forms[-1].fields["place"] == "compound:ankang"
    page = on(browser, "place", words=WORDS)
    assert 'value="compound:ankang" selected' in page.html
