"""The report asked for one thing a page: which page comes next, what is wrong on this one. Nothing is kept between them
but what the pages themselves carry, so nobody has a person's words before they are sent."""

from collections.abc import Mapping
from itertools import takewhile

from functions.intake.form import WAYS, wrong_with
from functions.shared.domain.errors import Refused

CHECK = "check"
ASKED: dict[str, tuple[str, ...]] = {  # each page but the last, and the fields it asks for
    "words": ("words",),
    "place": ("place", "place_words"),
    "category": ("category",),
    "contact": ("telephone", "may_call", *WAYS, "another_way", "speaks_for"),
}
PAGES = (*ASKED, CHECK)


def next_after(page: str) -> str:
    return PAGES[PAGES.index(page) + 1]


def wrong_before(page: str, typed: Mapping[str, str]) -> tuple[str, tuple[Refused, ...]] | None:
    """The first page before `page` that has something to mend, and what; None: all of them are right."""
    wrong = wrong_with(typed)
    for earlier in takewhile(lambda each: each != page, ASKED):
        if here := tuple(error for error in wrong if error.field in ASKED[earlier]):
            return earlier, here
    return None
