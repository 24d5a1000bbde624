"""Three sentences, by rules from the figures."""

from dataclasses import replace
from datetime import timedelta

from functions.digests.happened import Happened
from functions.digests.summary import summary
from tests.unit.pages.digest_examples import BUSY, CALMER, LATE, QUIET
from tests.unit.pages.world import NOW


def said(now: Happened, before: Happened = QUIET, late: int = 0, waiting: int = 0) -> list[str]:
    return [it.what for it in summary(now, before, (LATE,) * late, waiting, NOW)]


def test_always_three() -> None:
    assert said(QUIET) == ["came_none", "became_nothing", "nothing_presses"]
    assert said(BUSY, CALMER, late=1, waiting=4) == ["came_more", "became", "late"]


def test_how_much_came_beside_the_period_before() -> None:
    more, *_ = summary(BUSY, CALMER, (), 0, NOW)
    assert (more.number, more.other) == (22, 8)
    fewer, *_ = summary(CALMER, BUSY, (), 0, NOW)
    assert (fewer.what, fewer.number, fewer.other) == ("came_fewer", 14, 8)
    assert said(BUSY, BUSY)[0] == "came_same"


def test_partly_and_silent_are_never_solved() -> None:
    _, became, _ = summary(BUSY, CALMER, (), 0, NOW)
    assert (became.number, became.solved, became.partly, became.silent, became.settled) == (15, 9, 2, 3, 1)


def test_what_ended_without_work_is_no_result() -> None:
    _, became, _ = summary(replace(QUIET, closed={"explained": 3}), QUIET, (), 0, NOW)
    assert (became.what, became.other) == ("became_nothing", 3)


def test_what_presses_is_the_longest_late_before_what_waits() -> None:
    late = (replace(LATE, due=NOW - timedelta(days=3)), LATE)
    *_, presses = summary(BUSY, CALMER, late, 4, NOW)
    assert (presses.what, presses.number, presses.length) == ("late", 2, timedelta(days=3))
    assert said(BUSY, waiting=4)[2] == "waits"
