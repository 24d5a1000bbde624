"""moto's DynamoDB with the same answers in less time: thousands of requests in one table have to be affordable.

moto copies whole tables for each action of a transaction, so that it can undo it, looks through a whole table for each
query of one partition, and checks each value of an answer against the service's model. Here only the items that a
transaction names are kept, a query sees its partition, or what has its key in an index, and an answer is written as the
JSON that it is.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from moto.core import responses as responses_of_all
from moto.core.responses import ActionResult
from moto.core.utils import method_names_from_class
from moto.dynamodb import models, responses
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing.expressions import UpdateExpressionParser  # type: ignore[attr-defined]
from moto.moto_api import recorder

_ITEMS = frozenset({"Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"})
_INDEX_NAME = 6  # the place of `index_name` among the arguments of Table.query behind its key


@contextmanager
def lean() -> Iterator[None]:
    """moto is lean inside."""
    transact, parsed = DynamoDBBackend.transact_write_items, UpdateExpressionParser.make
    query, answer = Table.query, ActionResult.execute_result

    def transact_lean(self: Any, actions: list[dict[str, Any]]) -> None:
        named = [_named(self, told) for action in actions for told in action.values()]
        kept = [(table, keys, deepcopy(table.get_item(*keys))) for table, keys in named]
        try:
            transact(self, actions)
        except Exception:
            for table, keys, item in kept:
                _put_back(table, keys, item)
            raise

    def answer_lean(self: Any, context: Any) -> Any:
        if context.operation_model.name not in _ITEMS or not isinstance(self.result, dict):
            return answer(self, context)
        told = {name: value for name, value in self.result.items() if value is not None}
        return 200, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps(told, default=_as_json)

    def query_lean(self: Any, hash_key: Any, *rest: Any, **more: Any) -> Any:
        if rest[_INDEX_NAME] is not None:
            there = _with_keys(self, more["hash_key_conditions"])
        elif self.range_key_attr:
            there = list(self.items.get(hash_key, {}).values())
        else:
            return query(self, hash_key, *rest, **more)
        self.all_items = lambda: there
        try:
            return query(self, hash_key, *rest, **more)
        finally:
            del self.all_items

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DynamoDBBackend, "transact_write_items", transact_lean)
        patch.setattr(responses, "UpdateExpressionParser", SimpleNamespace(make=cache(parsed)))  # only looked at there
        patch.setattr(Table, "query", query_lean)
        patch.setattr(ActionResult, "execute_result", answer_lean)
        patch.setattr(recorder, "_record_request", lambda request: None)
        patch.setattr(responses_of_all, "method_names_from_class", cache(method_names_from_class))
        whole = SimpleNamespace(deepcopy=lambda it: it if isinstance(it, Table) else deepcopy(it))
        patch.setattr(models, "copy", whole)
        yield


def _as_json(value: Any) -> Any:
    """What moto itself would ask of a value that isn't plain."""
    return value.to_json()


def _with_keys(table: Any, conditions: Any) -> list[Any]:
    """The items that have just these values of an index's key."""
    wanted = [(name, value.value) for name, value in map(_condition, conditions)]
    partitions = table.items.values()
    items = (item for held in partitions for item in (held.values() if isinstance(held, dict) else (held,)))
    return [
        item
        for item in items
        if all((there := item.attrs.get(name)) is not None and there.value == value for name, value in wanted)
    ]


def _condition(told: Any) -> Any:
    name, value = told
    return name, value if isinstance(value, DynamoType) else DynamoType(value)


def _named(backend: Any, told: dict[str, Any]) -> tuple[Any, tuple[Any, ...]]:
    table = backend.tables[told["TableName"]]
    given = told.get("Item") or told["Key"]
    names = [name for name in (table.hash_key_attr, table.range_key_attr) if name]
    return table, tuple(DynamoType(given[name]) for name in names)


def _put_back(table: Any, keys: tuple[Any, ...], item: Any) -> None:
    held = table.items if len(keys) == 1 else table.items[keys[0]]
    if item is None:
        held.pop(keys[-1], None)
    else:
        held[keys[-1]] = item
