"""Pages and emails from `templates/`: the one place where Jinja2 lives. Text messages: sms_words.py.

In the package everything is compiled (`python -m infra.layer.pages`): templates are Python modules, catalogues .mo,
styles hashed. In the source tree the templates are read as they are.
"""

import json
import re
from collections.abc import Callable
from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    ModuleLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    pass_eval_context,
    select_autoescape,
)
from jinja2.nodes import EvalContext
from markupsafe import Markup

from functions.shared.domain.codes import spoken
from functions.shared.domain.directory import Name
from functions.shared.gateways import time_words

ROOT = Path(__file__).parents[3] / "templates"
LANGUAGES = ("zh", "en")
GOVUK = "govuk_frontend_jinja"
_USUAL = {"large_print": False, "easy": False}  # how a page is seen by whoever hasn't chosen
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-zA-Z]{2,} [a-zA-Z]{2,}")
_TIME_WORDS = ("moment", "day", "month", "duration")


def page(template: str, language: str, **context: Any) -> str:
    """`template` as HTML; everything in `context` is escaped."""
    return default().render(template, language, **context)


def text(template: str, language: str, **context: Any) -> str:
    """`template` as plain text, without the line end after it."""
    return default().render(template, language, **context).strip()


def email(name: str, language: str, **context: Any) -> tuple[str, str, str]:
    """Subject, text and HTML of the email `name`. The subject is the first line of its .txt."""
    subject, _, body = text(f"{name}.txt", language, **context).partition("\n")
    return subject.strip(), body.strip() + "\n", page(f"{name}.html", language, **context)


@cache
def default() -> "Templates":
    return Templates(ROOT)


class Templates:
    """The templates under `root`, in each language."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._environments: dict[str, Environment] = {}

    def render(self, template: str, language: str, **context: Any) -> str:
        """Raises jinja2.UndefinedError if the template needs something that `context` lacks."""
        return self.environment(language).get_template(template).render(language=language, **(_USUAL | context))

    def environment(self, language: str) -> Environment:
        """Where our templates live in `language`."""
        if language not in self._environments:
            self._environments[language] = _localised(strict(self._loader()), language, self._catalogue(language), self)
        return self._environments[language]

    def _loader(self) -> BaseLoader:
        compiled = self.root / "compiled"
        return ModuleLoader(compiled) if compiled.is_dir() else FileSystemLoader(self.root)

    def _catalogue(self, language: str) -> NullTranslations:
        if language == "zh":
            return NullTranslations()  # the source language
        file = self.root / "locale" / language / "LC_MESSAGES" / "messages.mo"
        return GNUTranslations(BytesIO(file.read_bytes() if file.exists() else _compiled(file.with_suffix(".po"))))

    def said_in(self, language: str) -> Any:
        """What `_` is in `language`, for a page that speaks both: a macro takes it as its own `_`."""
        return self.environment(language).globals["_"]

    @cached_property
    def components(self) -> "Components":
        compiled = self.root / "compiled"
        return Components(ModuleLoader(compiled) if compiled.is_dir() else govuk_loader())

    @cached_property
    def _hashed(self) -> dict[str, str]:
        manifest = self.root / "static" / "manifest.json"
        return dict(json.loads(manifest.read_text())) if manifest.exists() else {}

    def asset(self, name: str) -> str:
        """The address of a style sheet or picture."""
        return f"/assets/{self._hashed.get(name, name)}"


class Components:
    """GOV.UK Frontend's macros by name: `gov.error_summary({...})`.

    They have an environment of their own, because they read parameters that may be missing.
    """

    def __init__(self, loader: BaseLoader) -> None:
        self.environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self._macros: dict[str, Callable[..., Markup]] = {}

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._macros:
            words = name.split("_")
            module = self.environment.get_template(f"{GOVUK}/components/{'-'.join(words)}/macro.html").module
            self._macros[name] = getattr(module, "govuk" + "".join(word.title() for word in words))
        return self._macros[name]


def strict(loader: BaseLoader) -> Environment:
    """The environment of our own templates: whatever is missing is an error."""
    return Environment(
        loader=loader,
        autoescape=select_autoescape(("html", "atom")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


def govuk_loader() -> BaseLoader:
    return PrefixLoader({GOVUK: PackageLoader(GOVUK)})


def _localised(
    environment: Environment, language: str, catalogue: NullTranslations, templates: Templates
) -> Environment:
    environment.globals.update(
        _=_said(catalogue.gettext), gov=templates.components, asset=templates.asset, said_in=templates.said_in
    )
    environment.filters.update(
        thousands="{:,}".format,
        name=lambda name: _name(name, language),
        spoken=spoken,
        tongue=lambda text: _tongue(text, language),
        deadline=lambda due, now: time_words.deadline_words(due, now, language),
        seen_day=lambda when, now: time_words.day_words(when, now, language),
        **{words: _in_language(getattr(time_words, words), language) for words in _TIME_WORDS},
    )
    return environment


def _said(translate: Callable[[str], str]) -> Callable[..., str]:
    @pass_eval_context
    def said(where: EvalContext, source: str, /, **values: Any) -> str:
        """`source` in the reader's language. It may hold markup of ours; in HTML `values` are escaped."""
        words = Markup(translate(source)) if where.autoescape else translate(source)  # noqa: S704 - our own catalogue
        return words % values if values else words

    return said


def _name(name: Name, language: str) -> str:
    return name.zh if language == "zh" else name.en


def _tongue(text: str, language: str) -> Markup:
    """The attribute of an element that holds `text`, where it seems to be in another language than the page: a person
    typed it, or it has one name only."""
    if _CHINESE.search(text):
        return Markup(' lang="zh-CN"' if language != "zh" else "")  # noqa: S704 - our own words
    return Markup(' lang="en"' if language == "zh" and _LATIN.search(text) else "")  # noqa: S704


def _in_language(words: Callable[[Any, str], str], language: str) -> Callable[[Any], str]:
    return lambda value: words(value, language)


def _compiled(catalogue: Path) -> bytes:
    """`catalogue` as .mo. Only in the source tree: Babel is no part of the package."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    target = BytesIO()
    with catalogue.open("rb") as source:
        write_mo(target, read_po(source))
    return target.getvalue()
