"""One POST to a provider, by the standard library: it logs no address (a robot's holds its key, a number stands in the
provider's query), imports nothing that isn't there, and knows whether what was asked had left when something failed.
"""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from functions.shared.gateways.channel import Retry

CONNECT_SECONDS = 2.0
READ_SECONDS = 5.0  # for each part of an answer
_LARGEST = 64 * 1024  # bytes of an answer
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_ANSWERED_BY_ANOTHER = {502, 504}  # a gateway on the way: whether the provider got it is not known


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def host_of(base: str) -> str:
    """The Host header for the address `base`."""
    return urlsplit(base).netloc


def post(
    base: str, target: str, headers: Mapping[str, str], body: bytes = b"", seconds: float = READ_SECONDS
) -> Answer:
    """What is answered to a POST of `body` to `target` (path and query) at `base`, an https address, in `seconds`.

    Raises Retry: `maybe_sent` unless the connection itself failed. Plain http is for loopback only.
    """
    connection = _connection(base)
    try:
        connection.connect()
    except OSError:
        raise Retry("unreachable") from None
    try:
        if connection.sock is not None:
            connection.sock.settimeout(seconds)
        connection.request("POST", target, body=body, headers=dict(headers))
        answer = connection.getresponse()
        answered = Answer(answer.status, answer.read(_LARGEST))
    except (OSError, http.client.HTTPException):
        raise Retry("no_answer", maybe_sent=True) from None
    finally:
        connection.close()
    if answered.status in _ANSWERED_BY_ANOTHER:
        raise Retry(f"http_{answered.status}", maybe_sent=True)
    return answered


def _connection(base: str) -> http.client.HTTPConnection:
    parts = urlsplit(base)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, parts.port, timeout=CONNECT_SECONDS, context=_tls())
    if parts.scheme == "http" and host in _LOOPBACK:
        return http.client.HTTPConnection(host, parts.port, timeout=CONNECT_SECONDS)
    raise ValueError("a provider's address begins with https://")


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
