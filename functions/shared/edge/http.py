"""The web's side of a room: its routes, what it answers, and what becomes of errors."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from traceback import format_tb
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from functions.shared.domain.errors import Busy, Refused
from functions.shared.domain.staff import Staff
from functions.shared.edge.config import is_local
from functions.shared.edge.telemetry import log
from functions.shared.edge.visit import Visit
from functions.shared.edge.visit import visit as read

NOT_KEPT = "no-store"  # somebody's page
GOING_BACK = "private, no-cache"  # asked for anew each time, but going back shows the very form that was sent
PUBLIC = "public, max-age=60"

_STATUS = {
    "unknown_page": HTTPStatus.NOT_FOUND,
    "unknown_request": HTTPStatus.NOT_FOUND,
    "unknown_order": HTTPStatus.NOT_FOUND,
    "code_missing": HTTPStatus.NOT_FOUND,  # in an address; where one is typed, the form says what is wrong
    "code_length": HTTPStatus.NOT_FOUND,
    "code_mistyped": HTTPStatus.NOT_FOUND,
    "code_other_kind": HTTPStatus.NOT_FOUND,
    "bad_request": HTTPStatus.BAD_REQUEST,
    "wrong_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too_many_tries": HTTPStatus.TOO_MANY_REQUESTS,
    "form_expired": HTTPStatus.FORBIDDEN,
    "door_closed": HTTPStatus.FORBIDDEN,
    "sign_in": HTTPStatus.FORBIDDEN,
    "sign_in_failed": HTTPStatus.FORBIDDEN,
    "issuer_away": HTTPStatus.SERVICE_UNAVAILABLE,
    "cross_site": HTTPStatus.FORBIDDEN,
    "not_permitted": HTTPStatus.FORBIDDEN,
    "not_your_community": HTTPStatus.FORBIDDEN,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "broken": HTTPStatus.INTERNAL_SERVER_ERROR,
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True)
class Answer:
    """What goes back to the browser."""

    status: int
    headers: dict[str, str]
    body: str = ""
    cookies: list[str] = field(default_factory=list)


Route = TypeVar("Route", bound=Callable[..., Answer])


class App:
    """A room's pages: its routes, and one place that turns every error into a page in the visitor's language.

    Where there is a guard, nobody gets to any of it without the Staff that the guard answers with.

    Made for a dozen routes. Powertools' resolver does far more, and importing it costs a seventh of a cold start
    (docs/decisions/own-routes.md).
    """

    visit: Visit  # who is at the door now; a function serves one visitor at a time
    staff: Staff  # the same, where there is a guard

    def __init__(
        self, page: Callable[..., str], guard: Callable[[Visit], Staff] | None = None, *, with_files: bool = False
    ) -> None:
        self._page = page
        self._with_files = with_files
        self.guard = guard
        self._routes: list[tuple[str, re.Pattern[str], Callable[..., Answer]]] = []

    def get(self, path: str) -> Callable[[Route], Route]:
        return self._route("GET", path)

    def post(self, path: str) -> Callable[[Route], Route]:
        return self._route("POST", path)

    @property
    def routes(self) -> list[tuple[str, str]]:
        """Method and path of each."""
        return [(method, pattern.pattern) for method, pattern, _ in self._routes]

    def page(
        self,
        template: str,
        *,
        status: int = HTTPStatus.OK,
        cache: str = NOT_KEPT,
        scripts: bool = False,
        **context: object,
    ) -> Answer:
        """A whole page in the visitor's language, which is remembered if it has just been chosen. `scripts`: it may run
        ours, from a file."""
        here = self.visit
        body = self._page(template, here.language, path=here.path, status=int(status), **context)
        headers = _headers("text/html; charset=utf-8") | {"Cache-Control": cache, "Vary": "Accept-Language, Cookie"}
        if scripts:
            headers["Content-Security-Policy"] += "; script-src 'self'; worker-src 'self'"
        chosen = here.chosen_language
        return Answer(int(status), headers, body, [_cookie("lang", chosen, "/", 365 * 86400)] if chosen else [])

    def form_page(
        self,
        template: str,
        errors: tuple[Refused, ...],
        *,
        cache: str = NOT_KEPT,
        scripts: bool = False,
        **context: object,
    ) -> Answer:
        """A page with a form: as it is, or with what is wrong with it."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
        if any(error.reason == "too_many_filed" for error in errors):
            status = HTTPStatus.TOO_MANY_REQUESTS
        return self.page(template, status=status, cache=cache, scripts=scripts, errors=errors, **context)

    def main(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """The Lambda entry point. Event: API Gateway HTTP API, payload format 2.0."""
        answer = self._answer(event)
        head = event["requestContext"]["http"]["method"] == "HEAD"
        return {
            "statusCode": answer.status,
            "headers": answer.headers,
            "cookies": answer.cookies,
            "body": "" if head else answer.body,
        }

    def _answer(self, event: dict[str, Any]) -> Answer:
        self.visit = read(event, with_form=False)
        try:
            if self.guard:
                self.staff = self.guard(self.visit)
            self.visit = read(event, with_files=self._with_files)
            return self._routed(self.visit)
        except Refused as refused:
            return self._refused(refused)
        except Busy:
            return self._refused(Refused("busy"))
        except Exception as error:
            # Where, but not what it said: an exception's message may quote what somebody typed.
            log.error("broken", extra={"error": type(error).__name__, "where": format_tb(error.__traceback__)[-6:]})
            return self._refused(Refused("broken"))

    def _routed(self, here: Visit) -> Answer:
        method = "GET" if here.method == "HEAD" else here.method
        for wanted, pattern, handle in self._routes:
            if wanted == method and (found := pattern.fullmatch(here.path)):
                return handle(**found.groupdict())
        raise Refused("unknown_page")

    def _refused(self, refused: Refused) -> Answer:
        """A whole page that says what is wrong and what to do next; for who must sign in, the way there."""
        if refused.reason == "sign_in" and self.visit.method in ("GET", "HEAD"):
            return see_other(f"/signin?next={quote(self._asked_for(), safe='/')}")
        status = _STATUS.get(refused.reason, HTTPStatus.CONFLICT)
        return self.page("error.html", status=status, refused=refused)

    def _asked_for(self) -> str:
        query = urlencode(self.visit.query)
        return f"{self.visit.path}?{query}" if query else self.visit.path

    def _route(self, method: str, path: str) -> Callable[[Route], Route]:
        pattern = re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", path))

        def keep(handle: Route) -> Route:
            self._routes.append((method, pattern, handle))
            return handle

        return keep


def see_other(path: str, *cookies: str) -> Answer:
    """Go on at `path` with GET, so that a reload sends nothing twice."""
    headers = _headers("text/plain; charset=utf-8") | {"Location": path, "Cache-Control": NOT_KEPT}
    return Answer(int(HTTPStatus.SEE_OTHER), headers, cookies=list(cookies))


def download(name: str, content_type: str, text: str) -> Answer:
    """`text` as a file to keep; no copy of it stays on the way."""
    kept = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": NOT_KEPT}
    return Answer(int(HTTPStatus.OK), _headers(content_type) | kept, text)


def open_file(content_type: str, text: str) -> Answer:
    """`text` for everybody and every page on the web, kept on the way for a minute."""
    headers = _headers(content_type) | {"Cache-Control": PUBLIC, "Access-Control-Allow-Origin": "*"}
    return Answer(int(HTTPStatus.OK), headers, text)


def feed(content_type: str, text: str, has_already: str) -> Answer:
    """`text` for a program that asks again and again: without it where that is what it `has_already`."""
    tag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    headers = _headers(content_type) | {"ETag": tag, "Cache-Control": GOING_BACK}
    if tag in (it.strip().removeprefix("W/") for it in has_already.split(",")):
        return Answer(int(HTTPStatus.NOT_MODIFIED), headers)
    return Answer(int(HTTPStatus.OK), headers, text)


def door_cookie(name: str, value: str, path: str) -> str:
    """A cookie for one door, gone when the browser closes."""
    return _cookie(name, value, path)


def no_cookie(name: str, path: str) -> str:
    """Takes a door's cookie away."""
    return _cookie(name, "", path, 0)


def _headers(content_type: str) -> dict[str, str]:
    headers = {"Content-Type": content_type, **_HEADERS}
    if not is_local():
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def _cookie(name: str, value: str, path: str, seconds: int | None = None) -> str:
    life = f"; Max-Age={seconds}" if seconds is not None else ""
    secure = "" if is_local() else "; Secure"
    return f"{name}={value}; Path={path}; HttpOnly; SameSite=Lax{life}{secure}"
