"""The last press of a report, whether or not others like it are open."""

import re

from playwright.sync_api import Page, expect

from infra.local.demo import ALONE


def sends(page: Page) -> str:
    """Press "send"; by itself, where others like it are open. Answers with the code on the receipt."""
    page.get_by_role("button", name=re.compile(f"^(发送|{ALONE})$")).click()
    return goes_alone(page)


def goes_alone(page: Page) -> str:
    """The report is on its way: it is none of those that are shown, if any are."""
    page.wait_for_url(re.compile("/report/(send|sent/.*)$"), timeout=15_000)
    alone = page.get_by_role("button", name=ALONE)
    if alone.count():
        alone.click()
    expect(page).to_have_url(re.compile("/report/sent/3"), timeout=15_000)
    return page.url.split("/sent/")[1][:10]
