"""Somebody wants to hear how something goes on: what is followed, and by which way they are told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.shared.domain.directory import ContactWay
from functions.shared.domain.terms import Language

ASKED_FOR = timedelta(days=2)  # to confirm: then the question is forgotten
ENDS_AFTER = timedelta(days=60)  # a request that has closed: for 28 of them it may be disputed and go on

REQUEST, COMMUNITY, COMPOUND = "request", "community", "compound"


@dataclass(frozen=True)
class Follow:
    """`subject` is request:<code>, community:<id> or compound:<id>; `id` a keyed digest that shows no address.

    Nobody is told anything before `confirmed_at`, but for the one question whether they want it.
    """

    subject: str
    id: str
    way: ContactWay
    target: str = field(repr=False)  # an email address, or a telephone number as +8615400001234
    language: Language
    asked_at: datetime
    confirmed_at: datetime | None = None

    @property
    def of(self) -> str:
        """The code of the request, or the place's id."""
        return self.subject.partition(":")[2]

    @property
    def audience(self) -> str:
        return audience(self.id)


def subject(kind: str, of: str) -> str:
    return f"{kind}:{of}"


def audience(follow_id: str) -> str:
    """What an alert calls a follower: no address."""
    return f"follower:{follow_id}"
