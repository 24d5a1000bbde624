"""A browser without a screen: keeps cookies, follows redirects, fills in the forms that a page really has."""

import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlparse

_TIMEOUT = 40  # seconds: the first call of a function starts its process


@dataclass
class WebForm:
    """A form as it stands on a page: where it goes, what it holds, and its buttons by the words on them."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


class Page(HTMLParser):
    """What was answered: `status`, `url` after redirects, `text` as people read it, `forms`, `links`."""

    def __init__(self, url: str, status: int, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url = url
        self.status = status
        self.html = html
        self.forms: list[WebForm] = []
        self.links: dict[str, str] = {}
        self.title = ""
        self._words: list[str] = []
        self._inside: list[str] = []
        self._button: tuple[str, str, list[str]] | None = None
        self._link: tuple[str, list[str]] | None = None
        self._area: str | None = None
        self._select: str | None = None
        self.feed(html)

    @property
    def path(self) -> str:
        return urlparse(self.url).path

    @property
    def text(self) -> str:
        """The words of the page, one space between them."""
        return " ".join(" ".join(self._words).split())

    def form(self, action: str) -> WebForm:
        """The form that goes to `action`. LookupError with those there are."""
        for form in self.forms:
            if urlparse(form.action).path == action:
                return form
        raise LookupError(f"{self.url} ({self.status}) has no form to {action}: {[form.action for form in self.forms]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        match tag:
            case "form":
                self.forms.append(WebForm(given.get("action", self.url), given.get("method", "get").lower()))
            case "input" if name and self.forms:
                self._input(name, given)
            case "textarea" | "select" if name and self.forms:
                self.forms[-1].fields.add(name)
                self.forms[-1].values[name] = ""
                self._area, self._select = (name, None) if tag == "textarea" else (None, name)
            case "option" if self._select and "selected" in given:
                self.forms[-1].values[self._select] = given.get("value", "")
            case "button" if self.forms:
                self._button = (name, given.get("value", ""), [])
            case "a" if "href" in given:
                self._link = (given["href"], [])
        if tag in ("style", "script", "title", "head"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()
        if tag == "button" and self._button:
            self.forms[-1].buttons["".join(self._button[2]).strip()] = self._button[:2]
            self._button = None
        elif tag == "a" and self._link:
            self.links[" ".join("".join(self._link[1]).split())] = self._link[0]
            self._link = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1].values[self._area] += data
        if self._button:
            self._button[2].append(data)
        if self._link:
            self._link[1].append(data)
        if "title" in self._inside:
            self.title += data
        elif not self._inside:
            self._words.append(data)

    def _input(self, name: str, given: dict[str, str]) -> None:
        form, kind = self.forms[-1], given.get("type", "text")
        form.fields.add(name)
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                form.values[name] = given.get("value", "on")
        else:
            form.values[name] = given.get("value", "")


class Browser:
    """One person at a screen. `base` is the front door's address."""

    def __init__(self, base: str, language: str = "zh-CN") -> None:
        self.base = base
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._headers = {"Accept-Language": language}

    def get(self, path: str) -> Page:
        return self._open(urljoin(self.base, path), None)

    def send(self, page: Page, action: str, *, press: str = "", **typed: str) -> Page:
        """Fill in the page's form to `action` and press its button (`press`: the words on it, where it has several)."""
        form = page.form(action)
        unknown = typed.keys() - form.fields
        if unknown:
            raise LookupError(f"The form to {action} has no field {', '.join(sorted(unknown))}")
        values = form.values | typed
        if press:
            name, value = form.buttons[press]
            values |= {name: value} if name else {}
        target = urljoin(page.url, form.action)
        if form.method == "get":
            return self._open(f"{target}?{urlencode(values)}", None)
        return self._open(target, urlencode(values).encode())

    def _open(self, url: str, body: bytes | None) -> Page:
        request = urllib.request.Request(url, body, self._headers)  # noqa: S310 - loopback
        try:
            answer = self._opener.open(request, timeout=_TIMEOUT)
        except HTTPError as error:
            answer = error
        with answer:
            return Page(answer.url, answer.status, answer.read().decode())
