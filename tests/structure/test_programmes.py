"""Programmes: nothing of a person enters, who decided stays at the desk, everybody reads what is for everybody."""

from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

import pytest

from functions.programmes.decide import ACTS
from functions.programmes.form import FIELDS
from functions.shared.domain import programme_facts
from functions.shared.domain.facts import Actor, Cause, Fact
from functions.shared.domain.programme import Line, Programme, Sentence
from functions.shared.domain.programme_facts import PROGRAMME_FACTS
from tests.structure.templates import Template, allowed, functions, listed, named, statements
from tests.structure.test_facts import field_types, may_be_kept
from tests.structure.test_roles import role_of

CHOSEN = {programme_facts.Month, programme_facts.Day}  # from a list, or a date that was read
BY_US = {*CHOSEN, Actor, Cause}


@pytest.mark.parametrize("kind", PROGRAMME_FACTS.values(), ids=lambda kind: kind.__name__)
def test_a_fact_holds_nothing_that_a_person_typed(kind: type[Fact]) -> None:
    assert [name for name, inner in field_types(kind) if not (may_be_kept(inner) or inner in BY_US)] == []


def test_every_fact_is_in_the_list() -> None:
    there = {name for name, kind in vars(programme_facts).items() if isinstance(kind, type) and issubclass(kind, Fact)}
    assert there - {"Fact"} == set(PROGRAMME_FACTS)


def test_what_everybody_may_read_holds_staffs_sentences_and_nobody() -> None:
    """No actor and no cause, and of free text only what the forms say is for everybody."""
    texts = {name for name, inner in field_types(Programme) if inner is str}
    assert texts == {f"{line}.said.{tongue}" for line in ("goal", "steps", "result") for tongue in ("zh", "en")}
    assert not [name for name, inner in field_types(Programme) if inner in (Actor, Cause)]
    assert {field.name for field in fields(Line)} == {"sequence", "said", "day"}
    assert is_dataclass(Sentence)


def test_every_act_has_its_form_and_no_form_asks_for_a_person() -> None:
    assert set(FIELDS) == set(ACTS)
    asked = {field for of_act in FIELDS.values() for field in of_act}
    assert asked == {"owner", "zh", "en", "due", "looked_over", "dismiss_reason", "day", "end_reason", "of"}


def reading(template: Template, role: str, table: str) -> set[tuple[str, str]]:
    return {it for it in allowed(template, role) if it[1].split("/")[0] == table}


def test_the_room_alone_writes_programmes(template: Template) -> None:
    writing = {"dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"}
    writers = {
        name
        for name, function in functions(template).items()
        if {action for action, _ in reading(template, role_of(function), "ProgrammesTable")} & writing
    }
    assert writers == {"programmes"}


def test_everybodys_page_reads_the_index_of_public_ones_and_no_fact(template: Template) -> None:
    read = reading(template, "ResultsPagesRole", "ProgrammesTable")
    assert read == {("dynamodb:Query", "ProgrammesTable/index/by_public")}


def test_the_room_reads_lists_and_figures_and_nobodys_words(template: Template) -> None:
    may = {it for it in allowed(template, "ProgrammesRole") if it[0].startswith("dynamodb:")}
    assert not {resource for _, resource in may if resource.startswith("PrivateTable")}
    assert reading(template, "ProgrammesRole", "RequestsTable") == {
        ("dynamodb:Query", "RequestsTable/index/open_by_community")
    }
    assert reading(template, "ProgrammesRole", "ResultsTable") == {
        ("dynamodb:Query", "ResultsTable/index/by_community")
    }
    assert reading(template, "ProgrammesRole", "TalliesTable") == {("dynamodb:Query", "TalliesTable")}
    (names,) = (
        statement
        for role, statement in statements(template)
        if role == "ProgrammesRole" and any(named(it) == "DirectoryTable" for it in listed(statement["Resource"]))
    )
    kinds: Any = names["Condition"]["ForAllValues:StringEquals"]["dynamodb:LeadingKeys"]
    assert set(kinds) == {"staff", "category", "community", "compound", "station", "unit"}


def test_hints_are_found() -> None:
    """Were they not, the tests above would pass for any type."""
    assert get_type_hints(programme_facts.Declared)["due"] is programme_facts.Month
