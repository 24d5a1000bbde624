"""The report form: what a resident typed, made into a report or into a list of what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.shared.domain import words
from functions.shared.domain.errors import Refused
from functions.shared.domain.phone import Phone
from functions.shared.edge.forms import Form

TRAP = "homepage"  # nobody sees it; whoever fills it in has read the source, not the page
PROOF = "altcha"
FIELDS = ("words", "place", "place_words", "category", "telephone", "may_call", TRAP, PROOF)
PROPOSED = "proposed"  # the resident has been asked what it sounds like
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

    def content(self) -> dict[str, str]:
        """What was told: sent again with anything else, it isn't the same report."""
        number = self.telephone.e164 if self.telephone else ""
        where = f"{self.place}/{self.place_words}"
        return {"words": self.words, "place": where, "category": self.category, "number": number}


def parse(typed: Mapping[str, str]) -> Report:
    """The report in `typed`. Raises Wrong with everything that is wrong with it, one Refused a field."""
    form = Form(typed)
    told = form.text("words")
    place = form.read(lambda: _place(typed["place"]), "")
    where = form.line("place_words", longest=words.LONGEST_PLACE, required=False)
    number = form.telephone("telephone")
    form.done()
    may_call = number is not None and form.ticked("may_call")
    return Report(told, place, where, typed["category"] or UNKNOWN, number, may_call)


def _place(chosen: str) -> str:
    kind, _, place = chosen.partition(":")
    if not chosen:
        raise Refused("place_missing", "place")
    if kind not in ("compound", "community") or not place:
        raise Refused("unknown_place", "place")
    return place
