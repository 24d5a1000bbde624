"""The web's side of a room: what a visitor sent, what we answer, and what becomes of errors.

Event: API Gateway HTTP API, payload format 2.0.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from traceback import format_tb
from typing import Any
from urllib.parse import parse_qsl

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from functions.shared.domain.errors import Busy, Refused
from functions.shared.edge.config import is_local, setting
from functions.shared.edge.telemetry import log

LARGEST_BODY = 64 * 1024  # bytes
NOT_KEPT = "no-store"  # somebody's page
GOING_BACK = "private, no-cache"  # asked for anew each time, but going back shows the very form that was sent
PUBLIC = "public, max-age=60"
FORM = "application/x-www-form-urlencoded"
LANGUAGES = ("zh", "en")
_BROKEN = re.compile("%(?![0-9A-Fa-f]{2})")  # parse_qsl would take it for what was typed
Page = Callable[..., str]
App = APIGatewayHttpResolver
Answer = Response[str]

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
class Visit:
    """One request of a browser. `form` is empty but for a POST; `address` is the visitor's."""

    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    cookies: Mapping[str, str]
    language: str
    address: str

    def typed(self, *fields: str) -> dict[str, str]:
        """What was typed in `fields`, as it came; empty where nothing was."""
        return {field: self.form.get(field, "") for field in fields}


def visit(app: App) -> Visit:
    """Who is at the door. Raises Refused `too_large`, `wrong_type` or `bad_request`."""
    event = app.current_event.raw_event
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    query = {name: value for name, value in (event.get("queryStringParameters") or {}).items() if value is not None}
    cookies = _cookies(event, headers)
    http = event["requestContext"]["http"]
    return Visit(
        path=event.get("rawPath", "/"),
        query=query,
        form=_form(app, headers) if http["method"] == "POST" else {},
        cookies=cookies,
        language=_language(query, cookies, headers),
        address=_address(headers, http.get("sourceIp", "")),
    )


def entrance(app: App, page: Page) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The Lambda entry point of a room: `app` with every error turned into a page in the visitor's language."""

    def refused_page(refused: Refused) -> Answer:
        try:
            here = visit(app)
        except Refused:
            return error_page(page, "zh", "/", refused)
        return error_page(page, here.language, here.path, refused)

    app.not_found(lambda _: refused_page(Refused("unknown_page")))
    app.exception_handler(Refused)(refused_page)
    app.exception_handler(Busy)(lambda _: refused_page(Refused("busy")))

    def main(event: dict[str, Any], context: Any) -> dict[str, Any]:
        method = event["requestContext"]["http"]["method"]
        if method == "HEAD":
            event["requestContext"]["http"]["method"] = "GET"
        try:
            answer = app.resolve(event, context)
        except Exception as error:
            # Where, but not what it said: an exception's message may quote what somebody typed.
            log.error("broken", extra={"error": type(error).__name__, "where": format_tb(error.__traceback__)[-6:]})
            broken = error_page(page, "zh", "/", Refused("broken"))
            answer = {"statusCode": broken.status_code, "headers": broken.headers, "body": broken.body}
        if method == "HEAD":
            answer["body"] = ""
        return answer

    return main


def error_page(page: Page, language: str, path: str, refused: Refused) -> Answer:
    """A whole page that says what is wrong and what to do next."""
    status = int(_STATUS.get(refused.reason, HTTPStatus.CONFLICT))
    body = page("error.html", language, path=path, status=status, refused=refused)
    return html(body, language=None, status=status)


def html(
    body: str, *, language: str | None, status: int = 200, cache: str = NOT_KEPT, cookies: tuple[str, ...] = ()
) -> Answer:
    """A page. `language` set: remembers the visitor's choice of it."""
    headers = _headers("text/html; charset=utf-8") | {"Cache-Control": cache, "Vary": "Accept-Language, Cookie"}
    if language:
        cookies = (*cookies, _cookie("lang", language, "/", 365 * 86400))
    return _response(status, headers, body, cookies)


def see_other(path: str, *cookies: str) -> Answer:
    """Go on at `path` with GET, so that a reload sends nothing twice."""
    headers = _headers("text/plain; charset=utf-8") | {"Location": path, "Cache-Control": "no-store"}
    return _response(int(HTTPStatus.SEE_OTHER), headers, "", cookies)


def door_cookie(name: str, value: str, path: str) -> str:
    """A cookie for one door, gone when the browser closes."""
    return _cookie(name, value, path)


def chosen_language(here: Visit) -> str | None:
    """The language, where the visitor has just chosen it."""
    return here.language if here.query.get("lang") in LANGUAGES else None


def _response(status: int, headers: dict[str, str], body: str, cookies: tuple[str, ...]) -> Answer:
    many: dict[str, str | list[str]] = {**headers}
    if cookies:
        many["Set-Cookie"] = list(cookies)
    return Response(status, headers["Content-Type"], body, headers=many)


def _headers(content_type: str) -> dict[str, str]:
    headers = {"Content-Type": content_type, **_HEADERS}
    if not is_local():
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def _cookie(name: str, value: str, path: str, seconds: int | None = None) -> str:
    life = f"; Max-Age={seconds}" if seconds else ""
    secure = "" if is_local() else "; Secure"
    return f"{name}={value}; Path={path}; HttpOnly; SameSite=Lax{life}{secure}"


def _cookies(event: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, str]:
    # AWS puts cookies apart; a gateway that doesn't leaves them in the header.
    pairs = event.get("cookies") or headers.get("cookie", "").split(";")
    return {name.strip(): value.strip() for name, found, value in (pair.partition("=") for pair in pairs) if found}


def _form(app: App, headers: Mapping[str, str]) -> dict[str, str]:
    if headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refused("wrong_type")
    try:
        body = app.current_event.decoded_body or ""
        if len(body.encode()) > LARGEST_BODY:
            raise Refused("too_large")
        if _BROKEN.search(body):
            raise Refused("bad_request")
        pairs = parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body), errors="strict", max_num_fields=50)
    except (ValueError, UnicodeError) as error:
        raise Refused("bad_request") from error
    return dict(pairs)


def _language(query: Mapping[str, str], cookies: Mapping[str, str], headers: Mapping[str, str]) -> str:
    for said in (query.get("lang"), cookies.get("lang")):
        if said in LANGUAGES:
            return str(said)
    accepted = headers.get("accept-language", "zh").lower()
    return "en" if "en" in accepted and "zh" not in accepted else "zh"


def _address(headers: Mapping[str, str], source: str) -> str:
    # Only a front door that replaces the header may be believed.
    if setting("TRUST_FORWARDED", "0") == "1":
        return headers.get("x-forwarded-for", source).split(",")[0].strip()
    return source
