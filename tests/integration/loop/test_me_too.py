"""Somebody reports what is open already: shown before it is sent, joined with one press, and nothing private told."""

import pytest
import time_machine

from functions.shared.domain.errors import Busy
from functions.shared.domain.transitions import State
from functions.shared.edge.clock import now
from functions.shared.tables import request_lists
from tests.builders import MINUTE, explained
from tests.county import WATER_BUREAU
from tests.http_client import Browser, Page

from .people import TELEPHONE, WORDS, enters, finishes, happens, link_in, reports
from .world import World

MINE = {"words": "楼下一堆垃圾没人管", "place": "compound:ankang", "category": "litter", "telephone": "154 0000 9002"}
ASKED = "附近有像的事，是同一件吗？"


def writes(world: World, path: str = "/report") -> Browser:
    browser = world.browser(address="198.51.100.9")
    with time_machine.travel(now() - MINUTE, tick=False):
        browser.get(path)
    return browser


def sends(world: World, **typed: str) -> Page:
    return writes(world).submit("/report/send", **MINE | typed)


def offered(page: Page) -> list[str]:
    return page.form("/report/send").offered.get("joins", []) if page.path == "/report/send" else []


def goes_with(world: World, code: str) -> Page:
    browser = writes(world)
    page = browser.submit("/report/send", **MINE)
    assert offered(page) == [code]
    return browser.submit("/report/send", joins=code)


@pytest.fixture
def other(world: World) -> str:
    code = reports(world.browser(), telephone=TELEPHONE, place_words="三号楼张家门口")
    world.settle()
    return code


def test_those_like_it_are_shown_before_anything_is_stored(world: World, other: str) -> None:
    page = sends(world)
    assert (page.status, page.path) == (200, "/report/send")
    assert ASKED in page.text
    assert offered(page) == [other]
    assert len({item["request_id"]["S"] for item in world.images()}) == 1
    for private in (WORDS, TELEPHONE, "张家", TELEPHONE[-4:]):
        assert private not in page.html


def test_one_press_goes_with_it_in_one_transaction(world: World, other: str) -> None:
    receipt = goes_with(world, other)
    code = receipt.path.rpartition("/")[2]
    assert receipt.path == f"/report/sent/{code}"
    mine = world.request(code)
    assert (mine.state, mine.merged_into, mine.filed.handling) == (State.CLOSED, other, "joined")
    assert world.request(other).absorbed == (code,)
    assert f"{other[:3]} {other[3:6]} {other[6:]}" in receipt.text
    assert any(MINE["words"] in str(row) for row in world.items("private"))
    assert MINE["words"] in world.browser().get(link_in(receipt)).text


def test_whoever_has_the_order_reads_what_they_said(world: World, other: str) -> None:
    goes_with(world, other)
    world.settle()
    officer = enters(world, other, WATER_BUREAU)
    assert MINE["words"] in officer.page.text
    assert "还有 1 位居民" in officer.page.text
    officer.submit("/take")
    finishes(officer, "清了")
    officer.get(officer.page.path)
    assert MINE["words"] in officer.page.text, "until the resident has said whether it is solved"


def test_who_went_with_it_hears_how_it_ended(world: World, other: str) -> None:
    code = goes_with(world, other).path.rpartition("/")[2]
    world.settle()
    assert [code in words for number, words in world.texts() if "9002" in str(number)] == [True]  # the receipt
    before = len(world.texts())
    happens(other, explained())
    world.settle()
    told = [words for number, words in world.texts()[before:] if "9002" in str(number)]
    assert any(code in words for words in told)


def test_pressed_twice_it_is_one(world: World, other: str) -> None:
    browser = writes(world)
    browser.submit("/report/send", **MINE)
    twin = browser.another_window()
    first, second = browser.submit("/report/send", joins=other), twin.submit("/report/send", joins=other)
    assert first.path == second.path
    assert len(world.request(other).absorbed) == 1


def test_it_is_another_matter(world: World, other: str) -> None:
    browser = writes(world)
    browser.submit("/report/send", **MINE)
    receipt = browser.submit("/report/send", alone="yes")
    filed = world.request(receipt.path.rpartition("/")[2])
    assert (filed.merged_into, filed.filed.handling) == (None, "routed")
    assert world.request(other).absorbed == ()


def test_what_has_ended_meanwhile_is_said_and_nothing_is_lost(world: World, other: str) -> None:
    browser = writes(world)
    browser.submit("/report/send", **MINE)
    happens(other, explained())
    page = browser.submit("/report/send", joins=other)
    assert page.status == 422
    assert page.form("/report/send").fields["words"] == MINE["words"]
    receipt = browser.submit("/report/send", alone="yes")
    assert receipt.path.startswith("/report/sent/")


def test_a_code_that_was_not_offered_joins_nothing(world: World) -> None:
    hidden = reports(world.browser(), category="gas_check")
    world.settle()
    browser = writes(world)
    page = browser.post("/report/send", browser.page.form("/report/send").fields | MINE | {"joins": hidden})
    assert page.status == 422
    assert world.request(hidden).absorbed == ()
    for code in ("12", "3000000001"):
        again = writes(world)
        assert again.post("/report/send", again.page.form("/report/send").fields | MINE | {"joins": code}).status == 422


@pytest.mark.parametrize(
    "typed",
    [
        {"category": "gas_leak"},
        {"words": "厨房里有很浓的煤气味", "category": "unknown"},
        {"category": "gas_check"},
        {"place": "community:tiezhi"},
    ],
)
def test_nothing_is_asked_where_nothing_is_like_it_or_nothing_may_wait(
    world: World, other: str, typed: dict[str, str]
) -> None:
    page = writes(world)
    fields = page.page.form("/report/send").fields | MINE | typed | {"proposed": "yes"}
    assert page.post("/report/send", fields).path.startswith("/report/sent/")


def test_who_knows_no_category_is_shown_what_it_sounds_like_and_takes_its_category(world: World) -> None:
    lamps = reports(world.browser(), category="lighting", words="路灯不亮")
    browser = writes(world)
    unknown = MINE | {"words": "巷子里路灯坏了三天", "category": "unknown", "proposed": "yes"}
    page = browser.post("/report/send", browser.page.form("/report/send").fields | unknown)
    assert offered(page) == [lamps]
    code = browser.submit("/report/send", joins=lamps).path.rpartition("/")[2]
    assert world.request(code).filed.category == "lighting"


def test_asked_page_by_page_it_stands_on_the_page_of_checking(world: World, other: str) -> None:
    browser = writes(world, "/report/ask")
    for to, typed in (
        ("place", {"words": MINE["words"]}),
        ("category", {"place": "compound:ankang"}),
        ("contact", {"category": "litter"}),
        ("check", {"telephone": MINE["telephone"]}),
    ):
        fields = browser.page.forms[-1].fields | typed
        page = browser.post(f"/report/ask/{to}", fields)
    assert ASKED in page.text
    assert WORDS not in page.html
    receipt = browser.submit("/report/send", joins=other)
    assert world.request(receipt.path.rpartition("/")[2]).merged_into == other


def test_the_same_form_sent_again_meets_its_own_request(world: World) -> None:
    browser = writes(world)
    twin = browser.another_window()
    first = browser.submit("/report/send", **MINE)
    assert twin.submit("/report/send", **MINE).path == first.path


def test_lists_that_cannot_be_read_hold_nobody_up(world: World, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr(request_lists, "open_nearby", slow)
    assert sends(world).path.startswith("/report/sent/")
