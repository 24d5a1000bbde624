"""Frozen dataclasses as JSON texts and back, by their types: times, enums, tuples, optional and nested ones."""

import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
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


def build(kind: type, given: Any) -> Any:
    """The dataclass `kind` from what `plain` made of it. Raises TypeError, ValueError or KeyError if it isn't one."""
    if not isinstance(given, dict):
        raise TypeError(f"a {type(given).__name__} is no {kind.__name__}")
    readers = _readers(kind)
    return kind(**_left_out(kind) | {name: readers[name](value) for name, value in given.items()})


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


@cache
def _left_out(kind: type) -> dict[str, None]:
    """The fields that may be None and have no default: what `plain` left out of them is put back."""
    optional = {name for name, hint in get_type_hints(kind).items() if NoneType in get_args(hint)}
    return {field.name: None for field in fields(kind) if field.name in optional and field.default is MISSING}


def _reader(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) in (Union, UnionType):
        (inner,) = (arg for arg in get_args(hint) if arg is not NoneType)
        return _reader(inner)
    if get_origin(hint) is tuple:
        item = _reader(get_args(hint)[0])
        return lambda values: tuple(item(value) for value in _exactly(list, values))
    if isinstance(hint, NewType):
        return _reader(hint.__supertype__)
    if hint is datetime:
        return lambda text: read(_exactly(str, text))
    if hint is timedelta:
        return lambda seconds: timedelta(seconds=seconds)
    if is_dataclass(hint) and isinstance(hint, type):
        return lambda value: value if isinstance(value, hint) else build(hint, value)
    if issubclass(hint, StrEnum):
        return lambda value: hint(value)
    return lambda value: _exactly(hint, value)


def _exactly(kind: type, value: Any) -> Any:
    """`value`, which must be what JSON makes of a `kind`: what was damaged is found here and nowhere later."""
    if type(value) is not kind:
        raise TypeError(f"a {type(value).__name__} is no {kind.__name__}")
    return value
