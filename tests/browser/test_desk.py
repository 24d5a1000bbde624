"""The desk in Chromium: both stories of the county, a resident without any telephone, by keyboard, for everyone."""

import re

import pytest
from playwright.sync_api import Page, expect

from functions.intake.doubts import TOO_FAST
from infra.local import demo
from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from tests.axe import SMALLEST, findings
from tests.browser.sending import sends

LONGEST_WALK = 120


def files(page: Page, words: str, place: str, category: str, telephone: str = "", channel: str = "打电话") -> str:
    page.goto("/desk/file")
    page.get_by_role("radio", name=channel).check()
    page.get_by_label("是什么事").fill(words)
    page.get_by_label("在哪里").select_option(place)
    page.get_by_label("是哪一类").select_option(category)
    page.get_by_label("居民的电话").fill(telephone)
    page.get_by_role("button", name="登记", exact=True).click()
    if page.url.endswith("/desk/file"):
        page.get_by_label("都不是，另外登记").check()
        page.get_by_role("button", name="就这样登记").click()
    expect(page).to_have_url(re.compile("/desk/cases/3"))
    return page.url.split("/cases/")[1][:10]


def officer_enters(page: Page, unit: str, whistle: str) -> None:
    page.goto("/u")
    page.get_by_label("单号").fill(demo.code_in(whistle, "单号"))
    page.get_by_label("后四位").fill(demo.number_of(unit)[-4:])
    page.keyboard.press("Enter")
    page.get_by_role("button", name="接单").click()
    expect(page.get_by_role("main")).to_contain_text("已接单")


def officer_is_done(page: Page, sentence: str) -> None:
    page.get_by_role("main").get_by_role("link", name=re.compile("办好了")).first.click()
    page.locator("#public_words").fill(sentence)
    page.locator("main form button").click()
    expect(page.get_by_role("main")).to_contain_text("已报办结")


def notes_verdict(page: Page, code: str, heard: str) -> None:
    """The verdict that a resident has told staff."""
    page.goto(f"/desk/cases/{code}/verdict")
    page.get_by_label("解决了", exact=True).check()
    page.get_by_label(heard).check()
    page.locator("main form button").click()
    expect(page.get_by_role("main")).to_contain_text("居民确认解决")


def test_the_telephone_story(clerk: Page, another: Page, cloud: LocalCloud) -> None:
    bureau, mobile = demo.Telephone(cloud.url, demo.number_of("water_bureau")), demo.Telephone(cloud.url, "15400009021")
    code = files(clerk, "路边到处是塑料袋。", "compound:ankang", "litter", "154 0000 9021")
    expect(clerk.get_by_role("status")).to_contain_text("登记好了")
    expect(clerk.get_by_role("main")).to_contain_text("县水务局")  # who, while the caller is still on the line
    assert code in mobile.next("收到")
    officer_enters(another, "water_bureau", bureau.next("吹哨"))
    officer_is_done(another, "分两组清理了路边垃圾和杂草。")
    assert code in mobile.next("办好了")
    notes_verdict(clerk, code, "电话里")
    assert demo.wait_for_result(Browser(cloud.url), code).endswith(code)


def test_the_lamps(visitor: Page, clerk: Page, another: Page, cloud: LocalCloud) -> None:
    cross = demo.Telephone(cloud.url, demo.number_of("red_cross"))
    visitor.goto("/report")
    visitor.get_by_label("是什么事").fill("巷子里晚上没有路灯。")
    visitor.get_by_label("在哪里").select_option("compound:dongguan_middle_lane")
    visitor.get_by_label("是哪一类").select_option("lighting")
    visitor.wait_for_timeout(1000 * TOO_FAST.total_seconds())
    code = sends(visitor)
    demo.wait_until(lambda: _waits(clerk, code))
    clerk.goto("/desk?task=check")
    clerk.locator(f'main a[href^="/desk/cases/{code}"]').click()
    clerk.get_by_role("link", name="记现场核实").click()
    clerk.get_by_label("和居民说的一样").check()
    clerk.locator("main form button").click()
    clerk.get_by_role("link", name="点名吹哨、集合吹哨").click()
    clerk.get_by_label("请哪个单位来办").select_option("red_cross")
    clerk.locator("main form button").click()
    expect(clerk.get_by_role("status")).to_contain_text("办好了")
    officer_enters(another, "red_cross", cross.next("吹哨"))
    officer_is_done(another, "自筹资金装了五盏太阳能路灯。")
    notes_verdict(clerk, code, "上门")
    assert demo.wait_for_result(Browser(cloud.url), code).endswith(code)


