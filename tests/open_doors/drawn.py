"""Every example of a page and an email as a browser gets it: real templates, styles, pictures and security headers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from mimetypes import guess_type
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from functions.shared.edge.http import _HEADERS as SECURITY
from functions.shared.gateways.templates import ROOT, email, page
from infra.layer.pages import styles
from tests.axe import AXE
from tests.open_doors.checks import CHECKS
from tests.unit.pages.email_examples import emails
from tests.unit.pages.page_examples import pages

PAGES = {example.name: example for example in pages()}
EMAILS = {f"email-{example.name}": example for example in emails()}
SITE = "https://pgy.example"
TALL = 740
PICTURE = ROOT / "assets" / "dandelion.svg"  # in the place of a photograph


@dataclass(frozen=True)
class Variant:
    """A way in which every page can be had."""

    name: str
    language: str
    width: int
    large: bool = False  # large print

    def __str__(self) -> str:
        return self.name


# Chinese on a telephone; English, whose words are longer, in large print on a desk's screen. Both at 320 px, too.
VARIANTS = (Variant("zh", "zh", 360), Variant("en", "en", 1280, large=True))


def html(name: str, variant: Variant) -> str:
    """The page or email `name` in this variant."""
    if name in EMAILS:
        return email(EMAILS[name].template, variant.language, **EMAILS[name].context)[2]
    example = PAGES[name]
    return page(example.template, variant.language, **{"large_print": variant.large, **example.context})


class Gallery:
    """One page of a browser, on which each example is shown in its turn: a fresh one costs more than the checks."""

    def __init__(self, chromium: Browser, more: dict[str, str] | None = None, **visitor: Any) -> None:
        """`more`: headers that a page is given besides; `visitor`: what the browser knows of who uses it."""
        self._context = chromium.new_context(**visitor)
        self._context.route("**/*", partial(_answer, SECURITY | (more or {})))
        self._context.add_init_script(path=AXE)
        self._context.add_init_script(path=CHECKS)
        self._page = self._context.new_page()

    def show(self, name: str, variant: Variant) -> Page:
        """The example's page, loaded anew. Media that a check emulates, it must set back."""
        self._page.set_viewport_size({"width": variant.width, "height": TALL})
        self._page.goto(f"{SITE}/{variant}/{name}")
        return self._page

    def close(self) -> None:
        self._context.close()


def _answer(security: Mapping[str, str], route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path.startswith("/assets/"):
        route.fulfill(body=_asset(path.rpartition("/")[2]), content_type=guess_type(path)[0])
    elif path.startswith("/photos/"):
        route.fulfill(body=PICTURE.read_bytes(), content_type="image/svg+xml")
    else:
        _, variant, name = path.split("/")
        headers = {} if name in EMAILS else dict(security)
        body = html(name, next(each for each in VARIANTS if each.name == variant))
        route.fulfill(body=body, headers=headers | {"Content-Type": "text/html; charset=utf-8"})


@cache
def _asset(name: str) -> bytes:
    return styles() if name.endswith(".css") else (ROOT / "assets" / name).read_bytes()
