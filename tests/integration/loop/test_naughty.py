"""Naughty strings through every form of residents and units: no failure of ours, no markup, nothing lost."""

import logging
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import pytest

from functions.shared.domain import words
from functions.shared.domain.errors import Refused
from tests.county import OFFICE, WATER_BUREAU
from tests.http_client import Browser, Form, Page
from tests.naughty import NAUGHTY

from .people import TELEPHONE, enters, finishes, link_in, reports
from .world import World

EACH = pytest.mark.parametrize("typed", NAUGHTY.values(), ids=NAUGHTY)
HIDDEN_BY_US = {"token", "seen"}


@pytest.fixture(autouse=True)
def no_failure_of_ours(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


class Reader(HTMLParser):
    """The words of a page, and whether anything in it could run or lead away."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.words = ""
        self.foreign: list[str] = []
        self.feed(page.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        addresses = [value for name, value in at.items() if name in ("href", "src", "action", "formaction")]
        ours = tag == "script" and at.get("src", "").startswith("/assets/")
        bad = tag in ("script", "style", "iframe", "object", "base") and not ours
        if bad or any(name.startswith("on") for name in at):
            self.foreign.append(self.get_starttag_text() or tag)
        self.foreign += [it for it in addresses if not it.startswith(("/", "#", "tel:")) or it.startswith("//")]

    def handle_data(self, data: str) -> None:
        self.words += data


def is_sound(page: Page) -> bool:
    """Answered by us, and all of it ours."""
    assert page.status < 500
    assert Reader(page).foreign == []
    return True


def clean(typed: str) -> str:
    return words.clean(typed, "words", required=False)


def one_line(typed: str) -> str:
    return words.one_line(typed, "words", longest=words.LONGEST, required=False)


def shows(page: Page, said: str) -> bool:
    """The words stand on the page, whatever its own line ends are."""
    return " ".join(said.split()) in " ".join(Reader(page).words.split())


@EACH
def test_what_a_resident_types_arrives_as_it_was_typed(world: World, typed: str) -> None:
    """In the words, the place, who it is for and how: whoever may see it sees just that."""
    said, where = f"路灯{typed}", one_line(typed)
    resident = world.browser()
    more = {"place_words": typed, "another_way": typed, "speaks_for": typed} if len(where) <= 100 else {}
    code = reports(resident, words=said, telephone=TELEPHONE, **more)
    assert is_sound(resident.page)
    resident.get(link_in(resident.page))
    assert is_sound(resident.page)
    assert shows(resident.page, clean(said))
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    assert is_sound(officer.page)
    assert shows(officer.page, clean(said))
    for told in [where] if more else []:
        assert shows(officer.page, told)
    officer.submit("/take")
    officer.get(f"{officer.page.path}/progress")
    officer.submit("/progress", public_words=f"来了{typed}"[:200])
    assert is_sound(officer.page)
    stranger = world.browser().get(f"/r/{code}")
    assert is_sound(stranger)


@EACH
def test_what_is_refused_is_given_back_as_it_was_typed(world: World, typed: str) -> None:
    browser = world.browser()
    given = {"words": f"灯{typed}", "place_words": typed, "another_way": typed, "speaks_for": typed, "telephone": "12"}
    browser.get("/report")
    page = browser.submit("/report/send", **given)
    assert page.status == 422
    assert is_sound(page)
    back = page.form("/report/send").fields
    assert {name: _newlines(back[name]) for name in given} == {name: _newlines(told) for name, told in given.items()}


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _form_of_the_report(world: World) -> Browser:
    browser = world.browser()
    browser.get("/report")
    return browser


def _asked(page: str) -> Callable[[World], Browser]:
    def ask(world: World) -> Browser:
        browser = world.browser()
        browser.get("/report/ask")
        fields = browser.page.forms[-1].fields | {
            "words": "路灯不亮",
            "place": "compound:ankang",
            "category": "lighting",
        }
        browser.post(f"/report/ask/{page}", fields)
        return browser

    return ask


def _proposal(world: World) -> Browser:
    browser = _form_of_the_report(world)
    browser.submit("/report/send", words="路灯不亮", place="compound:ankang")
    return browser


def _own_page(world: World) -> Browser:
    browser = world.browser()
    reports(browser, telephone=TELEPHONE)
    browser.get(link_in(browser.page))
    return browser


def _strangers_page(world: World) -> Browser:
    code = reports(world.browser(), telephone=TELEPHONE)
    browser = world.browser()
    browser.get(f"/r/{code}")
    return browser


def _done(world: World) -> Browser:
    resident = world.browser()
    code = reports(resident, telephone=TELEPHONE)
    link = link_in(resident.page)
    world.settle()
    officer = enters(world, code, WATER_BUREAU)
    officer.submit("/take")
    finishes(officer, "清了")
    resident.get(link)
    return resident


def _finding(world: World) -> Browser:
    browser = world.browser()
    browser.get("/r")
    return browser


def _door(world: World) -> Browser:
    browser = world.browser()
    browser.get("/u")
    return browser


def _act(act: str) -> Callable[[World], Browser]:
    def at(world: World) -> Browser:
        community = act in ("check", "pass_on")
        place = {"category": "lighting", "place": "compound:dongguan_middle_lane"} if community else {}
        code = reports(world.browser(), **place)
        world.settle()
        officer = enters(world, code, OFFICE if community else WATER_BUREAU)
        if act in ("progress", "reschedule", "done"):
            officer.submit("/take")
        officer.get(f"{officer.page.path}/{act}")
        assert officer.page.status == 200
        return officer

    return at


PLACES: dict[str, Callable[[World], Browser]] = {
    "the form on one page": _form_of_the_report,
    "the place asked": _asked("place"),
    "the category asked": _asked("category"),
    "the contact asked": _asked("contact"),
    "the last look": _asked("check"),
    "what it sounds like": _proposal,
    "finding": _finding,
    "a stranger's page": _strangers_page,
    "one's own page": _own_page,
    "the verdict": _done,
    "the unit's door": _door,
    **{f"the unit's {act}": _act(act) for act in ("return", "progress", "reschedule", "done", "check", "pass_on")},
}


def filled(form: Form, typed: str) -> dict[str, str]:
    """Every field that isn't ours alone, hidden ones and choices too."""
    names = {*form.fields, *form.offered} - {""}
    return {name: form.fields.get(name, "") if name in HIDDEN_BY_US else typed for name in names}


@pytest.mark.parametrize("place", PLACES)
def test_no_form_breaks_whatever_is_in_each_of_its_fields(world: World, place: str) -> None:
    browser = PLACES[place](world)
    forms = browser.page.forms
    assert forms
    for typed in NAUGHTY.values():
        for form in forms:
            another = browser.another_window()
            fields = filled(form, typed)
            page = another.get(_address(form, fields)) if form.method == "GET" else another.post(form.action, fields)
            assert is_sound(page)


def _address(form: Form, fields: dict[str, str]) -> str:
    return f"{form.action}?{urlencode(fields)}"


@pytest.mark.parametrize("path", ["/report", "/report/ask", "/r", "/u", "/results", "/posters", "/stations", "/signin"])
def test_no_address_breaks(world: World, path: str) -> None:
    browser = world.browser()
    names = ("place", "category", "code", "month", "community", "after", "lang", "k", "next", "all")
    for typed in NAUGHTY.values():
        assert is_sound(browser.get(f"{path}?{urlencode(dict.fromkeys(names, typed))}"))
        if path != "/stations":
            assert is_sound(browser.get(f"{path}/{quote(typed, safe='')}"))


def test_the_list_holds_what_is_refused_and_what_is_kept() -> None:
    """So that the tests above try both."""
    kept = {name for name, typed in NAUGHTY.items() if clean(typed) == typed}
    assert {"emoji", "script", "right to left"} <= kept
    assert {"controls", "override"}.isdisjoint(kept)
    with pytest.raises(Refused, match="missing"):
        words.clean(NAUGHTY["spaces of all kinds"], "words")
