"""Any sequence of presses, on DynamoDB."""

import json
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from functions.shared.domain.decision import Decision
from functions.shared.domain.facts import Cause
from functions.shared.domain.request import Request
from functions.shared.domain.rows import Cell, Row, rows
from functions.shared.tables import requests, tallies
from functions.shared.tables.request_items import row_item
from infra.tools.verify_tables import verify
from tests.journeys import Journeys


class OnDynamoDB:
    """The true ledger, in tables that are emptied."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._known: list[str] = []
        for table, key in (("requests", ("request_id", "sort")), ("tallies", ("community_month", "cell"))):
            for item in client.scan(TableName=f"test-{table}")["Items"]:
                client.delete_item(TableName=f"test-{table}", Key={name: item[name] for name in key})

    load = staticmethod(requests.load)
    change = staticmethod(requests.change)
    change_both = staticmethod(requests.change_both)

    def file(
        self, request_id: str, cause: Cause, *decisions: Decision, beside: requests.Beside | None = None
    ) -> Request:
        filed = requests.file([request_id], cause, *decisions, beside=beside)
        self._known.append(request_id)
        return filed

    def rows(self) -> set[Row]:
        """The rows as they should be, if those that are stored are the same."""
        right = {row for request_id in set(self._known) for row in rows(requests.load(request_id))}
        stored = self._client.scan(TableName="test-requests", ConsistentRead=True)["Items"]
        there = [item for item in stored if not item["sort"]["S"].startswith("FACT#")]
        assert sorted(map(_flat, there)) == sorted(_flat(row_item(row).serialize()) for row in right)
        return right

    def cells(self) -> Counter[Cell]:
        months = {item["community_month"]["S"] for item in self._client.scan(TableName="test-tallies")["Items"]}
        return sum((tallies.month(*month.split("#")) for month in months), Counter())


def _flat(item: dict[str, Any]) -> str:
    return json.dumps(item, sort_keys=True)


def test_any_sequence_of_presses(tables: Any) -> None:
    class Machine(Journeys):
        def ledger(self) -> OnDynamoDB:
            return OnDynamoDB(tables)

        def teardown(self) -> None:
            assert not verify().wrong

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=6, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
