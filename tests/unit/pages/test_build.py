"""What the package holds: compiled pages that read the same, light styles, files that a browser asks for once."""

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from functions.assets.handler import answer
from functions.shared.gateways.templates import LANGUAGES, Templates, default
from infra.layer.pages import build
from tests.unit.pages.page_examples import pages

LIGHT = 13_500  # bytes of styles, compressed
LIGHT_PAGE = 4_000


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    staging = tmp_path_factory.mktemp("staging")
    build(staging)
    return staging / "templates"


def get(static: Path, path: str, method: str = "GET", **headers: str) -> dict[str, Any]:
    event = {"rawPath": path, "headers": headers, "requestContext": {"http": {"method": method}}}
    return answer(event, static)


def test_compiled_pages_read_as_their_sources_do(built: Path) -> None:
    compiled = Templates(built)
    hashed = json.loads((built / "static" / "manifest.json").read_text())
    for example in pages():
        for language in LANGUAGES:
            page = compiled.render(example.template, language, **example.context)
            for name, file in hashed.items():
                page = page.replace(f"/assets/{file}", f"/assets/{name}")
            assert page == default().render(example.template, language, **example.context)


def test_texts_are_taken_along_as_they_are(built: Path) -> None:
    source = default().root / "sms"
    for file in source.rglob("*.txt"):
        assert (built / "sms" / file.relative_to(source)).read_bytes() == file.read_bytes()
    assert not [module for module in (built / "compiled").rglob("*.py") if "退单回2" in module.read_text()]


def test_everything_is_light(built: Path) -> None:
    styles = next((built / "static").glob("*.css.gz")).read_bytes()
    assert len(styles) <= LIGHT
    compiled = Templates(built)
    for example in pages():
        html = compiled.render(example.template, "zh", **example.context)
        assert len(gzip.compress(html.encode())) <= LIGHT_PAGE, example.name


def test_styles_ask_for_nothing_else(built: Path) -> None:
    styles = gzip.decompress(next((built / "static").glob("*.css.gz")).read_bytes()).decode()
    for foreign in ("url(", "@import", "@font-face", "GDS Transport"):
        assert foreign not in styles


def test_a_file_is_served_once_and_for_all(built: Path) -> None:
    name = json.loads((built / "static" / "manifest.json").read_text())["dandelion.css"]
    packed = get(built / "static", f"/assets/{name}", **{"Accept-Encoding": "gzip, br"})
    plain = get(built / "static", f"/assets/{name}")
    assert packed["statusCode"] == 200
    assert packed["headers"]["content-encoding"] == "gzip"
    assert packed["headers"]["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in packed["headers"]["cache-control"]
    assert "content-encoding" not in plain["headers"]
    assert gzip.decompress(base64.b64decode(packed["body"])) == base64.b64decode(plain["body"])
    assert get(built / "static", f"/assets/{name}", "HEAD")["body"] == ""


@pytest.mark.parametrize(
    "path", ["/assets/", "/assets/manifest.json", "/assets/../handler.py", "/assets/dandelion.css"]
)
def test_nothing_else_is_served(built: Path, path: str) -> None:
    answered = get(built / "static", path)
    assert answered["statusCode"] == 404
    assert answered["headers"]["cache-control"] == "no-store"


def test_nothing_is_taken(built: Path) -> None:
    assert get(built / "static", "/assets/dandelion.css", "POST")["statusCode"] == 405
