"""What pages are made of, ready for the package: `python -m infra.layer.pages <staging folder>`.

Writes below <staging folder>/templates:
    compiled/   our templates and the GOV.UK macros they use, as Python modules
    static/     style sheet and pictures, gzipped, named by what is in them; manifest.json
    locale/     catalogues, as .mo
    sms/        text messages, as they are
Bytecode of compiled/ is made with that of the code.
"""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from functions.shared.gateways.templates import GOVUK, ROOT, Templates
from infra.layer import catalogues

_NODE = ROOT.parent / "node_modules"
_USED = re.compile(r"\bgov\.(\w+)\(")
_IMPORTED = re.compile(rf'"({GOVUK}/[\w/-]+\.html)"')


def build(staging: Path) -> None:
    """Everything under `staging`/templates. Raises CalledProcessError if the styles don't compile."""
    target = staging / "templates"
    compile_templates(target / "compiled")
    catalogues.compile_all(target / "locale")
    make_assets(target / "static")
    shutil.copytree(ROOT / "sms", target / "sms")


def compile_templates(target: Path) -> None:
    """Our templates, and the macros that they use, as Python modules in `target`."""
    templates = Templates(ROOT)
    own = templates.environment("zh")
    own.compile_templates(target, filter_func=_of_jinja, zip=None, ignore_errors=False)
    used = set(_macros(templates))
    macros = templates.components.environment
    macros.compile_templates(target, filter_func=used.__contains__, zip=None, ignore_errors=False)


def make_assets(target: Path) -> None:
    """The style sheet and pictures in `target`, and manifest.json: which name stands for which file."""
    target.mkdir(parents=True, exist_ok=True)
    files = {"dandelion.css": styles()} | {p.name: p.read_bytes() for p in (ROOT / "assets").iterdir()}
    manifest = {}
    for name, content in files.items():
        stem, _, suffix = name.rpartition(".")
        manifest[name] = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
        (target / f"{manifest[name]}.gz").write_bytes(gzip.compress(content, mtime=0))
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))


def styles() -> bytes:
    """templates/styles as one style sheet."""
    sass, source = str(_NODE / ".bin" / "sass"), str(ROOT / "styles" / "dandelion.scss")
    command = [sass, "--no-source-map", "--style=compressed", f"--load-path={_NODE}", source]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def _of_jinja(name: str) -> bool:
    return name.endswith((".html", ".txt", ".atom")) and not name.startswith("sms/")


def _macros(templates: Templates) -> Iterator[str]:
    """The GOV.UK templates that ours use, with those that these use."""
    names = {name for file in ROOT.rglob("*.html") for name in _USED.findall(file.read_text())}
    waiting = [f"{GOVUK}/components/{name.replace('_', '-')}/macro.html" for name in sorted(names)]
    seen: set[str] = set()
    loader = templates.components.environment.loader
    assert loader is not None
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        yield name
        waiting.extend(_IMPORTED.findall(loader.get_source(templates.components.environment, name)[0]))


if __name__ == "__main__":
    build(Path(sys.argv[1]))
