"""The whole loop as people press it: in Chromium on a small telephone, without JavaScript, by keyboard."""

import re

from playwright.sync_api import Page, expect

from infra.local import demo
from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from tests.browser.sending import goes_alone, sends
from tests.desk import sent_at_the_desk

LONGEST_WALK = 80  # presses of Tab; whoever needs more has been let down


def test_litter_from_the_form_to_the_result(visitor: Page, another: Page, cloud: LocalCloud) -> None:
    number = demo.number_of("water_bureau")
    bureau, mobile = demo.Telephone(cloud.url, number), demo.Telephone(cloud.url, "15400009011")

    visitor.goto("/")
    visitor.get_by_role("button", name="报告问题").or_(
        visitor.get_by_role("main").get_by_role("link", name="报告问题")
    ).first.click()
    expect(visitor.get_by_role("link", name="110").first).to_be_visible()
    visitor.get_by_label("是什么事").fill("路边到处是塑料袋。")
    visitor.get_by_role("button", name="下一步").click()
    visitor.get_by_label("或者从这里选").select_option("compound:ankang")
    visitor.get_by_role("button", name="下一步").click()
    expect(visitor.get_by_label("环境卫生")).to_be_checked()
    visitor.get_by_role("button", name="下一步").click()
    visitor.get_by_label("您的电话").fill("１５４ ００００ ９０１１")  # full-width
    visitor.get_by_role("button", name="好了，再看一遍").click()
    code = sends(visitor)
    expect(visitor.get_by_role("main")).to_contain_text(f"{code[:3]} {code[3:6]} {code[6:]}")
    assert code in mobile.next("收到")

    sent_at_the_desk(cloud.url, code)
    order = demo.code_in(bureau.next("吹哨"), "单号")
    another.goto("/u")
    another.get_by_label("单号").fill(order)
    another.get_by_label("后四位").fill(number[-4:])
    another.keyboard.press("Enter")
    expect(another).to_have_url(re.compile(f"/u/orders/{order}$"))
    another.get_by_role("button", name="接单").click()
    expect(another.get_by_role("main")).to_contain_text("已接单")
    another.get_by_role("main").get_by_role("link", name=re.compile("办好了")).or_(
        another.get_by_role("button", name=re.compile("办好了"))
    ).first.click()
    sentence = another.locator("#public_words")
    sentence.fill("王师傅带人清理了，有事打15400001234。")
    another.locator("main form button").click()
    expect(another.get_by_role("alert")).to_be_visible()
    expect(another.get_by_role("main")).to_contain_text("15400001234")
    sentence.fill("路边垃圾清理干净了。")
    another.locator("main form button").click()
    expect(another).to_have_url(re.compile(f"/u/orders/{order}$"))

    assert code in mobile.next("办好了")
    visitor.goto(f"/r/{code}")
    visitor.get_by_label("四个数字").fill("9011")
    visitor.get_by_role("button", name="打开").click()
    visitor.get_by_role("button", name="解决了", exact=True).click()
    expect(visitor.get_by_role("main")).to_contain_text("路边垃圾清理干净了。")
    story = demo.wait_for_result(Browser(cloud.url), code)
    visitor.goto("/results")
    visitor.locator(f'main a[href="/results/{code}"]').first.click()
    assert visitor.url == story
    expect(visitor.get_by_role("main")).not_to_contain_text("塑料袋")


def test_a_report_by_keyboard_alone(visitor: Page) -> None:
    visitor.goto("/report")
    _walk_to(visitor, "words")
    visitor.keyboard.type("路灯不亮。")
    _walk_to(visitor, "place")
    visitor.keyboard.press("ArrowDown")
    _walk_to(visitor, "telephone")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("input[name=proposed]")).to_have_count(1)
    _walk_to(visitor, "category")
    visitor.keyboard.press("Enter")
    goes_alone(visitor)


