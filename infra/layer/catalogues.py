"""The pages' words in other languages: `python -m infra.layer.catalogues` takes what is new in the templates into the
catalogues, and says what waits to be translated.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from functions.shared.gateways.templates import ROOT

_METHODS = [(f"**.{kind}", "jinja2.ext.babel_extract") for kind in ("html", "txt", "atom")]
_OPTIONS = {pattern: {"silent": "false"} for pattern, _ in _METHODS}


def extracted() -> Catalog:
    """Every sentence that the templates hold, in Chinese."""
    catalog = Catalog(project="dandelion", charset="utf-8")
    for file, _line, message, comments, context in extract_from_dir(
        ROOT, method_map=_METHODS, options_map=_OPTIONS, keywords={"_": None}
    ):
        catalog.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    return catalog


def stored() -> Iterator[tuple[Path, Catalog]]:
    """The catalogues as they are."""
    for file in sorted((ROOT / "locale").glob("*/LC_MESSAGES/messages.po")):
        with file.open("rb") as source:
            yield file, read_po(source, locale=file.parts[-3])


def compile_all(target: Path) -> None:
    """Each catalogue as .mo below `target`."""
    for file, catalog in stored():
        compiled = target / file.relative_to(ROOT / "locale").with_suffix(".mo")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        with compiled.open("wb") as output:
            write_mo(output, catalog)


def update() -> None:
    """Bring the catalogues to what the templates say; what is no longer said goes."""
    template = extracted()
    for file, catalog in stored():
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        with file.open("wb") as output:
            write_po(output, catalog, width=116, include_lineno=False, sort_by_file=True, omit_header=True)
        for message in catalog:
            if message.id and not message.string:
                print(f"{file.parts[-3]}: {message.id}")


if __name__ == "__main__":
    update()
