"""Erasing who asked and in what words: what goes, and what is written down about it. The line, the facts and the
figures stay."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from functions.shared.domain.alert import COUNTY, RESIDENT, Alert, AlertKind, Track
from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Actor, Cause, Merged, PersonErased, WordsReleased
from functions.shared.domain.follow import audience as follower
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State

CHANNELS = tuple(Track)


class Why(StrEnum):
    WISH = "wish"  # the resident has asked for it
    RETENTION = "retention"  # its time was over


@dataclass(frozen=True)
class Counts:
    """How much there was to erase, of each kind."""

    person: int
    words: int
    public_words: int
    deliveries: int
    photos: int = 0
    follows: int = 0


@dataclass(frozen=True)
class Erasure:
    """One erasure of a request's data, as it is written down before anything goes. Everything up to `at` goes."""

    request_id: str
    version: int  # the request's, when it was erased
    community: str
    at: datetime  # UTC
    by: Actor
    why: Why
    counts: Counts
    done_at: datetime | None = None

    @property
    def id(self) -> str:
        """The same for the same request at the same version, so that going on is never beginning anew."""
        return f"{self.request_id}-{self.version}"

    @property
    def cause(self) -> Cause:
        digest = sha256(self.id.encode()).hexdigest()[:32]
        return Cause(f"erase:{digest}", digest)


class MovedOn(Exception):
    """Something has happened to the request since its data were erased: look again."""


def must_be_closed(request: Request) -> None:
    """Raises Refused `erase_open`: whoever is still to be answered can't be forgotten."""
    if request.state is not State.CLOSED:
        raise Refused("erase_open")


def note_erased(request: Request, *, erasure: Erasure, now: datetime) -> Decision:
    """The data are gone. Raises MovedOn unless the request is as it was then."""
    if request.version != erasure.version:
        raise MovedOn
    return Decision(PersonErased(at=now, by=erasure.by, cause=erasure.cause))


def is_due(request: Request, survivor: Request | None, now: datetime, kept: timedelta) -> bool:
    """Whether the data have been kept for as long as was promised. Who is answered with another request (`survivor`)
    is kept for as long as that one."""
    if request.erased:
        return False
    closed = [each.closed_at for each in (request, survivor) if each is not None]
    return all(at is not None and at + kept <= now for at in closed)


def said_later(request: Request, at: datetime) -> set[int]:
    """The facts that have come after `at`: what was said with them stays."""
    return {sequence for sequence, fact in enumerate(request.facts, start=1) if fact.at > at}


def released(request: Request, until: datetime) -> list[int]:
    """The facts that have put copies of the resident's own words among those that everybody reads."""
    facts = enumerate(request.facts, start=1)
    return [sequence for sequence, fact in facts if isinstance(fact, WordsReleased) and fact.at <= until]


def survivors(request: Request) -> list[str]:
    """The requests that this one is or once was answered with."""
    return sorted({fact.into for fact in request.facts if isinstance(fact, Merged)})


def messages_to_resident(request: Request, answered_with: Iterable[Request] = ()) -> list[str]:
    """The ids of the deliveries that may have gone to who asked; also those for the requests this was merged into."""
    ids = [*_ids(request, RESIDENT)]
    for other in answered_with:
        ids += _ids(other, f"{RESIDENT}:{request.id}")
    return ids


def messages(request: Request, answered_with: Iterable[Request] = (), followers: Iterable[str] = ()) -> list[str]:
    """The ids of all deliveries that a request may have had, to whomever; `followers`: the ids of its follows."""
    units = {request.filed.community, *(order.unit for order in request.orders)}
    ids = messages_to_resident(request, answered_with)
    for audience in (COUNTY, *(f"unit:{unit}" for unit in sorted(units)), *map(follower, followers)):
        ids += _ids(request, audience)
    return ids


def _ids(request: Request, audience: str) -> Iterator[str]:
    for sequence, fact in enumerate(request.facts, start=1):
        alert = Alert(
            kind=AlertKind.NEWS,
            audience=audience,
            request_id=request.id,
            sequence=sequence,
            priority=request.priority,
            at=fact.at,
        )
        for channel in CHANNELS:
            yield f"{alert.alert_id}#{channel}"
