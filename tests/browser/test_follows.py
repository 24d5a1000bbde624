"""Going with a neighbour's report, following by email, stopping: on a small telephone, without JavaScript; and axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from functions.intake.doubts import TOO_FAST
from functions.shared.tables.limits import LimitItem
from infra.local import demo
from infra.local.cloud import LocalCloud
from tests.axe import SMALLEST, findings
from tests.browser.sending import sends
from tests.desk import at_the_tables_of

NEIGHBOUR = "neighbour@example.com"
ASKED = "附近有像的事，是同一件吗？"


def write(page: Page, words: str) -> None:
    page.goto("/report")
    page.get_by_label("是什么事").fill(words)
    page.get_by_label("在哪里").select_option("compound:dongguan_north_lane")
    page.get_by_label("是哪一类").select_option("road")


@pytest.fixture
def other(another: Page, cloud: LocalCloud) -> str:
    """Somebody has reported the same before, in no hurry, and not much else has come from where they are: nobody doubts
    it."""
    with at_the_tables_of(cloud.environment):
        for item in LimitItem.scan():
            item.delete()
    write(another, "路口的路面塌了一块，张家老人差点摔倒。")
    another.wait_for_timeout(1000 * TOO_FAST.total_seconds())
    return sends(another)


def test_me_too_in_one_press_on_the_single_page(visitor: Page, other: str) -> None:
    write(visitor, "路面坑洼不平，晚上看不见。")
    visitor.get_by_role("button", name="发送").click()
    expect(visitor.get_by_role("heading", name=ASKED)).to_be_visible()
    expect(visitor.get_by_role("main")).not_to_contain_text("张家老人")
    visitor.get_by_role("button", name=re.compile("我也是，一起办")).first.click()
    expect(visitor).to_have_url(re.compile("/report/sent/3"))
    expect(visitor.get_by_role("main")).to_contain_text("一起办")
    visitor.get_by_role("link", name="打开我的这件事").click()
    expect(visitor.get_by_role("main")).to_contain_text("路面坑洼不平，晚上看不见。")
    expect(visitor.get_by_role("main")).to_contain_text("和同一件事合在一起办")


def test_me_too_page_by_page(visitor: Page, other: str) -> None:
    visitor.goto("/report/ask?place=compound:dongguan_north_lane")
    visitor.get_by_label("是什么事").fill("路面又塌了一块。")
    visitor.get_by_role("button", name="下一步").click()
    visitor.get_by_role("button", name="下一步").click()
    category = visitor.locator("select[name=category], select[name=listed]").first
    if not category.is_visible():
        visitor.locator("summary").first.click()
    category.select_option("road")
    visitor.get_by_role("button", name="下一步").click()
    visitor.get_by_role("button", name="好了，再看一遍").click()
    expect(visitor.get_by_role("heading", name=ASKED)).to_be_visible()
    visitor.get_by_role("button", name=re.compile("我也是，一起办")).first.click()
    expect(visitor).to_have_url(re.compile("/report/sent/3"))


def letters(cloud: LocalCloud, to: str, page: str) -> list[str]:
    """The addresses that lead to `page` in what was sent to `to`, in order."""
    sent = [each["text"] for each in demo.outbox(cloud.url)["emails"] if each["to"] == to]
    return [path for text in sent for path in re.findall(rf"(/follow/{page}\?f=\S+)", text)]


def test_follow_by_email_confirm_and_stop_in_one_press(visitor: Page, other: str, cloud: LocalCloud) -> None:
    visitor.goto(f"/r/{other}")
    visitor.get_by_role("link", name=re.compile("关注这件事")).click()
    visitor.get_by_role("button", name="关注").click()
    expect(visitor.get_by_role("alert")).to_contain_text("请写您的邮箱")
    visitor.get_by_label("您的邮箱").fill(NEIGHBOUR)
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", name="请打开邮箱，点信里的链接")).to_be_visible()
    demo.wait_until(lambda: bool(letters(cloud, NEIGHBOUR, "confirm")))
    visitor.goto(letters(cloud, NEIGHBOUR, "confirm")[-1])
    visitor.get_by_role("button", name="是我，告诉我").click()
    expect(visitor.get_by_role("heading", name="好了，有消息就告诉您")).to_be_visible()
    visitor.get_by_role("link", name="不再关注").click()
    visitor.get_by_role("button", name="不再告诉我").click()
    expect(visitor.get_by_role("heading", name="停了，不再写信给您")).to_be_visible()


def test_nothing_for_axe_to_find_and_no_scrolling_sideways(inspector: Page, other: str) -> None:
    pages = [f"/follow/request/{other}", f"/follow/request/{other}/asked", "/follow/community/longwangmiao"]
    for path in (*pages, "/follow/stop?f=forged", f"/r/{other}", "/results?community=longwangmiao"):
        inspector.goto(path)
        assert findings(inspector) == [], path
        inspector.set_viewport_size(SMALLEST)  # type: ignore[arg-type]
        assert inspector.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    write(inspector, "路面坑洼。")
    inspector.get_by_role("button", name="发送").click()
    expect(inspector.get_by_role("heading", name=ASKED)).to_be_visible()
    assert findings(inspector) == []
