"""What a text message that came in does, and what is answered. Decides once, from what is open; never guesses."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from functions.response.grammar import STOP, Said
from functions.response.open_questions import Act, Asks, Question

# Words that say the contrary of the digit before them: asked again, rather than done.
_CONTRARY = {
    Act.TAKE: re.compile("(?:不|没|未|别|退)(?!错|问题|事|客气)"),
    Act.SOLVED: re.compile("(?:不|没|未|别)(?!错|问题|事|客气)"),
    Act.NOT: re.compile("^(?!.*[不没未]).*(?:解决了|好了|满意)", re.DOTALL),
    Act.DONE: re.compile("还没|还未|尚未|未完成|没办|没修|没完|没好|办不了|修不了"),
}
_DONE = {
    Act.TAKE: "taken_reply",
    Act.RETURN: "returned_reply",
    Act.DONE: "done_reply",
    Act.SOLVED: "verdict_reply_solved",
    Act.PARTLY: "verdict_reply_partly",
    Act.NOT: "verdict_reply_not",
    Act.CONFIRM: "confirmed",
    Act.STOP: "follow_stopped",
}
_OF_THE_NUMBER = (Asks.CONFIRM, Asks.FOLLOW)  # whose it is: one answer for all of them
_TAKES_NO_WORDS = (*_OF_THE_NUMBER, Asks.FOLLOWED)
ASKED_BACK, HELPED = 5, 1  # times an hour, to one number


@dataclass(frozen=True)
class Decided:
    """`act`, if there is one, is done on `about[0]`, or on all of `about` where it is one of OF_ALL; then the text
    `answer` goes out about `about`, at most `most` times an hour to one number (None: each time). `keeps`: the words
    are left for the desk, as nothing open takes them."""

    answer: str
    about: tuple[Question, ...] = ()
    act: Act | None = None
    keeps: bool = False
    most: int | None = None


TOO_MANY = Decided("nothing_open", most=HELPED)  # so much has come from the number today that no more is kept


def decide(said: Said, questions: Collection[Question], *, of_unit: bool, known: bool = False) -> Decided:
    """What `said` does with what is open to the number it came from; `of_unit`: it is a contact's of a unit, `known`:
    something was filed with it once."""
    near = [question for question in questions if said.code in ("", question.last_four, question.code)]
    meant = [question for question in near if question.act(said.digit)]
    if said.code and questions and not near:  # of something that has ended, or mistyped: never done to another
        return Decided("nothing_open", keeps=True, most=HELPED)
    if meant and said.digit == STOP:
        return Decided(_DONE[Act.STOP], tuple(meant), Act.STOP)
    if meant and all(question.asks in _OF_THE_NUMBER for question in meant):  # one number, whatever was filed with it
        unclear = bool(said.words) and (len(meant) > 1 or meant[0].asks is Asks.FOLLOW)  # what the words are about
        follows = all(question.asks is Asks.FOLLOW for question in meant)
        return Decided("follow_confirmed" if follows else "confirmed", tuple(meant), Act.CONFIRM, keeps=unclear)
    if len(meant) > 1:
        name = "which_unit" if any(question.unit for question in meant) else "which_resident"
        return Decided(name, tuple(meant), most=ASKED_BACK)
    if not meant:
        return _nothing_meant(said, near, of_unit=of_unit, known=known)
    act = meant[0].act(said.digit)
    if act is None or _contrary(act, said.words):
        return _not_understood(said, meant, of_unit)
    if act is Act.DONE and not said.words:
        return Decided("done_needs_words", (meant[0],), most=ASKED_BACK)
    return Decided(_DONE[act], (meant[0],), act)


def refused(decided: Decided, reason: str, said: Said) -> Decided:
    """What is answered instead where the step has refused for `reason`: a colleague was first, or it is over."""
    if decided.act is Act.TAKE and reason == "already_taken":
        return Decided("taken_reply", decided.about, keeps=bool(said.words), most=ASKED_BACK)
    if reason == "community_cannot_return":
        return Decided("not_understood_unit", decided.about, keeps=True, most=ASKED_BACK)
    return Decided("nothing_open", decided.about, keeps=bool(said.words), most=ASKED_BACK)


def too_late(said: Said) -> Decided:
    """It was sent long before it was heard: what is open now is not what it was about."""
    return Decided("nothing_open", keeps=bool(said.digit or said.words), most=HELPED)


def _nothing_meant(said: Said, near: Sequence[Question], *, of_unit: bool, known: bool) -> Decided:
    """No open question that the code allows takes this digit, or there was none."""
    if not near and not of_unit:
        return Decided("nothing_open" if known else "unknown_number", keeps=True, most=HELPED)
    orders = [question for question in near if question.unit]
    if said.digit == "1" and len(orders) == 1 and orders[0].asks is Asks.WORK:
        keeps = bool(said.words)  # a colleague has taken it, or they themselves
        return Decided("taken_reply", (orders[0],), keeps=keeps, most=ASKED_BACK)
    if said.digit == "3" and len(orders) == 1:  # not taken yet
        return Decided("not_understood_unit", (orders[0],), keeps=bool(said.words), most=ASKED_BACK)
    if not said.digit or any(question.asks is Asks.WAIT for question in near):
        return _not_understood(said, near, of_unit)
    unhappy = not of_unit and said.digit in ("2", "3")  # of something that has ended, most likely
    return Decided("nothing_open", keeps=bool(said.words) or unhappy, most=HELPED)


def _not_understood(said: Said, likely: Collection[Question], of_unit: bool) -> Decided:
    """How it is done is said again, about what it can have been about."""
    orders = [question for question in likely if question.unit]
    if not orders and not of_unit:
        return _not_understood_of_resident(
            said, [question for question in likely if question.asks not in _TAKES_NO_WORDS]
        )
    keeps = bool(said.words)
    if len(orders) == 1:
        return Decided("not_understood_unit", (orders[0],), keeps=keeps, most=HELPED)
    if orders:
        return Decided("which_unit", tuple(orders), keeps=keeps, most=HELPED)
    return Decided("nothing_open", keeps=keeps, most=HELPED)


def _not_understood_of_resident(said: Said, mine: Sequence[Question]) -> Decided:
    """A resident's words go to the one request that they can be about: what the desk waits to hear, or the only one.
    What can be about several goes to the desk."""
    anything = bool(said.digit or said.words)
    verdicts = [question for question in mine if question.asks is Asks.VERDICT]
    likely = [question for question in mine if question.asks is Asks.WAIT] or mine
    if len(likely) == 1:
        name = "not_understood_resident" if likely[0] in verdicts else "words_kept"
        return Decided(name, (likely[0],), Act.WORDS if anything else None, most=HELPED)
    if len(verdicts) == 1:
        return Decided("not_understood_resident", (verdicts[0],), keeps=anything, most=HELPED)
    if verdicts:
        return Decided("which_resident", tuple(verdicts), keeps=anything, most=HELPED)
    return Decided("nothing_open", keeps=anything, most=HELPED)


def _contrary(act: Act, words: str) -> bool:
    return act in _CONTRARY and _CONTRARY[act].search(words) is not None
