"""How often something may be tried in a while."""

from datetime import timedelta
from typing import Any

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.tables.connection import client
from functions.shared.tables.limits import Limit, at_a_door, count, counted, give_back, network, take_tries, use_once
from tests.builders import DAY, MINUTE, NOON
from tests.meter import Meter

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


class TestCounting:
    def test_says_how_many_with_this_one_and_none_where_no_more_are_to_be_had(self, tables: Any) -> None:
        assert [count(PER_ORDER, NOON) for _ in range(7)] == [1, 2, 3, 4, 5, None, None]
        assert count(PER_ORDER, NOON + 15 * MINUTE) == 1

    def test_several_at_once(self, tables: Any) -> None:
        assert [count(PER_ADDRESS, NOON, 8) for _ in range(4)] == [8, 16, 24, None]

    def test_is_one_conditional_write_whether_any_are_left_or_not(self, tables: Any) -> None:
        meter = Meter()
        meter.attach(client())
        for _ in range(6):
            count(PER_ORDER, NOON)
        meter.detach(client())
        assert [(it.table, it.total) for it in meter.written] == [("limits", 1)] * 6
        assert meter.reads == []

    def test_reads_several_in_one(self, tables: Any) -> None:
        tries(3)
        meter = Meter()
        meter.attach(client())
        assert counted([PER_ORDER, PER_ADDRESS], NOON) == {PER_ORDER: 3, PER_ADDRESS: 0}
        meter.detach(client())
        assert {operation for _, operation in meter.reads} == {"BatchGetItem"}
        assert counted([PER_ORDER], NOON + 15 * MINUTE) == {PER_ORDER: 0}

    @pytest.mark.parametrize(("seconds", "minutes"), [(0, 15), (1, 15), (60, 14), (899, 1)])
    def test_knows_when_the_next_window_begins(self, seconds: int, minutes: int) -> None:
        assert PER_ORDER.minutes_left(NOON + timedelta(seconds=seconds)) == minutes


class TestOnce:
    def test_by_whoever_is_first_however_often_they_come(self, tables: Any) -> None:
        assert use_once("proof#1", "a", NOON + DAY, NOON)
        assert use_once("proof#1", "a", NOON + DAY, NOON + MINUTE)
        assert not use_once("proof#1", "b", NOON + DAY, NOON)
        assert use_once("proof#2", "b", NOON + DAY, NOON)

    def test_is_remembered_for_longer_than_it_is_good(self, tables: Any) -> None:
        use_once("proof#1", "a", NOON + DAY, NOON)
        (item,) = tables.scan(TableName="test-limits")["Items"]
        assert int(item["expires_at"]["N"]) > (NOON + DAY).timestamp()

    def test_is_one_write(self, tables: Any) -> None:
        meter = Meter()
        meter.attach(client())
        use_once("proof#1", "a", NOON + DAY, NOON)
        use_once("proof#1", "b", NOON + DAY, NOON)
        meter.detach(client())
        assert [(it.table, it.total) for it in meter.written] == [("limits", 1)] * 2
        assert meter.reads == []


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("2001:DB8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64"),
        ("2001:db8:0:2::1", "2001:db8:0:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unknown"),
        (":" * 5000, ":" * 45),
        ("", ""),
    ],
)
def test_of_an_address_the_network_counts(address: str, counted_as: str) -> None:
    assert network(address) == counted_as


def test_a_door_counts_a_household_as_one() -> None:
    neighbours = [at_a_door("order#6", f"2001:db8:0:1::{host}")[1].subject for host in (1, 2)]
    assert neighbours == ["address#2001:db8:0:1::/64"] * 2