def test_a_resident_without_any_telephone(
    station: Page, clerk: Page, visitor: Page, another: Page, cloud: LocalCloud
) -> None:
    """A walk-in: a slip with four digits, which opens the story at any station; the verdict told there."""
    bureau = demo.Telephone(cloud.url, demo.number_of("water_bureau"))
    sent_before = len(demo.outbox(cloud.url)["sms"])
    code = files(station, "楼道口堆了建筑垃圾。", "compound:ankang", "litter", channel="到站点来")
    station.get_by_role("link", name="打印回执").click()
    slip = station.get_by_role("main")
    expect(slip).to_contain_text("县水务局")
    word = station.locator("dt", has_text="您的四个数字").locator("xpath=following-sibling::dd").inner_text()
    assert re.fullmatch(r"\d{4}", word)
    assert station.locator(".dl-slip").evaluate("page => getComputedStyle(page).fontSize") == "24px"  # 18 pt
    officer_enters(another, "water_bureau", bureau.next("吹哨"))
    officer_is_done(another, "建筑垃圾运走了。")
    visitor.goto(f"/r/{code}")  # at another station, with its staff's help
    visitor.get_by_label("四个数字").fill(word)
    visitor.get_by_role("button", name="打开").click()
    expect(visitor.get_by_role("main")).to_contain_text("楼道口堆了建筑垃圾")
    demo.wait_until(lambda: _waits(clerk, code, "task=call_back"))
    station.goto("/desk?task=call_back")
    station.locator(f'main a[href^="/desk/cases/{code}"]').click()
    notes_verdict(station, code, "在站点")
    assert demo.wait_for_result(Browser(cloud.url), code).endswith(code)
    to_residents = [sms for sms in demo.outbox(cloud.url)["sms"][sent_before:] if code in sms["text"]]
    assert to_residents == []


def test_by_keyboard_alone(clerk: Page) -> None:
    clerk.goto("/desk/file")
    _walk_to(clerk, "channel")
    clerk.keyboard.press("Space")
    _walk_to(clerk, "words")
    clerk.keyboard.type("广场的健身器材松了。")
    _walk_to(clerk, "place")
    clerk.keyboard.press("ArrowDown")
    _walk_to(clerk, "telephone")
    clerk.keyboard.press("Enter")
    expect(clerk).to_have_url(re.compile("/desk/(cases/3|file$)"))


def test_the_switch_to_english_and_back(clerk: Page) -> None:
    clerk.goto("/desk?lang=en")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("To do")
    clerk.goto("/desk?lang=zh")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("待办")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_at_the_desk(desk_inspector: Page, cloud: LocalCloud, language: str) -> None:
    page = desk_inspector
    staff = Browser(cloud.url)
    demo.sign_in(staff, demo.CLERK)
    code = demo.file(staff, channel="phone", words="路边有垃圾。", place="compound:ankang", category="litter")
    demo.wait_until(lambda: "县水务局" in staff.get(f"/desk/cases/{code}").text)
    for path in (f"/desk?lang={language}", "/desk?view=open", "/desk/file", "/desk/search", f"/desk/cases/{code}"):
        page.goto(path)
        assert findings(page) == [], path
        page.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"], path
    page.goto("/desk/file")
    page.locator('button[value="file"]').click()
    assert page.get_by_role("alert").is_visible()
    assert findings(page) == []
    for act in ("whistle", "helpers", "check", "return", "answer", "explain", "merge", "withdraw"):
        page.goto(f"/desk/cases/{code}/{act}")
        assert findings(page) == [], act
        page.locator("main form button").last.click()
        assert findings(page) == [], f"{act}, sent"
    page.goto(f"/desk/cases/{code}/slip")
    assert findings(page) == []


def _waits(page: Page, code: str, filters: str = "") -> bool:
    page.goto(f"/desk?{filters}")
    return page.locator(f'main a[href^="/desk/cases/{code}"]').count() > 0


def _walk_to(page: Page, field: str) -> None:
    for _ in range(LONGEST_WALK):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("id") == field:
            return
    raise AssertionError(f"no way to {field} by keyboard")
