"""What an Atom reader is given is a feed, whatever stands in it."""

import feedparser
import pytest

from functions.shared.gateways.templates import LANGUAGES, page
from tests.unit.pages.follow_examples import feeds
from tests.unit.pages.world import HOSTILE

FEEDS = {example.name: example for example in feeds()}


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_well_formed_and_whole(name: str, language: str) -> None:
    text = page(FEEDS[name].template, language, **FEEDS[name].context)
    assert text.startswith("<?xml")
    feed = feedparser.parse(text)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.language == {"zh": "zh-CN", "en": "en"}[language]
    assert all(feed.feed[wanted] for wanted in ("id", "title", "updated", "author"))
    assert len(feed.entries) == len(FEEDS[name].context["entries"])
    for entry in feed.entries:
        assert all(entry[wanted] for wanted in ("id", "title", "updated", "link"))


def test_what_people_wrote_is_text() -> None:
    text = page("follows/request.atom", "zh", **FEEDS["story-hostile"].context)
    assert "<script" not in text
    assert HOSTILE in feedparser.parse(text, sanitize_html=False).entries[0].content[0].value
