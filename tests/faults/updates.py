"""Update expressions as PynamoDB writes them, carried out straight away.

moto builds a tree of each expression and walks it a dozen times: with leases, budgets and tallies that was a third of
the suite. Whatever isn't one of the few forms below is left to moto.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from moto.dynamodb.comparisons import create_condition_expression_parser
from moto.dynamodb.exceptions import ConditionalCheckFailed
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType

Value = Mapping[str, Any]  # as DynamoDB writes it: {"S": "…"}
_CLAUSES = re.compile(r"\b(SET|REMOVE|ADD|DELETE)\s")
_COMMA = re.compile(r",(?![^(]*\))")
_SET = re.compile(
    r"(?P<to>#\d+)\s*=\s*(?:if_not_exists\s*\((?P<unless>#\d+),\s*(?P<otherwise>:\d+)\)|(?P<value>:\d+))$"
)
_PAIR = re.compile(r"(?P<to>#\d+)\s+(?P<value>:\d+)$")
_NAME = re.compile(r"(?P<to>#\d+)$")
_FORMS = {"SET": _SET, "REMOVE": _NAME, "ADD": _PAIR, "DELETE": _PAIR}


class Unusual(Exception):
    """Not one of the forms known here; nothing has been changed."""


@contextmanager
def straight_away() -> Iterator[None]:
    """moto carries updates out straight away inside."""
    update = DynamoDBBackend.update_item

    def update_lean(self: Any, table_name: str, key: Any, update_expression: str = "", **more: Any) -> Any:
        table = self.tables[table_name]
        keys = [DynamoType(key[name]) for name in (table.hash_key_attr, table.range_key_attr) if name]
        item = table.get_item(*keys)
        names, values = more["expression_attribute_names"] or {}, more["expression_attribute_values"] or {}
        try:
            after = changed(update_expression, item.attrs if item is not None else {}, names, values)
        except Unusual:
            return update(self, table_name, key, update_expression=update_expression, **more)
        if (condition := more.get("condition_expression")) is not None:
            wanted = create_condition_expression_parser(condition, names, values).parse()
            if not wanted.expr(item):
                raise ConditionalCheckFailed
        if item is None:
            table.put_item(key)
            item = table.get_item(*keys)
        for name, value in after.items():
            if value is None:
                item.attrs.pop(name, None)
            else:
                item.attrs[name] = value
        return item

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DynamoDBBackend, "update_item", update_lean)
        yield


@cache
def actions(expression: str) -> tuple[tuple[str, Mapping[str, str | None]], ...]:
    """Each clause's verb and its parts. Raises Unusual."""
    return tuple(_actions(expression))


def changed(
    expression: str, attributes: Mapping[str, Any], names: Mapping[str, str], values: Mapping[str, Value]
) -> Any:
    """What each attribute that changes becomes; None where it goes. Raises Unusual."""
    after: dict[str, DynamoType | None] = {}
    for verb, parts in actions(expression):
        name = names[parts["to"] or ""]
        given = values[value] if (value := parts.get("value")) else None
        if verb == "REMOVE":
            after[name] = None
        elif verb == "SET" and given is None:
            there = attributes.get(names[parts["unless"] or ""])
            after[name] = there if there is not None else DynamoType(dict(values[parts["otherwise"] or ""]))
        elif verb == "SET":
            after[name] = DynamoType(dict(given or {}))
        else:
            after[name] = _added(verb, attributes.get(name), given or {})
    return after


def _actions(expression: str) -> Iterator[tuple[str, Mapping[str, str | None]]]:
    before, *rest = _CLAUSES.split(expression)
    if before.strip():
        raise Unusual(expression)
    for verb, told in zip(rest[::2], rest[1::2], strict=True):
        for action in _COMMA.split(told):
            if (found := _FORMS[verb].match(action.strip())) is None:
                raise Unusual(expression)
            yield verb, found.groupdict()


def _added(verb: str, there: Any, given: Value) -> DynamoType | None:
    ((kind, value),) = given.items()
    if there is not None and there.type != kind:
        raise Unusual(verb)
    if kind == "N" and verb == "ADD":
        total = Decimal(there.value if there is not None else 0) + Decimal(value)
        return DynamoType({"N": f"{total:f}"})
    if kind != "SS":
        raise Unusual(verb)
    held = list(there.value) if there is not None else []
    if verb == "ADD":
        return DynamoType({kind: held + [each for each in value if each not in held]})
    left = [each for each in held if each not in value]
    return DynamoType({kind: left}) if left else None
