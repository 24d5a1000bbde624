"""The front door on one port: stands in for CloudFront before the HTTP API, and shows the outbox.

Made for one machine's loopback, nothing else. Where the emulator differs from AWS, the door answers as AWS would.
"""

import json
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from infra.local import outbox_reply
from infra.local.outbox import Outbox
from infra.local.outbox_page import POLICY, page

API = "da4de110"  # pinned by the tag ms-custom-id in serverless.yml
LARGEST_BODY = 10_000_000  # bytes, API Gateway's quota
_LONGEST_LINE = 65_536
# Headers of one connection, not of the message (RFC 9110 7.6.1), and those that the door itself writes.
_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
_OWN = {"content-length", "date", "server", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-port"}
_BODILESS = {204, 304}


class FrontDoor(ThreadingHTTPServer):
    """Listens as soon as it is made; `port` 0 takes a free one. OSError if the port is taken."""

    daemon_threads = True

    def __init__(self, port: int, emulator_port: int, outbox: Outbox) -> None:
        super().__init__(("127.0.0.1", port), _Visit)
        self.emulator_port = emulator_port
        self.outbox = outbox
        self.url = f"http://localhost:{self.server_address[1]}"

    def start(self) -> None:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _TooLarge(Exception):
    pass


class _Visit(BaseHTTPRequestHandler):
    server: FrontDoor
    protocol_version = "HTTP/1.1"
    server_version = "front-door"
    sys_version = ""
    timeout = 60

    def handle_any(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/outbox":
            html = page(self.server.outbox.read())
            headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", POLICY)]
            return self._answer(200, headers, html.encode())
        if path == "/outbox.json":
            return self._answer(200, _JSON, json.dumps(self.server.outbox.as_json(), ensure_ascii=False).encode())
        if path == "/outbox/reply" and self.command == "POST":
            return self._reply()
        try:
            body = self._body()
        except _TooLarge:
            self.close_connection = True
            return self._answer(413, _JSON, b'{"message":"Request Entity Too Large"}')
        except ValueError:
            self.close_connection = True
            return self._answer(400, _JSON, b'{"message":"Bad Request"}')
        return self._pass_on(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_any  # noqa: N815

    def _reply(self) -> None:
        """Somebody texts back, from the outbox's own page alone."""
        try:
            if self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
                raise ValueError("from another page")
            number, words = outbox_reply.read(self._body())
        except (_TooLarge, ValueError):
            self.close_connection = True
            return self._answer(400, _JSON, b'{"message":"Bad Request"}')
        self.server.outbox.reply(number, words)
        return self._answer(303, [("Location", "/outbox")], b"")

    def _pass_on(self, body: bytes) -> None:
        inside = HTTPConnection("127.0.0.1", self.server.emulator_port, timeout=35)
        try:
            path = self.path if self.path.startswith("/") else "/"
            inside.putrequest(
                self.command, f"/_aws/execute-api/{API}/$default{path}", skip_host=True, skip_accept_encoding=True
            )
            for name, value in self._headers_in(body):
                inside.putheader(name, value)
            inside.endheaders(body or None)
            answer = inside.getresponse()
            content = answer.read()
        except (OSError, HTTPException):
            return self._answer(503, _JSON, b'{"message":"Service Unavailable"}')
        finally:
            inside.close()
        if answer.status == 502:  # an exception, which the emulator shows and AWS does not
            return self._answer(500, _JSON, b'{"message":"Internal Server Error"}')
        return self._answer(answer.status, _headers_out(answer), content)

    def _headers_in(self, body: bytes) -> Iterable[tuple[str, str]]:
        for name, value in self.headers.items():
            if name.lower() not in _HOP | _OWN:
                yield name, value
        if body or self.command in ("POST", "PUT", "PATCH"):
            yield "Content-Length", str(len(body))
        yield "X-Forwarded-For", self.client_address[0]
        yield "X-Forwarded-Proto", "http"
        yield "X-Forwarded-Port", str(self.server.server_address[1])

    def _body(self) -> bytes:
        """The whole body. Raises _TooLarge, or ValueError where its length is told wrong."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        length = int(self.headers.get("Content-Length") or 0)
        if length < 0:
            raise ValueError(length)
        if length > LARGEST_BODY:
            raise _TooLarge
        return self.rfile.read(length)

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self.rfile.readline(_LONGEST_LINE).partition(b";")[0], 16):
            if size < 0 or len(body) + size > LARGEST_BODY:
                raise _TooLarge
            body += self.rfile.read(size)
            self.rfile.readline(_LONGEST_LINE)
        while self.rfile.readline(_LONGEST_LINE).strip():
            pass  # trailers
        return body

    def _answer(self, status: int, headers: Iterable[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if status not in _BODILESS or name.lower() != "content-type":
                self.send_header(name, value)
        if status not in _BODILESS:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD" and status not in _BODILESS:
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: the functions log."""


_JSON = [("Content-Type", "application/json; charset=utf-8")]


def _headers_out(answer: HTTPResponse) -> list[tuple[str, str]]:
    return [(name, value) for name, value in answer.getheaders() if name.lower() not in _HOP | _OWN]
