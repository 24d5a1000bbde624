"""The journeys by keyboard alone: at each press of Tab the focus is seen and goes on as the page is read.

What each asks of a person is counted, and is what docs/open-doors.md says.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from functions.intake.doubts import TOO_FAST
from infra.local import demo
from infra.local.accounts import PASSWORD
from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from tests.builders import DAY
from tests.desk import sent_at_the_desk
from tests.keyboard import Keyboard

DOCUMENT = Path(__file__).parents[2] / "docs" / "open-doors.md"
TELEPHONE = "15400009031"
RECEIPT = re.compile("/report/sent/3")


def documented() -> dict[str, tuple[int, int, int]]:
    """Fields, presses and pages of each journey, as the table has them."""
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \| (\d+) \|", DOCUMENT.read_text("utf-8"), re.M)
    return {name: (int(fields), int(presses), int(pages)) for name, fields, presses, pages in rows}


def counted_as(journey: str, by: Keyboard) -> bool:
    assert documented()[journey] == (by.fields, by.presses, by.pages), journey
    return True


@pytest.fixture
def sent(cloud: LocalCloud) -> tuple[str, str, str]:
    """A request that has been sent to the water bureau: its code, the order's, and the last four digits."""
    number = demo.number_of("water_bureau")
    bureau = demo.Telephone(cloud.url, number)
    words = {"words": "路边有垃圾。", "place": "compound:ankang", "category": "litter", "telephone": TELEPHONE}
    code = demo.report(Browser(cloud.url), **words)
    sent_at_the_desk(cloud.url, code)
    return code, demo.code_in(bureau.next("吹哨"), "单号"), number[-4:]


def at_the_order(page: Page, sent: tuple[str, str, str]) -> Keyboard:
    """An officer who has opened the order and taken it."""
    by = Keyboard(page)
    by.opens("/u")
    by.types("code", sent[1])
    by.types("last_four", sent[2])
    by.presses_enter()
    by.presses_on("接单")
    expect(page.get_by_role("main")).to_contain_text("已接单")
    return by


def from_here(page: Page) -> Keyboard:
    """What follows is counted anew; the page that one stands on has been loaded."""
    return Keyboard(page)


def test_filing_on_one_page(visitor: Page) -> None:
    by = Keyboard(visitor)
    by.opens("/report")
    by.types("words", "巷子里路灯不亮。")
    by.chooses("place", "compound:miaoqian_lane")  # where nobody else has asked
    by.types("telephone", TELEPHONE)
    visitor.wait_for_timeout(1000 * TOO_FAST.total_seconds())
    by.presses_on("发送")
    by.comes_to("category")  # what the words sound like is chosen already
    by.presses_on("发送")
    expect(visitor).to_have_url(RECEIPT)
    assert counted_as("Ask, on one page", by)
    assert (by.fields, by.pages) <= (4, 3)


def test_filing_from_a_poster(visitor: Page) -> None:
    by = Keyboard(visitor)
    by.opens("/report?place=compound:fumin_court")
    by.types("words", "巷子里路灯不亮。")
    visitor.wait_for_timeout(1000 * TOO_FAST.total_seconds())
    by.presses_on("发送")
    by.presses_on("发送")
    expect(visitor).to_have_url(RECEIPT)
    assert counted_as("Ask, from a poster, without a telephone", by)


def test_filing_one_thing_a_page(visitor: Page) -> None:
    by = Keyboard(visitor)
    by.opens("/report/ask")
    by.types("words", "巷子里路灯不亮。")
    by.presses_on("下一步")
    by.types("find", "wen")
    by.presses_enter()
    by.chooses("place", "compound:wenhua_court")
    by.presses_on("下一步")
    by.comes_to("category")
    by.presses_on("下一步")
    by.types("telephone", TELEPHONE)
    by.presses_on("好了，再看一遍")
    by.presses_on("发送")
    expect(visitor).to_have_url(RECEIPT)
    assert counted_as("Ask, one thing a page", by)


