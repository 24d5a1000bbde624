"""The county's digest as the desk opens it, and on paper: one A4 page, also when every list is full."""

import re

import pytest
from playwright.sync_api import Page, expect

from functions.digests.letters import Letter
from functions.shared.gateways import templates
from tests.axe import SMALLEST, findings
from tests.unit.pages.digest_examples import COUNTY, FULL_COUNTY, HOSTILE_COUNTY, QUIET_COUNTY

DIGESTS = {"usual": COUNTY, "full": FULL_COUNTY, "quiet": QUIET_COUNTY, "hostile": HOSTILE_COUNTY}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("digest", DIGESTS)
def test_it_prints_on_one_page(visitor: Page, digest: str, language: str) -> None:
    sheet = templates.page(
        "digests/county_sheet.html", language, letter=Letter.COUNTY_YEAR, digest=DIGESTS[digest], door=""
    )
    visitor.set_content(sheet)
    printed = visitor.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_the_county_opens_its_letter_and_its_sheet_from_the_desk(county_inspector: Page) -> None:
    page = county_inspector
    page.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})
    page.get_by_role("link", name="简报").click()
    page.get_by_role("link", name="一页 A4 全县周报").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("绛县 · 全县周报")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing scrolls sideways"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).borderBottomStyle") == "solid", (
        "its styles count"
    )
    page.get_by_role("link", name="回到工作台").click()
    page.get_by_role("link", name="看信 全县月报").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("绛县 · 全县月报")
    assert findings(page) == []
