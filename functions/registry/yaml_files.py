"""YAML in and out. The library is imported when a file is read or made, never at a start."""

from collections.abc import Mapping
from typing import Any

from functions.shared.domain.directory_entry import Fields, Items, Text, Written


class Unreadable(Exception):
    """The text is no YAML, or more than a directory needs: `line` from 1, `why` in the library's words."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line, self.why = line, why


def read(text: str) -> Written | None:
    """`text` as it is written, nothing of it interpreted; None if there is nothing. Raises Unreadable."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or "not valid"
        raise Unreadable(mark.line + 1 if mark else 1, why) from error
    return None if node is None else _written(node, set())


def write(things: Mapping[str, Any]) -> str:
    """`things` (texts, lists, mappings) as YAML, in their order."""
    import yaml

    made: str = yaml.safe_dump(things, allow_unicode=True, sort_keys=False, width=1000)
    return made


def _written(node: Any, seen: set[int]) -> Written:
    line = node.start_mark.line + 1
    if id(node) in seen:  # an alias: a few of them, one within the other, are more than any memory
        raise Unreadable(line, "an alias")
    seen.add(id(node))
    match node.id:
        case "scalar":
            return Text(line, str(node.value))
        case "sequence":
            return Items(line, tuple(_written(item, seen) for item in node.value))
    pairs = ((str(key.value), key.start_mark.line + 1, _written(value, seen)) for key, value in node.value)
    return Fields(line, tuple(pairs))
