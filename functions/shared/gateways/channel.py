"""The ways a message can leave the house, and what may go wrong with each: what every provider's adapter agrees on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from functions.shared.domain.phone import Phone


class Retry(Exception):
    """It may succeed in a moment: a time-out, a fault of the provider's. `maybe_sent`: it may have gone out all the
    same, because no answer came."""

    def __init__(self, reason: str = "", *, maybe_sent: bool = False) -> None:
        super().__init__(reason)
        self.maybe_sent = maybe_sent


class SlowDown(Exception):
    """Too much at once, or too much today: not before `after`, if the provider says how long."""

    def __init__(self, reason: str = "", *, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Never(Exception):
    """Never by this way: `address` where the address itself is wrong or refuses us, else the message or our account."""

    def __init__(self, reason: str = "", *, address: bool = False) -> None:
        super().__init__(reason)
        self.address = address


@dataclass(frozen=True)
class Text:
    """A text message, one segment: a fixed template and its variables, and the whole of it in words."""

    template: str  # templates/sms/<language>/<template>.txt
    language: str  # zh, en
    community: str  # id; its landline and our address are fixed text of its template at a provider
    values: Mapping[str, str]  # the variables by name, as they are written
    words: str  # signature first


class ReceiptState(StrEnum):
    """How far a message has come. It only ever goes forward."""

    SENT = "sent"
    FAILED = "failed"
    DELIVERED = "delivered"


@dataclass(frozen=True)
class Receipt:
    """What a provider says of a message afterwards. Receipts come twice, late, out of order, or not at all."""

    message_id: str
    out_id: str | None
    state: ReceiptState
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Reply:
    """A text message that came in."""

    message_id: str
    sender: Phone
    words: str
    at: datetime


class Sms(Protocol):
    answers: bool  # whether it can be asked what became of a message

    def send(self, to: Phone, text: Text, out_id: str) -> str:
        """Send; answers with the provider's message id. `out_id` is the same each time the same is sent.

        Raises Retry, SlowDown or Never.
        """
        ...

    def receipt(self, to: Phone, message_id: str, sent_at: datetime) -> Receipt | None:
        """Ask what became of a message; None where it isn't known yet, or the provider can't be asked."""
        ...

    def sent_as(self, to: Phone, out_id: str, sent_at: datetime) -> Receipt | None:
        """Whether a message without an answer went out all the same; None: nothing known of it. Its message id may be
        empty."""
        ...


class Robot(Protocol):
    def send(self, key: str, words: str) -> str:
        """Say `words` in the group whose robot has `key`; answers with an id. Raises Retry, SlowDown or Never."""
        ...
