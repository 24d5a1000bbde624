"""The proof of work as a real browser solves it: in a worker, under the page's own policy, by keyboard."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from functions.intake import door
from functions.intake.doubts import HOT_ADDRESS, TOO_FAST
from functions.shared.tables import requests
from functions.shared.tables.limits import LimitItem
from infra.local.cloud import LocalCloud
from tests.axe import findings
from tests.browser.sending import goes_alone
from tests.builders import HOUR
from tests.desk import at_the_tables_of

VISITORS = "127.0.0.1"
LOOKED_AT = "先看一眼"


@pytest.fixture
def hot(cloud: LocalCloud) -> Iterator[LocalCloud]:
    """So much has come from our own address, in this hour and the next, that a proof is asked for."""
    bucket, now = door.by_address(VISITORS), cloud.clock.now()
    windows = [bucket.window(at) for at in (now, now + HOUR)]
    with at_the_tables_of(cloud.environment):
        for window in windows:
            LimitItem(window, tries=HOT_ADDRESS + 1, expires_at=int((now + 2 * HOUR).timestamp())).save()
    yield cloud
    with at_the_tables_of(cloud.environment):
        for window in windows:
            LimitItem(window).delete()


def fill_in(page: Page) -> list[str]:
    """Open the form and fill in what is needed; answers with what the browser complains of, as it comes."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/report")
    page.get_by_label("是什么事").fill("路灯不亮。")
    page.get_by_label("在哪里").select_option("compound:ankang")
    page.get_by_label("是哪一类").select_option("lighting")
    return complaints


def doubted(page: Page, cloud: LocalCloud) -> bool:
    """Whether the desk looks first, as the receipt says and as it stands in the ledger."""
    goes_alone(page)
    says_so = LOOKED_AT in page.get_by_role("main").inner_text()
    with at_the_tables_of(cloud.environment):
        filed = requests.load(page.url.split("/sent/")[1][:10]).filed
    assert filed.doubted is says_so
    return says_so


def test_who_writes_for_a_while_notices_nothing(inspector: Page, hot: LocalCloud) -> None:
    complaints = fill_in(inspector)
    expect(inspector.locator("input[name=altcha]")).to_have_value(re.compile(".{100}"))
    inspector.wait_for_timeout(1000 * TOO_FAST.total_seconds())
    inspector.get_by_role("button", name="发送").click()
    assert not doubted(inspector, hot)
    assert complaints == []


def test_who_sends_by_keyboard_before_it_is_solved_is_told_and_it_is_sent_by_itself(
    inspector: Page, hot: LocalCloud
) -> None:
    """The derivation is made slow, as on the slowest telephone."""
    inspector.add_init_script("window.Worker = undefined")  # then it is solved in the page, piece by piece
    inspector.add_init_script(
        "const derive = crypto.subtle.deriveBits.bind(crypto.subtle);"
        "crypto.subtle.deriveBits = async (...given) => {"
        " await new Promise((go) => setTimeout(go, 12)); return derive(...given); };"
    )
    fill_in(inspector)
    inspector.get_by_label("具体在哪").press("Enter")
    expect(inspector.locator("#proof")).to_contain_text("自动发送")
    inspector.get_by_label("是什么事").press("End")
    inspector.keyboard.type("很久了")  # typing goes on
    expect(inspector.get_by_label("是什么事")).to_have_value("路灯不亮。很久了")
    assert not doubted(inspector, hot)


def test_what_cannot_be_solved_is_sent_all_the_same(inspector: Page, hot: LocalCloud) -> None:
    inspector.add_init_script("window.Worker = undefined; crypto.subtle.deriveBits = () => new Promise(() => {});")
    fill_in(inspector)
    inspector.get_by_role("button", name="发送").click()
    assert doubted(inspector, hot)


def test_without_scripts_it_says_what_that_means_and_takes_it(visitor: Page, hot: LocalCloud) -> None:
    fill_in(visitor)
    expect(visitor.get_by_role("main")).to_contain_text("可能要社区先看一眼")
    visitor.wait_for_timeout(1000 * TOO_FAST.total_seconds())
    visitor.get_by_role("button", name="发送").click()
    assert doubted(visitor, hot)


def test_axe_finds_nothing_and_nobody_comes_upon_the_trap(inspector: Page, hot: LocalCloud) -> None:
    fill_in(inspector)
    assert findings(inspector) == []
    expect(inspector.get_by_role("textbox", name="请不要填")).to_have_count(0)
    inspector.get_by_label("是什么事").focus()
    for _ in range(8):
        inspector.keyboard.press("Tab")
        expect(inspector.locator("#homepage")).not_to_be_focused()
