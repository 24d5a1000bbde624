"""The local cloud's clock: a file with the seconds by which its time differs from the real one."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
# A working Monday of which the official calendar is known, so that nothing hangs on quiet hours or days off.
FIRST_MORNING = datetime(2026, 3, 9, 9, 30, tzinfo=SHANGHAI)


class Clock:
    """What functions of the local stage take for the time (`CLOCK_FILE`)."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def set(self, at: datetime) -> None:
        """From now on it is `at` and goes on from there; a time without a zone is Shanghai's."""
        at = at if at.tzinfo else at.replace(tzinfo=SHANGHAI)
        partial = self.file.with_suffix(".partial")
        partial.write_text(f"{(at - datetime.now(UTC)).total_seconds():.3f}")
        partial.replace(self.file)

    def start(self) -> None:
        """A working morning, if nobody has set it yet."""
        if not self.file.exists():
            self.set(FIRST_MORNING)

    def now(self) -> datetime:
        """The time there, in Shanghai's zone."""
        offset = float(self.file.read_text()) if self.file.exists() else 0.0
        return datetime.now(SHANGHAI) + timedelta(seconds=offset)
