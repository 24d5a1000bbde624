"""What the local cloud has "sent": text messages from the emulator, emails from an SMTP sink, kept in one file."""

import json
import urllib.request
from dataclasses import asdict, dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.client import HTTPException
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.local import outbox_reply
from infra.local.aws import ACCOUNT, REGION
from infra.local.clock import Clock
from infra.local.ports import free_port

_EACH_SECONDS = 0.5


@dataclass(frozen=True)
class Sms:
    """A text message; `at` is when it was first seen, by the local cloud's clock; `units` are UTF-16's."""

    at: str
    number: str
    text: str
    units: int


@dataclass(frozen=True)
class Email:
    at: str
    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)


class Outbox:
    """Oldest first. `read` asks the emulator, so what was sent before is in it."""

    def __init__(self, file: Path, clock: Clock, endpoint: str) -> None:
        self._file = file
        self._clock = clock
        self._endpoint = endpoint
        self._lock = Lock()
        self._stopping = Event()
        self._sent: list[Sms | Email] = _kept(file)
        self._seen: dict[str, int] = {}
        self._sink = Controller(_Sink(self), hostname="127.0.0.1", port=free_port())

    def start_sink(self) -> int:
        """Receive emails; answers with the port to send them to."""
        self._sink.start()
        return int(self._sink.port)

    def start_watching(self) -> None:
        """Look for text messages every half a second: the emulator doesn't keep their times."""
        known: dict[str, int] = {}
        for message in self._sent:
            if isinstance(message, Sms):
                known[message.number] = known.get(message.number, 0) + 1
        there = self._messages()
        # After a crash the emulator may know fewer than were seen.
        self._seen = {number: min(known.get(number, 0), len(texts)) for number, texts in there.items()}
        Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        self._sink.stop()

    def read(self) -> list[Sms | Email]:
        """All that was sent, oldest first."""
        self._look()
        with self._lock:
            return list(self._sent)

    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        """`{"sms": [...], "emails": [...]}`, oldest first."""
        sent = self.read()
        return {
            "sms": [asdict(message) for message in sent if isinstance(message, Sms)],
            "emails": [asdict(message) for message in sent if isinstance(message, Email)],
        }

    def reply(self, number: str, words: str) -> None:
        """Somebody who was texted texts back."""
        outbox_reply.send(self._endpoint, number, words)

    def receive(self, message: EmailMessage, to: str) -> None:
        """Keep an email that has come by SMTP."""
        text, html = message.get_body(("plain",)), message.get_body(("html",))
        with self._lock:
            self._keep(
                Email(
                    at=self._now(),
                    to=to,
                    subject=str(message["Subject"] or ""),
                    text=text.get_content() if text else "",
                    html=html.get_content() if html else "",
                    headers={name: str(value) for name, value in message.items()},
                )
            )

    def _watch(self) -> None:
        while not self._stopping.wait(_EACH_SECONDS):
            self._look()

    def _look(self) -> None:
        with self._lock:
            try:
                there = self._messages()
            except (OSError, HTTPException):
                return  # starting or stopping
            for number, texts in there.items():
                for text in texts[self._seen.get(number, 0) :]:
                    self._keep(Sms(self._now(), number, text, units=len(text.encode("utf-16-le")) // 2))
                self._seen[number] = len(texts)

    def _messages(self) -> dict[str, list[str]]:
        address = f"{self._endpoint}/_ministack/sns/sms-messages?account={ACCOUNT}&region={REGION}"
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - loopback
            sent = json.load(answer)["sms_messages"]
        return {number: [message["Message"] for message in messages] for number, messages in sent.items()}

    def _keep(self, message: Sms | Email) -> None:
        self._sent.append(message)
        kind = "sms" if isinstance(message, Sms) else "email"
        with self._file.open("a") as file:
            file.write(json.dumps({"kind": kind, **asdict(message)}, ensure_ascii=False) + "\n")

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="seconds")


class _Sink:
    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = message_from_bytes(_bytes(envelope.content), policy=policy.default)
        for to in envelope.rcpt_tos:
            self._outbox.receive(message, to)
        return "250 OK"


def _bytes(content: bytes | str | None) -> bytes:
    return content.encode() if isinstance(content, str) else content or b""


def _kept(file: Path) -> list[Sms | Email]:
    if not file.exists():
        return []
    lines = (json.loads(line) for line in file.read_text().splitlines())
    return [Sms(**line) if line.pop("kind") == "sms" else Email(**line) for line in lines]
