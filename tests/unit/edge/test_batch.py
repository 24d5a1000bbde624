"""What a queue's side of a room is told of a message."""

from datetime import UTC, datetime
from typing import Any

from functions.shared.edge.batch import dated_consumer


def test_a_dated_message_comes_with_the_time_since_when_it_stands_on_the_queue() -> None:
    heard: list[tuple[dict[str, Any], datetime]] = []
    record = {
        "messageId": "one",
        "body": '{"words": "1"}',
        "attributes": {"SentTimestamp": "1773028800500"},
        "eventSource": "aws:sqs",
    }
    answer = dated_consumer(lambda message, sent: heard.append((message, sent)))({"Records": [record]}, None)
    assert answer == {"batchItemFailures": []}
    assert heard == [({"words": "1"}, datetime(2026, 3, 9, 4, 0, 0, 500_000, UTC))]
