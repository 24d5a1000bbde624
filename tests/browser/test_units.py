"""An officer's pages on a cheap telephone in the street: what the way to the press weighs, and what a thumb can hit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from infra.local import demo
from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from tests.axe import SMALLEST, findings
from tests.desk import sent_at_the_desk

MOST_LOADS, MOST_BYTES = 2, 30_000
THUMB = 44  # CSS pixels
WIDTHS = (360, SMALLEST["width"])

# What can be pressed and is too small; a link within a sentence isn't meant (WCAG 2.5.5), and a choice's label counts.
TOO_SMALL = """least => [...document.querySelectorAll('main a, main button, main input, main select, main textarea')]
  .filter(it => it.type !== 'hidden' && it.getClientRects().length)
  .filter(it => it.tagName !== 'A' || it.parentElement.textContent.trim() === it.textContent.trim())
  .map(it => [it, it.matches('[type=radio], [type=checkbox]') ? [it, ...it.labels] : [it]])
  .map(([it, boxes]) => [it, Math.max(...boxes.map(box => box.getBoundingClientRect().height))])
  .filter(([it, height]) => height < least)
  .map(([it, height]) => `${it.tagName} ${it.name || it.textContent.trim()} ${height}`)"""


@dataclass
class Weighed:
    """What came over the wire to an empty cache: heads and bodies, redirects too, as Chromium counts them."""

    loads: int = 0
    bytes: int = 0
    parts: list[tuple[str, int]] = field(default_factory=list)
    _urls: dict[str, str] = field(default_factory=dict)

    def begins(self, event: dict[str, Any]) -> None:
        if redirect := event.get("redirectResponse"):
            self._add(redirect["url"], redirect["encodedDataLength"])
        elif event["type"] == "Document":
            self.loads += 1
        self._urls[event["requestId"]] = event["request"]["url"]

    def ends(self, event: dict[str, Any]) -> None:
        self._add(self._urls[event["requestId"]], event["encodedDataLength"])

    def _add(self, url: str, size: float) -> None:
        self.bytes += int(size)
        self.parts.append((url.partition("?")[0].partition("/")[2], int(size)))


@pytest.fixture
def officer(chromium: Chromium, cloud: LocalCloud) -> Iterator[tuple[Page, Weighed]]:
    """A new telephone, 360 pixels wide, whose cache is empty, without JavaScript."""
    context = chromium.new_context(
        base_url=cloud.url, viewport={"width": 360, "height": 640}, locale="zh-CN", java_script_enabled=False
    )
    page, weighed = context.new_page(), Weighed()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", weighed.begins)
    session.on("Network.loadingFinished", weighed.ends)
    yield page, weighed
    context.close()


def whistled(cloud: LocalCloud) -> tuple[str, str]:
    """A new order of the water bureau: its code, and the last four digits."""
    number = demo.number_of("water_bureau")
    bureau = demo.Telephone(cloud.url, number)
    words = "路边到处是塑料袋和建筑垃圾，好几天没人收。" * 4
    place = {"place": "compound:ankang", "category": "litter", "telephone": "15400009021"}
    code = demo.report(Browser(cloud.url), words=words, **place)
    sent_at_the_desk(cloud.url, code)
    return demo.code_in(bureau.next("吹哨"), "单号"), number[-4:]


def takes(page: Page) -> None:
    """The button is on the first screen, and one press takes the order."""
    button = page.get_by_role("button", name="接单")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 640
    button.click()
    expect(page.get_by_role("main")).to_contain_text("已接单")


def test_from_the_text_to_the_press(officer: tuple[Page, Weighed], cloud: LocalCloud) -> None:
    (page, weighed), (code, digits) = officer, whistled(cloud)
    page.goto("/u")
    page.get_by_label("单号").fill(code)
    page.get_by_label("后四位").fill(digits)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="接单")).to_be_visible()
    page.wait_for_load_state("load")
    assert weighed.loads <= MOST_LOADS
    assert weighed.bytes <= MOST_BYTES, weighed.parts
    takes(page)


def test_from_the_email_to_the_press(officer: tuple[Page, Weighed], cloud: LocalCloud) -> None:
    (page, weighed), (code, _) = officer, whistled(cloud)
    letters = demo.outbox(cloud.url)["emails"]
    link = next(part for it in letters for part in str(it).split('"') if f"/u/orders/{code}?k=" in part)
    page.goto(link[link.index("/u/orders/") :].split("\\")[0].split()[0])
    assert weighed.loads == 1
    assert weighed.bytes <= MOST_BYTES, weighed.parts
    takes(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_an_order_fits_a_small_telephone_and_a_thumb(
    inspector: Page, cloud: LocalCloud, width: int
) -> None:
    code, digits = whistled(cloud)
    page = inspector
    page.set_viewport_size({"width": width, "height": 640})
    page.goto("/u")
    looked_at(page, width)
    page.get_by_label("单号").fill(code)
    page.get_by_label("后四位").fill(digits)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/u/orders/{code}")
    for act in ("", "/return", "/assign"):
        page.goto(f"/u/orders/{code}{act}")
        looked_at(page, width)
    page.goto(f"/u/orders/{code}")
    page.get_by_role("button", name="接单").click()
    for path in ("", "/progress", "/done", "/reschedule"):
        page.goto(f"/u/orders/{code}{path}")
        looked_at(page, width)
    for path in ("/u/orders", "/u/figures", "/u/away", "/u/calendar"):
        page.goto(path)
        looked_at(page, width)


def looked_at(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert page.evaluate(TOO_SMALL, THUMB) == [], page.url
    assert findings(page) == [], page.url


def test_an_order_goes_to_a_colleague_and_its_contact_on_holiday(visitor: Page, cloud: LocalCloud) -> None:
    code, digits = whistled(cloud)
    colleague = demo.Telephone(cloud.url, "15400000051")
    visitor.goto("/u")
    visitor.get_by_label("单号").fill(code)
    visitor.get_by_label("后四位").fill(digits)
    visitor.keyboard.press("Enter")
    visitor.get_by_role("link", name="交给同事").or_(visitor.get_by_role("button", name="交给同事")).first.click()
    visitor.get_by_role("button", name="分管负责人").click()
    expect(visitor.get_by_role("main")).to_contain_text("由分管负责人跟进")
    assert code in colleague.next("同事交给您").replace(" ", "")
    visitor.goto("/u/away")
    visitor.get_by_label("从哪天起").fill("2026-03-10")
    visitor.get_by_label("到哪天为止").fill("2026-03-12")
    visitor.get_by_role("button", name="记下来").click()
    expect(visitor.get_by_role("main")).to_contain_text("消息先发给分管负责人")
    visitor.get_by_role("button", name="我回来了").click()
    expect(visitor.get_by_role("main")).not_to_contain_text("我回来了")
