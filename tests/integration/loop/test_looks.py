"""In the middle of a form: another language, large print, the easy version. Nothing typed is lost, nothing is sent."""

from typing import Any

import pytest
import time_machine

from functions.shared.edge.clock import now
from tests.builders import MINUTE
from tests.county import WATER_BUREAU
from tests.http_client import Browser, Page

from .people import TELEPHONE, WORDS, enters, link_in, reports
from .world import World

TYPED = {"words": WORDS, "place_words": "三号楼", "telephone": "12", "sign_language": "yes", "speaks_for": "替母亲说"}
PRESSES = ("lang-en", "print-large", "reading-easy")
EACH = pytest.mark.parametrize("press", PRESSES)


@pytest.fixture
def resident(world: World) -> Browser:
    return world.browser()


def begins(browser: Browser, path: str) -> None:
    with time_machine.travel(now() - MINUTE, tick=False):
        browser.get(path)


def look(browser: Browser, path: str, press: str, **typed: str) -> Page:
    """Press in the frame, with the page's form as it stands and what was typed."""
    fields: dict[str, Any] = browser.page.forms[-1].fields | typed
    assert f'formaction="{path}"' in browser.page.html
    return browser.post(path, fields, look=press)


def seen(page: Page, press: str) -> bool:
    """Whether the page is as asked for."""
    return {
        "lang-en": 'lang="en" class="govuk-template' in page.html,
        "print-large": "govuk-template dl-large" in page.html,
        "reading-easy": "dl-easy" in page.html,
    }[press]


@EACH
def test_the_form_on_one_page(world: World, resident: Browser, press: str) -> None:
    begins(resident, "/report")
    page = look(resident, "/report", press, **TYPED)
    assert (page.status, page.path) == (200, "/report")
    assert seen(page, press)
    fields = page.form("/report/send").fields
    assert {name: fields[name] for name in TYPED} == TYPED
    assert world.images() == []
    receipt = resident.submit("/report/send", place="compound:ankang", category="litter", telephone=TELEPHONE)
    assert receipt.path.startswith("/report/sent/")
    assert len(world.images()) == 1


def test_a_form_that_was_sent_and_is_seen_again_is_still_that_form(world: World, resident: Browser) -> None:
    begins(resident, "/report")
    back = resident.another_window()
    typed = {"words": WORDS, "place": "compound:ankang", "category": "litter"}
    first = resident.submit("/report/send", **typed).path
    look(back, "/report", "lang-en", **typed)
    assert back.submit("/report/send", **typed).path == first
    assert len(world.images()) == 1


@EACH
def test_each_page_that_asks_one_thing(world: World, resident: Browser, press: str) -> None:
    begins(resident, "/report/ask")
    for step, typed, onward in (
        ("words", {"words": WORDS}, "place"),
        ("place", {"place": "compound:ankang", "place_words": "三号楼"}, "category"),
        ("category", {"listed": "lighting"}, "contact"),
        ("contact", {"telephone": TELEPHONE, "call_me": "yes", "speaks_for": "替母亲说"}, "check"),
    ):
        page = look(resident, f"/report/ask/{step}", press, **typed)
        assert (page.status, seen(page, press)) == (200, True)
        fields = page.forms[-1].fields
        assert fields["words"] == WORDS
        resident.post(f"/report/ask/{onward}", fields)
        assert resident.page.status == 200
    page = look(resident, "/report/ask/check", press)
    for said in (WORDS, "三号楼", TELEPHONE, "替母亲说"):
        assert said in page.text
    receipt = resident.submit("/report/send")
    filed = world.request(receipt.path.rpartition("/")[2]).filed
    assert (filed.category, filed.compound) == ("lighting", "ankang")


def test_while_looking_for_a_place(resident: Browser) -> None:
    begins(resident, "/report/ask")
    resident.post("/report/ask/place", resident.page.forms[-1].fields, words=WORDS)
    resident.post("/report/ask/category", resident.page.forms[-1].fields, find="东关", press="find")
    page = look(resident, "/report/ask/place", "lang-en", find="东关")
    assert page.forms[-1].fields["find"] == "东关"
    assert "Dongguan Middle Lane" in page.text


