"""Checks every text message and prints how long each is: `python -m infra.tools.lint_texts`, a part of `make check`.

    --address pgy.jiangxian.gov.cn   with the address that a county has
    --directory FOLDER               with its directory: the values it would put into the texts
    --register                       print instead what is handed in at Alibaba Cloud, one text a community
    --document                       write docs/texts.md (`make texts`)

Exits 1 with the reason when something is wrong. What the rules are and where they come from: text_rules.py.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from functions.registry.parse import LONGEST_ENGLISH
from functions.shared.domain.directory import Community
from functions.shared.gateways.sms_words import FIXED, ROOT, SIGNATURES, variables
from infra.directory.load import Directory, load
from infra.tools.text_rules import SEGMENT, TYPES, length, longest, typical, wrong, wrong_value

DEMO = Path(__file__).parents[1] / "demo"
DOCUMENT = Path(__file__).parents[2] / "docs" / "texts.md"
ADDRESS = "pgy.example"  # the parameter sms_address of serverless.yml
Texts = dict[tuple[str, str], str]  # (language, name) → the text


def _types() -> Iterator[str]:
    """Each type of Alibaba Cloud's, with the variables that have it."""
    for kind in dict.fromkeys(TYPES.values()):
        named = ", ".join(f"`{name}`" for name, its in TYPES.items() if its is kind)
        yield f"Type {kind.name}, at most {kind.longest} characters: {named}"


HEAD = f"""# Text messages

Made by `make texts` from `templates/sms`; `make check` holds every text to the rules of
`infra/tools/text_rules.py`. A provider of text messages approves each text once, as fixed words with typed variables.

- One segment, whatever the values: {SEGMENT["zh"]} UTF-16 units in Chinese, signature counted;
  {SEGMENT["en"]} characters of the default alphabet in English. The longest values are those that the directory's
  loader lets in (English names of communities and units: {LONGEST_ENGLISH} characters), and the address given to
  `lint_texts --address`.
- `landline` and `address` are no variables at a provider: they are written into each community's template, because
  links and numbers in variables are refused. A text that names no landline is handed in once for the county.
- Whoever hands them in prints them, per community, with `python -m infra.tools.lint_texts --register --directory FOLDER
  --address ADDRESS`; the key printed there is the one that the provider's secret names (`docs/channels.md`).
- The signature is the provider's field beside the text; `Dandelion: ` stays in an English text. Domestic providers
  count an English text as they count Chinese, 70 characters, so it is paid as two or three.
- Texts ending in `_no_reply` go out where no number reads replies; their twins are not needed there.
- From May 2025 Alibaba Cloud reviews texts with links and numbers more strictly; the address must be filed (ICP).
  None of this has been tried against the live service.

{"; ".join(_types())}.

| template | language | typical | longest | text |
|---|---|---|---|---|
"""


def texts(root: Path = ROOT) -> Texts:
    """Every text under `root`, Chinese first."""
    files = sorted(root.glob("*/*.txt"), key=lambda file: (file.parent.name != "zh", file))
    return {(file.parent.name, file.stem): file.read_text("utf-8").strip() for file in files}


def problems(found: Texts, address: str, directory: Directory) -> Iterator[str]:
    """Everything that is wrong, each with the text or the directory's entry it is in."""
    for (language, name), text in found.items():
        if language not in SIGNATURES:
            yield f"{language}/{name}: no such language"
            continue
        yield from (f"{language}/{name}: {sentence}" for sentence in wrong(name, language, text, address))
        if language == "en" and ("zh", name) not in found:
            yield f"en/{name}: is missing in Chinese"
    yield from _values(directory)


def table(found: Texts, address: str) -> Iterator[str]:
    """A line for each text: template, language, typical and longest length, segments."""
    yield f"{'template':28}{'language':10}{'typical':>8}{'longest':>8}{'segments':>10}"
    for (language, name), text in found.items():
        usual, most = _lengths(text, language, address)
        yield f"{name:28}{language:10}{usual:>8}{most:>8}{-(-most // SEGMENT[language]):>10}"


def register(found: Texts, address: str, communities: Iterable[Community]) -> Iterator[str]:
    """Each text as it is handed in, under the key that the secret has for it, with its variables and their types."""
    places = list(communities)
    for (language, name), text in found.items():
        named = variables(text)
        for community in places if "landline" in named else [None]:
            yield f"{name}/{language}" + (f"/{community.id}" if community else "")
            yield "  " + handed_in(
                text, language, {"address": address, "landline": community.landline if community else ""}
            )
            yield "  " + ", ".join(f"{it} {TYPES[it].name}" for it in named if it not in FIXED)
            yield ""


def handed_in(text: str, language: str, fixed: dict[str, str]) -> str:
    """`text` as a provider takes it: without the signature's brackets, ${variable}, `fixed` written in."""
    body = text.removeprefix(SIGNATURES["zh"])
    for variable in variables(text):
        body = body.replace(f"{{{{ {variable} }}}}", fixed.get(variable, f"${{{variable}}}"))
    return body


def document(found: Texts, address: str) -> str:
    """docs/texts.md: each text with its lengths."""
    lines = []
    for (language, name), text in found.items():
        usual, most = _lengths(text, language, address)
        lines.append(f"| {name} | {language} | {usual} | {most} | {text} |\n")
    return HEAD + "".join(lines)


def _values(directory: Directory) -> Iterator[str]:
    """What a provider would refuse of the directory's names."""
    places = [it.name for it in directory.communities] + [it.name for it in directory.compounds]
    named = {"place": places, "unit": [it.name for it in directory.units]}
    for variable, names in named.items():
        for name in names:
            yield from wrong_value(variable, name.short)
            yield from wrong_value(variable, name.en)
    for category in directory.categories:  # in English the code alone says what it is about
        yield from wrong_value("matter", category.name.short)


def _lengths(text: str, language: str, address: str) -> tuple[int, int]:
    def filled(values: dict[str, str]) -> int:
        words = text
        for variable in variables(text):
            words = words.replace(f"{{{{ {variable} }}}}", values[variable])
        return length(words, language)

    return filled(typical(text, language, address)), filled(longest(text, language, address))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default=ADDRESS)
    parser.add_argument("--directory", type=Path, default=DEMO)
    parser.add_argument("--register", action="store_true")
    parser.add_argument("--document", action="store_true")
    asked = parser.parse_args(arguments)
    directory, found = load(asked.directory), texts()
    if said := list(problems(found, asked.address, directory)):
        print("\n".join(said), file=sys.stderr)
        return 1
    if asked.document:
        DOCUMENT.write_text(document(found, asked.address), "utf-8")
    elif asked.register:
        print("\n".join(register(found, asked.address, directory.communities)))
    else:
        print("\n".join(table(found, asked.address)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
