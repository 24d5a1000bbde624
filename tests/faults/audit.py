"""What must hold in the end, whatever happened: asked of the facts, the rows and what has left the house."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from functions.delivery.still_matters import still_matters
from functions.dispatch.raise_alerts import alerts
from functions.results.publish import is_listed
from functions.shared.domain.alert import Alert
from functions.shared.domain.desk_task import desk_task
from functions.shared.domain.evolve import evolve, fold
from functions.shared.domain.facts import CLOCK
from functions.shared.domain.request import Request
from functions.shared.domain.transitions import State, permit
from infra.tools.verify_tables import verify

from . import delivering
from .people import People
from .post import Sent
from .town import Town

STILL_UNDER_WAY = timedelta(minutes=7)


Rows = dict[str, dict[str, Any]]


@dataclass
class Report:
    """What is wrong, each with enough to find it; and how much was looked at."""

    alerts: int = 0
    lost: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)  # inside the crash window, one a fault
    two_winners: list[str] = field(default_factory=list)
    stranded: list[str] = field(default_factory=list)  # accepted requests that neither end nor wait for somebody
    dead: list[str] = field(default_factory=list)  # letters that a redrive doesn't bring home
    untrue: list[str] = field(default_factory=list)  # copies, rows, figures, answers that aren't what the facts say

    @property
    def wrong(self) -> list[str]:
        named = ("lost", "silent", "doubled", "two_winners", "stranded", "dead", "untrue")
        return [f"{name}: {what}" for name in named for what in getattr(self, name)]

    def add(self, other: "Report") -> None:
        self.alerts += other.alerts
        for name, held in vars(self).items():
            if isinstance(held, list):
                held += getattr(other, name)


def audit(town: Town, people: People | None = None, *, finals: bool = True) -> Report:
    """`finals`: the clock has run on, so that whatever waits must wait for somebody who knows."""
    found, now = Report(), town.clock.now()
    told = [town.request(code) for code in town.codes()]
    rows = {row["alert_id"]["S"]: row for row in town.items("deliveries")}
    outbox = {sent.id: sent for sent in town.post.outbox}
    for request in told:
        _history(request, found)
        for sequence in range(1, request.version + 1):
            for alert in alerts(request, sequence):
                if request.erased and alert.unit is None:
                    continue  # nothing is kept of whom it was for
                found.alerts += 1
                _ended(alert, request, rows, outbox, now, found)
        if finals and not _somebody_knows(request):
            found.stranded.append(f"{request.id} is {request.state} since {request.since}, and nobody is told")
    found.lost += [f"{key} never ended" for key in delivering.unfinished(rows, now)]
    _once(town.post.outbox, found)
    about = {sent.about for sent in town.post.outbox}
    found.doubled += [f"{key} by itself and in a group" for key in delivering.told_twice(rows, about)]
    _copies(town, {request.id: request for request in told}, found)
    for queue in town.post.queues.values():
        found.dead += [f"{queue.name}: {message.body}" for message in queue.dead]
    found.lost += [f"digest {row}" for row in town.items("digests") if "sent_at" not in row]
    if people is not None:
        found.two_winners += people.two_winners()
        found.untrue += people.untrue()
    stored = verify()
    found.untrue += [str(difference) for _, difference in stored.rows] + list(map(str, stored.cells.values()))
    found.untrue += stored.lost
    return found


def _history(request: Request, found: Report) -> None:
    """Each fact was allowed where it stands, and each cause has brought about one."""
    before = evolve(Request(id=request.id), request.facts[0])
    for place, fact in enumerate(request.facts[1:], start=2):
        if fact.at < before.since:
            found.untrue.append(f"{request.id}.{place} {type(fact).__name__} happened before the fact before it")
        if fact.by == CLOCK and not delivering.was_due(before, fact):
            found.untrue.append(f"{request.id}.{place} {type(fact).__name__} came before its time")
        try:
            permit(before.state, fact)
        except Exception as error:
            found.two_winners.append(f"{request.id}.{place} {type(fact).__name__} in {before.state}: {error}")
        if fact.cause.id in before.causes:
            found.two_winners.append(f"{request.id}.{place}: {fact.cause.id} happened before")
        before = evolve(before, fact)


def _ended(alert: Alert, request: Request, rows: Rows, outbox: dict[str, Sent], now: datetime, found: Report) -> None:
    key = delivering.wanted(alert)
    name = f"{key} ({alert.kind})"
    row = rows.get(key)
    if row is None:
        found.lost.append(f"{name} was never begun")
    elif "end" in row and not delivering.reached(key, rows, alert, request, outbox, now):
        found.silent.append(f"{name} ended as {row['end']['S']}")
    elif row.get("end", {}).get("S") == "sent" and _stale(alert, request, outbox[row["message_id"]["S"]]):
        found.untrue.append(f"{name} was sent though it had been settled")


def _stale(alert: Alert, request: Request, sent: Sent) -> bool:
    """Whether it had been settled well before it was sent, and stayed so: longer than a function runs, and clocks
    differ. What a pause had silenced may be said once the clock runs again."""
    before = sum(fact.at < sent.at - STILL_UNDER_WAY for fact in request.facts)
    by_then = sum(fact.at <= sent.at for fact in request.facts)
    versions = range(before, by_then + 1)
    return before >= alert.sequence and not any(
        still_matters(alert, fold(request.id, request.facts[:v])) for v in versions
    )


def _once(outbox: list[Sent], found: Report) -> None:
    """Each delivery has sent one message; each more needs a fault of its own, before it was marked."""
    by_delivery: dict[tuple[str, str, str], list[Sent]] = defaultdict(list)
    for sent in outbox:
        by_delivery[sent.about, sent.way, sent.to].append(sent)
    for (about, way, _), sents in by_delivery.items():
        for earlier, later in pairwise(sents):
            what = f"{about} by {way} at {earlier.at:%H:%M:%S} and {later.at:%H:%M:%S}"
            if not earlier.struck:
                found.doubled.append(what)
            elif _codes(earlier) != _codes(later):
                found.doubled.append(f"{what}, with other codes")
            else:
                found.repeats.append(what)


def _codes(sent: Sent) -> list[str]:
    """The codes that a message shows, however they are spaced."""
    return re.findall(r"\b\d{10}\b", re.sub(r"(?<=\d) (?=\d)", "", sent.words))


def _copies(town: Town, known: dict[str, Request], found: Report) -> None:
    stories = {row["request_id"]["S"]: row for row in town.items("results") if row["sort"]["S"] == "STORY"}
    for code, request in known.items():
        line = stories.get(code, {}).get("line", {}).get("S")
        shown = json.loads(line)["closed_as"] if line else None
        right = str(request.closed_as) if is_listed(request) else None
        if shown != right:
            found.untrue.append(f"{code} is {right} and shown as {shown}")


def _somebody_knows(request: Request) -> bool:
    """It has ended, or it waits in a list that somebody works through."""
    return request.state is State.CLOSED or desk_task(request) is not None or delivering.escalated(request)
