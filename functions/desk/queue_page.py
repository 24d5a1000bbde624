"""The lists of the desk: what waits for it, and all that is open, filtered by what stands in the address."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from functions.shared.domain.county_time import local_day
from functions.shared.domain.desk_task import Task
from functions.shared.domain.directory import Class
from functions.shared.domain.errors import Refused
from functions.shared.domain.rows import RequestRow
from functions.shared.domain.staff import Staff
from functions.shared.domain.terms import Channel
from functions.shared.domain.transitions import OPEN, State
from functions.shared.tables import directory, request_lists

FILTERS = ("view", "community", "category", "class", "task", "state", "channel", "age", "news", "agenda")
LONGEST_AFTER = 60  # a time and a code
VIEWS = ("waiting", "open")


@dataclass(frozen=True)
class Line:
    """A request in a list: no words, no person."""

    row: RequestRow
    category: Any
    place: Any
    community: Any


def context(staff: Staff, query: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """A page of a list. Raises Refused `unknown_page` for a filter that there is not."""
    chosen = {name: query.get(name, "") for name in FILTERS}
    view = chosen["view"] or VIEWS[0]
    communities = tuple(c for c in directory.communities() if staff.covers(c.id))
    scope = _scope(chosen["community"], [c.id for c in communities])
    passes = _filter(chosen, now)
    if view not in VIEWS or len(query.get("after", "")) > LONGEST_AFTER:
        raise Refused("unknown_page")
    found = (request_lists.waiting_for_the_desk if view == "waiting" else request_lists.all_open)(
        scope, query.get("after", "")
    )
    page = list(islice(_passing(found, passes), request_lists.PAGE + 1))
    more = page[request_lists.PAGE - 1][0] if len(page) > request_lists.PAGE else None
    kept = {name: value for name, value in chosen.items() if value}
    return {
        "view": view,
        "chosen": chosen,
        "communities": communities,
        "categories": directory.categories(),
        "classes": tuple(Class),
        "tasks": tuple(Task),
        "states": tuple(state for state in State if state in OPEN),
        "channels": tuple(Channel),
        "lines": lines(row for _, row in page[: request_lists.PAGE]),
        "more": f"/desk?{urlencode(kept | {'after': more})}" if more else None,
        "kept": urlencode(kept),
        "now": now,
    }


def lines(rows: Iterator[RequestRow]) -> tuple[Line, ...]:
    """Rows with the names of what they are about."""
    return tuple(
        Line(
            row,
            directory.category(row.category),
            directory.compound(row.compound) if row.compound else directory.community(row.community),
            directory.community(row.community),
        )
        for row in rows
    )


def _passing(
    found: Iterator[tuple[str, RequestRow]], passes: Callable[[RequestRow], bool]
) -> Iterator[tuple[str, RequestRow]]:
    return (each for each in found if passes(each[1]))


def _scope(wanted: str, covered: list[str]) -> list[str]:
    if not wanted:
        return covered
    if wanted not in covered:
        raise Refused("not_your_community")
    return [wanted]


def _filter(chosen: Mapping[str, str], now: datetime) -> Callable[[RequestRow], bool]:
    days = chosen["age"]
    if days and not (days.isascii() and days.isdecimal() and len(days) < 4):
        raise Refused("unknown_page")
    if not {chosen["news"], chosen["agenda"]} <= {"", "yes"}:
        raise Refused("unknown_page")
    before = local_day(now - timedelta(days=int(days))) if days else None

    def passes(row: RequestRow) -> bool:
        wanted = {
            "category": row.category,
            "class": row.priority,
            "task": row.task.kind if row.task else "",
            "state": row.state,
            "channel": row.channel,
        }
        if (chosen["news"] and not row.news) or (chosen["agenda"] and not row.agenda):
            return False
        return all(not chosen[name] or chosen[name] == value for name, value in wanted.items()) and (
            before is None or local_day(row.received_at) <= before
        )

    return passes
