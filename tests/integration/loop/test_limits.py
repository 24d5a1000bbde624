"""How often something may be tried in a while."""

from datetime import timedelta
from typing import Any

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.tables.limits import Limit, give_back, take_tries
from tests.builders import MINUTE, NOON

PER_ORDER, PER_ADDRESS = Limit("order#6", 5, 900), Limit("address#::1", 20, 900)
pytestmark = pytest.mark.usefixtures("tables")


def tries(times: int, limit: Limit = PER_ORDER, at: Any = NOON) -> None:
    for _ in range(times):
        take_tries([limit], at)


def test_so_many_and_no_more() -> None:
    tries(5)
    with pytest.raises(Refused, match="too_many_tries") as refused:
        tries(1)
    assert refused.value.details == {"minutes": 15}


def test_the_next_window_begins_anew() -> None:
    tries(5)
    with pytest.raises(Refused):
        tries(1, at=NOON + 14 * MINUTE)
    tries(5, at=NOON + 15 * MINUTE)


def test_each_subject_on_its_own() -> None:
    tries(5)
    tries(20, PER_ADDRESS)
    with pytest.raises(Refused):
        take_tries([Limit("order#7", 5, 900), PER_ADDRESS], NOON)


def test_a_right_try_does_not_count() -> None:
    for _ in range(10):
        take_tries([PER_ORDER, PER_ADDRESS], NOON)
        give_back([PER_ORDER, PER_ADDRESS], NOON)
    tries(5)


def test_a_window_that_ends_between_trying_and_giving_back(tables: Any) -> None:
    before = NOON - timedelta(microseconds=1)
    take_tries([PER_ORDER], before)
    give_back([PER_ORDER], NOON)
    tries(5)
    with pytest.raises(Refused):
        tries(1)


def test_a_refused_try_makes_the_wait_no_longer(tables: Any) -> None:
    tries(5)
    for _ in range(3):
        with pytest.raises(Refused):
            tries(1)
    (item,) = tables.scan(TableName="test-limits")["Items"]
    assert item["tries"]["N"] == "5"
    assert int(item["expires_at"]["N"]) == int(NOON.timestamp()) + 1800
