"""The web's side of a room: its routes, what it answers, and what becomes of errors."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
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
_AGAIN = "AGAIN"  # in the place of a method
_YEAR = 365 * 86400  # seconds

_STATUS = {
    "unknown_page": HTTPStatus.NOT_FOUND,
    "unknown_photo": HTTPStatus.NOT_FOUND,
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
_OF_FORMS = {  # where the form isn't what is wrong
    "door_closed": HTTPStatus.FORBIDDEN,
    "too_many_filed": HTTPStatus.TOO_MANY_REQUESTS,
}
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_LOCATES = "camera=(), geolocation=(self), microphone=()"


@dataclass(frozen=True)
class Answer:
    """What goes back to the browser."""

    status: int
    headers: dict[str, str]
    body: str = ""
    cookies: list[str] = field(default_factory=list)
    encoded: bool = False  # `body` is base64 of bytes


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

    def again(self, path: str) -> Callable[[Route], Route]:
        """The page once more with what was typed, for somebody who presses for another language or print in the middle.
        Where there is none, the page that a GET answers with, filled in."""
        return self._route(_AGAIN, path)

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
        locates: bool = False,
        uploads_to: str = "",
        **context: object,
    ) -> Answer:
        """A whole page as the visitor wants to see it: language, print, how easy. `scripts`: it may run ours, from a
        file. `locates`: one of ours that may ask the browser for its position, and opens no connection. `uploads_to`:
        the one other origin that its form, or its script, may send to."""
        here = self.visit
        if here.typed_before:
            context |= _filled_in(context, here.typed_before)
        looks = {"large_print": here.large_print, "easy": here.easy}
        body = self._page(template, here.language, path=here.path, status=int(status), **looks, **context)
        if here.chosen and cache == PUBLIC:
            cache = GOING_BACK  # the answer to one visitor's choice is no other's
        headers = _headers("text/html; charset=utf-8") | {"Cache-Control": cache, "Vary": "Accept-Language, Cookie"}
        headers["Content-Security-Policy"] = _policy(scripts, locates, uploads_to)
        if locates:
            headers["Permissions-Policy"] = _LOCATES
        return Answer(int(status), headers, body)

    def form_page(
        self,
        template: str,
        errors: tuple[Refused, ...],
        *,
        cache: str = NOT_KEPT,
        scripts: bool = False,
        locates: bool = False,
        **context: object,
    ) -> Answer:
        """A page with a form: as it is, or with what is wrong with it."""
        usual = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
        status = next((_OF_FORMS[it.reason] for it in errors if it.reason in _OF_FORMS), usual)
        return self.page(
            template,
            status=status,
            cache=cache,
            scripts=scripts,
            locates=locates,
            uploads_to="",
            errors=errors,
            **context,
        )

    def main(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """The Lambda entry point. Event: API Gateway HTTP API, payload format 2.0."""
        answer = self._answer(event)
        remembered = [_cookie(name, value, "/", _YEAR) for name, value in self.visit.chosen.items()]
        head = event["requestContext"]["http"]["method"] == "HEAD"
        return {
            "statusCode": answer.status,
            "headers": answer.headers,
            "cookies": [*answer.cookies, *remembered],
            "body": "" if head else answer.body,
            "isBase64Encoded": answer.encoded,
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
        if here.only_looks:
            return self._seen_again(here)
        if handle := self._handler(here, "GET" if here.method == "HEAD" else here.method):
            return handle()
        raise Refused("unknown_page")

    def _seen_again(self, here: Visit) -> Answer:
        """The page that somebody was at, as they have just asked to see it. Nothing is done, nothing typed is lost."""
        if len(here.form) == 1:  # nothing was typed: where reloading the page sends nothing
            return see_other(self._asked_for())
        if handle := self._handler(here, _AGAIN):
            return handle()
        self.visit = replace(here, form={}, typed_before=here.form)
        if handle := self._handler(here, "GET"):
            return handle()
        raise Refused("unknown_page")

    def _handler(self, here: Visit, method: str) -> Callable[[], Answer] | None:
        for wanted, pattern, handle in self._routes:
            if wanted == method and (found := pattern.fullmatch(here.path)):
                return partial(handle, **found.groupdict())
        return None

    def _refused(self, refused: Refused) -> Answer:
        """A whole page that says what is wrong and what to do next; for who must sign in, the way there."""
        if refused.reason == "sign_in" and self.visit.method in ("GET", "HEAD"):
            return see_other(f"/signin?next={quote(self._asked_for(), safe='/')}")
        status = _STATUS.get(refused.reason, HTTPStatus.CONFLICT)
        return self.page("error.html", status=status, refused=refused)

    def _asked_for(self) -> str:
        """The address of this page, on this site whatever its path begins with."""
        path = "/" + quote(self.visit.path.lstrip("/"), safe="/:@")
        query = urlencode({name: value for name, value in self.visit.query.items() if name != "lang"})
        return f"{path}?{query}" if query else path

    def _route(self, method: str, path: str) -> Callable[[Route], Route]:
        pattern = re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", path))

        def keep(handle: Route) -> Route:
            self._routes.append((method, pattern, handle))
            return handle

        return keep


def _filled_in(context: Mapping[str, object], typed: Mapping[str, str]) -> dict[str, object]:
    """The fields of a form as they were, and its token: sent before and sent after all, it has been sent once."""
    fields = context.get("form")
    if not isinstance(fields, Mapping):
        return {}
    token = {"token": typed["token"]} if typed.get("token") and "token" in context else {}
    return {"form": {name: typed.get(name, "") for name in fields}, **token}


def see_other(path: str, *cookies: str) -> Answer:
    """Go on at `path` with GET, so that a reload sends nothing twice."""
    headers = _headers("text/plain; charset=utf-8") | {"Location": path, "Cache-Control": NOT_KEPT}
    return Answer(int(HTTPStatus.SEE_OTHER), headers, cookies=list(cookies))


def download(name: str, content_type: str, text: str) -> Answer:
    """`text` as a file to keep; no copy of it stays on the way."""
    kept = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": NOT_KEPT}
    return Answer(int(HTTPStatus.OK), _headers(content_type) | kept, text)


def written_alone(html: str) -> Answer:
    """A whole document that isn't a page of ours: a letter as it is sent. It brings its styles along."""
    headers = _headers("text/html; charset=utf-8") | {"Cache-Control": NOT_KEPT}
    headers["Content-Security-Policy"] = _POLICY.replace("style-src 'self'", "style-src 'unsafe-inline'")
    return Answer(int(HTTPStatus.OK), headers, html)


