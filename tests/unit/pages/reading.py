"""Reading a page as a test needs it: its words, its fields, its links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = {"head", "style", "script", "svg"}
_LINES = {"p", "li", "h1", "h2", "h3", "div", "label", "option", "button", "dt", "dd", "tr", "br", "title", "legend"}
_EMPTY = {"meta", "link", "input", "img", "br"}


@dataclass
class Reading(HTMLParser):
    """A page, read. `words` is what a person sees, line by line; `said` the same in pieces, each with its language."""

    html: str
    words: str = ""
    title: str = ""
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    languages: list[str] = field(default_factory=lambda: [""])

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.words = "\n".join(line for line in (" ".join(line.split()) for line in self.words.split("\n")) if line)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag in _LINES:
            self.words += "\n"
        if tag not in _EMPTY:
            self.open.append(tag)
            self.languages.append(dict(attrs).get("lang") or self.languages[-1])

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes something else"
        self.languages.pop()
        if tag in _LINES:
            self.words += "\n"

    def handle_data(self, data: str) -> None:
        if {"head", "title"} <= set(self.open):
            self.title += data
        elif not _SILENT & set(self.open):
            self.words += data
            if data.strip() and not {"textarea", "option"} & set(self.open):
                self.said.append((self.languages[-1], data.strip()))

    def all(self, name: str) -> list[dict[str, str]]:
        """The attributes of every element `name`."""
        return [attributes for tag, attributes in self.tags if tag == name]

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]
