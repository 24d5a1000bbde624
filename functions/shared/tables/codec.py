"""Frozen dataclasses as JSON texts and back, by their types: times, enums, tuples, optional and nested ones."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from functions.shared.tables.times import read, written


def dumps(value: Any, leave: tuple[str, ...] = ()) -> str:
    """`plain(value)` as a JSON text."""
    return json.dumps(plain(value, leave), ensure_ascii=False, separators=(",", ":"))


def plain(value: Any, leave: tuple[str, ...] = ()) -> Any:
    """`value` as JSON can hold it; fields that are None or named in `leave` are left out."""
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if is_dataclass(value):
        named = ((field.name, getattr(value, field.name)) for field in fields(value) if field.name not in leave)
        return {name: plain(item) for name, item in named if item is not None}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def build(kind: type, given: dict[str, Any]) -> Any:
    """The dataclass `kind` from what `plain` made of it. Raises TypeError, ValueError or KeyError if it isn't one."""
    readers = _readers(kind)
    return kind(**{name: readers[name](value) for name, value in given.items()})


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) in (Union, UnionType):
        (inner,) = (arg for arg in get_args(hint) if arg is not NoneType)
        return _reader(inner)
    if get_origin(hint) is tuple:
        item = _reader(get_args(hint)[0])
        return lambda values: tuple(item(value) for value in values)
    if isinstance(hint, NewType):
        return _reader(hint.__supertype__)
    if hint is datetime:
        return read
    if hint is timedelta:
        return lambda seconds: timedelta(seconds=seconds)
    if is_dataclass(hint) and isinstance(hint, type):
        return lambda value: build(hint, value) if isinstance(value, dict) else value
    if issubclass(hint, StrEnum):
        return lambda value: hint(value)
    return lambda value: value
