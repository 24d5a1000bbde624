"""A visitor of our own pages, from outside, as a browser without JavaScript: cookies kept, redirects left to whoever
asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import urllib3

_LARGEST = 1024 * 1024  # bytes
_SAYS = {"Accept-Language": "zh-CN", "User-Agent": "dandelion-watch"}
_http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=2, read=15), retries=False)


@dataclass(frozen=True)
class Seen:
    """What was answered. `location` is empty where it leads nowhere else."""

    status: int
    location: str
    html: str


class NoAnswer(Exception):
    """Nothing came back, or not in time: the kind of what went wrong, without the address."""


class Visitor:
    """One visitor of the site at `base` (without a slash at its end)."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Seen:
        """Raises NoAnswer."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> Seen:
        """Raises NoAnswer; then it may have arrived all the same."""
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> Seen:
        headers = dict(_SAYS)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            answer = _http.request(
                method, self._base + path, body=body, headers=headers, redirect=False, preload_content=False
            )
            content = answer.read(_LARGEST, decode_content=True)
            answer.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise NoAnswer(type(error).__name__) from error
        for line in answer.headers.getlist("Set-Cookie"):
            self._cookies |= {name: cookie.value for name, cookie in SimpleCookie(line).items()}
        return Seen(answer.status, answer.headers.get("Location", ""), content.decode("utf-8", "replace"))
