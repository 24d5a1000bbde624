"""Hears every text message that comes in, does what it says, answers it: claimed, decided, done, answered, marked."""

import hmac
import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from functions.response import by_text, grammar
from functions.response.answer import Decided, decide, refused, too_late
from functions.response.answer_text import text
from functions.response.grammar import Said
from functions.response.open_questions import Act, Asks, Question
from functions.response.push_handler import OF_AN_ANSWER
from functions.response.senders import Sender, behind
from functions.shared.domain import words
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause
from functions.shared.domain.phone import Phone
from functions.shared.edge.batch import consumer
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways import providers, sms_sns
from functions.shared.gateways.channel import Never, Reply
from functions.shared.gateways.keys import keys
from functions.shared.tables import incoming, limits, requests
from functions.shared.tables.incoming import COUNTY, Claimed
from functions.shared.tables.private import telephone_key
from functions.shared.texting import Spent, may_text

_HOUR, _DAY = 3600, 86400  # seconds
LATE = timedelta(hours=12)  # what was sent before that, or heard first, does nothing by itself
KEPT_A_DAY = 20  # texts of one number for the desk


def heard(message: dict[str, Any]) -> None:
    """One text message. Hearing it again does nothing again and answers nothing again."""
    reply = _reply(message)
    at = now()
    claimed = incoming.claim(reply.message_id, _cause(reply), at)
    if claimed is None:
        return
    sender, said = behind(reply.sender), grammar.read(reply.words)
    late = at - min(reply.at, claimed.since) > LATE
    if claimed.decided:  # whoever decided it has died on the way: what it did already may have changed what is open
        decided = _read(claimed.decided)
    else:
        of_unit, known = bool(sender.units), bool(sender.filed)
        decided = too_late(said) if late else decide(said, sender.questions, of_unit=of_unit, known=known)
        incoming.note(claimed, json.dumps(asdict(decided)))
    decided = _done(decided, said, reply, claimed, at)
    if decided.keeps and _has_room(reply, claimed, at):
        incoming.keep(claimed, _desk(sender), reply.sender, _told(reply), reply.at)
    answered = _may_answer(decided, reply, claimed, at) and _answer(decided, reply, sender, claimed)
    incoming.finish(claimed, decided.answer if answered else "quiet")
    told("text_heard", heard=claimed.message, act=decided.act, answer=decided.answer, sent=answered)


def _done(decided: Decided, said: Said, reply: Reply, claimed: Claimed, at: datetime) -> Decided:
    """Does it; answers with what is to be answered."""
    if decided.act is None:
        return decided
    typed = _told(reply) if decided.act is Act.WORDS else said.words[: words.LONGEST]
    if decided.act is Act.WORDS and not _has_room(reply, claimed, at):
        return decided
    for question in decided.about if decided.act is Act.CONFIRM else decided.about[:1]:
        try:
            after = by_text.do(decided.act, question, typed, claimed.cause, at)
        except Refused as why:
            return refused(decided, why.reason, said)
        told("done_by_text", act=decided.act, request_id=after.id, version=after.version)
    return decided


def _may_answer(decided: Decided, reply: Reply, claimed: Claimed, at: datetime) -> bool:
    """Two machines that answer each other fall silent. The same message never takes a second place in its hour."""
    hour = int(at.timestamp()) // _HOUR
    until = datetime.fromtimestamp((hour + 1) * _HOUR, at.tzinfo)
    who = telephone_key(keys().newest, reply.sender)
    kind = "back" if decided.most and decided.most > 1 else "help"
    return decided.most is None or any(
        limits.use_once(f"text_{kind}#{who}#{hour}#{place}", claimed.message, until, at)
        for place in range(decided.most)
    )


def _has_room(reply: Reply, claimed: Claimed, at: datetime) -> bool:
    """A number may leave so many texts a day for the desk to read; the same message never takes a second place."""
    day = int(at.timestamp()) // _DAY
    until = datetime.fromtimestamp((day + 1) * _DAY, at.tzinfo)
    who = telephone_key(keys().newest, reply.sender)
    places = (f"text_kept#{who}#{day}#{place}" for place in range(KEPT_A_DAY))
    if any(limits.use_once(place, claimed.message, until, at) for place in places):
        return True
    told("text_not_kept", heard=claimed.message)
    return False


def _answer(decided: Decided, reply: Reply, sender: Sender, claimed: Claimed) -> bool:
    """Whether it went out. At any hour: it answers what somebody has just done. Raises Retry or SlowDown."""
    try:
        out_id = f"{OF_AN_ANSWER}{claimed.message}"
        if claimed.again and providers.sms().sent_as(reply.sender, out_id, claimed.since):
            return True  # no answer had come, and it went out all the same
        may_text(reply.sender, now(), urgent=False)
        providers.sms().send(reply.sender, text(decided, sender.questions, sender.filed), out_id)
    except (Never, Spent) as error:
        told("answer_not_sent", heard=claimed.message, reason=str(error))
        return False
    return True


def _desk(sender: Sender) -> str:
    """Whose desk reads it: the community of what is open to the number, or ever was, where there is only one."""
    about = {question.request_id for question in sender.questions} or set(sender.filed)
    ours = {requests.load(code).filed.community for code in about}
    return ours.pop() if len(ours) == 1 else COUNTY


def _told(reply: Reply) -> str:
    """All that was said, as it may be kept."""
    return words.clean(reply.words[: words.LONGEST], "words", required=False)


def _reply(message: dict[str, Any]) -> Reply:
    """What the two-way number of SNS publishes, or what the push door has read. Raises ValueError or KeyError."""
    if "inboundMessageId" in message:
        return sms_sns.reply(json.dumps(message), now())
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


main = consumer(heard)
