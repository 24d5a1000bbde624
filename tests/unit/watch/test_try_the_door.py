"""The trial of the front door: what it sends, and at which step it says that something is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest

from functions.shared.gateways.visitor import Seen
from functions.watch.try_the_door import TrialFailed, try_the_door
from tests.builders import a_code

CODE = a_code(text="trial")
SPOKEN = f"{CODE[:3]} {CODE[3:6]} {CODE[6:]}"
FORM = """
<form method="post" action="/report" id="look"></form>
<form method="post" action="/report/send"><input type="hidden" name="token" value="t&amp;1">
<input name="website" value=""><textarea name="words"></textarea>
<select name="place"><option value="">-</option><option value="compound:a">A</option>
<option value="community:longwangmiao">L</option></select>
<select name="category"><option value="unknown" selected>?</option><option value="litter">L</option></select>
<input type="checkbox" name="may_call" value="yes"></form>"""
ANSWERS = {
    "/report": Seen(200, "", FORM),
    "/report/send": Seen(303, f"/report/sent/{CODE}?k=s", ""),
    f"/report/sent/{CODE}?k=s": Seen(200, "", f'<b>{SPOKEN}</b><a href="/r/{CODE}?k=s">…</a>'),
    f"/r/{CODE}?k=s": Seen(303, f"/r/{CODE}", ""),
    f"/r/{CODE}": Seen(200, "", f"<h1>{SPOKEN}</h1>"),
}


@dataclass
class Site:
    """Answers as told, and keeps what was sent."""

    answers: Mapping[str, Seen] = field(default_factory=lambda: ANSWERS)
    sent: list[Mapping[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def get(self, path: str) -> Seen:
        self.asked.append(path)
        return self.answers[path]

    def post(self, path: str, fields: Mapping[str, str]) -> Seen:
        self.sent.append(fields)
        return self.answers[path]


def marked(token: str) -> dict[str, str]:
    return {"canary": f"mark of {token}"}


def test_it_files_as_a_person_does_and_reads_the_receipt_and_the_page() -> None:
    site = Site()
    assert try_the_door(site, marked) == CODE
    assert site.asked == ["/report", f"/report/sent/{CODE}?k=s", f"/r/{CODE}?k=s", f"/r/{CODE}"]
    (sent,) = site.sent
    assert sent["token"] == "t&1"
    assert sent["canary"] == "mark of t&1"
    assert (sent["place"], sent["category"]) == ("community:longwangmiao", "unknown")
    assert sent["words"]
    assert sent["website"] == "", "what a person doesn't see stays as the page has it"
    assert "may_call" not in sent
    assert "telephone" not in sent


def _without(text: str) -> Callable[[Seen], Seen]:
    return lambda seen: replace(seen, html=seen.html.replace(text, ""))


@pytest.mark.parametrize(
    ("path", "broken", "told"),
    [
        ("/report", lambda seen: replace(seen, status=500), "form: 500"),
        ("/report", _without("/report/send"), "form: 200"),
        ("/report", _without("t&amp;1"), "form: no_token_or_place"),
        ("/report", _without("community:"), "form: no_token_or_place"),
        ("/report/send", lambda seen: Seen(422, "", FORM), "send: 422"),
        ("/report/send", lambda seen: replace(seen, location="/signin?next=secret"), "send: 303 /signin"),
        (f"/report/sent/{CODE}?k=s", lambda seen: replace(seen, status=503), "receipt: 503"),
        (f"/report/sent/{CODE}?k=s", _without(SPOKEN), "receipt: other_code"),
        (f"/report/sent/{CODE}?k=s", _without("/r/"), "receipt: no_link"),
        (f"/r/{CODE}?k=s", lambda seen: Seen(404, "", ""), "story: 404"),
        (f"/r/{CODE}", lambda seen: replace(seen, status=500), "story: 500"),
        (f"/r/{CODE}", _without(SPOKEN), "story: other_code"),
    ],
)
def test_it_names_the_step_that_went_wrong(path: str, broken: Callable[[Seen], Seen], told: str) -> None:
    with pytest.raises(TrialFailed, match=f"^{told}$"):
        try_the_door(Site(ANSWERS | {path: broken(ANSWERS[path])}), marked)
