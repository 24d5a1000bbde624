"""All that a unit has to take or has at work, a page at a time; no resident's words, no person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from functions.response.sort_orders import Group, due, sort_orders
from functions.response.unit_door import Officer
from functions.shared.domain.directory import Category, Community, Compound
from functions.shared.domain.errors import Refused
from functions.shared.domain.rows import OrderRow
from functions.shared.domain.transitions import State
from functions.shared.tables import directory, request_lists
from functions.shared.tables.request_items import alive_orders_of

PAGE = request_lists.PAGE


@dataclass(frozen=True)
class Line:
    """An order in the list. `state`: where its request is, if the order's clock stands."""

    row: OrderRow
    due: datetime
    category: Category
    place: Compound | Community
    state: State | None


def context(officer: Officer, query: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The list's page that `query` asks for; the last one, where there are fewer. Raises Refused `unknown_page`."""
    groups = sort_orders(alive_orders_of(officer.unit.id), now)
    listed = tuple(chain.from_iterable(((group, row) for row in rows) for group, rows in groups.items()))
    last = max(1, -(-len(listed) // PAGE))
    page = min(_number(query.get("page", "1")), last)
    shown = listed[(page - 1) * PAGE : page * PAGE]
    states = request_lists.states(row.request_id for group, row in shown if group is Group.WAITING)
    return {
        "unit": officer.unit,
        "groups": tuple(
            (group, len(rows), tuple(_line(row, states) for its, row in shown if its is group))
            for group, rows in groups.items()
        ),
        "count": len(listed),
        "page": page,
        "pages": last,
        "now": now,
    }


def _line(row: OrderRow, states: Mapping[str, State]) -> Line:
    place = directory.compound(row.compound) if row.compound else directory.community(row.community)
    return Line(row, due(row), directory.category(row.category), place, states.get(row.request_id))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and int(text)):
        raise Refused("unknown_page")
    return int(text)
