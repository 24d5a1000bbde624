"""The one place that knows what time it is. The local stage may set it; any other refuses to start so."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from functions.shared.edge.config import LOCAL

_FILE = os.environ.get("CLOCK_FILE")
if _FILE and os.environ.get("STAGE") != LOCAL:
    raise RuntimeError("CLOCK_FILE is set: only the local stage may set the clock")


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC) + _offset()


def outside() -> datetime:
    """The time of the world around us, in UTC, whatever the local stage is set to: what others sign is dated by it."""
    return datetime.now(UTC)


def _offset() -> timedelta:
    if not _FILE:
        return timedelta()
    try:
        return timedelta(seconds=float(Path(_FILE).read_text()))
    except FileNotFoundError:
        return timedelta()
