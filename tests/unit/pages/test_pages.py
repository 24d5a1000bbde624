"""Every page in every state: its words as they stand (reviewed as copy), and what must hold for all of them."""

import re
from typing import Any

import pytest
from jinja2 import UndefinedError
from syrupy.assertion import SnapshotAssertion

from functions.shared.gateways.templates import LANGUAGES, page
from tests.unit.pages.page_examples import pages
from tests.unit.pages.photo_examples import STORAGE
from tests.unit.pages.reading import Reading
from tests.unit.pages.world import HOSTILE, Example

PAGES = {example.name: example for example in pages()}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
BY_NAME = pytest.mark.parametrize("name", PAGES)
IN_EACH = pytest.mark.parametrize("language", LANGUAGES)
# Fields to search by, files, a second form: typed in seconds, or kept by going back.
NOTHING_KEPT = {
    "desk/search.html",
    "exchange/home.html",
    "exchange/columns.html",
    "exchange/plan.html",
    "exchange/imported.html",
    "registry/import.html",
}


def render(example: Example, language: str) -> str:
    return page(example.template, language, **example.context)


@BY_NAME
@IN_EACH
def test_words(name: str, language: str, snapshot: SnapshotAssertion) -> None:
    reading = Reading(render(PAGES[name], language))
    assert f"{reading.title}\n\n{reading.words}" == snapshot


@pytest.mark.parametrize("name", ["report-errors", "report-hostile", "order-open", "request-decide", "results"])
def test_markup(name: str, snapshot: SnapshotAssertion) -> None:
    html = render(PAGES[name], "zh")
    assert html[html.index("<main") : html.index("</main>")] == snapshot


@BY_NAME
@IN_EACH
def test_nothing_that_the_content_security_policy_would_block(name: str, language: str) -> None:
    reading = Reading(render(PAGES[name], language))
    for attributes in reading.all("script"):
        assert attributes["src"].startswith("/assets/")  # and it is text of ours: nothing is written into the page
    assert not reading.all("style")
    for tag, attributes in reading.tags:
        assert "style" not in attributes, tag
        assert not [attribute for attribute in attributes if attribute.startswith("on")], tag
    feeds = [attributes for attributes in reading.all("link") if attributes["rel"] == "alternate"]
    assert all(feed["href"].startswith("/") for feed in feeds)
    for attributes in (*reading.all("img"), *(it for it in reading.all("link") if it not in feeds)):
        assert attributes.get("src", attributes.get("href", "")).startswith(("/assets/", "/photos/"))
    for attributes in reading.all("form"):
        if name.startswith("photos") and attributes["action"] == f"{STORAGE}/":
            continue  # the one form that leads elsewhere, on the one page whose policy lets it
        assert attributes["action"].startswith("/")
        assert not attributes["action"].startswith("//")


@BY_NAME
@IN_EACH
def test_every_field_has_a_label_and_every_reference_leads_somewhere(name: str, language: str) -> None:
    reading = Reading(render(PAGES[name], language))
    ids = reading.ids()
    assert len(ids) == len(set(ids))
    labelled = {attributes["for"] for attributes in reading.all("label")}
    for tag in ("input", "select", "textarea"):
        for attributes in reading.all(tag):
            assert attributes.get("type") == "hidden" or attributes["id"] in labelled
    for _, attributes in reading.tags:
        for reference in attributes.get("aria-describedby", "").split():
            assert reference in ids
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in ids


@BY_NAME
@IN_EACH
def test_forms_that_change_something_carry_a_token(name: str, language: str) -> None:
    html = render(PAGES[name], language)
    for form in re.findall(r"<form.*?</form>", html, re.S):
        if 'id="look"' in form:  # it changes nothing but how pages look
            continue
        signed = 'name="policy"' if STORAGE in form else 'name="token"'
        assert ('method="post"' in form) == (signed in form)


@BY_NAME
@IN_EACH
def test_language_is_said(name: str, language: str) -> None:
    reading = Reading(render(PAGES[name], language))
    assert reading.all("html")[0]["lang"] == {"zh": "zh-CN", "en": "en"}[language]
    (other,) = (press for press in presses(reading) if press["value"].startswith("lang-"))
    assert (other["value"], other["lang"]) == {"zh": ("lang-en", "en"), "en": ("lang-zh", "zh-CN")}[language]


@BY_NAME
def test_what_is_in_another_language_says_so(name: str) -> None:
    """For people who hear the page: a voice reads each piece in the language it is in."""
    if PAGES[name].template.partition("/")[0] in ("desk", "registry", "exchange", "privacy", "statistics"):
        return  # the desk's own data has names in Chinese alone
    said = Reading(render(PAGES[name], "en")).said
    assert [text for language, text in said if CHINESE.search(text) and language != "zh-CN"] == []


def presses(reading: Reading) -> list[dict[str, str]]:
    """The buttons that show the page otherwise."""
    return [button for button in reading.all("button") if button.get("name") == "look"]


