"""A queue's side of a room: each message alone, and only those that failed come back."""

from collections.abc import Callable
from datetime import UTC, datetime
from json import loads
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from functions.shared.edge.telemetry import log


def consumer(handle: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The Lambda entry point that gives each message's JSON to `handle`.

    A message whose handling raises is received again, and after its queue's tries stands in the dead-letter queue.
    """
    return _consumer(lambda record: handle(loads(record.body)))


def dated_consumer(
    handle: Callable[[dict[str, Any], datetime], None],
) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """As `consumer`; `handle` is told too when the message was put on the queue."""

    def one(record: SQSRecord) -> None:
        sent = int(record.attributes.sent_timestamp or 0) / 1000
        handle(loads(record.body), datetime.fromtimestamp(sent, UTC))

    return _consumer(one)


def _consumer(handle: Callable[[SQSRecord], None]) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    processor = BatchProcessor(event_type=EventType.SQS)

    def one(record: SQSRecord) -> None:
        try:
            handle(record)
        except Exception as error:
            log.warning("failed", extra={"message_id": record.message_id, "error": type(error).__name__})
            raise

    def main(event: dict[str, Any], context: Any) -> dict[str, Any]:
        answer = process_partial_response(event=event, record_handler=one, processor=processor, context=context)
        return dict(answer)

    return main
