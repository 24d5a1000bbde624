"""What happened in a period, from the cube."""

from collections import Counter
from datetime import date

from functions.digests.happened import UnitWork, Urgent, happened
from functions.digests.letters import Period
from functions.shared.domain import rows
from functions.shared.domain.request import Request
from functions.shared.domain.rows import Cell
from tests.builders import a_request, accepted, done, not_solved, not_solved_again, reopened, whistled

SPRING = Period(date(2026, 3, 1), date(2026, 6, 1))
WEEK = Period(date(2026, 3, 2), date(2026, 3, 9))


def cells(*found: tuple[str, str, int], priority: str = "P2", unit: str = "") -> Counter[Cell]:
    return Counter({Cell("longwangmiao", day, what, priority, "litter", unit): times for day, what, times in found})


def counted(request: Request) -> Counter[Cell]:
    return rows.cells(request)


def test_only_the_days_of_the_period_count() -> None:
    found = happened(
        cells(
            ("2026-03-01", "received.web", 5),
            ("2026-03-02", "received.web", 1),
            ("2026-03-08", "received.phone", 2),
            ("2026-03-09", "received.web", 7),
        ),
        WEEK,
    )
    assert found.channels == {"web": 1, "phone": 2}
    assert found.received == 3


def test_what_has_a_result_and_what_ended_without_work() -> None:
    found = happened(
        cells(
            ("2026-03-03", "closed.confirmed", 3),
            ("2026-03-03", "closed.partly", 1),
            ("2026-03-03", "closed.silent", 2),
            ("2026-03-03", "closed.settled", 1),
            ("2026-03-04", "closed.merged", 4),
            ("2026-03-04", "closed.explained", 1),
        ),
        WEEK,
    )
    assert (found.results, found.ended) == (7, 12)


def test_what_is_counted_by_the_day_it_was_due_is_another_count() -> None:
    assert happened(cells(("2026-03-03", "due.case", 9), ("2026-03-03", "due.deferred", 9)), WEEK).quiet


def test_urgent_matters_stand_apart_by_class() -> None:
    found = happened(
        cells(("2026-03-03", "received.web", 1), priority="P0")
        + cells(("2026-03-04", "received.phone", 2), priority="P1")
        + cells(("2026-03-04", "received.web", 5)),
        WEEK,
    )
    assert found.urgent == (Urgent("P0", "litter", "longwangmiao", 1), Urgent("P1", "litter", "longwangmiao", 2))
    assert found.received == 8


def test_what_each_unit_did() -> None:
    found = happened(
        cells(
            ("2026-03-03", "whistled", 4),
            ("2026-03-03", "accepted.on_time", 2),
            ("2026-03-04", "accepted.late", 1),
            ("2026-03-05", "done.on_time", 1),
            ("2026-03-05", "done.late", 1),
            ("2026-03-05", "raised", 3000),
            unit="water_bureau",
        ),
        WEEK,
    )
    assert found.units == {"water_bureau": UnitWork(4, 3, 1, 2, 1, 3000)}
    assert found.raised_yuan == 3000


def test_done_again_is_by_the_first_not_solved_the_desk_or_a_dispute() -> None:
    found = happened(
        cells(("2026-03-03", "reopened", 1), ("2026-03-04", "disputed", 2), ("2026-03-04", "redone", 4)), WEEK
    )
    assert found.reopened == 7


def test_a_first_not_solved_counts_once_and_so_does_what_the_desk_opens_after_the_second() -> None:
    at_work = a_request(whistled(), accepted(), done(), not_solved())
    assert happened(counted(at_work), SPRING).reopened == 1
    again = at_work.after(done(), not_solved_again(), reopened())
    assert happened(counted(again), SPRING).reopened == 2


def test_an_undone_cell_is_nothing() -> None:
    assert happened(cells(("2026-03-03", "received.web", 0)), WEEK).channels == {}
