"""Every code has its sentence: each reason to refuse, each step of a story, each reason and state."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from functions.programmes.decide import ACTS
from functions.shared.domain import terms
from functions.shared.domain.desk_task import Task
from functions.shared.domain.errors import Refused
from functions.shared.domain.programme_facts import PROGRAMME_FACTS, DismissReason, EndReason
from functions.shared.domain.request import OrderState
from functions.shared.domain.transitions import TRANSITIONS, ClosedAs, State
from functions.shared.gateways.templates import LANGUAGES, ROOT, default

FUNCTIONS = ROOT.parent / "functions"
AT = datetime(2026, 3, 9, 10, tzinfo=UTC)
IN_EACH = pytest.mark.parametrize("language", LANGUAGES)
# Looked up when a row is read by its id; a page names the kinds that a form can ask for.
ROWS = {"unknown_compound", "unknown_community", "unknown_category", "unknown_unit"}


def raised() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each reason that stands in the code, with details such as it is raised with."""
    for file in sorted(FUNCTIONS.rglob("*.py")):
        tree = ast.parse(file.read_text())
        tables = {
            target.id: [value.value for value in node.value.values if isinstance(value, ast.Constant)]
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Refused":
                details = {keyword.arg: _like(keyword.arg) for keyword in call.keywords if keyword.arg}
                details.pop("field", None)
                for reason in _reasons(call.args[0], tables):
                    yield reason, details


def _reasons(written: ast.expr, tables: dict[str, list[Any]]) -> list[str]:
    match written:
        case ast.Constant(value=str(reason)):
            return [reason]
        case ast.IfExp(body=one, orelse=other):
            return _reasons(one, tables) + _reasons(other, tables)
        case ast.Subscript(value=ast.Name(id=table)):
            return tables[table]
    return []


def _like(name: str) -> Any:
    return AT if name in ("at", "since", "until", "latest") else 7


def macro(file: str, name: str, language: str, *arguments: Any) -> str:
    module = default().environment(language).get_template(file).module
    return str(getattr(module, name)(*arguments)).strip()


def refusal(language: str, reason: str, field: str | None = None, **details: Any) -> str:
    return macro("shared/refusals.html", "refusal", language, Refused(reason, field, **details))


DETAILS = dict(raised())
REASONS = sorted({*DETAILS, *ROWS})


def test_reasons_are_found() -> None:
    assert {"code_length", "already_taken", "not_now"} <= set(REASONS)


@pytest.mark.parametrize("reason", REASONS)
@IN_EACH
def test_every_refusal_has_its_own_sentence(reason: str, language: str) -> None:
    sentence = refusal(language, reason, **DETAILS.get(reason, {}))
    assert sentence
    assert sentence != refusal(language, "no such reason")


@IN_EACH
def test_an_unknown_reason_still_says_something(language: str) -> None:
    assert refusal(language, "no such reason")


def test_the_catalogue_has_no_reason_that_nothing_raises() -> None:
    written = (ROOT / "shared" / "refusals.html").read_text()
    lists = re.findall(r"reason (?:==|in) (\(.*?\)|\".*?\")", written)
    assert {reason for found in lists for reason in re.findall(r'"(\w+)"', found)} == set(REASONS)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("route_reason", terms.RouteReason),
        ("return_reason", terms.ReturnReason),
        ("reschedule_reason", terms.RescheduleReason),
        ("finding", terms.Finding),
        ("verdict", terms.Verdict),
        ("closed_as", ClosedAs),
        ("state", State),
        ("stage", State),
        ("task", Task),
        ("defer_reason", terms.DeferReason),
        ("close_reason", terms.CloseReason),
        ("heard", terms.Heard),
        ("channel", terms.Channel),
        ("handling", terms.Handling),
        ("category_kind", terms.Kind),
        ("flag_kind", ("number", "plate", "name", "address")),
    ],
)
@IN_EACH
def test_every_code_has_its_own_sentence(name: str, codes: Any, language: str) -> None:
    sentences = [macro("shared/terms.html", name, language, code) for code in codes]
    assert all(sentences)
    assert len(set(sentences)) == len(sentences)


@IN_EACH
def test_every_step_of_a_story_has_its_own_sentence(language: str) -> None:
    source = (FUNCTIONS / "shared" / "domain" / "story.py").read_text()
    steps = set(re.findall(r'(?:step|of_order|again)\("(\w+)"', source)) | set(re.findall(r'f\.\w+: "(\w+)"', source))
    steps |= {"whistled", "whistled_unchecked", "words_added", "words_by_staff"}
    steps |= {f"verdict_{case.replace(' ', '_')}" for fact, case in TRANSITIONS if fact == "VerdictGiven"}
    other = macro("shared/terms.html", "step", language, {"what": "no such step", "unit": None})
    said = {what: macro("shared/terms.html", "step", language, {"what": what, "unit": None}) for what in steps}
    assert len(set(said.values()) | {other}) == len(steps) + 1


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("act", ACTS),
        ("about", ACTS),
        ("what", tuple(PROGRAMME_FACTS)),
        ("dismiss_reason", DismissReason),
        ("end_reason", EndReason),
    ],
)
@IN_EACH
def test_every_code_of_programmes_has_its_own_sentence(name: str, codes: Any, language: str) -> None:
    sentences = [macro("programmes/words.html", name, language, code) for code in codes]
    assert all(sentences)
    assert len(set(sentences)) == len(sentences)


def test_every_state_of_an_order_is_shown() -> None:
    written = Path(ROOT / "response" / "order.html").read_text()
    shown = set(re.findall(r'order\.state == "(\w+)"', written)) | {OrderState.WITHDRAWN}
    assert shown == set(OrderState)
