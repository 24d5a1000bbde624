"""What a visitor sent: one request of a browser, read with care.

Event: API Gateway HTTP API, payload format 2.0.
"""

import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from functions.shared.domain.errors import Refused
from functions.shared.edge import upload
from functions.shared.edge.config import setting

LARGEST_BODY = 64 * 1024  # bytes
FORM = "application/x-www-form-urlencoded"
LANGUAGES = ("zh", "en")
LOOK = "look"  # what a press in the frame of a page is called in the form it comes with
LOOKS = {"lang": LANGUAGES, "print": ("large", "usual"), "reading": ("easy", "usual")}  # each a cookie's name
_BROKEN = re.compile("%(?![0-9A-Fa-f]{2})")  # parse_qsl would take it for what was typed


@dataclass(frozen=True)
class Visit:
    """One request of a browser. `form` is empty but for a POST; `address` is the visitor's.

    `large_print` and `easy`: how they want to see pages. `chosen`: what of that, or which language, was just said.
    """

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    cookies: Mapping[str, str]
    language: str
    address: str
    origin: str = ""  # of the page that sent it, and how far that is from us; empty where the browser doesn't say
    site: str = ""
    has_already: str = ""  # what it was answered with before (If-None-Match)
    large_print: bool = False
    easy: bool = False
    chosen: Mapping[str, str] = field(default_factory=dict)
    typed_before: Mapping[str, str] = field(default_factory=dict)  # in the form of a page that is shown once more

    @property
    def only_looks(self) -> bool:
        """A press in the frame: to see the same page otherwise. Whatever came with it was typed, not sent."""
        return LOOK in self.form

    def typed(self, *fields: str) -> dict[str, str]:
        """What was typed in `fields`, as it came; empty where nothing was."""
        return {field: self.form.get(field, "") for field in fields}


def visit(event: Mapping[str, Any], *, with_form: bool = True, with_files: bool = False) -> Visit:
    """Who is at the door. Raises Refused `too_large`, `wrong_type` or `bad_request` for a form that can't be read."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    query = {name: value for name, value in (event.get("queryStringParameters") or {}).items() if value is not None}
    cookies = _cookies(event, headers)
    http = event["requestContext"]["http"]
    form = _form(event, headers, with_files) if with_form and http["method"] == "POST" else {}
    chosen = _chosen(query, form)
    looks = {**cookies, **chosen}
    return Visit(
        method=http["method"],
        path=event.get("rawPath", "/"),
        query=query,
        form=form,
        cookies=cookies,
        language=_language(looks, headers),
        address=_address(headers, http.get("sourceIp", "")),
        origin=headers.get("origin", ""),
        site=headers.get("sec-fetch-site", ""),
        has_already=headers.get("if-none-match", ""),
        large_print=looks.get("print") == "large",
        easy=looks.get("reading") == "easy",
        chosen=chosen,
    )


def _cookies(event: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, str]:
    # AWS puts cookies apart; a gateway that doesn't leaves them in the header.
    pairs = event.get("cookies") or headers.get("cookie", "").split(";")
    return {name.strip(): value.strip() for name, found, value in (pair.partition("=") for pair in pairs) if found}


def _form(event: Mapping[str, Any], headers: Mapping[str, str], with_files: bool) -> dict[str, str]:
    kind = headers.get("content-type", "")
    name = kind.partition(";")[0].strip().lower()
    if name != FORM and not (with_files and name == upload.FORM):
        raise Refused("wrong_type")
    try:
        raw = event.get("body") or ""
        sent = b64decode(raw) if event.get("isBase64Encoded") else raw.encode()
        if len(sent) > (upload.LARGEST if with_files else LARGEST_BODY):
            raise Refused("too_large")
        if name == upload.FORM:
            return upload.fields(kind, sent)
        body = sent.decode()
        if _BROKEN.search(body):
            raise Refused("bad_request")
        pairs = parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body), errors="strict", max_num_fields=50)
    except (ValueError, UnicodeError) as error:
        raise Refused("bad_request") from error
    return dict(pairs)


def _chosen(query: Mapping[str, str], form: Mapping[str, str]) -> dict[str, str]:
    """What somebody has said just now of how they want to see pages: by a press, or by the language in an address."""
    name, _, value = form.get(LOOK, "").partition("-")
    said = {"lang": query.get("lang", ""), name: value}
    return {name: value for name, value in said.items() if value in LOOKS.get(name, ())}


def _language(looks: Mapping[str, str], headers: Mapping[str, str]) -> str:
    if (said := looks.get("lang")) in LANGUAGES:
        return str(said)
    accepted = headers.get("accept-language", "zh").lower()
    return "en" if "en" in accepted and "zh" not in accepted else "zh"


def _address(headers: Mapping[str, str], source: str) -> str:
    # Only a front door that replaces the header may be believed.
    if setting("TRUST_FORWARDED", "0") == "1":
        return headers.get("x-forwarded-for", source).split(",")[0].strip()
    return source
