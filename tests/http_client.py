"""A tiny browser: speaks to the rooms' handlers as API Gateway does, keeps cookies, reads forms, follows redirects."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

Entrance = Callable[[dict[str, Any], Any], dict[str, Any]]
FORM = "application/x-www-form-urlencoded"


@dataclass
class Form:
    """A form of a page. `fields` as the page has filled them; `offered` what each select or radio lets one choose."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.text = ""
        self._select = self._textarea = ""
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = True
            self.forms.append(Form(at["action"], at.get("method", "get").upper()))
        if not self._open:
            return
        form, name = self.forms[-1], at.get("name", "")
        match tag:
            case "select":
                self._select, form.fields[name] = name, ""
            case "option":
                form.offered.setdefault(self._select, []).append(at["value"])
                if "selected" in at:
                    form.fields[self._select] = at["value"]
            case "textarea":
                self._textarea, form.fields[name] = name, ""
            case "input" if at.get("type") in ("radio", "checkbox"):
                form.offered.setdefault(name, []).append(at["value"])
                form.fields.setdefault(name, "")
                if "checked" in at:
                    form.fields[name] = at["value"]
            case "input":
                form.fields[name] = at.get("value", "")
            case "button" if name:
                form.offered.setdefault(name, []).append(at.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "textarea":
            fields = self.forms[-1].fields  # the line end behind the tag is none of it
            fields[self._textarea] = fields[self._textarea].removeprefix("\n")
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].fields[self._textarea] += data
        self.text += data


@dataclass(frozen=True)
class Page:
    """What a browser got. `path` is where it ended, `html` its source, `text` what is to be read."""

    status: int
    headers: Mapping[str, str]
    path: str
    html: str
    text: str
    forms: tuple[Form, ...]

    def form(self, action: str) -> Form:
        """The form that posts to `action` (or to what ends like it)."""
        return next(form for form in self.forms if form.action.endswith(action))

    def has_form(self, action: str) -> bool:
        """One that has something in it: the frame's own is empty."""
        return any(form.action.endswith(action) for form in self.forms if form.fields)


class Browser:
    """`doors`: the handler behind each beginning of a path, the longest first."""

    def __init__(self, doors: Mapping[str, Entrance], address: str = "203.0.113.7", language: str = "zh-CN") -> None:
        self._doors = sorted(doors.items(), key=lambda door: -len(door[0]))
        self._address, self._language = address, language
        self.cookies: dict[str, str] = {}
        self.page = Page(0, {}, "", "", "", ())

    def get(self, url: str) -> Page:
        return self._go("GET", url, None, {})

    def post(self, url: str, fields: Mapping[str, str] | None = None, **more: str) -> Page:
        return self.send(url, urlencode({**(fields or {}), **more}))

    def send(self, url: str, body: str | bytes, content_type: str | None = FORM) -> Page:
        """A POST with just this body."""
        headers = {"content-type": content_type} if content_type is not None else {}
        return self._go("POST", url, body, headers)

    def once(self, url: str, **headers: str) -> dict[str, Any]:
        """What a GET with these headers (`if_none_match`) is answered with, redirects not followed."""
        return self._ask("GET", url, None, {name.replace("_", "-"): value for name, value in headers.items()})

    def ask(self, method: str, url: str) -> Page:
        """Any other method, without a body."""
        return self._go(method, url, None, {})

    def submit(self, action: str, **typed: str) -> Page:
        """Fill in the form of this page that posts to `action`, and send it."""
        form = self.page.form(action)
        for name, value in typed.items():
            assert name in form.fields or value in form.offered.get(name, ()), f"no field {name} at {self.page.path}"
            assert name not in form.offered or value in form.offered[name], f"{name} offers no {value}"
        return self.post(form.action, form.fields | typed)

    def another_window(self) -> Self:
        """The same visitor, with the same cookies, looking at the same page."""
        twin = type(self)(dict(self._doors), self._address, self._language)
        twin.cookies, twin.page = dict(self.cookies), self.page
        return twin

    def sent_by(self, url: str, fields: Mapping[str, str], **headers: str) -> Page:
        """A POST with these headers, which a browser would have set itself: `origin`, `sec_fetch_site`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._go("POST", url, urlencode(fields), {"content-type": FORM, **sent})

    def _go(self, method: str, url: str, body: str | bytes | None, headers: dict[str, str]) -> Page:
        for _ in range(5):
            answer = self._ask(method, url, body, headers)
            if answer["statusCode"] != 303:
                break
            method, url, body, headers = "GET", answer["headers"]["Location"], None, {}
        reader = _Reader()
        reader.feed(answer["body"])
        path = urlsplit(url).path
        self.page = Page(
            answer["statusCode"], answer["headers"], path, answer["body"], reader.text, tuple(reader.forms)
        )
        return self.page

    def _ask(self, method: str, url: str, body: str | bytes | None, headers: dict[str, str]) -> dict[str, Any]:
        path = urlsplit(url).path
        door = next(main for start, main in self._doors if path == start or path.startswith(start.rstrip("/") + "/"))
        answer = door(self._event(method, url, body, headers), None)
        for cookie in [*answer.get("cookies", ()), *_several(answer, "Set-Cookie")]:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer | {"headers": {name.title(): value for name, value in answer.get("headers", {}).items()}}

    def _event(self, method: str, url: str, body: str | bytes | None, headers: dict[str, str]) -> dict[str, Any]:
        """API Gateway HTTP API, payload format 2.0."""
        parts = urlsplit(url)
        event: dict[str, Any] = {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": unquote(parts.path),
            "rawQueryString": parts.query,
            "headers": {"accept-language": self._language, "host": "pgy.example", **headers},
            "requestContext": {
                "http": {"method": method, "path": parts.path, "sourceIp": self._address},
                "stage": "$default",
                "requestId": "r",
            },
            "isBase64Encoded": isinstance(body, bytes),
        }
        if self.cookies:
            event["cookies"] = [f"{name}={value}" for name, value in self.cookies.items()]
        if parts.query:
            event["queryStringParameters"] = dict(parse_qsl(parts.query, keep_blank_values=True))
        if body is not None:
            event["body"] = base64.b64encode(body).decode() if isinstance(body, bytes) else body
        return event


def _several(answer: Mapping[str, Any], name: str) -> list[str]:
    value = answer.get("headers", {}).get(name) or answer.get("multiValueHeaders", {}).get(name) or []
    return value if isinstance(value, list) else [value]
