"""A poster as it is printed: one A4 page, whose code is read from what the browser draws."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.qr import read

INSIDE = {"width": 658, "height": 986}  # an A4 page within margins of 18 mm, at 96 dots an inch
POSTERS = {
    "compound:ankang": "compound:ankang",
    "compound:dongguan_middle_lane": "compound:dongguan_middle_lane",
    "compound:tiezhi_jiangnan": "compound:tiezhi_jiangnan",
    "community:penglu": "community:penglu",
    "station:tiezhi_centre": "community:tiezhi",
    "station:tiezhi_jiangnan_station": "community:tiezhi",
}


def photographed(page: Page) -> str:
    """What the code on the page says."""
    return str(read(Image.open(BytesIO(page.screenshot(full_page=True)))).text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("poster", POSTERS)
def test_it_prints_on_one_page(visitor: Page, poster: str, language: str) -> None:
    visitor.goto(f"/posters/{poster}?lang={language}")
    printed = visitor.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.parametrize(("poster", "place"), POSTERS.items())
def test_the_printed_code_opens_the_form_at_its_place(visitor: Page, poster: str, place: str) -> None:
    visitor.set_viewport_size({"width": INSIDE["width"], "height": INSIDE["height"]})
    visitor.emulate_media(media="print")
    visitor.goto(f"/posters/{poster}")
    address = photographed(visitor)
    assert address.endswith(f"/report?place={place}")
    visitor.emulate_media(media="screen")
    visitor.goto(address)
    expect(visitor.locator("#place")).to_have_value(place)


def test_the_code_is_read_on_a_small_telephone_too(visitor: Page) -> None:
    visitor.goto("/posters/compound:ankang")
    assert photographed(visitor).endswith("/report?place=compound:ankang")


def test_neither_header_nor_where_to_go_is_printed(visitor: Page) -> None:
    visitor.emulate_media(media="print")
    visitor.goto("/posters/compound:ankang")
    for hidden in (".dl-header", ".dl-footer", ".govuk-back-link", ".dl-noprint", ".govuk-skip-link"):
        expect(visitor.locator(hidden).first).to_be_hidden()
    assert [
        link for link in visitor.locator("a:visible").all() if not (link.get_attribute("href") or "").startswith("tel:")
    ] == []


def test_the_squares_of_the_code_are_six_centimetres_wide_on_paper(visitor: Page) -> None:
    visitor.set_viewport_size({"width": INSIDE["width"], "height": INSIDE["height"]})
    visitor.emulate_media(media="print")
    visitor.goto("/posters/compound:ankang")
    box = visitor.locator(".dl-poster__code").bounding_box()
    view = visitor.locator(".dl-poster__code").get_attribute("viewBox")
    assert box
    assert view
    squares = int(view.split()[2])
    assert box["width"] * (squares - 8) / squares >= 6 / 2.54 * 96
