"""What the suite knows of the delivery machine: its ends, its sweeps, how its rows are read. The one place to adapt."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.delivery.still_matters import still_matters
from functions.shared.domain.alert import Alert
from functions.shared.domain.evolve import fold
from functions.shared.domain.facts import DeadlineMissed, DeadlineWarned, Escalated, Fact
from functions.shared.domain.request import Request
from functions.shared.tables.times import written as table_time

from .boundary import Call
from .post import Sent

SWEEPS = ("deadlines", "deliverySweep")  # functions that run each minute
CLAIMS: Mapping[str, tuple[str, ...]] = {  # the tables of what is claimed, sent and marked, and their keys
    "deliveries": ("alert_id",),
    "digests": ("audience", "period"),
    "incoming": ("message",),
}
CLOCKS_DIFFER = timedelta(minutes=10)
FIRST = "first"  # the track that answers for an alert

Row = Mapping[str, Any]
Outbox = Mapping[str, Sent]  # by the message's id


def written(call: Call) -> Iterator[tuple[str, bool]]:
    """The deliveries and digests that a call writes, and whether it marks them as sent."""
    actions = [call.body]
    if call.operation == "TransactWriteItems":
        actions = [told for action in call.body["TransactItems"] for told in action.values()]
    for told in actions:
        table, given = told["TableName"].rpartition("-")[2], told.get("Item") or told["Key"]
        if table in CLAIMS:
            named = {*given, *told.get("ExpressionAttributeNames", {}).values()}
            answered = table == "incoming" and "end" in named and "lease_until" not in named
            yield "#".join(given[name]["S"] for name in CLAIMS[table]), "sent_at" in named or answered


def times(rows: Iterable[Row]) -> Iterator[datetime]:
    """When the machine's own sweep has something to do."""
    return (datetime.fromisoformat(row["next_at"]["S"]) for row in rows if "pending" in row and "next_at" in row)


def wanted(alert: Alert) -> str:
    """The delivery that an alert ought to have become; copies beside it answer to it."""
    return f"{alert.alert_id}#{FIRST}"


def unfinished(rows: Mapping[str, Row], now: datetime) -> Iterator[str]:
    """Deliveries of any kind that have not ended, and whose time has come."""
    return (key for key, row in rows.items() if "end" not in row and not _waits(row, now))


def reached(key: str, rows: Mapping[str, Row], alert: Alert, request: Request, sent: Outbox, now: datetime) -> bool:
    """Whether the end of a delivery is true: somebody got it, sees it in a list, or it had been settled; or, where a
    group is to say it, that group's time hasn't come."""
    row = rows[key]
    group = rows.get(_text(row, "into"))
    if group is not None and "end" not in group and _waits(group, now):
        return key in group.get("members", {}).get("SS", ())
    match _text(row, "end"):
        case "sent":
            return _text(row, "message_id") in sent
        case "superseded":
            return settled_once(alert, request)
        case "escalated":
            return "undelivered" in row
        case "coalesced" if "into" in row:
            return _said_by(group, key, alert, request, sent)
        case "coalesced":  # another track of the same alert has reached somebody
            others = (other for name, other in rows.items() if name.startswith(f"{alert.alert_id}#"))
            return any(_text(other, "message_id") in sent for other in others)
    return False


def settled_once(alert: Alert, request: Request) -> bool:
    """Whether at some time since it was raised it was worth no message."""
    versions = range(alert.sequence, request.version + 1)
    return any(not still_matters(alert, fold(request.id, request.facts[:version])) for version in versions)


def told_twice(rows: Mapping[str, Row], about: Collection[str]) -> Iterator[str]:
    """Deliveries that were said by a group, and by themselves as well."""
    return (key for key, row in rows.items() if "into" in row and key in about)


def was_due(before: Request, fact: Fact) -> bool:
    """Whether the clock had to say `fact` about `before`; two clocks may be off, one each way."""
    if isinstance(fact, DeadlineWarned | DeadlineMissed | Escalated):
        at = before.order(fact.order).next_at
    else:
        at = before.swept_at
    return at is not None and at <= fact.at + CLOCKS_DIFFER


def escalated(request: Request) -> bool:
    """Whether somebody above has been called on."""
    return request.on_agenda or any(order.state.alive and order.calls for order in request.orders)


def _waits(row: Row, now: datetime) -> bool:
    """For the sweep, and for a time that comes; what a worker has in hand doesn't wait."""
    soon = table_time(now) < _text(row, "next_at") < table_time(now + timedelta(days=3))
    return "pending" in row and "lease_until" not in row and soon


def _said_by(group: Row | None, key: str, alert: Alert, request: Request, sent: Outbox) -> bool:
    """Whether the group's message went out after the alert had joined it."""
    if group is None:
        return False
    if _text(group, "end") == "sent":
        message = sent.get(_text(group, "message_id"))
        return settled_once(alert, request) or (message is not None and key in message.members)
    return _text(group, "end") == "superseded" and settled_once(alert, request)


def _text(row: Row, name: str) -> str:
    return str(row.get(name, {}).get("S", ""))