def words(text: str) -> Answer:
    """`text` and nothing else, as a letter's other part."""
    return Answer(int(HTTPStatus.OK), _headers("text/plain; charset=utf-8") | {"Cache-Control": NOT_KEPT}, text)


def picture(content: bytes, cache: str) -> Answer:
    """A JPEG."""
    headers = _headers("image/jpeg") | {"Cache-Control": cache}
    return Answer(int(HTTPStatus.OK), headers, b64encode(content).decode(), encoded=True)


def open_file(content_type: str, text: str) -> Answer:
    """`text` for everybody and every page on the web, kept on the way for a minute."""
    headers = _headers(content_type) | {"Cache-Control": PUBLIC, "Access-Control-Allow-Origin": "*"}
    return Answer(int(HTTPStatus.OK), headers, text)


def feed(
    content_type: str, text: str, has_already: str, *, changed: datetime | None = None, cache: str = GOING_BACK
) -> Answer:
    """`text` for a program that asks again and again: without it where that is what it `has_already`. `changed`: when
    what it tells of last did, UTC."""
    tag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    headers = _headers(content_type) | {"ETag": tag, "Cache-Control": cache}
    if changed is not None:
        headers["Last-Modified"] = changed.strftime("%a, %d %b %Y %H:%M:%S GMT")  # RFC 9110, 5.6.7
    if tag in (it.strip().removeprefix("W/") for it in has_already.split(",")):
        return Answer(int(HTTPStatus.NOT_MODIFIED), headers)
    return Answer(int(HTTPStatus.OK), headers, text)


def _policy(scripts: bool, locates: bool, uploads_to: str) -> str:
    """What a page may load, run and send to."""
    policy = _POLICY + ("; script-src 'self'" if scripts or locates else "")
    policy += "; worker-src 'self'; connect-src 'self'" if scripts else ""
    if not uploads_to:
        return policy
    for kind in ("form-action", "connect-src"):
        policy = policy.replace(f"{kind} 'self'", f"{kind} 'self' {uploads_to}")
    return policy


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
