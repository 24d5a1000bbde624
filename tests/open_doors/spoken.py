"""A form as a screen reader is told of it by Chromium: role, name, what it holds, what describes it, what is wrong."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import CDPSession, Page

_SAID = {
    *("alert", "checkbox", "combobox", "Date", "DateTime", "group", "heading", "radio", "radiogroup", "searchbox"),
    *("spinbutton", "status", "textbox", "button", "link"),
}
_LONGEST = 60


def forms(page: Page) -> Iterator[str]:
    """Each form of the page's main part, one line for each thing that is said of it."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    for found in session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "main form"})["nodeIds"]:
        tree = session.send("Accessibility.queryAXTree", {"nodeId": found})["nodes"]
        action = _attributes(session, found)["action"]
        lines = [_line(node) for node in tree if _said(node)]
        yield "\n".join([f"form to {action}", *(f"  {line}" for line in lines)])


def _said(node: dict[str, Any]) -> bool:
    """A nameless group (what is folded away) says nothing."""
    role = node["role"]["value"]
    return not node.get("ignored") and role in _SAID and (role != "group" or bool(_value(node, "name")))


def _attributes(session: CDPSession, node: int) -> dict[str, str]:
    flat = session.send("DOM.getAttributes", {"nodeId": node})["attributes"]
    return dict(zip(flat[::2], flat[1::2], strict=True))


def _line(node: dict[str, Any]) -> str:
    known = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    parts = [f"{node['role']['value']} “{_short(_value(node, 'name'))}”"]
    if _value(node, "value"):
        parts.append(f"= {_short(_value(node, 'value'))}")
    parts += [state for state in ("required", "invalid", "disabled") if known.get(state) not in (None, False, "false")]
    if known.get("checked") == "true":
        parts.append("checked")
    if _value(node, "description"):
        parts.append(f"({_value(node, 'description')})")
    return " ".join(parts)


def _value(node: dict[str, Any], part: str) -> str:
    return " ".join(str(node.get(part, {}).get("value", "")).split())


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
