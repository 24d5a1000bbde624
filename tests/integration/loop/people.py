"""What people do again and again at the doors."""

from html import unescape
from typing import Any, Protocol

import time_machine

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Unit
from functions.shared.edge.clock import now
from functions.shared.tables import requests
from tests.builders import MINUTE, Happening
from tests.county import last_four
from tests.http_client import Browser, Page

from .world import World

TELEPHONE = "15400009001"
WORDS = "路边都是塑料袋，好几天了"


class Liaison(Protocol):
    """Changes what the directory says of the water bureau's liaison: back to what it was, but for what is named."""

    def __call__(self, **changed: Any) -> None: ...


def reports(browser: Browser, **typed: str) -> str:
    """Somebody has been filling in the report form for a minute; answers with the code on the receipt."""
    with time_machine.travel(now() - MINUTE, tick=False):
        browser.get("/report")
    page = browser.submit(
        "/report/send", **({"words": WORDS, "place": "compound:ankang", "category": "litter"} | typed)
    )
    page = goes_alone(browser, page)
    assert page.status == 200
    assert page.path.startswith("/report/sent/")
    return page.path.rpartition("/")[2]


def goes_alone(browser: Browser, page: Page) -> Page:
    """Where others like it are shown: it is none of them."""
    shown = page.status == 200 and page.path == "/report/send" and "alone" in page.form("/report/send").offered
    return browser.submit("/report/send", alone="yes") if shown else page


def happens(request_id: str, *happened: Happening) -> None:
    """Whoever did it, it is in the ledger now."""
    for happening in happened:
        request = requests.load(request_id)
        requests.append(request, Decision(happening(request)))


def enters(world: World, request_id: str, unit: Unit) -> Browser:
    """An officer of the unit types the latest order's code and the last four digits."""
    officer = world.browser()
    officer.get("/u")
    code = world.request(request_id).orders[-1].code
    page = officer.submit("/u", code=code, last_four=last_four(unit))
    assert page.path == f"/u/orders/{code}"
    return officer


def finishes(officer: Browser, public_words: str) -> None:
    """On an order that has been taken: it is done."""
    officer.get(f"{officer.page.path}/done")
    officer.submit("/done", public_words=public_words)


def link_in(receipt: Page) -> str:
    """The secret link on a receipt."""
    return next(unescape(part) for part in receipt.html.split('"') if part.startswith("/r/") and "?k=" in part)