def test_one_thing_a_page_by_keyboard_alone_and_back(visitor: Page) -> None:
    visitor.goto("/report/ask")
    _walk_to(visitor, "words")
    visitor.keyboard.type("巷子里路灯不亮。")
    _press(visitor, "下一步")
    expect(visitor.locator("#find")).to_be_visible()
    _walk_to(visitor, "find")
    visitor.keyboard.type("dongguan")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_label("东关中巷")).to_be_visible()
    _walk_to(visitor, "place")
    visitor.keyboard.press("Space")
    _press(visitor, "下一步")
    expect(visitor.get_by_label("路灯照明")).to_be_checked()
    _press(visitor, "下一步")
    expect(visitor.locator("#telephone")).to_be_visible()
    _walk_to(visitor, "telephone")
    visitor.keyboard.type("15400009014")
    _press(visitor, "好了，再看一遍")
    expect(visitor.get_by_role("main")).to_contain_text("东关中巷")
    visitor.go_back()
    expect(visitor.locator("#telephone")).to_have_value("15400009014")
    visitor.go_forward()
    expect(visitor.get_by_role("button", name=re.compile(f"^(发送|{demo.ALONE})$"))).to_be_visible()
    _press(visitor, "改：什么事")
    expect(visitor.locator("#words")).to_have_value("巷子里路灯不亮。")
    _walk_to(visitor, "words")
    visitor.keyboard.type("三天了。")
    _press(visitor, "好了，再看一遍")
    expect(visitor.get_by_role("main")).to_contain_text("三天了。")
    alone = visitor.get_by_role("button", name=demo.ALONE)
    _press(visitor, demo.ALONE if alone.count() else "发送")
    expect(visitor).to_have_url(re.compile("/report/sent/3"))


def test_the_first_press_of_tab_offers_to_skip_to_the_page(visitor: Page) -> None:
    visitor.goto("/report")
    visitor.keyboard.press("Tab")
    expect(visitor.locator(":focus")).to_have_attribute("href", "#main")
    expect(visitor.locator(":focus")).to_be_visible()


def test_every_error_names_its_field_and_nothing_typed_is_lost(visitor: Page) -> None:
    visitor.goto("/report")
    visitor.get_by_label("具体在哪").fill("3号楼东边")
    visitor.get_by_label("您的电话").fill("12")
    visitor.get_by_role("button", name="发送").click()
    summary = visitor.get_by_role("alert")
    for field in ("words", "place", "telephone"):
        expect(summary.locator(f'a[href="#{field}"]')).to_be_visible()
        described = visitor.locator(f"#{field}").get_attribute("aria-describedby") or ""
        assert f"{field}-error" in described.split()
    expect(visitor.get_by_label("具体在哪")).to_have_value("3号楼东边")
    expect(visitor.get_by_label("您的电话")).to_have_value("12")
    expect(visitor).to_have_title(re.compile("^错误"))


def test_going_back_and_changing_the_words_offers_to_add_them(visitor: Page) -> None:
    visitor.goto("/report")
    visitor.get_by_label("是什么事").fill("路边有垃圾。")
    visitor.get_by_label("在哪里").select_option("compound:ankang")
    visitor.get_by_label("是哪一类").select_option("litter")
    code = sends(visitor)
    visitor.go_back()
    if visitor.get_by_role("button", name=demo.ALONE).count():  # one page further: others like it were shown
        visitor.go_back()
    visitor.get_by_label("是什么事").fill("路边有垃圾，还有建筑废料。")
    visitor.get_by_label("在哪里").select_option("compound:ankang")
    visitor.get_by_label("是哪一类").select_option("litter")
    visitor.get_by_role("button", name="发送").click()
    expect(visitor.locator("textarea")).to_have_value("路边有垃圾，还有建筑废料。")
    visitor.locator("main form button").click()
    expect(visitor).to_have_url(re.compile(f"/r/{code}$"))
    expect(visitor.get_by_role("main")).to_contain_text("还有建筑废料")


def _press(page: Page, name: str) -> None:
    """Come to a button by Tab, and press it."""
    for _ in range(LONGEST_WALK):
        page.keyboard.press("Tab")
        focused = page.locator("button:focus")
        if focused.count() and "".join(focused.inner_text().split()) == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never reached {name}")


def _walk_to(page: Page, field: str) -> None:
    for _ in range(LONGEST_WALK):
        page.keyboard.press("Tab")
        if page.locator(f"#{field}:focus").count():
            return
    raise AssertionError(f"Tab never reached {field}")
