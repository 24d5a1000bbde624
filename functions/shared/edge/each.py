"""A schedule's side of a room: one thing after the other, as long as there is time."""

from collections.abc import Callable, Iterable
from typing import Any

from functions.shared.edge.telemetry import log

_LEAVE = 10_000  # milliseconds: enough for the slowest one


class SomeFailed(Exception):
    """The rest was done. Raised at the end, so that somebody hears of it."""


def each(ids: Iterable[str], handle: Callable[[str], bool], *, most: int, context: Any) -> int:
    """Give each of `ids` to `handle`, which answers whether it did anything, until it did `most`, or time is nearly
    over. One that fails is passed over, as is one that needs nothing.

    Answers with how many were done. Raises SomeFailed after the rest.
    """
    done = failed = 0
    for each_id in ids:
        if done >= most or context.get_remaining_time_in_millis() < _LEAVE:
            log.info("left_for_the_next_time", extra={"done": done})
            break
        try:
            done += handle(each_id)
        except Exception as error:
            failed += 1
            log.warning("failed", extra={"id": each_id, "error": type(error).__name__})
    if failed:
        raise SomeFailed(f"{failed} failed, {done} done")
    return done
