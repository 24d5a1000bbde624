"""What can be wrong with what somebody asked for, and what they can do next."""

from typing import Any


class Refused(Exception):
    """The caller asked for something that can't be done; nothing has changed.

    `reason` is a code with a sentence in templates/shared/refusals.html, `field` the name of the
    form's field it belongs to (None: the whole act), `details` what the sentence needs.
    """

    def __init__(self, reason: str, field: str | None = None, **details: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.details = details


class Stale(Exception):
    """Somebody else has written first: read again and decide again."""


class Busy(Exception):
    """Too many want the same thing at this moment: try again in a while."""
