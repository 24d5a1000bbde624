"""The easy version: short sentences, one thought each, a picture beside each question (docs/easy-reading.md)."""

import re

import pytest

from functions.shared.gateways.templates import LANGUAGES, page
from tests.unit.pages.page_examples import pages
from tests.unit.pages.reading import Reading
from tests.unit.pages.world import Example

LONGEST = {"zh": 20, "en": 12}  # characters, words
ENDS = re.compile(r"[。！？；：.!?;:]+\s*")
SIGNS = re.compile(r"[\s\W_]+")
# What isn't ours to shorten: names of places and kinds, numbers to call, what a person typed.
DATA = re.compile(
    r'<select.*?</select>|<div class="dl-danger.*?</div>|<dd class="govuk-summary-list__value">.*?</dd>', re.S
)
OF_THE_FORM = {
    example.name: example
    for example in pages()
    if example.template in ("intake/ask.html", "intake/check.html", "intake/sent.html")
    and "hostile" not in example.name
    and "again" not in example.name
    and "added" not in example.name
}
OF_A_REQUEST = {example.name: example for example in pages() if example.template == "verification/request.html"}
IN_EACH = pytest.mark.parametrize("language", LANGUAGES)


def main(example: Example, language: str, *, easy: bool = True) -> str:
    """What stands on the page, without its frame."""
    html = page(example.template, language, **example.context | {"easy": easy})
    return re.sub(r".*<main[^>]*>|</main>.*", "", html, flags=re.S)


def too_long(html: str, language: str) -> list[str]:
    """The sentences in `html` that are longer than somebody reads easily."""
    sentences = [said for line in Reading(DATA.sub("", html)).words.split("\n") for said in ENDS.split(line)]
    return [said for said in sentences if length(said, language) > LONGEST[language]]


def length(said: str, language: str) -> int:
    return len(SIGNS.sub("", said)) if language == "zh" else len(said.split())


@pytest.mark.parametrize("name", OF_THE_FORM)
@IN_EACH
def test_sentences_are_short(name: str, language: str) -> None:
    assert too_long(main(OF_THE_FORM[name], language), language) == []


@pytest.mark.parametrize("name", OF_A_REQUEST)
@IN_EACH
def test_where_a_request_stands_is_said_in_short(name: str, language: str) -> None:
    html = main(OF_A_REQUEST[name], language)
    told = re.findall(r'<div class="dl-easy-now">.*?</div>', html, re.S)
    assert len(told) == (1 if OF_A_REQUEST[name].context["shown"] else 0)
    assert not [long for each in told for long in too_long(each, language)]
    assert "dl-easy-now" not in main(OF_A_REQUEST[name], language, easy=False)


@IN_EACH
def test_the_measure_finds_what_is_long(language: str) -> None:
    """The usual version is written for whoever reads with ease."""
    assert too_long(main(OF_THE_FORM["ask-contact"], language, easy=False), language)


@pytest.mark.parametrize("name", OF_THE_FORM)
def test_each_question_has_a_picture_that_says_nothing_more_than_its_words(name: str) -> None:
    pictures = [svg for svg in Reading(main(OF_THE_FORM[name], "zh")).all("svg") if svg["class"] == "dl-pictogram"]
    assert pictures
    assert all(svg["aria-hidden"] == "true" for svg in pictures)
    assert "dl-pictogram" not in main(OF_THE_FORM[name], "zh", easy=False)


@pytest.mark.parametrize("name", OF_THE_FORM)
@IN_EACH
def test_it_is_the_same_form(name: str, language: str) -> None:
    def fields(*, easy: bool) -> list[tuple[str, str]]:
        reading = Reading(main(OF_THE_FORM[name], language, easy=easy))
        controls = [(tag, it) for tag in ("input", "select", "textarea", "button") for it in reading.all(tag)]
        return [(tag, it.get("name", "")) for tag, it in controls]

    assert fields(easy=True) == fields(easy=False)


@pytest.mark.parametrize("name", ["home", "report", "ask-words", "ask-contact", "check", "sent"])
@IN_EACH
def test_the_way_to_it_and_back_is_on_the_page(name: str, language: str) -> None:
    example = next(each for each in pages() if each.name == name)
    for easy, leads in ((False, "reading-easy"), (True, "reading-usual")):
        values = [button.get("value") for button in Reading(main(example, language, easy=easy)).all("button")]
        assert leads in values
