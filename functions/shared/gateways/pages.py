"""Pages, made when one is really asked for: a form post that answers with a redirect never loads the templates."""

from typing import Any


def page(template: str, language: str, **context: Any) -> str:
    """The HTML of `template` in `language`."""
    from functions.shared.gateways import templates

    return templates.page(template, language, **context)