def test_with_something_to_mend_and_on_the_way_back_to_the_check(resident: Browser) -> None:
    begins(resident, "/report/ask")
    resident.post("/report/ask/place", resident.page.forms[-1].fields, words=" ")
    assert resident.page.status == 422
    assert look(resident, "/report/ask/words", "lang-en", words="lamp").status == 200
    page = look(resident, "/report/ask/words", "lang-en", words="lamp", checking="yes")
    assert page.has_form("/report/ask/check")


def test_where_the_words_sound_like_something(world: World, resident: Browser) -> None:
    begins(resident, "/report")
    resident.submit("/report/send", words="巷子里的路灯不亮", place="compound:ankang", place_words="巷口")
    page = look(resident, "/report/send", "lang-en", category="unknown")
    assert page.form("/report/send").fields["category"] == "unknown"
    assert page.form("/report/send").fields["place_words"] == "巷口"
    assert world.images() == []
    assert resident.submit("/report/send").path.startswith("/report/sent/")


def test_where_words_are_added_to_what_was_sent(world: World, resident: Browser) -> None:
    begins(resident, "/report")
    back = resident.another_window()
    typed = {"place": "compound:ankang", "category": "litter"}
    code = resident.submit("/report/send", words=WORDS, **typed).path.rpartition("/")[2]
    back.submit("/report/send", words="还有一堆", **typed)
    page = look(back, f"/report/sent/{code}", "lang-en", words="还有一堆砖")
    assert page.form(f"/r/{code}/words").fields["words"] == "还有一堆砖"
    back.submit(f"/r/{code}/words")
    assert "还有一堆砖" in back.page.text
    forged = world.browser().post(f"/report/sent/{code}", look="lang-en", words="x", token="forged")
    assert forged.status == 403
    assert not forged.has_form("/words"), "a press in the frame opens nothing"


def test_nothing_typed_leads_back_to_the_page(world: World, resident: Browser) -> None:
    reports(resident)
    link = link_in(resident.page)
    sent = resident.page.path
    assert resident.post(f"{sent}?{link.partition('?')[2]}", look="reading-easy").path == sent
    assert "dl-steps" in resident.page.html
    resident.get(link)
    assert "dl-easy-now" in resident.page.html
    assert resident.cookies["reading"] == "easy"


def test_the_page_of_an_order(world: World) -> None:
    code = reports(world.browser())
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    officer.submit("/take")
    order = world.request(code).orders[-1].code
    version = world.request(code).version
    officer.get(f"/u/orders/{order}/done")
    page = look(officer, f"/u/orders/{order}/done", "lang-en", public_words="垃圾清走了。", words="谢谢您")
    fields = page.form("/done").fields
    assert (fields["public_words"], fields["words"]) == ("垃圾清走了。", "谢谢您")
    assert world.request(code).version == version
    officer.submit("/done")
    assert world.request(code).version == version + 1


def test_the_residents_page(world: World) -> None:
    resident = world.browser()
    code = reports(resident)
    resident.get(link_in(resident.page))
    page = look(resident, f"/r/{code}", "print-large", words="还有一堆砖")
    assert page.form("/words").fields["words"] == "还有一堆砖"
    assert world.request(code).version == 1


def test_the_desk(world: World) -> None:
    clerk = world.staff("clerk")
    clerk.get("/desk/file")
    page = look(clerk, "/desk/file", "lang-en", words=WORDS, channel="phone", place="compound:ankang")
    fields = page.form("/desk/file").fields
    assert (fields["words"], fields["channel"], fields["place"]) == (WORDS, "phone", "compound:ankang")
    assert world.images() == []
    stranger = world.browser().post("/desk/file", look="lang-en", words=WORDS)
    assert stranger.status == 403