def test_errors_are_come_to_first_and_lead_to_their_fields(visitor: Page) -> None:
    by = Keyboard(visitor)
    for path in ("/report", "/report/ask"):
        by.opens(path)
        by.presses_on("发送" if path == "/report" else "下一步")
        by.follows_here("#words")
        expect(visitor.locator("#words")).to_be_focused()
        visitor.keyboard.type("路灯不亮。")
        expect(visitor.locator("#words")).to_have_value("路灯不亮。")


def test_taking_and_doing_and_confirming(visitor: Page, another: Page, sent: tuple[str, str, str]) -> None:
    code, order, digits = sent
    by = Keyboard(another)
    by.opens("/u")
    by.types("code", order)
    by.types("last_four", digits)
    by.presses_enter()
    assert counted_as("Unit: open an order by its code", by)
    by = from_here(another)
    by.presses_on("接单")
    assert counted_as("Unit: take it", by)
    assert by.presses == 1
    by = from_here(another)
    by.presses_on("说说进展")
    by.types("public_words", "来了两队人。")
    by.presses_on("发出")
    assert counted_as("Unit: say how it goes", by)
    by = from_here(another)
    by.presses_on("办好了，写结果")
    by.types("public_words", "路边垃圾清理干净了。")
    by.presses_on("报办结")
    expect(another.get_by_role("main")).to_contain_text("已报办结")
    assert counted_as("Unit: say that it is done", by)

    by = Keyboard(visitor)
    by.opens("/r")
    by.types("code", code)
    by.presses_enter()
    by.types("last_four", TELEPHONE[-4:])
    by.presses_enter()
    assert counted_as("Resident: find it by code and digits", by)
    by = from_here(visitor)
    by.presses_on("解决了")
    expect(visitor.get_by_role("main")).to_contain_text("路边垃圾清理干净了。")
    assert counted_as("Resident: confirm", by)
    assert by.presses == 1


def test_returning(another: Page, sent: tuple[str, str, str]) -> None:
    by = Keyboard(another)
    by.opens("/u")
    by.types("code", sent[1])
    by.types("last_four", sent[2])
    by.presses_enter()
    by = from_here(another)
    by.presses_on("接不了，退单")
    by.chooses("reason", "not_ours")
    by.presses_on("退单")
    expect(another.get_by_role("main")).to_contain_text("已退单")
    assert counted_as("Unit: return it", by)


def test_putting_off(another: Page, cloud: LocalCloud, sent: tuple[str, str, str]) -> None:
    at_the_order(another, sent)
    by = from_here(another)
    by.presses_on("要晚几天")
    by.comes_to("day")
    another.keyboard.type(
        (cloud.clock.now() + 10 * DAY).strftime("%m%d%Y")
    )  # in the order of Chromium's own field here
    by.fields += 1
    by.chooses("reason", "weather")
    by.presses_on("改日期")
    expect(another).to_have_url(re.compile(f"/u/orders/{sent[1]}$"))
    assert counted_as("Unit: a later date", by)


def test_blowing_the_whistle_at_the_desk(visitor: Page, cloud: LocalCloud) -> None:
    words = {"words": "路边有垃圾。", "place": "compound:ankang", "category": "litter"}
    code = demo.report(Browser(cloud.url), **words)
    by = Keyboard(visitor)
    by.opens("/desk")
    by.presses_on("登录")
    visitor.locator("input[name=username]").fill(demo.CLERK)  # the county's own page for signing in, not ours
    visitor.locator("input[name=password]").fill(PASSWORD)
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/desk")
    demo.wait_until(lambda: _listed(visitor, code))
    by = from_here(visitor)
    by.follows(f"/desk/cases/{code}")
    by.presses_on("吹哨：请县水务局来办")
    expect(visitor.get_by_role("main")).to_contain_text("县水务局")
    assert counted_as("Desk: look and blow the whistle", by)


def _listed(page: Page, code: str) -> bool:
    page.goto("/desk")
    return page.locator(f'main a[href^="/desk/cases/{code}"]').count() > 0
