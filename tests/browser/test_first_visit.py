"""What a first visit costs, as Chromium counts it: bytes over the wire, and nothing that moves; who is to be found."""

import pytest
from playwright.sync_api import Page, Response

from infra.local import demo
from infra.local.browser import Browser
from infra.local.cloud import LocalCloud
from tests.desk import sent_at_the_desk
from tests.open_doors import checks

LARGEST = 60 * 1024  # bytes, everything
LARGEST_TO_THE_PRESS = 30 * 1024  # an officer's, from the text message to the button
FOUND = ("/", "/report", "/r", "/results", "/stations", "/privacy")
NOT_FOUND = (
    "/report/ask",
    "/report/map",
    "/u",
    "/u/orders",
    "/posters",
    "/posters/compound:ankang",
    "/signin",
    "/nowhere",
)


class Wire:
    """Counts what comes to a page over the wire, heads and bodies."""

    def __init__(self, page: Page) -> None:
        self._came: list[Response] = []
        page.on("response", lambda response: self._came.append(response))

    def bytes(self) -> int:
        sizes = [response.request.sizes() for response in self._came]
        return sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes)


@pytest.mark.parametrize("path", [*FOUND, *NOT_FOUND])
def test_a_first_visit_is_light_and_nothing_moves(inspector: Page, path: str) -> None:
    wire = Wire(inspector)
    inspector.goto(path, wait_until="networkidle")
    assert 5_000 < wire.bytes() <= LARGEST
    checks.begin(inspector)
    assert checks.ask(inspector, "shifted") == []


@pytest.mark.parametrize("path", [*FOUND, *NOT_FOUND])
def test_who_is_meant_to_be_found_says_what_it_is_and_all_else_that_it_is_not(inspector: Page, path: str) -> None:
    inspector.goto(path)
    described = inspector.locator('meta[name="description"]')
    hidden = inspector.locator('meta[name="robots"][content="noindex"]')
    assert (described.count(), hidden.count()) == ((1, 0) if path in FOUND else (0, 1))
    if path in FOUND:
        assert len(described.get_attribute("content") or "") > 10


def test_from_the_text_message_to_the_press_an_officer_loads_two_light_pages(
    inspector: Page, cloud: LocalCloud
) -> None:
    number = demo.number_of("water_bureau")
    bureau = demo.Telephone(cloud.url, number)
    code = demo.report(Browser(cloud.url), words="路边有垃圾。", place="compound:ankang", category="litter")
    sent_at_the_desk(cloud.url, code)
    wire = Wire(inspector)
    pages: list[Page] = []
    inspector.on("domcontentloaded", lambda page: pages.append(page))
    inspector.goto("/u")
    inspector.locator("#code").fill(demo.code_in(bureau.next("吹哨"), "单号"))
    inspector.locator("#last_four").fill(number[-4:])
    with inspector.expect_navigation(wait_until="networkidle"):
        inspector.locator("main form button").click()
    assert inspector.get_by_role("button", name="接单").is_visible()
    assert len(pages) == 2
    assert wire.bytes() <= LARGEST_TO_THE_PRESS
