"""Programmes as they are written, and back: what was written once is read for ever."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from functions.shared.domain.programme import Sentence, fold
from functions.shared.domain.programme_facts import (
    PROGRAMME_FACTS,
    Day,
    Declared,
    DismissReason,
    EndedWithout,
    EndReason,
    Finished,
    Month,
    StepAdded,
)
from functions.shared.domain.recurring import About, Standing
from functions.shared.tables import codec
from functions.shared.tables.programme_items import ProgrammeRow, fact_of, fact_row, programme_of, programme_row
from functions.shared.tables.times import written
from tests.builders import DAY, NOON, a_press
from tests.unit.domain.test_programme import declared, happened, step

SAMPLES = json.loads((Path(__file__).parents[2] / "samples" / "programme_facts.json").read_text("utf-8"))
ABOUT = About("longwangmiao", None, "litter")


def sample_row(sample: dict[str, str]) -> ProgrammeRow:
    more: dict[str, Any] = {
        "name": sample["name"],
        "at": written(NOON),
        "by": "staff:lead",
        "cause": "step:1",
        "content": "x",
    }
    return ProgrammeRow(ABOUT.id, "FACT#0001", body=sample["body"], **more)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["name"])
def test_every_fact_ever_written_is_read_and_written_as_it_was(sample: dict[str, str]) -> None:
    fact = fact_of(sample_row(sample))
    assert type(fact).__name__ == sample["name"]
    assert (fact.at, fact.by, fact.cause.id) == (NOON, "staff:lead", "step:1")
    again = fact_row(ABOUT.id, "0001", fact)
    assert json.loads(again.body) == json.loads(sample["body"])
    assert fact_of(again) == fact


def test_no_fact_lacks_a_sample_of_all_its_fields() -> None:
    outside = {"at", "by", "cause"}
    recorded = {sample["name"]: set(json.loads(sample["body"])) for sample in SAMPLES}
    assert recorded == {name: {it.name for it in fields(kind)} - outside for name, kind in PROGRAMME_FACTS.items()}


def test_no_reason_ever_written_is_forgotten() -> None:
    assert set(DismissReason) == {"once", "in_hand", "different", "not_ours"}
    assert set(EndReason) == {"no_money", "not_allowed", "other_plan", "settled_itself", "owners_against"}


@pytest.mark.parametrize(
    "ending", [(), (Finished(**happened(9)),), (EndedWithout(reason=EndReason.NO_MONEY, **happened(9)),)]
)
def test_a_programme_is_read_as_it_was_written(ending: tuple[Finished, ...]) -> None:
    said = {1: Sentence("目标", "Goal"), 2: Sentence("一步"), 3: Sentence("结果")}
    (programme,) = fold(ABOUT, (declared(), step(), *ending), said).programmes
    row = programme_row(programme)
    assert programme_of(row) == programme
    assert (row.programme_id, row.sort, row.community) == (ABOUT.id, "PROGRAMME#01", "longwangmiao")
    assert row.until == (written(NOON + 9 * DAY) if ending else "9999")
    assert row.until > written(NOON)


def test_only_what_is_public_stands_in_the_public_index() -> None:
    for public, there in ((True, "yes"), (False, None)):
        (programme,) = fold(ABOUT, (declared(public=public),), {1: Sentence("目标")}).programmes
        assert programme_row(programme).public == there


def test_nothing_in_the_row_says_who_decided() -> None:
    (programme,) = fold(ABOUT, (declared(),), {1: Sentence("目标")}).programmes
    row = programme_row(programme)
    assert "staff" not in str(row.serialize())
    assert "lead" not in row.body
    assert row.by is row.cause is None


@pytest.mark.parametrize("facts", [(), (declared(),), (declared(), Finished(**happened(9)))])
def test_a_standing_is_read_as_it_was_written(facts: tuple[Declared, ...]) -> None:
    standing = fold(ABOUT, facts, {}).standing
    assert codec.build(Standing, json.loads(codec.dumps(standing))) == standing


def test_a_fact_of_days_and_months_is_plain_text() -> None:
    added = StepAdded(day=Day("2026-03-10"), at=NOON, by=happened()["by"], cause=a_press("step"))
    assert json.loads(fact_row(ABOUT.id, "0002", added).body) == {"day": "2026-03-10"}
    assert json.loads(fact_row(ABOUT.id, "0001", declared(due=Month("2026-07"))).body)["due"] == "2026-07"
