"""What becomes a line in the list of results (成效清单)."""

from dataclasses import replace

import pytest

from functions.results.publish import is_listed, line
from functions.shared.domain.directory import Category, PublicRule
from tests.builders import (
    Happening,
    Told,
    a_request,
    accepted,
    closed,
    closed_partly,
    closed_silent,
    disputed,
    done,
    explained,
    merged,
    not_solved,
    partly,
    rejected,
    reopened,
    settled,
    solved,
    transferred,
    whistled,
    withdrawn,
    words_released,
)
from tests.county import ANKANG, GAS_CHECK, GAS_LEAK, LITTER, LONGWANGMIAO, RED_CROSS, WATER_BUREAU


def closed_about(category: Category) -> Told:
    return a_request(whistled(), accepted(), done(), solved(), category=category)


def test_what_was_closed() -> None:
    assert is_listed(closed())


@pytest.mark.parametrize(
    "request_",
    [
        a_request(),
        a_request(whistled(), accepted(), done()),
        a_request(whistled(), accepted(), done(), partly()),
        a_request(whistled(), accepted(), done(), not_solved()),
    ],
    ids=lambda request: request.state,
)
def test_nothing_that_is_open(request_: Told) -> None:
    assert not is_listed(request_)


def test_never_what_is_never_public() -> None:
    assert not is_listed(closed_about(GAS_CHECK))
    assert is_listed(closed_about(replace(GAS_CHECK, public=PublicRule.OUTCOME)))


def test_the_line() -> None:
    request = closed()
    told = line(request, LITTER, LONGWANGMIAO, ANKANG, WATER_BUREAU.name)
    assert (told.code, told.closed_as) == (request.id, "confirmed")
    assert (told.asked_at, told.closed_at) == (request.filed.at, request.since)
    assert (told.category, told.community, told.place, told.unit) == (
        LITTER.name,
        LONGWANGMIAO.name,
        ANKANG.name,
        WATER_BUREAU.name,
    )


def test_the_place_is_no_finer_than_the_categorys_rule() -> None:
    told = line(closed_about(GAS_LEAK), GAS_LEAK, LONGWANGMIAO, ANKANG, RED_CROSS.name)
    assert told.place == LONGWANGMIAO.name


@pytest.mark.parametrize(
    ("ends", "listed"),
    [
        (settled(), True),
        (explained(), True),
        (transferred(), True),
        (rejected(), False),
        (withdrawn(), False),
        (merged(), False),
    ],
)
def test_what_ends_without_work_is_listed_where_it_is_an_answer(ends: Happening, listed: bool) -> None:
    assert is_listed(a_request(ends)) is listed


def test_partly_and_silent_are_listed_as_what_they_are() -> None:
    said_done = a_request(whistled(), accepted(), done())
    for request, closed_as in (
        (said_done.after(partly(), closed_partly()), "partly"),
        (said_done.after(closed_silent()), "silent"),
    ):
        assert is_listed(request)
        assert line(request, LITTER, LONGWANGMIAO, ANKANG, RED_CROSS.name).closed_as == closed_as


def test_reopened_it_leaves_the_list() -> None:
    assert not is_listed(closed().after(reopened()))
    assert not is_listed(closed().after(disputed()))


def test_what_is_let_out_later_moves_no_line() -> None:
    request = closed().after(words_released())
    assert is_listed(request)
    assert line(request, LITTER, LONGWANGMIAO, ANKANG, None).closed_at == closed().since
