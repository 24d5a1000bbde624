"""Every page in every state: its words as they stand (reviewed as copy), and what must hold for all of them."""

import re
from typing import Any

import pytest
from jinja2 import UndefinedError
from syrupy.assertion import SnapshotAssertion

from functions.shared.gateways.templates import LANGUAGES, page
from tests.unit.pages.page_examples import pages
from tests.unit.pages.reading import Reading
from tests.unit.pages.world import HOSTILE, Example

PAGES = {example.name: example for example in pages()}
BY_NAME = pytest.mark.parametrize("name", PAGES)
IN_EACH = pytest.mark.parametrize("language", LANGUAGES)


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
        assert attributes.get("src", attributes.get("href", "")).startswith("/assets/")
    for attributes in reading.all("form"):
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
        assert ('method="post"' in form) == ('name="token"' in form)


@BY_NAME
@IN_EACH
def test_language_is_said(name: str, language: str) -> None:
    reading = Reading(render(PAGES[name], language))
    assert reading.all("html")[0]["lang"] == {"zh": "zh-CN", "en": "en"}[language]
    other = next(link for link in reading.all("a") if "hreflang" in link)
    assert other["lang"] == other["hreflang"] == {"zh": "en", "en": "zh-CN"}[language]
    assert re.match(r"/(?!/)", other["href"])


@IN_EACH
def test_each_kind_of_page_has_its_own_title(language: str) -> None:
    titles: dict[str, str] = {}
    for example in PAGES.values():
        title = Reading(render(example, language)).title.removeprefix("错误：").removeprefix("Error: ")
        assert titles.setdefault(title, example.template) == example.template


@BY_NAME
def test_a_page_with_errors_says_so_first(name: str) -> None:
    example = PAGES[name]
    title = Reading(render(example, "zh")).title
    assert title.startswith("错误：") == bool(example.context.get("errors"))


@pytest.mark.parametrize(
    "name", [name for name in PAGES if "hostile" in name or name in ("results-many", "story-long")]
)
@IN_EACH
def test_what_people_typed_is_never_markup(name: str, language: str) -> None:
    html = render(PAGES[name], language)
    assert "<script" not in html
    assert HOSTILE not in html
    assert "{{ 7*7 }}" in html, "shown as it was typed"


@pytest.mark.parametrize(
    "name",
    [
        *("sent", "request", "order-open", "orders", "calendar", "door", "return", "error-404", "already-sent"),
        *("posters", "poster-station"),
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
        return next(link["href"] for link in Reading(render(PAGES[name], "zh")).all("a") if "hreflang" in link)

    assert switch("sent") == "/report/sent/3825061749?lang=en&k=secret"
    assert switch("results-many") == "/results?lang=en&month=2026-03&community=longwangmiao"
    assert switch("report") == "/report?lang=en"
    assert switch("report-from-a-poster") == "/report?lang=en&place=compound%3Aankang"
    assert switch("error-429") == "/evil.example/u?lang=en"


def test_a_page_that_lacks_something_is_an_error() -> None:
    lacking: dict[str, Any] = {"path": "/privacy"}
    with pytest.raises(UndefinedError, match="retention_days"):
        page("intake/privacy.html", "zh", **lacking)
