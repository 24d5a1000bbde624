"""axe-core on a page, and how narrow a screen may be."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RULES = [
    *("wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag21aaa", "wcag22a", "wcag22aa", "wcag22aaa"),
    "best-practice",
]
SMALLEST = {"width": 320, "height": 600}


def findings(page: Page) -> list[str]:
    """What axe-core finds, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [f"{finding['id']}: {node['html'][:120]}" for finding in found["violations"] for node in finding["nodes"]]
