"""Counts what a piece of work costs in DynamoDB, at the botocore boundary, and checks the keys it writes.

The emulators' own ConsumedCapacity is too low for queries and silent about transactions' keys. Rules from "Read and
write capacity" and "Working with item sizes and formats" in the Amazon DynamoDB developer guide: a write unit for
each KB begun, doubled in a transaction; an index is written when an entry of its own changes, once (twice when the
entry moves), never doubled.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.tables import described

_DESCRIBED = described()
Item = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Written:
    """One item written: `table` as the design calls it, what it is, and its units with those of each index."""

    table: str
    what: str
    units: int
    index_units: Mapping[str, int]

    @property
    def total(self) -> int:
        return self.units + sum(self.index_units.values())


@dataclass
class Meter:
    """Attach to a client, work, read `written`, `reads` and `wrong_keys`. Sees only what passes while attached."""

    written: list[Written] = field(default_factory=list)
    reads: list[tuple[str, str]] = field(default_factory=list)
    wrong_keys: list[str] = field(default_factory=list)
    _before: dict[tuple[str, ...], Item] = field(default_factory=dict)

    @property
    def write_units(self) -> int:
        return sum(written.total for written in self.written)

    def attach(self, client: Any) -> None:
        client.meta.events.register("before-call.dynamodb", self._seen, unique_id=f"meter-{id(self)}")

    def detach(self, client: Any) -> None:
        client.meta.events.unregister("before-call.dynamodb", unique_id=f"meter-{id(self)}")

    def _seen(self, model: Any, params: Mapping[str, Any], **_: Any) -> None:
        self.seen(model.name, params["body"])

    def seen(self, operation: str, sent: bytes) -> None:
        """Count one call."""
        body = json.loads(sent)
        match operation:
            case "TransactWriteItems":
                for action in body["TransactItems"]:
                    ((verb, told),) = action.items()
                    self._write(verb, told, factor=2)
            case "PutItem" | "UpdateItem" | "DeleteItem":
                self._write(operation.removesuffix("Item"), body, factor=1)
            case "GetItem" | "Query":
                self.reads.append((_short(body["TableName"]), operation))
            case "BatchGetItem":
                self.reads.extend((_short(table), operation) for table in body["RequestItems"])

    def _write(self, verb: str, told: Mapping[str, Any], factor: int) -> None:
        table = _short(told["TableName"])
        keys = _key_names(table)
        given: Item = told.get("Item") or told.get("Key") or {}
        if not set(keys) <= given.keys() or ("Key" in told and set(keys) != given.keys()):
            self.wrong_keys.append(f"{verb} on {table} with {sorted(given)}, not {keys}")
            return
        at = (table, *(str(given[key]) for key in keys))
        before = self._before.get(at, {})
        after: Item = {} if verb == "Delete" else (told.get("Item") or before | given)
        self._before[at] = after
        units = factor * max(1, math.ceil(max(_size(before), _size(after)) / 1024))
        what = given.get("sort", {}).get("S", verb).partition("#")[0]
        indexes = {name: cost for name, index in _indexes(table) if (cost := _index_units(index, keys, before, after))}
        self.written.append(Written(table, what, units, indexes))


def _index_units(index: Mapping[str, Any], keys: Iterable[str], before: Item, after: Item) -> int:
    named = [element["AttributeName"] for element in index["KeySchema"]]
    old, new = (_entry(index, named, keys, item) for item in (before, after))
    if old == new:
        return 0
    moved = bool(old and new) and any(old[key] != new[key] for key in named)
    return 2 if moved else 1


def _entry(index: Mapping[str, Any], named: list[str], keys: Iterable[str], item: Item) -> Item:
    if any(name not in item for name in named):
        return {}
    if index["Projection"]["ProjectionType"] == "ALL":
        return item
    return {name: item[name] for name in {*named, *keys}}


def _short(table: str) -> str:
    return table.rpartition("-")[2]


def _size(item: Item) -> int:
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            return math.ceil(len(held) / 2) + 1
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value_size(inner) for name, inner in held.items())
        case "L":
            return 3 + sum(1 + _value_size(inner) for inner in held)
    return 1


def _key_names(table: str) -> list[str]:
    return [element["AttributeName"] for element in _DESCRIBED[table]["KeySchema"]]


def _indexes(table: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index in _DESCRIBED[table].get("GlobalSecondaryIndexes", ()):
        yield index["IndexName"], index
