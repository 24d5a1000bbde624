"""What becomes a line in the list of results (成效清单)."""

from dataclasses import replace

import pytest

from functions.results.publish import is_listed, line
from functions.shared.domain.directory import Category, PublicRule
from tests.builders import Told, a_request, accepted, closed, done, not_solved, partly, solved, whistled
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
