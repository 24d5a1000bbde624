"""Queues that a function writes to itself."""

import json
import os
from collections.abc import Iterable, Mapping
from itertools import islice

from functions.shared.aws import client


def send(queue: str, message: Mapping[str, object]) -> None:
    """Put `message` on the queue whose address the environment variable `queue` holds."""
    client("sqs").send_message(QueueUrl=os.environ[queue], MessageBody=json.dumps(message, ensure_ascii=False))


AT_ONCE = 10  # the most that SQS takes in one call


def send_all(queue: str, messages: Iterable[Mapping[str, object]]) -> int:
    """As `send`, ten at a time; answers with how many. Raises RuntimeError if one of them was not taken: those before
    it have been, so whoever hears them must not mind a repeat."""
    left, sent = iter(messages), 0
    while batch := list(islice(left, AT_ONCE)):
        entries = [
            {"Id": str(place), "MessageBody": json.dumps(message, ensure_ascii=False)}
            for place, message in enumerate(batch)
        ]
        answer = client("sqs").send_message_batch(QueueUrl=os.environ[queue], Entries=entries)
        if failed := answer.get("Failed"):
            raise RuntimeError(f"{len(failed)} messages not taken: {failed[0].get('Code')}")
        sent += len(batch)
    return sent
