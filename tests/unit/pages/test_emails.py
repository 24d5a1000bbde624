"""Emails: text and HTML both complete, in words reviewed as copy."""

import re

import pytest
from syrupy.assertion import SnapshotAssertion

from functions.shared.gateways.templates import LANGUAGES, email
from tests.unit.pages.email_examples import emails
from tests.unit.pages.reading import Reading

EMAILS = {example.name: example for example in emails()}
EACH = pytest.mark.parametrize("name", EMAILS)
IN_EACH = pytest.mark.parametrize("language", LANGUAGES)


def parts(name: str, language: str) -> tuple[str, str, str]:
    return email(EMAILS[name].template, language, **EMAILS[name].context)


@EACH
@IN_EACH
def test_words(name: str, language: str, snapshot: SnapshotAssertion) -> None:
    subject, text, html = parts(name, language)
    assert f"{subject}\n\n{text}\n----\n{Reading(html).words}" == snapshot


@EACH
@IN_EACH
def test_a_subject_is_one_line(name: str, language: str) -> None:
    subject, _, _ = parts(name, language)
    assert subject
    assert not set(subject) & set("\r\n")


@EACH
@IN_EACH
def test_both_parts_have_every_link_and_code(name: str, language: str) -> None:
    _, text, html = parts(name, language)
    reading = Reading(html)
    assert {link["href"] for link in reading.all("a")} == set(re.findall(r"https://\S+", text))
    code = re.compile(r"\d{3} \d{3} \d{4}")
    assert set(code.findall(text)) == set(code.findall(reading.words))


# What one of the large mail clients leaves out or shows otherwise (https://www.caniemail.com).
DROPPED = ("flex", "grid", "position:", "float:", "var(", "url(", "calc(", "@media", "object-fit", "clip-path")


@EACH
@IN_EACH
def test_html_has_nothing_that_mail_clients_drop(name: str, language: str) -> None:
    _, _, html = parts(name, language)
    reading = Reading(html)
    styles = [
        it["style"]
        for tag in ("body", "div", "table", "td", "th", "p", "h1", "h2", "a")
        for it in reading.all(tag)
        if it.get("style")
    ]
    assert styles
    assert not [style for style in styles if any(word in style for word in DROPPED)]
    for tag in ("svg", "form", "button", "input", "video"):
        assert not reading.all(tag)


@EACH
@IN_EACH
def test_html_needs_nothing_from_outside(name: str, language: str) -> None:
    _, _, html = parts(name, language)
    reading = Reading(html)
    assert reading.all("html")[0]["lang"] == {"zh": "zh-CN", "en": "en"}[language]
    for tag in ("img", "link", "style", "script"):
        assert not reading.all(tag)
    assert "<script" not in html
