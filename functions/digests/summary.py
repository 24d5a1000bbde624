"""Three sentences that say what the figures say: how much came, what became of it, what presses. By rules, no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.digests.happened import Happened
from functions.digests.lines import LateLine


@dataclass(frozen=True)
class Sentence:
    """Which sentence, and its numbers; the words stand in templates/digests/words.html."""

    what: str
    number: int = 0
    other: int = 0
    solved: int = 0
    partly: int = 0
    silent: int = 0
    settled: int = 0
    length: timedelta | None = None


def summary(
    now: Happened, before: Happened, late: Sequence[LateLine], waiting: int, at: datetime
) -> tuple[Sentence, ...]:
    """The three sentences. `late` oldest first, `waiting` for the desk."""
    return _came(now.received, before.received), _became(now), _presses(late, waiting, at)


def _came(number: int, before: int) -> Sentence:
    if not number:
        return Sentence("came_none", other=before)
    what = "came_more" if number > before else "came_fewer" if number < before else "came_same"
    return Sentence(what, number, abs(number - before))


def _became(now: Happened) -> Sentence:
    if not now.results:
        return Sentence("became_nothing", other=now.ended)
    closed = now.closed
    return Sentence(
        "became",
        now.results,
        solved=closed.get("confirmed", 0),
        partly=closed.get("partly", 0),
        silent=closed.get("silent", 0),
        settled=closed.get("settled", 0),
    )


def _presses(late: Sequence[LateLine], waiting: int, at: datetime) -> Sentence:
    if late:
        return Sentence("late", len(late), length=at - late[0].due)
    return Sentence("waits", waiting) if waiting else Sentence("nothing_presses")
