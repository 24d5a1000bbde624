"""Doors that are open to everyone: axe-core on each page, and no sideways scrolling on the smallest screens."""

import pytest
from playwright.sync_api import Page, expect

from infra.local import demo
from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from tests.axe import SMALLEST, findings
from tests.desk import sent_at_the_desk

PAGES = (
    "/",
    "/report",
    "/report?category=gas_leak",
    "/report/ask",
    "/report/map",
    "/stations",
    "/privacy",
    "/u",
    "/r",
    "/results",
    "/posters",
    "/posters/compound:ankang",
    "/signin",
    "/nowhere",
)


@pytest.fixture(scope="module")
def order(cloud: LocalCloud) -> dict[str, str]:
    """A request that has gone round, and one whose order has just been taken."""
    number = demo.number_of("water_bureau")
    done = demo.litter(cloud.url)
    bureau = demo.Telephone(cloud.url, number)
    code = demo.report(
        Browser(cloud.url), words="路边有垃圾。", place="compound:ankang", category="litter", telephone="15400009012"
    )
    sent_at_the_desk(cloud.url, code)
    return {"done": done, "code": code, "order": demo.code_in(bureau.next("吹哨"), "单号"), "digits": number[-4:]}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(inspector: Page, path: str, language: str) -> None:
    inspector.goto(path + ("&" if "?" in path else "?") + f"lang={language}")
    assert findings(inspector) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_on_errors(inspector: Page, language: str) -> None:
    inspector.goto(f"/report?lang={language}")
    inspector.locator("main form .dl-button--large").click()
    assert inspector.get_by_role("alert").is_visible()
    assert findings(inspector) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_where_one_thing_is_asked_a_page(inspector: Page, language: str) -> None:
    inspector.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})
    onward = inspector.locator("main form .dl-button--large")
    inspector.goto(f"/report/ask?lang={language}")
    for typed in (
        {"#words": "巷子里的路灯不亮，厨房里有很浓的煤气味"},
        {"#find": "dongguan"},
        {"input[value='compound:dongguan_middle_lane']": ""},
        {},
        {"#telephone": "12"},
        {"#telephone": "15400009013"},
    ):
        assert findings(inspector) == [], inspector.url
        assert inspector.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"], inspector.url
        for field, text in typed.items():
            if text:
                inspector.locator(field).fill(text)
            else:
                inspector.locator(field).check()
        with inspector.expect_navigation():
            onward.click()
    assert inspector.url.endswith("/report/ask/check")
    assert findings(inspector) == []
    inspector.goto(f"/report?lang={language}")
    inspector.locator("#words").fill("路灯不亮")
    inspector.locator("#place").select_option("compound:ankang")
    with inspector.expect_navigation():
        onward.click()
    assert inspector.locator("input[name=proposed]").count() == 1
    assert findings(inspector) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_on_the_pages_of_an_order_and_a_request(
    inspector: Page, order: dict[str, str], language: str
) -> None:
    inspector.goto(f"/results/{order['done']}?lang={language}")
    assert findings(inspector) == []
    inspector.goto(f"/r/{order['code']}")
    assert findings(inspector) == []
    inspector.locator("#last_four").fill("9012")
    inspector.locator("main form button").first.click()
    assert findings(inspector) == []
    inspector.goto("/u")
    inspector.locator("#code").fill(order["order"])
    inspector.locator("#last_four").fill(order["digits"])
    inspector.locator("main form button").click()
    assert findings(inspector) == []
    path = f"/u/orders/{order['order']}"
    for act in ("return", "progress", "reschedule", "done", "check", "pass_on"):
        inspector.goto(f"{path}/{act}")
        assert findings(inspector) == [], act
        inspector.locator("main form button").last.click()
        assert findings(inspector) == [], f"{act} with its errors"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_on_a_units_list_and_calendar_and_nothing_scrolls_sideways(
    inspector: Page, order: dict[str, str], language: str
) -> None:
    inspector.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})
    inspector.goto(f"/u/orders?lang={language}")
    assert findings(inspector) == []
    inspector.locator("#code").fill(order["order"])
    inspector.locator("#last_four").fill(order["digits"])
    with inspector.expect_navigation():
        inspector.locator("main form button").click()
    expect(inspector.locator(f'a[href="/u/orders/{order["order"]}"]')).to_be_visible()
    assert findings(inspector) == []
    inspector.goto("/u/calendar")
    with inspector.expect_navigation():
        inspector.locator("main form button").click()
    assert findings(inspector) == []
    assert inspector.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]
    address = inspector.locator(".dl-address").inner_text()
    answer = inspector.request.get(address)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert order["order"] in answer.text().replace("\r\n ", "")
    again = inspector.request.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status == 304


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_at_320_pixels(inspector: Page, path: str) -> None:
    inspector.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})
    inspector.goto(path)
    assert inspector.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]


def test_pages_of_a_person_are_not_kept_and_not_found(inspector: Page, order: dict[str, str]) -> None:
    answer = inspector.goto(f"/r/{order['code']}")
    assert answer is not None
    assert answer.headers["cache-control"] == "no-store"
    assert inspector.locator('meta[name="robots"]').get_attribute("content") == "noindex"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "script-src" not in policy, "there is no script to allow"
