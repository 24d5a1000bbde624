"""Between the desk and the resident: asking, answering, calling back; and what of it everybody may read."""

from datetime import datetime

from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import (
    Actor,
    Cause,
    ContactAttempted,
    NumberConfirmed,
    ResidentAnswered,
    ResidentAsked,
    WordsAdded,
    WordsBlanked,
    WordsReleased,
)
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Heard
from functions.shared.domain.time_limits import ATTEMPT_ANSWERED, RESIDENT_ANSWERS
from functions.shared.domain.transitions import State


def ask(request: Request, *, words: str, cause: Cause, now: datetime, by: Actor) -> Decision:
    """Something is missing; the unit's clock stands until it is told, five days at most.

    Raises Refused `urgent_never_waits`: where life and property are at stake, somebody calls.
    """
    if request.priority.urgent:
        raise Refused("urgent_never_waits")
    return Decision(ResidentAsked(wait_until=now + RESIDENT_ANSWERS, at=now, by=by, cause=cause), words=words)


def note_answer(request: Request, *, words: str, cause: Cause, now: datetime, by: Actor) -> Decision:
    """The resident has told staff what was missing. Raises Refused `nothing_asked`."""
    if request.state is not State.AWAITING_RESIDENT:
        raise Refused("nothing_asked")
    return Decision(ResidentAnswered(at=now, by=by, cause=cause), words=words)


def answer(request: Request, *, words: str, cause: Cause, now: datetime, by: Actor) -> Decision:
    """Words for the resident, kept in the history."""
    return Decision(WordsAdded(at=now, by=by, cause=cause), words=words)


def note_attempt(request: Request, *, way: Heard, words: str, cause: Cause, now: datetime, by: Actor) -> Decision:
    """Tried to reach the resident and didn't: two of these, and it may close as silent."""
    fact = ContactAttempted(way=way, answer_until=now + ATTEMPT_ANSWERED, at=now, by=by, cause=cause)
    return Decision(fact, words=words or None)


def confirm_number(request: Request, *, cause: Cause, now: datetime, by: Actor) -> Decision:
    """Staff have called the number that was left, and it was whoever left it. Raises Refused `confirmed_already`."""
    if request.confirmed:
        raise Refused("confirmed_already")
    return Decision(NumberConfirmed(at=now, by=by, cause=cause))


def release(request: Request, *, of: int, words: str, cause: Cause, now: datetime, by: Actor) -> Decision:
    """Everybody may read `words`, the desk's copy of what came with fact `of`.

    Raises Refused `never_public` unless the category's rule is to show words; `unknown_words`; or `erased` when what
    was said is gone: a page opened before that mustn't bring it back.
    """
    if request.public is not PublicRule.WORDS:
        raise Refused("never_public")
    if request.erased:
        raise Refused("erased")
    if not 1 <= of <= request.version:
        raise Refused("unknown_words")
    return Decision(WordsReleased(of=of, at=now, by=by, cause=cause), public_words=words)


def blank(request: Request, *, of: int, cause: Cause, now: datetime, by: Actor) -> Decision:
    """Takes away the public words of fact `of`. Raises Refused `unknown_words`."""
    if not 1 <= of <= request.version:
        raise Refused("unknown_words")
    return Decision(WordsBlanked(of=of, at=now, by=by, cause=cause), blanks=of)
