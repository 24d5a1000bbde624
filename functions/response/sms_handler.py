"""Hears every text message that comes in, does what it says, answers it: claimed, decided, done, answered, marked."""

import hmac
import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from functions.response import by_text, grammar
from functions.response.answer import TOO_MANY, Decided, decide, refused, too_late
from functions.response.answering import answer, has_room, may_answer
from functions.response.grammar import Said
from functions.response.open_questions import OF_ALL, Act, Asks, Question, asked_at
from functions.response.senders import Sender, behind
from functions.shared.domain import words
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause
from functions.shared.domain.phone import Phone
from functions.shared.edge.batch import dated_consumer
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways import sms_sns
from functions.shared.gateways.channel import Reply
from functions.shared.gateways.keys import keys
from functions.shared.tables import incoming, requests
from functions.shared.tables.incoming import COUNTY, Claimed

LATE = timedelta(hours=12)  # what was sent before that, or heard first, does nothing by itself
CLOCKS_DIFFER = timedelta(minutes=2)  # the provider's and ours


def heard(message: dict[str, Any], queued: datetime | None = None) -> None:
    """One text message, on its queue since `queued`. Hearing it again does nothing again and answers nothing again."""
    at = now()
    reply = _reply(message, queued or at)
    claimed = incoming.claim(reply.message_id, _cause(reply), at)
    if claimed is None:
        return
    sender, said = behind(reply.sender, at), grammar.read(reply.words)
    if claimed.decided:  # whoever decided it has died on the way: what it did already may have changed what is open
        decided = _read(claimed.decided)
    else:
        decided = _decided(said, sender, min(reply.at, claimed.since), at)
        incoming.note(claimed, json.dumps(asdict(decided)))
    if decided.act is Act.WORDS and not has_room(reply.sender, sender, claimed, at):
        decided = TOO_MANY
    decided = _done(decided, said, reply, claimed, at)
    if decided.keeps and has_room(reply.sender, sender, claimed, at):
        incoming.keep(claimed, _desk(sender), reply.sender, _told(reply), reply.at)
    answered = may_answer(decided, reply.sender, claimed, at) and answer(decided, reply.sender, sender, claimed)
    incoming.finish(claimed, decided.answer if answered else "quiet")
    told("text_heard", heard=claimed.message, act=decided.act, answer=decided.answer, sent=answered)


def _decided(said: Said, sender: Sender, said_at: datetime, at: datetime) -> Decided:
    """What is to be done, of what was open by `said_at`."""
    if at - said_at > LATE:
        return too_late(said)
    decided = decide(said, sender.questions, of_unit=bool(sender.units), known=bool(sender.filed))
    if decided.act in (None, *OF_ALL):
        return decided
    question = decided.about[0]
    asked = asked_at(question, requests.load(question.request_id))
    return too_late(said) if said_at < asked - CLOCKS_DIFFER else decided


def _done(decided: Decided, said: Said, reply: Reply, claimed: Claimed, at: datetime) -> Decided:
    """Does it; answers with what is to be answered."""
    if decided.act is None:
        return decided
    about = decided.about if decided.act in OF_ALL else decided.about[:1]
    typed = _told(reply) if decided.act is Act.WORDS else said.words[: words.LONGEST]
    done, why = False, ""
    for question in about:
        try:
            after = by_text.do(decided.act, question, typed if len(about) == 1 else "", claimed.cause, at)
        except Refused as error:
            why = error.reason
        else:
            told("done_by_text", act=decided.act, request_id=after.id, version=after.version)
            done = True
    return decided if done else refused(decided, why, said)


def _desk(sender: Sender) -> str:
    """Whose desk reads it: the community of what is open to the number, or ever was, where there is only one."""
    about = {question.request_id for question in sender.questions} or set(sender.filed)
    ours = {requests.load(code).filed.community for code in about}
    return ours.pop() if len(ours) == 1 else COUNTY


def _told(reply: Reply) -> str:
    """All that was said, as it may be kept."""
    return words.clean(reply.words[: words.LONGEST], "words", required=False)


def _reply(message: dict[str, Any], queued: datetime) -> Reply:
    """What the two-way number of SNS publishes, which tells no time, or what the push door has read. Raises ValueError
    or KeyError."""
    if "inboundMessageId" in message:
        return sms_sns.reply(json.dumps(message), queued)
    at = datetime.fromisoformat(message["at"])
    return Reply(message["message_id"], Phone(message["sender"]), message["words"], at)


def _cause(reply: Reply) -> Cause:
    key = keys().newest
    told_of = (f"{reply.message_id}", f"{reply.sender.e164} {reply.words}")
    message, content = (hmac.digest(key, part.encode(), "sha256").hex()[:32] for part in told_of)
    return Cause(f"sms:{message}", content)


def _read(decided: str) -> Decided:
    told_of = json.loads(decided)
    told_of["about"] = tuple(Question(**one | {"asks": Asks(one["asks"])}) for one in told_of["about"])
    told_of["act"] = Act(told_of["act"]) if told_of["act"] else None
    return Decided(**told_of)


main = dated_consumer(heard)
