"""The report form: what a resident typed, made into a report or into a list of what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.shared.domain import words
from functions.shared.domain.errors import Refused
from functions.shared.domain.phone import Phone
from functions.shared.edge.forms import Form, Wrong

TRAP = "homepage"  # nobody sees it; whoever fills it in has read the source, not the page
PROOF = "altcha"
WAYS = {  # in the words that whoever acts will read
    "call_me": "请打电话说，不要只发短信",
    "come_to_me": "请上门来说",
    "sign_language": "用手语",
}
LONGEST_WAY = 100  # characters
FIELDS = (
    *("words", "place", "place_words", "category", "telephone", "may_call"),
    *(*WAYS, "another_way", "speaks_for", TRAP, PROOF),
)
PROPOSED = "proposed"  # the resident has been asked what it sounds like
JOINS, ALONE = "joins", "alone"  # the answers to "is it one of these?": a code, or that it is none of them
BESIDE = "beside"  # the resident is asked that
UNKNOWN = "unknown"  # the category of whoever doesn't know


@dataclass(frozen=True)
class Report:
    """What a resident asks for, checked as far as the form alone can tell. `place` is a compound or a community."""

    words: str
    place: str
    place_words: str
    category: str
    telephone: Phone | None
    may_call: bool
    another_way: str = ""  # how they want to be reached
    speaks_for: str = ""

    def content(self) -> dict[str, str]:
        """What was told: sent again with anything else, it isn't the same report."""
        number = self.telephone.e164 if self.telephone else ""
        where = f"{self.place}/{self.place_words}"
        told = {"words": self.words, "place": where, "category": self.category, "number": number}
        ways = {"another_way": self.another_way, "speaks_for": self.speaks_for}
        return told | {name: way for name, way in ways.items() if way}


def parse(typed: Mapping[str, str]) -> Report:
    """The report in `typed`. Raises Wrong with everything that is wrong with it, one Refused a field."""
    form = Form(typed)
    told = form.text("words")
    place = form.read(lambda: _place(typed["place"]), "")
    where = form.line("place_words", longest=words.LONGEST_PLACE, required=False)
    number = form.telephone("telephone")
    other = form.line("another_way", longest=LONGEST_WAY, required=False)
    speaks_for = form.line("speaks_for", longest=LONGEST_WAY, required=False)
    if form.ticked("call_me") and not typed["telephone"].strip():
        form.errors.append(Refused("number_to_call", "telephone"))
    form.done()
    may_call = number is not None and (form.ticked("may_call") or form.ticked("call_me"))
    way = "；".join(filter(None, (*(said for name, said in WAYS.items() if form.ticked(name)), other)))
    return Report(told, place, where, typed["category"] or UNKNOWN, number, may_call, way, speaks_for)


def wrong_with(typed: Mapping[str, str]) -> tuple[Refused, ...]:
    """All that is wrong with it; empty: nothing."""
    try:
        parse(typed)
    except Wrong as wrong:
        return wrong.errors
    return ()


def _place(chosen: str) -> str:
    kind, _, place = chosen.partition(":")
    if not chosen:
        raise Refused("place_missing", "place")
    if kind not in ("compound", "community") or not place:
        raise Refused("unknown_place", "place")
    return place
