"""What a step answers with: one fact, and the words and person that came with it."""

from dataclasses import dataclass

from functions.shared.domain.facts import Fact
from functions.shared.domain.phone import Phone


@dataclass(frozen=True)
class Person:
    """Who asked. Kept in `private`, apart from everything else."""

    telephone: Phone | None
    place: str  # where exactly, in the resident's words
    may_call: bool  # the unit that does the work may call this number
    word: str | None = None  # four digits chosen at a station, for someone without a telephone
    name: str = ""  # as staff were told it
    speaks_for: str = ""  # whom somebody else speaks for, and how they are related
    another_way: str = ""  # how they want to be reached instead of by text

    def __repr__(self) -> str:
        return "Person(…)"


@dataclass(frozen=True)
class Decision:
    """`words` are between the resident and whoever acts; `public_words` are what everybody may read. `blanks` is the
    fact whose public words are taken away."""

    fact: Fact
    words: str | None = None
    public_words: str | None = None
    person: Person | None = None
    blanks: int | None = None
