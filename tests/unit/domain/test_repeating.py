"""When requests repeat enough to be proposed as a programme."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.domain.recurring import About, Case, Dismissal, Recurring, Standing, about_of
from functions.shared.domain.repeating import WINDOW, came_from, repeating
from functions.shared.domain.rows import Cell
from tests.builders import DAY, NOON
from tests.county import ANKANG, COUNTY, GAS_CHECK, GAS_LEAK, LANE, LIGHTING, LITTER, LONGWANGMIAO

CATEGORIES = {it.id: it for it in COUNTY.categories}
COMPOUNDS = tuple(it.id for it in COUNTY.compounds if it.community == LONGWANGMIAO.id)
HERE = LONGWANGMIAO.id
LITTER_AT_ANKANG = About(HERE, ANKANG.id, LITTER.id)
CHECKS = About(HERE, None, GAS_CHECK.id)


def cases(
    many: int,
    category: str = LITTER.id,
    compound: str | None = ANKANG.id,
    at: datetime = NOON,
    joined: int = 0,
    first: int = 0,
) -> list[Case]:
    return [Case(f"3{first + n:09d}", at, category, HERE, compound, joined) for n in range(many)]


def came(many: int, day: str = "2026-03-09", measure: str = "received.web", unit: str = "") -> Counter[Cell]:
    return Counter({Cell(HERE, day, measure, "P2", GAS_CHECK.id, unit): many})


def found(
    *given: Case, cells: Counter[Cell] | None = None, known: dict[About, Standing] | None = None, now: datetime = NOON
) -> tuple[Recurring, ...]:
    return repeating(given, cells or Counter(), CATEGORIES, COMPOUNDS, now, known)


@pytest.mark.parametrize(("many", "enough"), [(2, False), (3, True)])
def test_three_of_a_kind_in_one_compound(many: int, enough: bool) -> None:
    assert [it.about for it in found(*cases(many))] == ([LITTER_AT_ANKANG] if enough else [])


def test_two_here_and_one_there_are_not_three() -> None:
    assert found(*cases(2), *cases(1, compound=LANE.id, first=5), *cases(2, LIGHTING.id, first=8)) == ()


@pytest.mark.parametrize(("many", "enough"), [(4, False), (5, True)])
def test_five_where_the_kind_is_told_by_community_whatever_compound_they_came_from(many: int, enough: bool) -> None:
    given = [replace(it, compound=LANE.id if n % 2 else None) for n, it in enumerate(cases(many, GAS_LEAK.id))]
    assert [it.about for it in found(*given)] == ([About(HERE, None, GAS_LEAK.id)] if enough else [])


def test_what_named_no_compound_counts_for_the_community_and_not_beside_a_compound() -> None:
    assert found(*cases(2), *cases(4, compound=None, first=5)) == ()
    assert [it.about.compound for it in found(*cases(5, compound=None))] == [None]


@pytest.mark.parametrize(("joined", "enough"), [(2, False), (3, True)])
def test_one_that_four_residents_have(joined: int, enough: bool) -> None:
    told = found(*cases(1, joined=joined))
    assert bool(told) is enough
    if enough:
        assert (told[0].count, told[0].residents) == (1, 4)


def test_residents_of_several_are_not_added_up_to_four() -> None:
    assert found(*cases(2, joined=2)) == ()


@pytest.mark.parametrize(
    ("ago", "counts"), [(WINDOW, True), (WINDOW + timedelta(microseconds=1), False), (timedelta(), True)]
)
def test_ninety_days_to_the_moment(ago: timedelta, counts: bool) -> None:
    assert bool(found(*cases(2), *cases(1, at=NOON - ago, first=5))) is counts


def test_what_is_open_and_has_a_copy_from_before_is_one() -> None:
    """Reopened, and the copy not yet taken back: the lists are not of one moment."""
    assert found(*cases(2), *cases(2)) == ()
    (told,) = found(*cases(3), *cases(3, joined=1))
    assert (told.count, told.residents) == (3, 6)


def test_a_kind_that_has_left_the_directory_is_nothing() -> None:
    assert found(*cases(9, "gone")) == ()


def test_the_oldest_first_and_since_when() -> None:
    given = [replace(it, received_at=NOON - n * DAY) for n, it in enumerate(cases(3))]
    (told,) = found(*given)
    assert [case.code for case in told.cases] == ["3000000002", "3000000001", "3000000000"]
    assert told.since == date(2026, 3, 7)


def test_in_the_directorys_order_whatever_comes_first_or_is_most() -> None:
    given = [
        *cases(5, GAS_LEAK.id, first=10),
        *cases(9, compound=LANE.id, first=20),
        *cases(3, LIGHTING.id, first=30),
        *cases(3, first=40),
    ]
    wanted = [(ANKANG.id, LITTER.id), (ANKANG.id, LIGHTING.id), (LANE.id, LITTER.id), (None, GAS_LEAK.id)]
    assert [(it.about.compound, it.about.category) for it in found(*given)] == wanted


def test_never_public_is_counted_by_the_tallies_without_a_compound() -> None:
    """Nothing names what has closed: two of them are open."""
    (told,) = found(*cases(2, GAS_CHECK.id), cells=came(5))
    assert (told.about, told.count, len(told.cases), told.public) == (CHECKS, 5, 2, False)
    assert found(*cases(2, GAS_CHECK.id), cells=came(4)) == ()


@pytest.mark.parametrize("ended", ["closed.withdrawn", "closed.rejected", "closed.merged"])
def test_never_public_without_what_was_taken_back(ended: str) -> None:
    assert found(cells=came(5) + came(1, measure=ended)) == ()
    assert found(cells=came(6) + came(1, measure=ended))[0].count == 5
    assert found(cells=came(5) + came(1, measure="closed.confirmed"))[0].count == 5


def test_the_tallies_count_from_the_same_day_on() -> None:
    first = (NOON - WINDOW).date()
    assert found(cells=came(5, day=first.isoformat()))[0].since == first
    assert found(cells=came(5, day=(first - DAY).isoformat())) == ()


def test_the_tallies_are_not_asked_about_what_is_public() -> None:
    public = Counter({Cell(HERE, "2026-03-09", "received.web", "P2", LITTER.id, ""): 9})
    assert found(cells=public) == ()


def test_what_came_before_its_last_programme_ended_counts_no_more() -> None:
    known = {LITTER_AT_ANKANG: Standing(counts_from=NOON - DAY)}
    before, after = cases(3, at=NOON - DAY), cases(3, at=NOON - DAY + timedelta(seconds=1), first=5)
    assert found(*before, known=known) == ()
    assert found(*before, *after, known=known)[0].count == 3
    ended = {CHECKS: Standing(counts_from=NOON - DAY)}
    assert found(cells=came(5, day="2026-03-08"), known=ended) == ()
    assert found(cells=came(5, day="2026-03-09"), known=ended)[0].count == 5


def dismissed(residents: int, at: datetime = NOON) -> Standing:
    return Standing(dismissed=Dismissal(at, "once", residents))


@pytest.mark.parametrize(
    ("given", "standing", "proposed"),
    [
        (cases(3), Standing(), True),
        (cases(3), Standing(running=True), False),
        (cases(3), dismissed(3), False),
        (cases(5), dismissed(3), False),
        (cases(6), dismissed(3), True),
        ([*cases(1, joined=3), *cases(2, first=5)], dismissed(3), True),  # three more residents with one of them
        (cases(3, at=NOON + DAY), dismissed(9), True),  # others, as many as before have left the window
        ([*cases(1), *cases(2, at=NOON + DAY, first=5)], dismissed(9), False),
    ],
)
def test_set_aside_until_it_grows(given: list[Case], standing: Standing, proposed: bool) -> None:
    (told,) = found(*given, now=NOON + 2 * DAY)
    assert told.proposed(standing) is proposed


@pytest.mark.parametrize("about", [LITTER_AT_ANKANG, CHECKS])
def test_an_address_leads_back(about: About) -> None:
    assert about_of(about.id) == about


@pytest.mark.parametrize("text", ["", "a.b", "a..", "..c", "a.b.c.d", "A.b.c", "a/b.c.d", "a.b.c\n", "龙.b.c"])
def test_an_address_of_nothing(text: str) -> None:
    with pytest.raises(Refused, match="unknown_page"):
        about_of(text)


def test_what_came_says_from_where() -> None:
    (station,) = came(1, measure="received.station", unit="ankang_station")
    (closed,) = came(1, measure="closed.settled", unit="ankang_station")
    assert came_from(station) == (HERE, "ankang_station")
    assert came_from(closed) is None
