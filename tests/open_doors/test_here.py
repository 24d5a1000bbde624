"""What a script shows of where somebody is: each answer in each variant, held to what every page is held to."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from functions.shared.edge.http import _LOCATES, _policy
from tests.axe import findings
from tests.open_doors import checks
from tests.open_doors.drawn import VARIANTS, Gallery, Variant

ALLOWED = {
    "Content-Security-Policy": _policy(scripts=False, locates=True, uploads_to=""),
    "Permissions-Policy": _LOCATES,
}
AT_THE_GATE = {"latitude": 35.49905, "longitude": 111.57203}
FAR_AWAY = {"latitude": 39.90420, "longitude": 116.40740}
KNOWN = ["geolocation"]
IN_EACH_VARIANT = pytest.mark.parametrize("variant", VARIANTS, ids=str)
ON_EACH = pytest.mark.parametrize("name", ["report", "ask-place", "ask-place-easy"])


@pytest.fixture(scope="module", params=["near", "none", "denied"])
def visitor(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[tuple[str, Gallery]]:
    situation = {
        "near": {"geolocation": AT_THE_GATE, "permissions": KNOWN},
        "none": {"geolocation": FAR_AWAY, "permissions": KNOWN},
        "denied": {},
    }[request.param]
    gallery = Gallery(chromium, ALLOWED, **situation)
    yield request.param, gallery
    gallery.close()


def answered(page: Page, situation: str) -> None:
    """Press, and wait for what is said."""
    waiting = page.locator("#here").get_attribute("data-waiting") or ""
    said = page.locator("#here-said")
    page.locator("#here-ask").click()
    expect(said).to_have_text(page.locator("#here").get_attribute(f"data-{_SAYS[situation]}") or "none")
    expect(said).not_to_have_text(waiting)
    expect(page.locator("#here-near button")).to_have_count(2 if situation == "near" else 0)


_SAYS = {"near": "found", "none": "none", "denied": "denied"}


@ON_EACH
@IN_EACH_VARIANT
def test_nothing_is_in_anybodys_way(visitor: tuple[str, Gallery], name: str, variant: Variant) -> None:
    situation, gallery = visitor
    page = gallery.show(name, variant)
    assert checks.as_it_is(page) == [], "before a press, with the button that the script shows"
    answered(page, situation)
    if situation == "near":
        page.locator("#here-near button").first.click()
        expect(page.locator("#here-near [aria-pressed=true]")).to_have_count(1)
    assert [
        *(line for check in ("small", "unmarked", "overlapping", "cut") for line in checks.ask(page, check)),
        *findings(page),
        *checks.with_less_motion(page),
        *checks.with_forced_colours(page),
        *checks.at_400_percent(page),
        *checks.with_spaced_text(page),
    ] == []


@IN_EACH_VARIANT
def test_what_is_found_is_said_politely_and_nothing_is_chosen_by_itself(
    visitor: tuple[str, Gallery], variant: Variant
) -> None:
    situation, gallery = visitor
    page = gallery.show("report", variant)
    answered(page, situation)
    assert page.locator("#here-said").get_attribute("role") == "status"
    expect(page.locator("#place")).to_have_value("")
    expect(page.locator("#here-ask")).to_be_focused()
