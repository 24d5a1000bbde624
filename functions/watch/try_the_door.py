"""The trial of the front door: a report is filed as a person without JavaScript files one, and its pages are read."""

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from functions.shared.domain.codes import spoken
from functions.watch.read_page import FoundForm, PageRead

FORM, SENDING, RECEIPT = "/report", "/report/send", re.compile(r"/report/sent/(\d{10})\?k=.+")
WORDS = "值班检查：这是系统每小时的自查，不是居民的诉求，不用办理。"
CATEGORY = "unknown"


class Answer(Protocol):
    @property
    def status(self) -> int: ...
    @property
    def location(self) -> str: ...
    @property
    def html(self) -> str: ...


class Door(Protocol):
    def get(self, path: str) -> Answer: ...
    def post(self, path: str, fields: Mapping[str, str]) -> Answer: ...


class TrialFailed(Exception):
    """`step` is form, send, receipt or story; `why` a code or a status."""

    def __init__(self, step: str, why: str) -> None:
        super().__init__(f"{step}: {why}")
        self.step, self.why = step, why


def try_the_door(door: Door, marked: Callable[[str], dict[str, str]]) -> str:
    """File a report and read its receipt and its page; answers with its code.

    `marked` answers with the fields that tell the form with this token for a trial. Raises TrialFailed, and whatever
    `door` raises when nothing answers.
    """
    form = _form(door)
    sent = door.post(SENDING, form.fields | _filled_in(form) | marked(form.fields["token"]))
    found = RECEIPT.fullmatch(sent.location)
    if sent.status != 303 or found is None:
        raise TrialFailed("send", _why(sent))
    code = found[1]
    receipt = _page(door, "receipt", sent.location, code)
    link = next((link for link in receipt.links if link.startswith(f"/r/{code}?k=")), None)
    if link is None:
        raise TrialFailed("receipt", "no_link")
    opened = door.get(link)
    if (opened.status, opened.location) != (303, f"/r/{code}"):
        raise TrialFailed("story", _why(opened))
    _page(door, "story", opened.location, code)
    return code


def _form(door: Door) -> FoundForm:
    seen = door.get(FORM)
    form = PageRead(seen.html).form(SENDING) if seen.status == 200 else None
    if form is None:
        raise TrialFailed("form", _why(seen))
    if not form.fields.get("token") or not _places(form):
        raise TrialFailed("form", "no_token_or_place")
    return form


def _filled_in(form: FoundForm) -> dict[str, str]:
    return {"words": WORDS, "place": _places(form)[0], "category": CATEGORY}


def _places(form: FoundForm) -> list[str]:
    return [place for place in form.offered.get("place", ()) if place.startswith("community:")]


def _page(door: Door, step: str, path: str, code: str) -> PageRead:
    """The page at `path`, which must be about `code`."""
    seen = door.get(path)
    if seen.status != 200:
        raise TrialFailed(step, _why(seen))
    page = PageRead(seen.html)
    if spoken(code) not in page.words:
        raise TrialFailed(step, "other_code")
    return page


def _why(seen: Answer) -> str:
    """Where it led instead is told without what stands behind the question mark: that is a secret."""
    to = seen.location.partition("?")[0]
    return f"{seen.status} {to}".strip()
