"""The ledger: a request is the sum of its facts, and this is the one place where a fact is added.

Sources for what DynamoDB promises: "TransactWriteItems" and "Amazon DynamoDB transactions: how it works" in the
Amazon DynamoDB developer guide.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pynamodb.exceptions import QueryError, TransactWriteError
from pynamodb.transactions import TransactWrite

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Busy, Refused, Stale
from functions.shared.domain.evolve import evolve, fold
from functions.shared.domain.facts import Cause
from functions.shared.domain.request import Request
from functions.shared.domain.rows import Cell, cells, rows
from functions.shared.domain.transitions import permit
from functions.shared.tables import private, public_words, tallies
from functions.shared.tables.connection import connection
from functions.shared.tables.pauses import pauses
from functions.shared.tables.request_items import FactItem, row_item

Step = Callable[[Request], Decision]
BothStep = Callable[[Request, Request], tuple[Decision, Decision]]
Beside = tuple[
    str, Callable[[Request, str], Decision]
]  # another request, and the step it takes with the new one's code
SLOWED = {
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
        if error.cause_response_code in SLOWED:
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
    for pause in pauses():
        request = load(request_id)
        if request.already(cause):
            return request
        try:
            return append(request, step(request))
        except Stale:
            time.sleep(pause)
    raise Busy


def change_both(first_id: str, second_id: str, cause: Cause, step: BothStep) -> tuple[Request, Request]:
    """As `change`, for one fact of each of two requests: both or neither."""
    for pause in pauses():
        first, second = load(first_id), load(second_id)
        if first.already(cause):
            return first, second
        try:
            changes = [
                _changed(request, decision)
                for request, decision in zip((first, second), step(first, second), strict=True)
            ]
            _write(changes)
        except Stale:
            time.sleep(pause)
        else:
            return changes[0].after, changes[1].after
    raise Busy


def file(
    request_ids: Iterable[str],
    cause: Cause,
    *decisions: Decision,
    telephone_key: str | None = None,
    beside: Beside | None = None,
) -> Request:
    """Write a new request, the sum of the facts of `decisions`, under the first of `request_ids` that no other has.

    Puts first and reads only on conflict. The same cause meets the same request; with other content it raises
    Refused `already_sent` with the `code` that it had. `beside` is another request, and the step that it takes in the
    same transaction, given the new one's code.
    """
    for request_id in request_ids:
        new = _changed(Request(id=request_id), *decisions, telephone_key=telephone_key)
        try:
            _write([new, *_beside(beside, request_id)])
        except (Stale, Refused) as why:
            if (there := _there(request_id, cause)) is None:
                if isinstance(why, Refused):  # the other one's step
                    raise
                return file([request_id], cause, *decisions, telephone_key=telephone_key, beside=beside)
            if there.id:
                return there
        else:
            return new.after
    raise Busy


def append(request: Request, decision: Decision, *, telephone_key: str | None = None) -> Request:
    """Add the decision's fact to what has happened, with the words and person that came with it, and the rows and
    tallies that follow: all or nothing.

    Raises Stale unless `request` is the latest. The fact's place in the order is the lock.
    """
    change = _changed(request, decision, telephone_key=telephone_key)
    _write([change])
    return change.after


@dataclass(frozen=True)
class _Change:
    """A request before and after the facts of `decisions`."""

    before: Request
    after: Request
    decisions: tuple[Decision, ...]
    telephone_key: str | None

    def numbered(self) -> Iterator[tuple[int, Decision]]:
        return enumerate(self.decisions, start=self.before.version + 1)


def _changed(request: Request, *decisions: Decision, telephone_key: str | None = None) -> _Change:
    after, timed = request, []
    for decision in decisions:
        if after.facts:
            permit(after.state, decision.fact)
            decision = replace(decision, fact=replace(decision.fact, at=max(decision.fact.at, after.since)))
        timed.append(decision)
        after = evolve(after, decision.fact)
    return _Change(request, after, tuple(timed), telephone_key)


def _beside(other: Beside | None, new_id: str) -> tuple[_Change, ...]:
    if other is None:
        return ()
    request = load(other[0])
    return (_changed(request, other[1](request, new_id)),)


def _there(request_id: str, cause: Cause) -> Request | None:
    """The request that `cause` has made; None if there is none. Another's request has no id here."""
    try:
        there = load(request_id)
    except Refused:
        return None
    try:
        return there if there.already(cause) else Request(id="")
    except Refused as refused:
        raise Refused(refused.reason, code=request_id) from refused


def _write(changes: Sequence[_Change]) -> None:
    for pause in pauses():
        try:
            _commit(changes)
        except _Conflict:
            time.sleep(pause)
        else:
            return
    raise Busy


def _commit(changes: Sequence[_Change]) -> None:
    # A row is never deleted: when a request closes, its rows only leave the sparse indexes.
    differences: Counter[Cell] = Counter()
    try:
        with TransactWrite(connection=connection()) as commit:
            for change in changes:
                before, after = change.before, change.after
                for sequence, decision in change.numbered():
                    commit.save(FactItem.of(after, sequence), condition=FactItem.sort.does_not_exist())
                    for item in private.items(after.id, sequence, decision, change.telephone_key):
                        commit.save(item)
                    if decision.public_words:
                        commit.save(public_words.item(after.id, sequence, decision.public_words))
                    if decision.blanks:
                        commit.delete(public_words.blank(after.id, decision.blanks))
                for row in rows(after) - rows(before):
                    commit.save(row_item(row))
                differences.update(cells(after))
                differences.subtract(cells(before))
            for cell, difference in differences.items():
                if difference:
                    commit.update(tallies.item(cell), tallies.add(difference))
    except TransactWriteError as error:
        raise _meaning_of(error) from error


def _meaning_of(error: TransactWriteError) -> Exception:
    """What a cancelled transaction says: only the fact carries a condition, so a failed one means Stale."""
    if getattr(error.cause, "response", None) is None:
        return Busy()  # no answer came: it may have been written, and the same cause again will find it
    reasons = {reason.code for reason in error.cancellation_reasons if reason is not None}
    if "ConditionalCheckFailed" in reasons:
        return Stale()
    if "TransactionConflict" in reasons or error.cause_response_code == "TransactionInProgressException":
        return _Conflict()
    if reasons & SLOWED or error.cause_response_code in SLOWED:
        return Busy()
    return error


def _fact_items(request_id: str) -> Iterator[FactItem]:
    return FactItem.query(request_id, FactItem.sort.startswith("FACT#"), consistent_read=True)
