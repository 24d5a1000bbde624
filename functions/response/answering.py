"""The answer on its way out, and how often one number is answered and listened to."""

from datetime import datetime

from functions.response.answer import Decided
from functions.response.answer_text import text
from functions.response.push_handler import OF_AN_ANSWER
from functions.response.senders import Sender
from functions.shared.domain.phone import Phone
from functions.shared.edge.clock import now
from functions.shared.edge.telemetry import told
from functions.shared.gateways import providers
from functions.shared.gateways.channel import Never, Retry, SlowDown
from functions.shared.gateways.keys import keys
from functions.shared.tables import limits
from functions.shared.tables.incoming import Claimed
from functions.shared.tables.private import telephone_key
from functions.shared.texting import Spent, may_text, not_sent

_HOUR, _DAY = 3600, 86400  # seconds
KEPT_A_DAY = 20  # texts of one number that the desk is left to read
KEPT_OF_A_STRANGER = 5


def may_answer(decided: Decided, number: Phone, claimed: Claimed, at: datetime) -> bool:
    """Two machines that answer each other fall silent. The same message never takes a second place in its hour."""
    kind = "back" if decided.most and decided.most > 1 else "help"
    return decided.most is None or _takes_place(f"text_{kind}", number, claimed, at, _HOUR, decided.most)


def has_room(number: Phone, sender: Sender, claimed: Claimed, at: datetime) -> bool:
    """Whether one more text of today may be left to read. The same message never takes a second place in its day."""
    most = KEPT_A_DAY if sender.units or sender.filed else KEPT_OF_A_STRANGER
    if _takes_place("text_kept", number, claimed, at, _DAY, most):
        return True
    told("text_not_kept", heard=claimed.message)
    return False


def answer(decided: Decided, number: Phone, sender: Sender, claimed: Claimed) -> bool:
    """Whether it went out. At any hour: it answers what somebody has just done. Raises Retry, SlowDown or Busy.

    Counted once, however often it is tried; what may have gone out is asked about first, and where the provider can't
    be asked not sent again.
    """
    sms, out_id, at = providers.sms(), f"{OF_AN_ANSWER}{claimed.message}", now()
    words = text(decided, sender.questions, sender.filed)
    try:
        went = claimed.again and sms.sent_as(number, out_id, claimed.since) is not None
        may_text(number, at, urgent=went)
    except (Never, Spent) as error:
        return _not_answered(claimed, error)
    if went:
        return True
    try:
        sms.send(number, words, out_id)
    except Never as never:
        not_sent(number, at)
        return _not_answered(claimed, never)
    except (Retry, SlowDown) as later:
        if isinstance(later, Retry) and later.maybe_sent and not sms.answers:
            told("answer_perhaps_sent", heard=claimed.message, reason=str(later))
            return True
        not_sent(number, at)
        raise
    return True


def _not_answered(claimed: Claimed, why: Exception) -> bool:
    told("answer_not_sent", heard=claimed.message, reason=str(why))
    return False


def _takes_place(kind: str, number: Phone, claimed: Claimed, at: datetime, window: int, most: int) -> bool:
    """Whether one of `most` places of this `window`, in seconds, is free or has been the message's before."""
    which = int(at.timestamp()) // window
    until = datetime.fromtimestamp((which + 1) * window, at.tzinfo)
    who = telephone_key(keys().newest, number)
    return any(limits.use_once(f"{kind}#{who}#{which}#{place}", claimed.message, until, at) for place in range(most))
