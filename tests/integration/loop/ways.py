"""The ways out of the house, as small fakes that do what they are told: refuse, be slow, lose an answer, be asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from functions.shared.domain.phone import Phone
from functions.shared.edge.clock import now
from functions.shared.gateways import providers
from functions.shared.gateways.channel import Never, Receipt, ReceiptState, Retry, Text
from functions.shared.gateways.email import Letter
from functions.shared.tables import deliveries

Fault = Callable[[str], Exception | None]  # by the address it is sent to


def fine(_: str) -> None:
    return None


def never(_: str) -> Exception:
    return Never("no")


def down(_: str) -> Exception:
    return Retry("down")


def lost(_: str) -> Exception:
    """It goes out, and no answer comes."""
    return Retry("time_out", maybe_sent=True)


@dataclass
class Ways:
    """All three, with what was tried and what went out, in order."""

    tried: list[tuple[str, str]] = field(default_factory=list)  # way, address
    sent: list[tuple[str, str, str]] = field(default_factory=list)  # way, address, words
    out_ids: list[str] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)  # by way
    known: dict[str, ReceiptState] = field(default_factory=dict)  # what the provider of texts says, by message id
    went_as: dict[tuple[str, str], str] = field(default_factory=dict)  # number and out-id → message id
    questions: list[datetime] = field(default_factory=list)
    ids: "count[int]" = field(default_factory=lambda: count(1))
    answers: bool = True

    def words(self, way: str = "sms") -> list[str]:
        return [words for sent_by, _, words in self.sent if sent_by == way]

    def to(self, way: str = "sms") -> list[str]:
        return [address for sent_by, address, _ in self.sent if sent_by == way]

    def go(self, way: str, address: str, words: str, out_id: str) -> str:
        self.tried.append((way, address))
        fault = self.faults.get(way, fine)(address)
        message_id = f"{way}-{next(self.ids)}"
        if fault is None or (isinstance(fault, Retry) and fault.maybe_sent):
            self.sent.append((way, address, words))
            self.out_ids.append(out_id)
            self.went_as[address, out_id] = message_id
        if fault is not None:
            raise fault
        return message_id

    def forget(self) -> None:
        self.tried.clear()
        self.sent.clear()
        self.out_ids.clear()
        self.faults.clear()


class Texts:
    def __init__(self, ways: Ways) -> None:
        self._ways = ways

    @property
    def answers(self) -> bool:
        return self._ways.answers

    def send(self, to: Phone, text: Text, out_id: str) -> str:
        return self._ways.go("sms", to.e164, text.words, out_id)

    def receipt(self, to: Phone, message_id: str, sent_at: datetime) -> Receipt | None:
        self._ways.questions.append(now())
        state = self._ways.known.get(message_id)
        return Receipt(message_id, None, state, now()) if state else None

    def sent_as(self, to: Phone, out_id: str, sent_at: datetime) -> Receipt | None:
        self._ways.questions.append(now())
        message_id = self._ways.went_as.get((to.e164, out_id)) if self._ways.answers else None
        state = self._ways.known.get(message_id or "", ReceiptState.SENT)
        return Receipt("", out_id, state, now()) if message_id else None


class Robots:
    def __init__(self, ways: Ways) -> None:
        self._ways = ways

    def send(self, key: str, words: str) -> str:
        return self._ways.go("robot", key, words, "")


class Letters:
    def __init__(self, ways: Ways) -> None:
        self._ways = ways

    def send(self, letter: Letter) -> str:
        return self._ways.go("email", letter.to, f"{letter.subject}\n{letter.text}", letter.out_id)


def chosen(monkeypatch: pytest.MonkeyPatch) -> Ways:
    """These are the providers of this deployment."""
    ways = Ways()
    monkeypatch.setattr(providers, "sms", lambda: Texts(ways))
    monkeypatch.setattr(providers, "robot", lambda: Robots(ways))
    monkeypatch.setattr(providers, "email", lambda: Letters(ways))
    return ways


def row(delivery_id: str) -> Any:
    """A delivery; each attribute of it may be missing, whatever its type says."""
    found = deliveries.get(delivery_id)
    assert found is not None
    return found
