"""What holds for every page, whoever looks at it and with what: asked in the browser, one line a finding."""

from pathlib import Path

from playwright.sync_api import Page

from tests.axe import SMALLEST

CHECKS = Path(__file__).with_name("checks.js")


def begin(page: Page) -> None:
    """Before any other check of this page."""
    page.evaluate(CHECKS.read_text("utf-8"))


def ask(page: Page, check: str) -> list[str]:
    """The findings of one check of checks.js."""
    return list(page.evaluate("check => window.checks[check]()", check))


def as_it_is(page: Page) -> list[str]:
    """Large enough to press, focus seen wherever it may come, nothing that moves by itself."""
    return [
        *_shifted(page),
        *ask(page, "small"),
        *ask(page, "unmarked"),
        *ask(page, "overlapping"),
        *ask(page, "cut"),
    ]


def _shifted(page: Page) -> list[str]:
    """What moves by itself moves each time; on a busy machine a first paint may come before the style sheet."""
    if not ask(page, "shifted"):
        return []
    page.reload()
    begin(page)
    return ask(page, "shifted")


def at_400_percent(page: Page) -> list[str]:
    """A screen of 1280 pixels zoomed four times is one of 320: nothing scrolls sideways, nothing is cut."""
    page.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})
    return [line for check in ("sideways", "cut", "overlapping") for line in ask(page, check)]


def with_spaced_text(page: Page) -> list[str]:
    """On the same small screen, with more room between letters, words, lines and paragraphs. Last: it stays so."""
    page.evaluate("window.spaced()")
    return [f"spaced text: {line}" for check in ("sideways", "cut", "overlapping") for line in ask(page, check)]


def with_forced_colours(page: Page) -> list[str]:
    """Where the reader's own few colours replace ours: fields and buttons keep an edge, and focus is seen."""
    page.emulate_media(forced_colors="active")
    found = [f"forced colours: {line}" for check in ("edgeless", "unmarked") for line in ask(page, check)]
    page.emulate_media(forced_colors="none")
    return found


def with_less_motion(page: Page) -> list[str]:
    page.emulate_media(reduced_motion="reduce")
    found = ask(page, "moving")
    page.emulate_media(reduced_motion="no-preference")
    return found
