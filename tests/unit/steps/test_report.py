"""How it goes, and that it is done."""

from collections.abc import Callable

import pytest

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import ProgressReported, WorkClaimedDone
from functions.shared.domain.request import Request
from functions.shared.domain.rows import cells
from functions.shared.steps.report import claim_done, report_progress
from tests.builders import DAY, HOUR, NOON, a_press, a_request, accepted, done, not_solved, rescheduled, whistled
from tests.county import RED_CROSS, WATER_BUREAU

Step = Callable[..., Decision]
STEPS = pytest.mark.parametrize("step", [report_progress, claim_done])


def told(step: Step, request: Request, words: str = "钥匙在门卫") -> Decision:
    return step(
        request,
        number=1,
        unit=RED_CROSS,
        public_words="装了五盏太阳能灯",
        words=words,
        cause=a_press(),
        now=NOON + HOUR,
    )


@pytest.mark.parametrize(("step", "kind"), [(report_progress, ProgressReported), (claim_done, WorkClaimedDone)])
def test_one_sentence_for_everybody_and_words_for_the_resident(step: Step, kind: type) -> None:
    decision = told(step, a_request(whistled_to=RED_CROSS).after(accepted()))
    assert type(decision.fact) is kind
    assert decision.fact.by == "unit:red_cross"
    assert (decision.public_words, decision.words) == ("装了五盏太阳能灯", "钥匙在门卫")


def test_money_that_a_unit_raised_is_added_up_as_it_says() -> None:
    request = a_request(whistled_to=RED_CROSS).after(accepted(), done(raised=4500), not_solved(), done(raised=500))
    assert request.raised_yuan == {"red_cross": 5000}
    raised = {cell.unit: yuan for cell, yuan in cells(request).items() if cell.measure == "raised"}
    assert raised == {"red_cross": 5000}
    assert not [
        cell for cell in cells(a_request(whistled_to=RED_CROSS).after(accepted(), done())) if cell.measure == "raised"
    ]


@STEPS
def test_the_resident_need_be_told_nothing_more(step: Step) -> None:
    assert told(step, a_request(whistled_to=RED_CROSS).after(accepted()), words="").words is None


@STEPS
def test_also_after_a_later_date_and_after_not_solved(step: Step) -> None:
    at_work = a_request(whistled_to=RED_CROSS).after(accepted())
    assert told(step, at_work.after(rescheduled(NOON + 9 * DAY)))
    assert told(step, at_work.after(done(), not_solved()))


@STEPS
def test_first_it_must_be_taken(step: Step) -> None:
    with pytest.raises(Refused, match="not_yet_taken"):
        told(step, a_request(whistled_to=RED_CROSS))


@STEPS
def test_once_done_there_is_no_more_to_report(step: Step) -> None:
    with pytest.raises(Refused, match="already_done"):
        told(step, a_request(whistled_to=RED_CROSS).after(accepted(), done()))


@STEPS
def test_of_another_units_work_it_can_say_nothing(step: Step) -> None:
    with pytest.raises(Refused, match="not_your_order"):
        told(step, a_request(whistled_to=WATER_BUREAU).after(accepted()))


@STEPS
def test_nor_of_work_that_was_taken_away(step: Step) -> None:
    with pytest.raises(Refused, match="withdrawn"):
        told(step, a_request(whistled_to=RED_CROSS).after(whistled(to=WATER_BUREAU)))
