"""A message that should reach somebody, derived from a fact: who and about what, in ids; no words, no numbers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AlertKind(StrEnum):
    WHISTLE = "whistle"  # to the unit: an order
    DUTY = "duty"  # to the community's duty telephone: a P0 beside the unit's order
    REOPENED = "reopened"  # to the unit: not solved
    GO_ON = "go_on"  # to the unit: the desk sends it back to you
    DATE_KEPT = "date_kept"  # to the unit: the later date isn't accepted
    ADDED = "added"  # to the unit: the resident has added something
    HANDED = "handed"  # to a colleague at the unit: it is yours from now on
    CALLED_OFF = "called_off"  # to the unit: an order that it had isn't needed any more
    DESK = "desk"  # to the community: it waits for you
    DUE_ACCEPT = "due_accept"  # to the unit: take it, its time is nearly over
    DUE_ANSWER = "due_answer"  # to the unit: finish it, or ask for a later date
    LATE_ACCEPT = "late_accept"  # to the unit's leader: nobody has taken it in time
    LATE_ANSWER = "late_answer"  # to the unit's leader: it wasn't done in time
    UNTAKEN = "untaken"  # life and property, and nobody takes it: to the county's duty officer, then to everybody
    RECEIVED = "received"  # to the resident, as all that follow
    TAKEN = "taken"
    RESCHEDULED = "rescheduled"
    DONE = "done"  # please confirm; once more when nobody has answered
    ASKED = "asked"  # something is missing
    ENDED = "ended"  # to a follower: it has closed, and how
    NEWS = "news"  # the community has answered or decided: to be read at the page, or asked for by telephone


RESIDENT = "resident"
COUNTY = "county"  # the county's duty office, whichever unit that is
TO_LEADERS = frozenset({AlertKind.LATE_ACCEPT, AlertKind.LATE_ANSWER})
REMINDERS = frozenset({AlertKind.DUE_ACCEPT, AlertKind.DUE_ANSWER})


class Track(StrEnum):
    """One alert is a delivery for each of these that it goes by; the first answers for all."""

    FIRST = "first"
    SMS = "sms"
    EMAIL = "email"
    ROBOT = "robot"


@dataclass(frozen=True, kw_only=True)
class Alert:
    """`audience` is `unit:<id>`, `county`, `resident`, `resident:<code>` of one whose request is answered with this
    one, or `follower:<id>`; `alert_id` is the same however often the fact is heard."""

    kind: AlertKind
    audience: str
    request_id: str
    sequence: int  # of the fact it comes from
    priority: str
    at: datetime
    order: int | None = None

    @property
    def alert_id(self) -> str:
        return f"{self.request_id}.{self.sequence}#{self.audience}"

    @property
    def to_unit(self) -> bool:
        """Whether a post is told, and no resident."""
        return self.unit is not None or self.audience == COUNTY

    @property
    def answered_with(self) -> str | None:
        """The code of the other request, whose resident this is for."""
        return self.audience.removeprefix("resident:") if self.audience.startswith("resident:") else None

    @property
    def follower(self) -> str | None:
        """The id of the follow, whose follower this is for."""
        return self.audience.removeprefix("follower:") if self.audience.startswith("follower:") else None

    @property
    def unit(self) -> str | None:
        return self.audience.removeprefix("unit:") if self.audience.startswith("unit:") else None
