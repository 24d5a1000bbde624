"""Does what a text message asks for, by the same steps as the pages."""

from datetime import datetime
from functools import partial

from functions.response.confirm_number import confirm_number
from functions.response.open_questions import Act, Question
from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, Actor, Cause, unit_actor
from functions.shared.domain.follow import REQUEST, subject
from functions.shared.domain.request import Request
from functions.shared.domain.terms import ReturnReason, Verdict
from functions.shared.steps.add_words import add_words
from functions.shared.steps.give_verdict import give_verdict
from functions.shared.steps.report import claim_done
from functions.shared.steps.return_order import return_order
from functions.shared.steps.take_order import take_order
from functions.shared.tables import directory, follows, requests

_VERDICTS = {Act.SOLVED: Verdict.SOLVED, Act.PARTLY: Verdict.PARTLY, Act.NOT: Verdict.NOT}
_TAKES_NO_WORDS = {Act.TAKE, Act.CONFIRM}


def do(act: Act, on: Question, words: str, cause: Cause, now: datetime) -> Request:
    """The request after `act`. Safe to repeat. Raises Refused as the steps do, and Busy.

    Whatever a resident's message does, it first confirms the number. Words stay between the resident and whoever acts,
    a unit's too: nobody has looked them over.
    """
    if on.follow:
        return _followed(act, on, on.follow, now)
    if not on.unit and act is not Act.CONFIRM:
        _confirm(on.request_id, _beside(cause, "sms-confirm"), now)
    after = requests.change(on.request_id, cause, partial(_step(act, on, words), cause=cause, now=now))
    if words and act in _TAKES_NO_WORDS:
        after = _add(on, words, _beside(cause, "sms-words"), now) or after
    return after


def _followed(act: Act, on: Question, follow_id: str, now: datetime) -> Request:
    """Raises Refused `unknown_request` where what was asked is too long ago."""
    of = subject(REQUEST, on.request_id)
    if act is Act.STOP:
        follows.stop(of, follow_id)
    elif not follows.confirm(of, follow_id, now):
        raise Refused("unknown_request")
    return requests.load(on.request_id)


def _step(act: Act, on: Question, words: str) -> partial[Decision]:
    if act in _VERDICTS:
        lead = requests.load(on.request_id).lead
        return partial(
            give_verdict,
            verdict=_VERDICTS[act],
            words=words,
            calendar=directory.calendar(),
            unit_left=lead is not None and directory.unit(lead.unit).left,
        )
    if act is Act.CONFIRM:
        return partial(confirm_number)
    if act is Act.WORDS:
        return partial(add_words, words=words)
    unit, number = directory.unit(on.unit or ""), on.order or 0
    if act is Act.TAKE:
        return partial(take_order, number=number, unit=unit)
    if act is Act.DONE:
        return partial(claim_done, number=number, unit=unit, public_words="", words=words)
    return partial(
        return_order,
        number=number,
        unit=unit,
        reason=ReturnReason.OTHER,
        named=None,
        words=words,
        calendar=directory.calendar(),
    )


def _confirm(request_id: str, cause: Cause, now: datetime) -> None:
    try:
        requests.change(request_id, cause, partial(confirm_number, cause=cause, now=now))
    except Refused as refused:
        if refused.reason != "confirmed_already":
            raise


def _add(on: Question, words: str, cause: Cause, now: datetime) -> Request | None:
    by: Actor = unit_actor(on.unit) if on.unit else RESIDENT
    try:
        return requests.change(on.request_id, cause, partial(add_words, words=words, cause=cause, now=now, by=by))
    except Refused:  # it has closed since: there is nobody left to read them
        return None


def _beside(cause: Cause, step: str) -> Cause:
    """Another thing that the same message brings about."""
    return Cause(f"{step}:{cause.id.partition(':')[2]}", cause.content)
