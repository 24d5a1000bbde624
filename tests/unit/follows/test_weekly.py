"""A week as everybody may know it."""

from datetime import timedelta

from functions.follows.weekly import WEEK, Week, closed_in, is_new, longest_open, may_be_told
from functions.shared.domain.directory import Name
from functions.shared.domain.views import ResultLine
from tests.builders import DAY, NOON, Told, a_request, accepted, done, solved, whistled
from tests.county import ANKANG, GAS_CHECK, GAS_LEAK, LITTER, LONGWANGMIAO, RED_CROSS

UNTIL = NOON + WEEK
SECOND = timedelta(seconds=1)


def a_line(closed_at: object, place: Name = ANKANG.name) -> ResultLine:
    return ResultLine("3825061749", NOON, closed_at, "confirmed", LITTER.name, LONGWANGMIAO.name, place)  # type: ignore[arg-type]


def test_a_week_begins_where_the_one_before_ends() -> None:
    first, last = a_line(UNTIL - WEEK), a_line(UNTIL - SECOND)
    lines = [a_line(UNTIL), last, first, a_line(UNTIL - WEEK - SECOND)]
    assert closed_in(lines, None, UNTIL) == (last, first)
    assert closed_in(lines, None, UNTIL + WEEK) == (lines[0],)


def test_of_a_compound_only_what_shows_that_it_is_there() -> None:
    there, coarse = a_line(UNTIL - DAY), a_line(UNTIL - DAY, LONGWANGMIAO.name)
    assert closed_in([there, coarse], ANKANG.name, UNTIL) == (there,)
    assert closed_in([there, coarse], None, UNTIL) == (there, coarse)


def test_what_may_be_told() -> None:
    assert may_be_told(a_request(), None)
    assert may_be_told(a_request(), ANKANG.id)
    assert not may_be_told(a_request(category=GAS_CHECK), None)
    assert not may_be_told(a_request(category=GAS_LEAK), ANKANG.id)  # its compound is told to nobody
    assert not may_be_told(a_request(whistled(to=RED_CROSS), accepted(), done(), solved()), None)


def test_new_and_open_for_longest() -> None:
    def since(days: float) -> Told:
        return a_request(at=UNTIL - days * DAY)

    assert [is_new(since(days), UNTIL) for days in (0, 1, 7, 7.1)] == [False, True, True, False]
    old = [since(days) for days in (40, 30, 20, 10, 3)]
    assert longest_open(old, UNTIL) == tuple(old[:3])
    assert longest_open(old[3:], UNTIL) == (old[3],)


def test_nobody_is_written_to_about_nothing() -> None:
    assert Week(UNTIL, (), (), ()).quiet
    assert not Week(UNTIL, (a_line(UNTIL),), (), ()).quiet
