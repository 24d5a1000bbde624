"""A programme is the sum of its facts, with the sentences that stand."""

from datetime import date
from typing import Any

import pytest

from functions.shared.domain import programme_facts as f
from functions.shared.domain.directory import PublicRule
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Code, Fact, Id, staff_actor
from functions.shared.domain.months import months_from, months_since
from functions.shared.domain.programme import Matter, Sentence, fold, for_everybody
from functions.shared.domain.recurring import About, Standing
from tests.builders import DAY, NOON, a_press
from tests.county import COUNTY, GAS_CHECK, LITTER

ABOUT = About("longwangmiao", "ankang", "litter")
CATEGORIES = {it.id: it for it in COUNTY.categories}
GOAL, STEP, RESULT = (
    Sentence("三个月里不再堆垃圾", "No heaps for three months"),
    Sentence("装了围栏"),
    Sentence("没有了"),
)


def happened(days: int = 0) -> dict[str, Any]:
    return {"at": NOON + days * DAY, "by": staff_actor("lead"), "cause": a_press("programme")}


def declared(days: int = 0, **more: Any) -> f.Declared:
    usual: dict[str, Any] = {"owner": Id("water_bureau"), "due": f.Month("2026-05"), "public": True, "count": 3}
    usual |= {"residents": 4, "cases": (Code("3000000001"),)}
    return f.Declared(**(usual | more), **happened(days))


def step(days: int = 1) -> f.StepAdded:
    return f.StepAdded(day=f.Day("2026-03-10"), **happened(days))


def matter(*facts: Fact, **said: Sentence) -> Matter:
    return fold(ABOUT, facts, {int(name[1:]): text for name, text in said.items()})


def test_nothing_was_ever_decided() -> None:
    assert matter().standing == Standing()
    assert matter().running is None


def test_declared_step_by_step_to_a_result() -> None:
    told = matter(declared(), step(), f.Finished(**happened(30)), _1=GOAL, _2=STEP, _3=RESULT)
    (programme,) = told.programmes
    assert [line.said for line in programme.lines] == [GOAL, STEP, RESULT]
    assert programme.steps[0].when == date(2026, 3, 10)
    assert (programme.owner, programme.due, programme.ended_at) == ("water_bureau", "2026-05", NOON + 30 * DAY)
    assert told.running is None
    assert told.standing == Standing(counts_from=NOON + 30 * DAY)


def test_ended_without_a_result() -> None:
    told = matter(declared(), f.EndedWithout(reason=f.EndReason.NO_MONEY, **happened(9)), _1=GOAL)
    assert (told.programmes[0].reason, told.programmes[0].result) == ("no_money", None)


def test_it_comes_back_and_there_is_another_one_with_its_own_steps() -> None:
    told = matter(declared(), step(), f.Finished(**happened(9)), declared(60), step(61), _1=GOAL, _5=STEP)
    assert [(it.number, len(it.steps)) for it in told.programmes] == [(1, 1), (2, 1)]
    assert told.running == told.programmes[1]
    assert told.standing == Standing(running=True, counts_from=NOON + 9 * DAY)


def test_set_aside_and_then_declared() -> None:
    aside = f.Dismissed(reason=f.DismissReason.ONCE, count=3, residents=5, **happened())
    assert matter(aside).standing.dismissed is not None
    assert matter(aside, declared(9)).standing == Standing(running=True)


@pytest.mark.parametrize(("of", "left"), [(1, [STEP, RESULT]), (2, [GOAL, RESULT]), (3, [GOAL, STEP])])
def test_a_sentence_is_taken_away_and_the_rest_stands(of: int, left: list[Sentence]) -> None:
    away = f.SentenceTakenAway(of=of, **happened(40))
    told = matter(declared(), step(), f.Finished(**happened(30)), away, _1=GOAL, _2=STEP, _3=RESULT)
    assert [line.said for line in told.programmes[0].lines] == left
    assert len(told.programmes[0].steps) == 1


def test_the_same_press_once_and_with_other_words_refused() -> None:
    fact = declared()
    assert matter(fact).already(fact.cause)
    assert not matter(fact).already(a_press("programme"))
    with pytest.raises(Refused, match="already_sent"):
        matter(fact).already(type(fact.cause)(fact.cause.id, "other words"))


def test_late_when_its_month_is_over_and_it_is_not() -> None:
    (running,) = matter(declared()).programmes
    assert not running.late(date(2026, 5, 31))
    assert running.late(date(2026, 6, 1))
    (ended,) = matter(declared(), f.Finished(**happened(9))).programmes
    assert not ended.late(date(2026, 6, 1))


def test_everybody_reads_of_what_was_public_then_and_is_now() -> None:
    (public,), (hidden,) = matter(declared()).programmes, matter(declared(public=False)).programmes
    assert for_everybody((public, hidden), CATEGORIES) == (public,)
    assert GAS_CHECK.public is PublicRule.NEVER
    assert for_everybody((public,), CATEGORIES | {LITTER.id: GAS_CHECK}) == ()
    assert for_everybody((public,), {}) == ()


def test_a_fact_that_nobody_knows_is_no_silence() -> None:
    with pytest.raises(TypeError, match="no rule for Fact"):
        matter(Fact(**happened()))


def test_months_behind_and_ahead() -> None:
    assert months_since(date(2025, 12, 9), date(2026, 3, 9)) == ("2026-03", "2026-02", "2026-01", "2025-12")
    assert months_since(date(2026, 3, 1), date(2026, 3, 9)) == ("2026-03",)
    assert months_from(date(2026, 11, 30), 3) == ("2026-11", "2026-12", "2027-01")
