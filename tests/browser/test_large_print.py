"""Large print, the easy version and the other language, as people press them: on the smallest screen, without
JavaScript, in the middle of a form."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.axe import SMALLEST, findings

PAGES = (
    *(
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
    ),
    *("/posters", "/posters/compound:ankang", "/signin", "/nowhere"),
)
IN_EACH = pytest.mark.parametrize("language", ["zh", "en"])


def small(page: Page) -> None:
    page.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})


def press(page: Page, value: str) -> None:
    with page.expect_navigation():
        page.locator(f'button[name=look][value="{value}"]').first.click()


def too_wide(page: Page) -> list[str]:
    """What reaches out of the screen, or is cut in its own box."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(it => {
            const at = it.getBoundingClientRect(), style = getComputedStyle(it);
            if (!at.width || it.closest('.govuk-visually-hidden, .govuk-skip-link')) return false;
            const cut = style.overflowX === 'hidden' && it.scrollWidth > it.clientWidth + 1;
            return at.right > innerWidth + 1 || at.left < -1 || cut;
        }).map(it => it.outerHTML.slice(0, 120))"""
    )
    return found if found else [] if _fits(page) else ["the page scrolls sideways"]


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@IN_EACH
@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_or_is_cut_in_large_print(inspector: Page, path: str, language: str) -> None:
    small(inspector)
    inspector.goto(path + ("&" if "?" in path else "?") + f"lang={language}")
    before = float(inspector.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"))
    press(inspector, "print-large")
    assert urlsplit(inspector.url).path.startswith(urlsplit(path).path)
    after = float(inspector.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"))
    assert after == pytest.approx(before * 1.4, rel=0.01)
    assert too_wide(inspector) == []
    assert findings(inspector) == []


@IN_EACH
def test_the_easy_version_from_the_first_page_to_the_receipt(inspector: Page, language: str) -> None:
    small(inspector)
    inspector.goto(f"/?lang={language}")
    press(inspector, "print-large")
    press(inspector, "reading-easy")
    assert inspector.url.endswith("/report/ask")
    onward = inspector.locator("main form .dl-button--large")
    for typed in (
        {"#words": "巷子里的路灯不亮"},
        {"#find": "安康小区"},
        {},
        {"#telephone": "12"},
        {"#telephone": "15400009041"},
        {},
    ):
        expect(inspector.locator("main .dl-pictogram").first).to_be_visible()
        assert too_wide(inspector) == [], inspector.url
        assert findings(inspector) == [], inspector.url
        for field, text in typed.items():
            inspector.locator(field).fill(text)
        with inspector.expect_navigation():
            onward.click()
    assert "/report/sent/3" in inspector.url
    assert too_wide(inspector) == []
    assert findings(inspector) == []
    with inspector.expect_navigation():
        inspector.locator('main a.govuk-button[href^="/r/"]').click()
    expect(inspector.locator(".dl-easy-now")).to_be_visible()
    assert too_wide(inspector) == []
    assert findings(inspector) == []


def test_a_press_in_the_middle_keeps_the_words(visitor: Page) -> None:
    visitor.goto("/report")
    visitor.locator("#words").fill("路灯不亮\n三天了")
    visitor.locator("#place").select_option("compound:ankang")
    visitor.locator("#may_call").check()
    for value in ("lang-en", "print-large", "lang-zh", "print-usual"):
        press(visitor, value)
        expect(visitor.locator("#words")).to_have_value("路灯不亮\n三天了")
        expect(visitor.locator("#place")).to_have_value("compound:ankang")
        expect(visitor.locator("#may_call")).to_be_checked()
    press(visitor, "reading-easy")
    expect(visitor.locator("#words")).to_have_value("路灯不亮\n三天了")
    visitor.get_by_role("button", name="下一步").click()
    expect(visitor.locator("#place")).to_have_value("compound:ankang")
    visitor.locator("#place_words").fill("巷口")
    press(visitor, "lang-en")
    expect(visitor.locator("html")).to_have_attribute("lang", "en")
    expect(visitor.locator("#place_words")).to_have_value("巷口")
    visitor.get_by_role("button", name="Next").click()
    visitor.get_by_role("button", name="Next").click()
    visitor.locator("#telephone").fill("15400009042")
    visitor.locator("main form .dl-button--large").click()
    press(visitor, "lang-zh")
    for said in ("路灯不亮", "巷口", "15400009042"):
        expect(visitor.get_by_role("main")).to_contain_text(said)


def test_return_presses_what_the_form_is_for(visitor: Page) -> None:
    visitor.goto("/report/ask")
    visitor.locator("#words").fill("路灯不亮")
    visitor.get_by_role("button", name="下一步").click()
    visitor.locator("#find").fill("dongguan")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("input[value='compound:dongguan_middle_lane']")).to_be_visible()
    expect(visitor.locator("html")).to_have_attribute("lang", "zh-CN")
    visitor.goto("/r")
    visitor.locator("#code").fill("12")
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url("/r?code=12")


def test_what_one_has_chosen_another_is_not_shown(visitor: Page, another: Page) -> None:
    visitor.goto("/results")
    press(visitor, "print-large")
    expect(visitor.locator("html.dl-large")).to_have_count(1)
    another.goto("/results")
    expect(another.locator("html.dl-large")).to_have_count(0)
    visitor.goto("/stations")
    expect(visitor.locator("html.dl-large")).to_have_count(1)
    press(visitor, "print-usual")
    expect(visitor.locator("html.dl-large")).to_have_count(0)
