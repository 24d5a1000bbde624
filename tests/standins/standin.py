"""What every stand-in has: it listens on loopback, keeps what it took, and can be told to make trouble."""

import threading
from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

LONG = 30.0  # seconds after which a silent stand-in gives up: longer than any client waits


@dataclass(frozen=True)
class Trouble:
    """What it does with one request instead of what it should. With `slow`, `silent` and `close` it has taken it."""

    refuse: str | None = None  # answers with this code of the provider's
    status: int | None = None  # answers with this HTTP status and no more
    garbage: bool = False  # answers 200 with what is no answer
    slow: float = 0.0  # answers as it should after so many seconds
    silent: bool = False  # never answers
    close: bool = False  # hangs up without an answer


@dataclass
class Taken:
    """One message that the provider has accepted and would deliver."""

    to: str
    words: str
    out_id: str = ""
    message_id: str = ""
    more: dict[str, Any] = field(default_factory=dict)


class StandIn(ABC):
    """A provider over HTTP. `expect` queues troubles, one a request; without any it does its work."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.asked = 0  # requests, of any kind
        self._troubles: deque[Trouble] = deque()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def expect(self, *troubles: Trouble) -> None:
        self._troubles.extend(troubles)

    def reset(self) -> None:
        """As if nothing had come yet."""
        self.taken.clear()
        self._troubles.clear()
        self.asked = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    @abstractmethod
    def answer(self, target: str, headers: dict[str, str], body: bytes, refuse: str | None) -> tuple[int, str, str]:
        """Status, content type and body for a request; headers' names in lower case. `refuse`: answer with it."""

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        standin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                standin.asked += 1
                trouble = standin._troubles.popleft() if standin._troubles else Trouble()
                if trouble.status is not None or trouble.garbage:
                    self._say(trouble.status or 200, "text/html", "<h1>?</h1>")
                    return
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, kind, answer = standin.answer(self.path, headers, body, trouble.refuse)
                if trouble.silent or trouble.slow:
                    standin._closing.wait(LONG if trouble.silent else trouble.slow)
                if trouble.silent or trouble.close:
                    self.close_connection = True
                    return
                self._say(status, kind, answer)

            def _say(self, status: int, kind: str, answer: str) -> None:
                content = answer.encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Say nothing."""

        return Handler
