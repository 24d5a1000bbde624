"""The place by map: from either manner of the form and back, with every word; and what the two pages may do with a
position."""

import re

import pytest
import time_machine

from functions.shared.edge.clock import now
from tests.builders import MINUTE
from tests.county import ANKANG
from tests.http_client import Browser, Page

from .people import TELEPHONE, WORDS
from .world import World

TYPED = {"words": WORDS, "place_words": "三号楼", "telephone": TELEPHONE, "call_me": "yes", "category": "litter"}


@pytest.fixture
def resident(world: World) -> Browser:
    return world.browser()


def begins(browser: Browser, path: str) -> None:
    with time_machine.travel(now() - MINUTE, tick=False):
        browser.get(path)


def opens_the_map(browser: Browser, manner: str, **typed: str) -> Page:
    """Press "on a map" in the page's form."""
    assert 'formaction="/report/map"' in browser.page.html
    return browser.post("/report/map", browser.page.forms[-1].fields | typed, manner=manner)


def presses(browser: Browser, **pressed: str) -> Page:
    form = browser.page.forms[-1]
    return browser.post(form.action.partition("#")[0], form.fields | pressed)


def policy(page: Page) -> str:
    return page.headers["Content-Security-Policy"]


def test_from_the_form_on_one_page_to_the_receipt(world: World, resident: Browser) -> None:
    begins(resident, "/report")
    page = opens_the_map(resident, "page", **TYPED)
    assert (page.status, page.path) == (200, "/report/map")
    assert "compound:ankang" in page.forms[-1].offered["mapped"]
    page = presses(resident, mapped="compound:ankang")
    fields = page.form("/report/send").fields
    assert {name: fields[name] for name in TYPED} == TYPED
    assert fields["place"] == "compound:ankang"
    assert world.images() == []
    receipt = resident.submit("/report/send")
    assert world.request(receipt.path.rpartition("/")[2]).filed.compound == "ankang"
    assert len(world.images()) == 1


def test_it_is_still_the_same_form(world: World, resident: Browser) -> None:
    begins(resident, "/report")
    back = resident.another_window()
    typed = {"words": WORDS, "place": "compound:ankang", "category": "litter"}
    first = resident.submit("/report/send", **typed).path
    opens_the_map(back, "page", **typed)
    presses(back, mapped="compound:ankang")
    assert back.submit("/report/send").path == first
    assert len(world.images()) == 1


def test_without_choosing_the_place_stays(resident: Browser) -> None:
    begins(resident, "/report")
    opens_the_map(resident, "page", place="compound:ankang", **TYPED)
    assert "（现在选的）" in resident.page.text
    assert presses(resident, press="back").form("/report/send").fields["place"] == "compound:ankang"


def test_one_thing_a_page_and_on_the_way_back_to_the_check(world: World, resident: Browser) -> None:
    begins(resident, "/report/ask")
    resident.post("/report/ask/place", resident.page.forms[-1].fields, words=WORDS)
    opens_the_map(resident, "ask", place_words="三号楼")
    page = presses(resident, mapped="compound:ankang")
    assert page.path == "/report/ask/place"
    fields = page.form("/report/ask/category").fields
    assert [fields[name] for name in ("words", "place", "place_words")] == [WORDS, "compound:ankang", "三号楼"]
    for to in ("category", "contact", "check"):
        resident.post(f"/report/ask/{to}", resident.page.forms[-1].fields)
    resident.post("/report/ask/place", resident.page.forms[-1].fields, press="change")
    opens_the_map(resident, "ask")
    page = presses(resident, mapped="community:tiezhi")
    resident.post("/report/ask/check", page.form("/report/ask/check").fields)
    receipt = resident.submit("/report/send")
    filed = world.request(receipt.path.rpartition("/")[2]).filed
    assert (filed.community, filed.compound) == ("tiezhi", None)


def test_back_from_the_map_what_was_looked_for_is_still_there(resident: Browser) -> None:
    begins(resident, "/report/ask")
    resident.post("/report/ask/place", resident.page.forms[-1].fields, words=WORDS)
    opens_the_map(resident, "ask", find="东关")
    page = presses(resident, press="back")
    assert page.status == 200
    assert page.forms[-1].fields["find"] == "东关"


@pytest.mark.parametrize("press", ["lang-en", "print-large", "reading-easy"])
def test_a_press_in_the_frame_of_the_map_keeps_all_of_it(resident: Browser, press: str) -> None:
    begins(resident, "/report")
    opens_the_map(resident, "ask", **TYPED, checking="yes", find="东关")
    page = resident.post("/report/map", resident.page.forms[-1].fields, look=press)
    fields = page.forms[-1].fields
    assert page.path == "/report/map"
    assert {name: fields[name] for name in TYPED} == TYPED
    assert [fields[name] for name in ("manner", "checking", "find")] == ["ask", "yes", "东关"]
    assert page.forms[-1].action == "/report/ask/place#place"


def test_the_map_by_its_address_begins_a_form(world: World, resident: Browser) -> None:
    begins(resident, "/report/map")
    page = presses(resident, mapped="compound:ankang")
    fields = page.form("/report/send").fields
    assert fields["place"] == "compound:ankang"
    with time_machine.travel(now() + MINUTE, tick=False):
        receipt = resident.submit("/report/send", words=WORDS, category="litter")
    assert world.request(receipt.path.rpartition("/")[2]).filed.compound == "ankang"
    assert resident.get("/report/place").path == "/report"


def test_a_place_that_there_is_not_is_said_at_its_field(resident: Browser) -> None:
    begins(resident, "/report")
    opens_the_map(resident, "page", **TYPED)
    presses(resident, mapped="compound:atlantis")
    assert resident.page.form("/report/send").fields["place"] == ""
    page = resident.submit("/report/send")
    assert page.status == 422
    assert 'href="#place"' in page.html


def test_pages_that_may_know_a_position_may_send_nothing_by_a_script(resident: Browser) -> None:
    page = resident.get("/report")
    assert page.headers["Permissions-Policy"] == "camera=(), geolocation=(self), microphone=()"
    assert "script-src 'self'" in policy(page)
    assert "default-src 'none'" in policy(page)
    assert not re.search("connect-src|worker-src|unsafe", policy(page))
    spot = ANKANG.spot
    assert spot
    assert page.html.count("data-spot") == 1, "of the county's places one has a spot"
    assert f'data-spot="{spot.latitude},{spot.longitude}"' in page.html


@pytest.mark.parametrize("path", ["/", "/report/ask", "/report/map", "/stations"])
def test_no_other_page_may_know_a_position_or_run_a_script(resident: Browser, path: str) -> None:
    page = resident.get(path)
    assert page.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert "script-src" not in policy(page)


def test_where_places_are_found_by_name_there_is_no_list_to_choose_the_nearest_from(resident: Browser) -> None:
    begins(resident, "/report/ask")
    page = resident.post("/report/ask/place", resident.page.forms[-1].fields, words=WORDS)
    assert "here.js" in page.html
    page = resident.post("/report/ask/category", page.forms[-1].fields, find="东关", press="find")
    assert "here.js" not in page.html
    assert "script-src" not in policy(page)
    assert 'formaction="/report/map"' in page.html
