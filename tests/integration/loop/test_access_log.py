"""The list of looks at personal data."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from functions.shared.domain.access import Look, Purpose
from functions.shared.tables import access_log
from tests.builders import NOON

CODE, OTHER = "3000000001", "3000000002"


def test_a_look_is_found_by_whose_data_it_was_and_by_who_looked(tables: Any) -> None:
    access_log.record("clerk", CODE, Purpose.READ_CASE, NOON)
    access_log.record("lead", CODE, Purpose.EXPORT, NOON + timedelta(minutes=1))
    access_log.record("clerk", OTHER, Purpose.CALL_BACK, NOON + timedelta(minutes=2))
    first = Look(CODE, "clerk", Purpose.READ_CASE, NOON)
    assert access_log.of_request(CODE) == (
        [Look(CODE, "lead", Purpose.EXPORT, NOON + timedelta(minutes=1)), first],
        None,
    )
    assert access_log.by_staff("clerk") == (
        [Look(OTHER, "clerk", Purpose.CALL_BACK, NOON + timedelta(minutes=2)), first],
        None,
    )


def test_two_looks_at_the_same_instant_are_two(tables: Any) -> None:
    for purpose in (Purpose.READ_CASE, Purpose.PRINT_SLIP):
        access_log.record("clerk", CODE, purpose, NOON)
    access_log.record("clerk", OTHER, Purpose.READ_CASE, NOON)
    assert len(access_log.of_request(CODE)[0]) == 2
    assert len(access_log.by_staff("clerk")[0]) == 3


def test_pages_go_on_where_the_one_before_ended(tables: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_log, "PAGE", 2)
    for minute in range(5):
        access_log.record("clerk", CODE, Purpose.READ_CASE, NOON + timedelta(minutes=minute))
    pages: tuple[Callable[[str | None], tuple[list[Look], str | None]], ...] = (
        partial(access_log.of_request, CODE),
        partial(access_log.by_staff, "clerk"),
    )
    for page in pages:
        seen, before = page(None)
        while before:
            more, before = page(before)
            seen += more
        assert [look.at for look in seen] == [NOON + timedelta(minutes=minute) for minute in (4, 3, 2, 1, 0)]


def test_it_holds_ids_and_times_and_is_kept_for_three_years(tables: Any) -> None:
    access_log.record("clerk", CODE, Purpose.READ_CASE, NOON)
    (item,) = tables.scan(TableName="test-access_log")["Items"]
    assert set(item) == {"request_id", "look", "staff", "at", "purpose", "expires_at"}
    assert int(item["expires_at"]["N"]) >= (NOON + timedelta(days=3 * 365 + 1)).timestamp()
