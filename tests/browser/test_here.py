"""The place by where one is and by map, as a real browser does both: the nearest, what is said when there are none, and
what leaves the telephone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from functions.intake.doubts import TOO_FAST
from functions.shared.domain.spot import Spot
from functions.shared.tables import requests
from infra.directory.load import load
from infra.local.cloud import LocalCloud
from tests.axe import SMALLEST, findings
from tests.browser.conftest import PHONE
from tests.browser.sending import sends
from tests.desk import at_the_tables_of

COMPOUNDS = load(Path(__file__).parents[2] / "infra" / "demo").compounds
GATE = Spot(35.50031, 111.57263)  # some steps from the gate of 安康小区
FIELD = Spot(35.40031, 111.47263)  # outside of the town
BROKEN = "navigator.geolocation.getCurrentPosition = (found, failed) => failed({{code: {code}}})"
ROUGHLY = "{coords: {latitude: 35.5, longitude: 111.57, accuracy: 9e3}}"
ROUGH = f"navigator.geolocation.getCurrentPosition = (found) => found({ROUGHLY})"

Arrives = Callable[..., Page]


@pytest.fixture
def arrives(chromium: Browser, cloud: LocalCloud) -> Iterator[Arrives]:
    """Somebody with a telephone that knows where it is, or doesn't, or doesn't tell."""
    contexts = []

    def arrive(spot: Spot | None = None, *, language: str = "zh-CN", script: str = "") -> Page:
        known: dict[str, Any] = {}
        if spot:
            known = {"geolocation": vars(spot), "permissions": ["geolocation"]}
        context = chromium.new_context(base_url=cloud.url, viewport=PHONE, locale=language, **known)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        return context.new_page()

    yield arrive
    for context in contexts:
        context.close()


def asks(page: Page, path: str = "/report") -> None:
    page.goto(path)
    page.locator("#here-ask").click()


def said(page: Page, what: str) -> None:
    """The sentence that the page has for it."""
    expect(page.locator("#here-said")).to_have_text(page.locator("#here").get_attribute(f"data-{what}") or "none")


def told(distance: float) -> str:
    """Metres as the page says them in Chinese."""
    if distance < 975:
        return f"约 {max(50, int(distance / 50 + 0.5) * 50)} 米"
    return f"约 {distance / 1000:.1f} 公里"


@pytest.mark.parametrize("here", [GATE, Spot(35.49, 111.57), Spot(35.4785, 111.5702), Spot(35.5075, 111.5581)])
def test_the_nearest_three_with_how_far_they_are(arrives: Arrives, here: Spot) -> None:
    page = arrives(here)
    asks(page)
    said(page, "found")
    by_distance = sorted((here.metres_to(it.spot), it.name.zh) for it in COMPOUNDS if it.spot)
    wanted = [f"{name} · {told(distance)}" for distance, name in by_distance if distance <= 2000][:3]
    assert page.locator("#here-near button").all_inner_texts() == wanted
    expect(page.locator("#place")).to_have_value("")


def test_a_press_chooses_and_another_chooses_otherwise(arrives: Arrives) -> None:
    page = arrives(GATE)
    asks(page)
    near = page.locator("#here-near button")
    near.nth(0).click()
    expect(page.locator("#place")).to_have_value("compound:ankang")
    expect(page.locator("#here-said")).to_contain_text("安康小区")
    expect(near.nth(0)).to_have_attribute("aria-pressed", "true")
    near.nth(1).click()
    expect(page.locator("#place")).not_to_have_value("compound:ankang")
    expect(near.nth(0)).to_have_attribute("aria-pressed", "false")
    page.locator("#place").select_option("community:chelu")
    expect(page.locator("#here-near [aria-pressed=true]")).to_have_count(0)


def test_by_keyboard(arrives: Arrives) -> None:
    page = arrives(GATE)
    page.goto("/report")
    page.locator("#here-ask").focus()
    page.keyboard.press("Enter")
    said(page, "found")
    page.keyboard.press("Tab")
    expect(page.locator("#here-near button").first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#place")).to_have_value("compound:ankang")


@pytest.mark.parametrize(
    ("spot", "script", "what"),
    [
        (None, "", "denied"),
        (FIELD, "", "none"),
        (GATE, BROKEN.format(code=1), "denied"),
        (GATE, BROKEN.format(code=2), "away"),
        (GATE, BROKEN.format(code=3), "late"),
        (GATE, ROUGH, "vague"),
    ],
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_is_said_when_there_is_nothing_to_choose(
    arrives: Arrives, spot: Spot | None, script: str, what: str, language: str
) -> None:
    page = arrives(spot, language=language, script=script)
    asks(page)
    said(page, what)
    assert bool(re.search("[\u4e00-\u9fff]", page.locator("#here-said").inner_text())) is (language == "zh-CN")
    expect(page.locator("#here-near")).to_be_hidden()
    assert findings(page) == []
    page.locator("#place").select_option("compound:ankang")  # the list is there all the same


def test_no_answer_at_all_is_said_and_a_second_press_is_the_one_that_counts(arrives: Arrives) -> None:
    page = arrives(GATE, script="window.asked = []; navigator.geolocation.getCurrentPosition = (f) => asked.push(f)")
    page.clock.install()
    asks(page)
    said(page, "waiting")
    page.clock.run_for(31_000)
    said(page, "late")
    page.locator("#here-ask").click()
    said(page, "waiting")
    page.evaluate("asked[0]({coords: {latitude: 35.5, longitude: 111.57, accuracy: 10}})")
    said(page, "waiting")
    page.evaluate("asked[1]({coords: {latitude: 35.5, longitude: 111.57, accuracy: 10}})")
    said(page, "found")


def test_a_browser_that_knows_no_position_shows_no_button(arrives: Arrives, visitor: Page) -> None:
    page = arrives(script="Object.defineProperty(navigator, 'geolocation', {value: undefined})")
    for each in (page, visitor):  # the second runs no script
        each.goto("/report")
        expect(each.locator("#here")).to_be_hidden()
        expect(each.get_by_role("button", name="在图上选")).to_be_visible()


def test_no_request_carries_the_position(arrives: Arrives, cloud: LocalCloud) -> None:
    page = arrives(GATE)
    sent: list[str] = []

    def note(request: Request) -> None:
        sent.append(f"{request.url} {request.all_headers()} {request.post_data or ''}")

    page.on("request", note)
    asks(page)
    said(page, "found")
    page.locator("#here-near button").first.click()
    page.locator("#words").fill("路灯不亮。")
    page.locator("#category").select_option("lighting")
    page.locator('button[name=look][value="lang-en"]').click()
    expect(page.locator("#place")).to_have_value("compound:ankang")
    page.locator('button[name=look][value="lang-zh"]').click()
    page.wait_for_timeout(1000 * TOO_FAST.total_seconds())
    code = sends(page)
    with at_the_tables_of(cloud.environment):
        assert requests.load(code).filed.compound == "ankang"
    assert all(each.startswith(cloud.url) for each in sent), "nothing of anybody else's"
    assert any("compound%3Aankang" in each for each in sent), "what was pressed is sent"
    for figure in ("35.5", "35%2E5", "111.57", "111%2E57", "50031", "57263"):
        assert not [each for each in sent if figure in each]


def test_the_script_has_no_connection_to_send_by(arrives: Arrives) -> None:
    page = arrives(GATE)
    asks(page)
    said(page, "found")
    assert page.evaluate("fetch('/').then(() => 'sent', () => 'refused')") == "refused"
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_no_other_page_gets_a_position(arrives: Arrives) -> None:
    page = arrives(GATE)
    page.goto("/stations")
    asked = "new Promise(done => navigator.geolocation.getCurrentPosition(() => done(0), ({code}) => done(code)))"
    assert page.evaluate(asked) == 1


def test_one_thing_a_page_in_the_easy_version(arrives: Arrives) -> None:
    page = arrives(GATE)
    page.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})
    page.goto("/report/ask")
    page.locator("#words").fill("路灯不亮。")
    page.locator('button[name=look][value="reading-easy"]').click()
    page.locator("main form .dl-button--large").click()
    page.locator("#here-ask").click()
    said(page, "found")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]
    page.locator("#here-near button").first.click()
    page.locator("main form .dl-button--large").click()
    expect(page).to_have_url(re.compile("/report/ask/category$"))
    expect(page.locator("input[name=place]")).to_have_value("compound:ankang")


@pytest.mark.parametrize("by", ["disc", "list"])
def test_the_map_without_javascript_from_the_form_to_the_receipt(visitor: Page, cloud: LocalCloud, by: str) -> None:
    visitor.goto("/report")
    visitor.locator("#words").fill("路灯不亮\n三天了")
    visitor.locator("#category").select_option("lighting")
    visitor.locator("#place_words").fill("巷口")
    visitor.get_by_role("button", name="在图上选").click()
    expect(visitor).to_have_url("/report/map")
    kind = "dl-disc" if by == "disc" else "dl-choice"
    visitor.locator(f"button.{kind}[value='compound:dongguan_middle_lane']").click()
    expect(visitor).to_have_url(re.compile("/report/place"))
    expect(visitor.locator("#place")).to_have_value("compound:dongguan_middle_lane")
    expect(visitor.locator("#words")).to_have_value("路灯不亮\n三天了")
    expect(visitor.locator("#place_words")).to_have_value("巷口")
    visitor.wait_for_timeout(1000 * TOO_FAST.total_seconds())
    code = sends(visitor)
    with at_the_tables_of(cloud.environment):
        assert requests.load(code).filed.compound == "dongguan_middle_lane"


def test_the_towns_disc_leads_to_the_communitys_sheet(visitor: Page) -> None:
    visitor.goto("/report/map")
    visitor.locator("a.dl-disc[href='#in-qinshui']").click()
    expect(visitor.locator("#in-qinshui")).to_be_in_viewport()


def test_every_disc_can_be_hit_where_it_is_seen(inspector: Page) -> None:
    """On the smallest screen: nothing lies over its middle, and it is as large as a finger."""
    inspector.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})
    inspector.goto("/report/map")
    discs = inspector.locator(".dl-disc")
    assert discs.count() == 6 + len(COMPOUNDS)
    for disc in discs.all():
        disc.scroll_into_view_if_needed()
        box = disc.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert disc.evaluate("(it, at) => it.contains(document.elementFromPoint(...at))", middle)


def test_by_keyboard_the_list_alone_is_gone_through(inspector: Page) -> None:
    inspector.goto("/report/map")
    inspector.get_by_role("button", name="不选了").focus()
    for _ in range(10):
        inspector.keyboard.press("Tab")
        assert not inspector.evaluate("document.activeElement.matches('.dl-disc')")
    assert inspector.evaluate("document.activeElement.matches('.dl-choice')")
