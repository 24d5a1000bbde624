"""Every way in which the directory can be wrong has its sentence, in the loader and in each language of the editor."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from functions.shared.domain.directory_entry import Problem
from functions.shared.gateways.templates import LANGUAGES, ROOT, default
from infra.directory.sentences import SENTENCES

FUNCTIONS = ROOT.parent / "functions"
SOURCES = [*(FUNCTIONS / "registry").glob("*.py"), *(FUNCTIONS / "shared" / "domain").glob("directory_*.py")]
CLEANED = {"too_long"}  # what is typed is cleaned by the words that everybody types
EDITOR_ONLY = {"wrong_width", "key_stays", "last_admin", "own_role", "named_by_requests"}
EDITOR_ONLY |= {"leaves_by_handing_over"}
LIMITS = [ROOT.parent / "infra" / "directory" / "limits.py"]  # set by file alone


def reasons(sources: list[Path]) -> set[str]:
    """Each reason that stands in the code, where a problem is made."""
    found = set()
    for file in sources:
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call):
                name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                place = {"wrong": 1, "Problem": 3}.get(name)
                if place is not None and len(call.args) > place:
                    found |= {it.value for it in ast.walk(call.args[place]) if isinstance(it, ast.Constant)}
    return {it for it in found if isinstance(it, str)} | CLEANED


REASONS = sorted(reasons(SOURCES))
LOADER_ONLY = {"file_missing"} | (reasons(LIMITS) - set(REASONS))


def said(reason: str, language: str) -> str:
    named = {"text", "among", "count", "limit", "why", "year", "kind", "id", "unit", "trade", "priority", "category"}
    details: dict[str, Any] = dict.fromkeys(named | {"since", "until", "least", "most"}, "7")
    module = default().environment(language).get_template("registry/problems.html").module
    return str(module.problem(Problem("unit x", 1, "id", reason, details))).strip()  # type: ignore[attr-defined]


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_its_own_sentence(reason: str, language: str) -> None:
    assert said(reason, language) != said("no such reason", language)


def test_no_sentence_is_left_over() -> None:
    written = re.findall(r'reason == "(\w+)"', (ROOT / "registry" / "problems.html").read_text())
    assert set(written) == set(REASONS) - LOADER_ONLY
    assert set(SENTENCES) == (set(REASONS) | LOADER_ONLY) - EDITOR_ONLY