@BY_NAME
@IN_EACH
def test_a_press_in_the_frame_sends_a_form_of_the_page_to_the_page_and_return_presses_what_the_form_is_for(
    name: str, language: str
) -> None:
    reading = Reading(render(PAGES[name], language))
    forms = {form["id"]: form for form in reading.all("form") if "id" in form}
    for press in presses(reading):
        assert press["form"] in forms
        assert re.match(r"/(?!/)", press["formaction"])
        assert press["formmethod"] == "post"
        first = next(button for button in reading.all("button") if button.get("form") == press["form"])
        assert (first.get("name") == "look") == (press["form"] == "look"), "the first button is what Return presses"


@BY_NAME
@IN_EACH
def test_what_is_typed_goes_along_with_a_press_in_the_frame(name: str, language: str) -> None:
    """A page with a form whose fields people type in names it, so that nothing of it is lost."""
    if PAGES[name].template in NOTHING_KEPT:
        return
    html = render(PAGES[name], language)
    typed = [
        form for form in re.findall(r"<form.*?</form>", html, re.S) if "<textarea" in form or "text" in _types(form)
    ]
    if typed:
        (named,) = {press["form"] for press in presses(Reading(html))}
        assert any(f'id="{named}"' in form for form in typed)


def _types(form: str) -> set[str]:
    fields = re.findall(r"<input[^>]*>", form)
    return {
        "text" for field in fields if re.search(r'type="(text|tel|date|search)"', field) and "homepage" not in field
    }


@BY_NAME
@IN_EACH
def test_what_is_said_in_large_print_and_easy_to_read_stands_on_the_whole_page(name: str, language: str) -> None:
    example = PAGES[name]
    plain = page(example.template, language, **example.context | {"large_print": False, "easy": False})
    usual = Reading(plain).all("html")[0]["class"].split()
    large = page(example.template, language, **example.context | {"large_print": True, "easy": True})
    assert set(Reading(large).all("html")[0]["class"].split()) - set(usual) == {"dl-large", "dl-easy"}
    values = {press["value"] for press in presses(Reading(large))}
    assert "print-usual" in values
    assert "print-large" not in values


@IN_EACH
def test_each_kind_of_page_has_its_own_title(language: str) -> None:
    titles: dict[str, str] = {}
    for example in PAGES.values():
        title = Reading(render(example, language)).title.removeprefix("错误：").removeprefix("Error: ")
        assert titles.setdefault(title, example.template) == example.template


@BY_NAME
@IN_EACH
def test_a_page_with_errors_says_so_first(name: str, language: str) -> None:
    html = render(PAGES[name], language)
    title = Reading(html).title
    assert title.startswith({"zh": "错误：", "en": "Error: "}[language]) == ("govuk-error-summary" in html)


@pytest.mark.parametrize(
    "name", [name for name in PAGES if "hostile" in name or name in ("results-many", "story-long")]
)
@IN_EACH
def test_what_people_typed_is_never_markup(name: str, language: str) -> None:
    html = render(PAGES[name], language)
    assert html.count("<script") == html.count('<script src="/assets/'), "none but ours"
    assert HOSTILE not in html
    assert "{{ 7*7 }}" in html, "shown as it was typed"


@pytest.mark.parametrize(
    "name",
    [
        *("sent", "request", "order-open", "orders", "calendar", "door", "return", "error-404", "already-sent"),
        *("posters", "poster-station", "unit-figures"),
    ],
)
def test_what_is_somebodys_is_not_for_search_engines(name: str) -> None:
    robots = [
        meta["content"] for meta in Reading(render(PAGES[name], "zh")).all("meta") if meta.get("name") == "robots"
    ]
    assert robots == ["noindex"]


@pytest.mark.parametrize("name", ["home", "report", "report-gas"])
def test_emergency_numbers_come_before_any_field(name: str) -> None:
    html = render(PAGES[name], "zh")
    assert html.index("tel:119") < (html.index("<form") if "<form" in html else len(html))


@pytest.mark.parametrize("name", ["request", "request-closed", "story", "story-long", "results", "results-many"])
def test_public_pages_never_show_the_residents_words(name: str) -> None:
    assert "塑料袋" not in render(PAGES[name], "zh")


def test_an_order_is_taken_with_one_press_near_the_top() -> None:
    html = render(PAGES["order-open"], "zh")
    take = html.index('action="/u/orders/6825061749/take"')
    assert html.index("<h1") < take < html.index("<h2")


def test_the_switch_keeps_what_the_page_needs() -> None:
    def switch(name: str) -> str:
        return next(press["formaction"] for press in presses(Reading(render(PAGES[name], "zh"))))

    assert switch("sent") == "/report/sent/3825061749?k=secret"
    assert switch("results-many") == "/results?month=2026-03&community=longwangmiao"
    assert switch("report") == "/report"
    assert switch("report-from-a-poster") == "/report?place=compound%3Aankang"
    assert switch("ask-place") == "/report/ask/place"
    assert switch("error-429") == "/evil.example/u"


def test_a_page_that_lacks_something_is_an_error() -> None:
    lacking: dict[str, Any] = {"path": "/privacy"}
    with pytest.raises(UndefinedError, match="retention_days"):
        page("intake/privacy.html", "zh", **lacking)
