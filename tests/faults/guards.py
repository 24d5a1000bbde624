"""The guards, one by one, and what happens without them: each is switched off, and some schedule has to fail.

A guard that can be taken away while everything stays green either isn't one, or isn't tested: it is printed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from aws_lambda_powertools.utilities.batch import process_partial_response
from pynamodb.exceptions import UpdateError
from pynamodb.transactions import TransactWrite

from functions.deadlines import handler as deadlines
from functions.deadlines import ladder
from functions.deadlines.sweep import end_wait
from functions.delivery import deliver as delivery
from functions.dispatch import handler as dispatch
from functions.relay import handler as relay
from functions.shared.domain.alert import Alert
from functions.shared.domain.errors import Stale
from functions.shared.domain.request import Request
from functions.shared.edge import batch
from functions.shared.edge.telemetry import log, told
from functions.shared.gateways.topics import publish_alert
from functions.shared.tables import deliveries, digests, requests, results
from functions.shared.tables.deliveries import DeliveryItem
from functions.shared.tables.request_items import FactItem, fact_in_stream
from infra.tools import replay_erasures

from .schedules import played

Patch = pytest.MonkeyPatch
AFTERWARDS = timedelta(hours=3)


@dataclass(frozen=True)
class Guard:
    """`schedule` is the smallest that fails without it."""

    name: str
    removed: Callable[[Patch], None]
    schedule: str


@dataclass(frozen=True)
class Tried:
    """What became of a guard's removal; `caught` is the first thing that was wrong, None if nothing was."""

    guard: Guard
    caught: str | None
    sound: bool  # with the guard in its place the same schedule is all right


def tried(guard: Guard) -> Tried:
    """Must run inside `county()`."""
    before = _with_every_guard(guard.schedule)
    with Patch.context() as patch:
        guard.removed(patch)
        after = played(guard.schedule, AFTERWARDS).wrong
    return Tried(guard, after[0] if after else None, not before)


@cache
def _with_every_guard(schedule: str) -> tuple[str, ...]:
    """What is wrong then: nothing, if the schedule is sound. Several guards share one, and its seed is the same."""
    return tuple(played(schedule, AFTERWARDS).wrong)


def _fact_may_exist(patch: Patch) -> None:
    save = TransactWrite.save

    def saved(self: Any, model: Any, condition: Any = None, **more: Any) -> None:
        save(self, model, condition=None if isinstance(model, FactItem) else condition, **more)

    patch.setattr(TransactWrite, "save", saved)


def _stale_is_success(patch: Patch) -> None:
    append = requests.append

    def appended(request: Request, decision: Any, **more: Any) -> Request:
        try:
            return append(request, decision, **more)
        except Stale:
            return request

    patch.setattr(requests, "append", appended)


def _causes_forgotten(patch: Patch) -> None:
    patch.setattr(Request, "already", lambda self, cause: False)


def _times_as_told(patch: Patch) -> None:
    patch.setattr(requests, "max", lambda *times: times[0], raising=False)


def _figures_apart(patch: Patch) -> None:
    """The tallies are counted before the transaction, instead of in it."""

    def counted(self: Any, model: Any, actions: Any, **more: Any) -> None:
        model.update(actions)

    patch.setattr(TransactWrite, "update", counted)


def _whoever_claims(patch: Patch) -> None:
    _unconditional(patch, deliveries.DeliveryItem, "update")


def _no_lease(patch: Patch) -> None:
    patch.setattr(deliveries, "LEASE", timedelta())


def _endless_lease(patch: Patch) -> None:
    patch.setattr(deliveries, "LEASE", timedelta(days=3650))


def _never_marked(patch: Patch) -> None:
    patch.setattr(deliveries, "finish", lambda *told, **more: None)


def _nobody_looks_after(patch: Patch) -> None:
    patch.setattr(deliveries, "due", lambda now: iter(()))


def _groups_stay_open(patch: Patch) -> None:
    """An alert may join a group whatever has become of it."""
    patch.setattr(deliveries, "_untouched", lambda: DeliveryItem.end.does_not_exist() | DeliveryItem.end.exists())


def _joined_in_two_writes(patch: Patch) -> None:
    class OneByOne:
        def __init__(self, **given: Any) -> None:
            self.refused = False

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *error: Any) -> None: ...

        def update(self, model: Any, actions: Any, condition: Any = None) -> None:
            try:
                self.refused = self.refused or model.update(actions, condition=condition) is None
            except UpdateError:  # it has ended already, says whoever comes again
                self.refused = True

    patch.setattr(deliveries, "TransactWrite", OneByOne)


def _receipts_as_they_come(patch: Patch) -> None:
    patch.setattr(deliveries, "_may_yet_arrive", lambda: DeliveryItem.alert_id.exists())


def _no_cap(patch: Patch) -> None:
    patch.setattr(delivery, "may_text", lambda leg, now, *, urgent: None)


def _ladder_looks_once(patch: Patch) -> None:
    """The step decides by what was read before."""

    def looked(request: Request, order: Any, at: Any) -> bool:
        cause = ladder.cause_of(request, order)
        decided = ladder.climb(request, number=order.number, cause=cause, now=at)
        requests.change(request.id, cause, lambda fresh: decided)
        return True

    patch.setattr(deadlines, "_climb", looked)


