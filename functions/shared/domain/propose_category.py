"""Which categories what somebody says sounds like: those whose clues are in it.

A county edits the clues, and can see why something was proposed; nothing is learnt and nothing leaves the house.

Measured on the sentences of tests/unit/domain/said.txt: tests/unit/domain/test_propose_category.py.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable

from functions.shared.domain.directory import Category, Class

MOST = 3


def proposals(said: str, categories: Iterable[Category]) -> tuple[Category, ...]:
    """At most `MOST`, the likeliest first: that with the most clues, among equals that with the longest."""
    text = _folded(said)
    found = [(hints, category) for category in categories if (hints := hints_in(text, category))]
    found.sort(key=lambda each: (len(each[0]), sum(map(len, each[0]))), reverse=True)
    return tuple(category for _, category in found[:MOST])


def sounds_urgent(said: str, categories: Iterable[Category]) -> Category | None:
    """Life or property that it sounds like, however much else it sounds like too."""
    return next(iter(proposals(said, (it for it in categories if it.priority is Class.P0))), None)


def hints_in(said: str, category: Category) -> tuple[str, ...]:
    """The clues of `category` that are in `said`."""
    text = _folded(said)
    return tuple(clue for clue in (*category.clues.zh, *category.clues.en) if _said(_folded(clue).split(), text))


def _said(parts: Collection[str], text: str) -> bool:
    """Latin letters begin a word; Chinese has none to begin."""
    return bool(parts) and all(
        re.search(rf"\b{re.escape(part)}", text) is not None if part.isascii() else part in text for part in parts
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
