"""Text messages: fixed texts with typed variables, `templates/sms/<language>/<name>.txt`, filled in by substitution.

Providers approve each text once, with its variables; so a text decides nothing by itself, and needs no Jinja2.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from functions.shared.domain.directory import Category, Community, Compound, Name, PublicRule, Unit
from functions.shared.gateways.channel import Text

ROOT = Path(__file__).parents[3] / "templates" / "sms"
SIGNATURES = {"zh": "【蒲公英】", "en": "Dandelion: "}
FIXED = frozenset({"landline", "address"})  # written into the community's template at a provider, never sent along
VARIABLES = FIXED | {"matter", "place", "community", "unit", "when", "code", "count", "ending", "other_ending"}
UNNAMED = "您说的事"  # telephones are shared
_VARIABLE = re.compile(r"\{\{ (\w+) \}\}")
_MOST = 999  # a count has three digits


def text(name: str, language: str, community: str, values: Mapping[str, str]) -> Text:
    """The text `name` to send for `community` (its id). `values` may hold more than it needs.

    Raises KeyError if it needs one that `values` lacks.
    """
    needed = variables(template(name, language))
    varying = {variable: values[variable] for variable in needed if variable not in FIXED}
    return Text(name, language, community, varying, words(name, language, values))


def words(name: str, language: str, values: Mapping[str, str]) -> str:
    """The whole text, signature first. Raises KeyError as `text` does, and FileNotFoundError where there is no such
    text in `language`: what goes to units is in Chinese only."""
    return _VARIABLE.sub(lambda found: values[found[1]], template(name, language))


def about(
    *,
    language: str,
    to_resident: bool,
    community: Community,
    address: str,
    category: Category | None = None,
    compound: Compound | None = None,
    unit: Unit | None = None,
    code: str | None = None,
    when: str | None = None,
    count: int | None = None,
) -> dict[str, str]:
    """The values of a text about a request, as they are written: short names in Chinese, whole ones in English."""
    values = {
        "community": _name(community.name, language),
        "place": _name((compound or community).name, language),
        "landline": community.landline,
        "address": address,
        "matter": _matter(category, to_resident) if category else None,
        "unit": _name(unit.name, language) if unit else None,
        "code": code,
        "when": when,
        "count": None if count is None else str(min(count, _MOST)),
    }
    return {name: value for name, value in values.items() if value is not None}


def endings(first: str, second: str) -> dict[str, str]:
    """The values by which two codes are told apart: their last four digits."""
    return {"ending": first[-4:], "other_ending": second[-4:]}


@cache
def template(name: str, language: str) -> str:
    """The text `name` with its variables, as {{ variable }}. Raises FileNotFoundError."""
    return (ROOT / language / f"{name}.txt").read_text("utf-8").strip()


def variables(words: str) -> tuple[str, ...]:
    """The variables that `words` names, in their order."""
    return tuple(_VARIABLE.findall(words))


def units(words: str) -> int:
    """The length of `words` in UTF-16 units, as an SMS in Chinese counts it (UCS-2, 3GPP TS 23.040)."""
    return len(words.encode("utf-16-le")) // 2


def _matter(category: Category, to_resident: bool) -> str:
    """您报的环境卫生, but 您说的事 where the category is never public; to a unit 环境卫生, or 居民的事."""
    short = category.name.short
    if to_resident:
        return UNNAMED if category.public is PublicRule.NEVER or short == UNNAMED else f"您报的{short}"
    return "居民的事" if short == UNNAMED else short


def _name(name: Name, language: str) -> str:
    return name.short if language == "zh" else name.en
