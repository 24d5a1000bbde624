"""The only code bound to a table's stream: every fact goes on to the topic `facts`, in order, each on its own.

A record that can't be understood goes whole to the queue `relay-dead` and its neighbours get through; a failure that
will pass (the topic is away) raises, and the stream keeps the records.
"""

import json
from typing import Any

from functions.shared.edge.telemetry import log, told
from functions.shared.gateways import queues
from functions.shared.gateways.topics import publish_fact
from functions.shared.tables.fact_codec import UnknownFact
from functions.shared.tables.request_items import StreamedFact, fact_in_stream


def main(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Event: a batch of DynamoDB stream records, `INSERT` of `FACT#` rows alone (filtered in infra)."""
    for record in event["Records"]:
        try:
            fact = fact_in_stream(record["dynamodb"]["NewImage"])
        except (UnknownFact, KeyError, TypeError, ValueError) as error:
            log.error("fact_not_understood", extra={"event_id": record.get("eventID"), "error": type(error).__name__})
            queues.send("QUEUE_RELAY_DEAD", {"record": json.dumps(record, default=str)})
            continue
        pass_on(fact)
    return {"batchItemFailures": []}


def pass_on(fact: StreamedFact) -> None:
    """Publish where a fact stands; who listens reads it there."""
    publish_fact(
        {"request_id": fact.request_id, "sequence": fact.sequence, "name": fact.name, "at": fact.at},
        {"name": fact.name, "community": fact.community, "unit": fact.unit},
    )
    told("fact_relayed", request_id=fact.request_id, sequence=fact.sequence, fact=fact.name)
