"""The checks themselves: each finds what it is there to find, on a page made bad for it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.axe import findings
from tests.open_doors import checks

GOOD = """<!DOCTYPE html><html lang="en"><head><title>Good</title><meta name="viewport" content="width=device-width">
<style>button, input {{ min-height: 44px; min-width: 44px; border: 2px solid #000; }}
:focus {{ outline: 3px solid #000 }} {styles}</style></head>
<body><main><h1>Good</h1>
<label for="a">A</label> <input id="a"> <button>Go</button>
<p>One</p><p>Two</p>{more}</main></body></html>"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def found(page: Page, styles: str = "", more: str = "") -> str:
    page.set_content(GOOD.format(styles=styles, more=more))
    checks.begin(page)
    asked = (
        checks.as_it_is,
        findings,
        checks.with_less_motion,
        checks.with_forced_colours,
        checks.at_400_percent,
        checks.with_spaced_text,
    )
    return "\n".join(line for ask in asked for line in ask(page))


def test_a_good_page_is_left_alone(page: Page) -> None:
    assert found(page) == ""


@pytest.mark.parametrize(
    ("said", "styles", "more"),
    [
        ("too wide", "", '<p style="width: 400px">wide</p>'),
        ("cut: <p>", "p { height: 30px; overflow: hidden }", "<p>one<br>two<br>three</p>"),
        ("spaced text: cut: <button>", "", '<button style="width: 70px; height: 44px">very much too narrow</button>'),
        ("overlapping: One / Two", "p + p { margin-top: -2em }", ""),
        ("too small to press (30×44): <button>", "", '<button style="width: 30px; min-width: 0">x</button>'),
        ("too small to press", "", '<p><a href="#a">Alone in its line</a></p>'),
        ("focus unseen: <button>", "button:focus { outline: 0 }", ""),
        ("focus unseen: <input#a>", "input:focus { outline: 0 }", ""),
        ("forced colours: no edge: <button>", "button { border: 0 }", ""),
        ("moves: <button>", "button { transition: color 0.2s }", ""),
        ("color-contrast-enhanced", "p { color: #707070 }", ""),  # 4.9 : 1 is enough for AA, and not for AAA
        ("color-contrast:", "p { color: #999 }", ""),
        ("label:", "", "<input>"),
        ("target-size", "button { min-width: 0; min-height: 0; width: 9px; height: 9px }", 2 * "<button>.</button>"),
        ("heading-order", "", "<h4>Far below</h4>"),
        ("region", "", "</main><p>Outside of everything</p><main hidden>"),
        ("meta-refresh", "", '<meta http-equiv="refresh" content="30">'),
    ],
)  # fmt: skip
def test_what_is_bad_is_found(page: Page, said: str, styles: str, more: str) -> None:
    assert said in found(page, styles, more)


def test_what_moves_after_it_was_shown_is_found(page: Page) -> None:
    page.set_content(GOOD.format(styles="", more=""))
    page.wait_for_timeout(600)  # soon after a press it would be excused
    page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('beforebegin', '<div style=\"height: 200px\">!</div>')"
    )
    page.wait_for_timeout(100)
    checks.begin(page)
    assert "shifted by" in "".join(checks.ask(page, "shifted"))