def _everything_matters(patch: Patch) -> None:
    patch.setattr(delivery, "still_matters", lambda alert, request: True)


def _alert_without_name(patch: Patch) -> None:
    patch.setattr(Alert, "alert_id", property(lambda self: f"{self.request_id}.{self.sequence}#{uuid4()}"))


def _copies_as_they_come(patch: Patch) -> None:
    _unconditional(patch, results.ResultItem, "save")


def _due_or_not(patch: Patch) -> None:
    def ended(request: Request, *, awaited: Any, **more: Any) -> Any:
        return end_wait(replace(request, wait=awaited, attempts=()), awaited=awaited, **more)

    patch.setattr(deadlines, "end_wait", ended)


def _records_together(patch: Patch) -> None:
    def main(event: dict[str, Any], context: Any) -> dict[str, Any]:
        for record in event["Records"]:
            relay.pass_on(fact_in_stream(record["dynamodb"]["NewImage"]))
        return {"batchItemFailures": []}

    patch.setattr(relay, "main", main)


def _topic_away_is_fine(patch: Patch) -> None:
    pass_on = relay.pass_on

    def passed(fact: Any) -> None:
        try:
            pass_on(fact)
        except Exception as error:
            told("not_relayed", error=type(error).__name__)

    patch.setattr(relay, "pass_on", passed)


def _nothing_failed(patch: Patch) -> None:
    def processed(**given: Any) -> dict[str, Any]:
        try:
            process_partial_response(**given)
        except Exception as error:
            log.warning("failed", extra={"error": type(error).__name__})
        return {"batchItemFailures": []}

    patch.setattr(batch, "process_partial_response", processed)


def _alerts_unheard(patch: Patch) -> None:
    """Alerts that can't be published are let go."""

    def published(alert: Alert) -> None:
        try:
            publish_alert(alert)
        except Exception as error:
            told("alert_dropped", error=type(error).__name__)

    patch.setattr(dispatch, "publish_alert", published)


def _digest_unclaimed(patch: Patch) -> None:
    _unconditional(patch, digests.DigestItem, "save")


def _digest_never_marked(patch: Patch) -> None:
    patch.setattr(digests, "sent", lambda *told: None)


def _erasures_forgotten(patch: Patch) -> None:
    patch.setattr(replay_erasures, "replay", lambda now: None)


def _unconditional(patch: Patch, model: Any, method: str) -> None:
    write = getattr(model, method)

    def written(self: Any, *given: Any, condition: Any = None, **more: Any) -> Any:
        return write(self, *given, **more)

    patch.setattr(model, method, written)


GUARDS = (
    Guard("a fact is put only if its place is free", _fact_may_exist, "two officers at once"),
    Guard("who comes second reads again", _stale_is_success, "two officers at once"),
    Guard("a cause happens once", _causes_forgotten, "the same button pressed twice at once"),
    Guard("a fact is never before the one before it", _times_as_told, "clocks five minutes ahead and behind"),
    Guard("figures in the fact's transaction", _figures_apart, "two officers at once"),
    Guard("a delivery is claimed by a condition", _whoever_claims, "duplicate facts and alerts, handled at once"),
    Guard("a claim is held by a lease", _no_lease, "the sweep looks while slow texts are on their way"),
    Guard("a lease runs out", _endless_lease, "killed between claiming and sending"),
    Guard("what a dead worker left is looked after", _nobody_looks_after, "killed between claiming and sending"),
    Guard("no alert joins a group that has gone", _groups_stay_open, "an alert joins a group that is going out"),
    Guard("joining is one transaction", _joined_in_two_writes, "killed while an alert joins a group"),
    Guard("receipts only go forward", _receipts_as_they_come, "receipts twice, late, out of order, and for nothing"),
    Guard("so many texts to one number a day", _no_cap, "more whistles for one officer than a provider takes a day"),
    Guard(
        "the ladder looks again before it writes",
        _ladder_looks_once,
        "an order is taken between the ladder's look and its write",
    ),
    Guard("what was sent is marked", _never_marked, "duplicate facts and alerts, handled at once"),
    Guard("what has been settled isn't sent", _everything_matters, "an order taken before its whistle was delivered"),
    Guard("an alert has a name that stays", _alert_without_name, "duplicate facts and alerts, handled at once"),
    Guard(
        "an older copy never replaces a newer one",
        _copies_as_they_come,
        "a request reopens while its result is being published",
    ),
    Guard(
        "the sweep looks again before it writes",
        _due_or_not,
        "something happens between the sweep's look and its write",
    ),
    Guard("the relay tries each record alone", _records_together, "a poison record among good ones"),
    Guard("the stream keeps what the topic didn't take", _topic_away_is_fine, "SNS down for ten minutes"),
    Guard("a message that failed comes back", _nothing_failed, "the alerts' topic down while facts come through"),
    Guard(
        "an alert that wasn't published comes back", _alerts_unheard, "the alerts' topic down while facts come through"
    ),
    Guard("a digest is claimed by a condition", _digest_unclaimed, "digests fired twice, and again the next hour"),
    Guard("a digest that was sent is marked", _digest_never_marked, "digests fired twice, and again the next hour"),
    Guard(
        "erasures are replayed after a restore",
        _erasures_forgotten,
        "tables restored from a backup, erasures replayed before the doors open",
    ),
)
