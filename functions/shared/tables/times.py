"""How a time is written in a table: UTC, microseconds, sortable as text."""

from datetime import UTC, datetime


def written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
