"""The style sheet, pictures and the one script: named by what is in them, so a browser asks for each once.

Event: API Gateway HTTP API, payload format 2.0.
"""

import base64
import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

_STATIC = Path(__file__).parents[2] / "templates" / "static"
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_HEADERS = {"x-content-type-options": "nosniff", "vary": "accept-encoding"}


def main(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return answer(event, _STATIC)


def answer(event: dict[str, Any], static: Path) -> dict[str, Any]:
    """The file in `static` that the path names, or 404."""
    if event["requestContext"]["http"]["method"] not in ("GET", "HEAD"):
        return _plain(405, "method not allowed", allow="GET, HEAD")
    name = event.get("rawPath", "").rpartition("/assets/")[2]
    if name not in _names(static):
        return _plain(404, "not found")
    return _file(static / f"{name}.gz", name, event)


def _file(file: Path, name: str, event: dict[str, Any]) -> dict[str, Any]:
    packed = file.read_bytes()
    headers = _HEADERS | {
        "content-type": _TYPES[name.rpartition(".")[2]],
        "cache-control": "public, max-age=31536000, immutable",
    }
    accepted = {key.lower(): value for key, value in (event.get("headers") or {}).items()}.get("accept-encoding", "")
    if "gzip" in accepted:
        headers["content-encoding"] = "gzip"
    body = packed if "gzip" in accepted else gzip.decompress(packed)
    if event["requestContext"]["http"]["method"] == "HEAD":
        body = b""
    return {"statusCode": 200, "headers": headers, "isBase64Encoded": True, "body": base64.b64encode(body).decode()}


def _plain(status: int, words: str, **more: str) -> dict[str, Any]:
    headers = _HEADERS | {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store"} | more
    return {"statusCode": status, "headers": headers, "body": words}


@cache
def _names(static: Path) -> frozenset[str]:
    """The names given out by the build; nothing else is ever opened."""
    return frozenset(json.loads((static / "manifest.json").read_text()).values())
