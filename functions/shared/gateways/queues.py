"""Queues that a function writes to itself."""

import json
import os
from collections.abc import Mapping

from functions.shared.aws import client


def send(queue: str, message: Mapping[str, object]) -> None:
    """Put `message` on the queue whose address the environment variable `queue` holds."""
    client("sqs").send_message(QueueUrl=os.environ[queue], MessageBody=json.dumps(message, ensure_ascii=False))
