"""The ledger: a request is the sum of its facts, and this is the one place where a fact is added.

Sources for what DynamoDB promises: "TransactWriteItems" and "Amazon DynamoDB transactions: how it works" in the
Amazon DynamoDB developer guide.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pynamodb.exceptions import QueryError, TransactWriteError
from pynamodb.transactions import TransactWrite

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Busy, Refused, Stale
from functions.shared.domain.facts import Cause
from functions.shared.domain.request import Request, evolve, fold
from functions.shared.domain.rows import cells, rows
from functions.shared.domain.transitions import permit
from functions.shared.tables import private, public_words, tallies
from functions.shared.tables.connection import connection
from functions.shared.tables.request_items import FactItem, row_item

Step = Callable[[Request], Decision]
_ATTEMPTS = 8
_SLOWED = {
    "ThrottlingError",
    "ThrottlingException",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
}


class _Conflict(Exception):
    """Another transaction held one of the items: the same commit may succeed in a moment."""


def load(request_id: str) -> Request:
    """The request as it is now. Raises Refused `unknown_request`, or Busy while reads are throttled."""
    try:
        request = fold(request_id, [item.fact() for item in _fact_items(request_id)])
    except QueryError as error:
        if error.cause_response_code in _SLOWED:
            raise Busy from error
        raise
    if request.received is None:
        raise Refused("unknown_request", "code")
    return request


def change(request_id: str, cause: Cause, step: Step) -> Request:
    """Read the request, decide, append. Safe to repeat: the same cause changes nothing the second time.

    Raises whatever `step` refuses with, Refused `already_sent` if the cause came with other content, Refused
    `not_now` or `not_yours` if the transition table lacks it, and Busy if others are always quicker.
    """
    for pause in _pauses():
        request = load(request_id)
        if request.already(cause):
            return request
        try:
            return append(request, step(request))
        except Stale:
            time.sleep(pause)
    raise Busy


def file(request_ids: Iterable[str], cause: Cause, decision: Decision, telephone_key: str | None) -> Request:
    """Write a new request under the first of `request_ids` that no other request has.

    Puts first and reads only on conflict. The same cause meets the same request; with other content it raises
    Refused `already_sent` with the `code` that it had.
    """
    for request_id in request_ids:
        try:
            return append(Request(id=request_id), decision, telephone_key=telephone_key)
        except Stale:
            there = load(request_id)
            try:
                if there.already(cause):
                    return there
            except Refused as refused:
                raise Refused(refused.reason, code=request_id) from refused
    raise Busy


def append(request: Request, decision: Decision, *, telephone_key: str | None = None) -> Request:
    """Add the decision's fact to what has happened, with the words and person that came with it, and the rows and
    tallies that follow: all or nothing.

    Raises Stale unless `request` is the latest. The fact's place in the order is the lock.
    """
    if request.facts:
        permit(request.state, decision.fact)
        decision = replace(decision, fact=replace(decision.fact, at=max(decision.fact.at, request.since)))
    after = evolve(request, decision.fact)
    for pause in _pauses():
        try:
            _commit(request, after, decision, telephone_key)
        except _Conflict:
            time.sleep(pause)
        else:
            return after
    raise Busy


def _commit(before: Request, after: Request, decision: Decision, telephone_key: str | None) -> None:
    # A row is never deleted: when a request closes, its rows only leave the sparse indexes.
    changed = rows(after) - rows(before)
    differences = cells(after)
    differences.subtract(cells(before))
    try:
        with TransactWrite(connection=connection()) as commit:
            commit.save(FactItem.of(after), condition=FactItem.sort.does_not_exist())
            for item in private.items(after.id, after.version, decision, telephone_key):
                commit.save(item)
            if decision.public_words:
                commit.save(public_words.item(after.id, after.version, decision.public_words))
            for row in changed:
                commit.save(row_item(row))
            for cell, difference in differences.items():
                if difference:
                    commit.update(tallies.item(cell), tallies.add(difference))
    except TransactWriteError as error:
        raise _meaning_of(error) from error


def _meaning_of(error: TransactWriteError) -> Exception:
    """What a cancelled transaction says: only the fact carries a condition, so a failed one means Stale."""
    reasons = {reason.code for reason in error.cancellation_reasons if reason is not None}
    if "ConditionalCheckFailed" in reasons:
        return Stale()
    if "TransactionConflict" in reasons or error.cause_response_code == "TransactionInProgressException":
        return _Conflict()
    if reasons & _SLOWED or error.cause_response_code in _SLOWED:
        return Busy()
    return error


def _fact_items(request_id: str) -> Iterator[FactItem]:
    return FactItem.query(request_id, FactItem.sort.startswith("FACT#"), consistent_read=True)


def _pauses() -> Iterator[float]:
    """Seconds between attempts: full jitter, doubling from 10 ms."""
    for attempt in range(_ATTEMPTS):
        yield random.uniform(0, 0.01 * 2**attempt)  # noqa: S311 - jitter, not a secret
