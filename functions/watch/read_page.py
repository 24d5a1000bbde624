"""What the trial reads off a page: the form as it stands there, the links, and the words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class FoundForm:
    """A form to `action`: each field as the page has filled it in, and what its selects offer."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)


class PageRead(HTMLParser):
    """`forms`, `links` and `words` of `html`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self.links: list[str] = []
        self.words = ""
        self._select = ""
        self.feed(html)

    def form(self, action: str) -> FoundForm | None:
        return next((form for form in self.forms if form.action == action), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "a":
                self.links.append(given.get("href", ""))
            case "form":
                self.forms.append(FoundForm(given.get("action", "")))
            case "input" | "textarea" | "select" if self.forms and "name" in given:
                self._field(tag, given)
            case "option" if self.forms and self._select:
                self._option(given)

    def handle_data(self, data: str) -> None:
        self.words += data

    def _field(self, tag: str, given: dict[str, str]) -> None:
        self._select = given["name"] if tag == "select" else ""
        if given.get("type") not in ("checkbox", "radio") or "checked" in given:
            self.forms[-1].fields[given["name"]] = given.get("value", "")

    def _option(self, given: dict[str, str]) -> None:
        form = self.forms[-1]
        form.offered.setdefault(self._select, []).append(given.get("value", ""))
        if "selected" in given:
            form.fields[self._select] = given.get("value", "")
