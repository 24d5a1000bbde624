"""A real Chromium (Debian's) on the local cloud's front door."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from infra.local import demo
from infra.local.accounts import PASSWORD
from infra.local.cloud import LocalCloud

PHONE = ViewportSize(width=360, height=740)


@pytest.fixture
def visitor(chromium: Browser, cloud: LocalCloud) -> Iterator[Page]:
    """Somebody with a small telephone and JavaScript switched off."""
    context = _context(chromium, cloud, javascript=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def another(chromium: Browser, cloud: LocalCloud) -> Iterator[Page]:
    """Somebody else, with a telephone and cookies of their own."""
    context = _context(chromium, cloud, javascript=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def inspector(chromium: Browser, cloud: LocalCloud) -> Iterator[Page]:
    """A page in which scripts of ours may look around."""
    context = _context(chromium, cloud, javascript=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def clerk(chromium: Browser, cloud: LocalCloud) -> Iterator[Page]:
    """A clerk of 龙王庙 in a corridor: signed in, a small telephone, JavaScript switched off."""
    yield from _signed_in(chromium, cloud, demo.CLERK)


@pytest.fixture
def station(chromium: Browser, cloud: LocalCloud) -> Iterator[Page]:
    """A clerk at the station of 安康小区, the same."""
    yield from _signed_in(chromium, cloud, "ankang@desk.example")


@pytest.fixture
def desk_inspector(inspector: Page) -> Page:
    """A clerk's pages, in which scripts of ours may look around."""
    _sign_in(inspector, demo.CLERK)
    return inspector


@pytest.fixture
def county_inspector(inspector: Page) -> Page:
    """The county's pages, in which scripts of ours may look around."""
    _sign_in(inspector, "county@desk.example")
    return inspector


def _signed_in(chromium: Browser, cloud: LocalCloud, email: str) -> Iterator[Page]:
    context = _context(chromium, cloud, javascript=False)
    page = context.new_page()
    _sign_in(page, email)
    yield page
    context.close()


def _sign_in(page: Page, email: str) -> None:
    page.goto("/desk")
    page.get_by_role("button", name="登录").or_(page.get_by_role("link", name="登录", exact=True)).first.click()
    page.locator("input[name=username]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")


def _context(chromium: Browser, cloud: LocalCloud, *, javascript: bool) -> BrowserContext:
    return chromium.new_context(base_url=cloud.url, viewport=PHONE, locale="zh-CN", java_script_enabled=javascript)
