"""Topics, queues, the stream of facts, and the ways out of the house: text messages and emails.

Made here rather than by moto: a queue's visibility runs on the world's clock, a message may come twice and out of
order, and who has sent what can be asked. What it promises is what SNS, SQS and a DynamoDB stream promise, no more.
"""

import json
from base64 import b64decode
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from itertools import count
from typing import Any

from .boundary import Call, Response
from .scheduler import Clock

_NUMBERS = count(1)
SHARDS = 2


@dataclass(eq=False)
class Message:
    """A message in a queue. `receives` counts how often it has been taken; it is seen again from `visible_at`."""

    body: str
    visible_at: datetime
    id: str = field(default_factory=lambda: f"m{next(_NUMBERS)}")
    receives: int = 0


@dataclass
class Queue:
    """`most` receives, then the message stands in the dead-letter queue."""

    name: str
    visibility: timedelta
    most: int | None
    messages: list[Message] = field(default_factory=list)
    dead: list[Message] = field(default_factory=list)

    def visible(self, now: datetime) -> list[Message]:
        return [message for message in self.messages if message.visible_at <= now]

    def take(self, messages: list[Message], now: datetime) -> list[Message]:
        """Hidden for the visibility time; one that has been taken too often is put aside instead."""
        taken = []
        for message in messages:
            if self.most is not None and message.receives >= self.most:
                self.messages.remove(message)
                self.dead.append(message)
                continue
            message.receives += 1
            message.visible_at = now + self.visibility
            taken.append(message)
        return taken

    def acknowledge(self, message: Message) -> None:
        if message in self.messages:
            self.messages.remove(message)

    def redrive(self, now: datetime) -> int:
        """What a person does after a fix: all dead letters go back to the queue."""
        back, self.dead = self.dead, []
        for message in back:
            message.receives, message.visible_at = 0, now
        self.messages += back
        return len(back)


@dataclass(eq=False)
class Sent:
    """A message that has left the house. `about` is the key of the delivery that its worker had in hand; `struck`
    whether a fault hit that worker before it had marked it as sent."""

    id: str
    way: str
    to: str
    words: str
    at: datetime
    about: str
    worker: str
    struck: bool = False
    members: frozenset[str] = frozenset()  # of the group that it speaks for


@dataclass
class Subscription:
    queue: str
    policy: Mapping[str, list[str]]


class Post:
    """All of it."""

    def __init__(self, clock: Clock, queues: list[Queue], subscriptions: Mapping[str, list[Subscription]]) -> None:
        self.clock = clock
        self.queues = {queue.name: queue for queue in queues}
        self.subscriptions = subscriptions
        self.stream: list[deque[dict[str, Any]]] = [deque() for _ in range(SHARDS)]
        self.outbox: list[Sent] = []
        self.published: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.twice: Callable[[], bool] = lambda: False  # whether SQS delivers one once more

    def services(self) -> dict[str, Callable[[Call], Response]]:
        return {"sns": self._sns, "sqs": self._sqs, "ses": self._ses}

    def hear(self, call: Call) -> None:
        """What the table's stream shows of a write: new facts, in the order of each request."""
        if call.service != "dynamodb":
            return
        for table, item in call.puts:
            if table == "requests" and item["sort"]["S"].startswith("FACT#"):
                self.stream[int(item["request_id"]["S"]) % SHARDS].append(dict(item))

    def put(self, queue: str, body: str) -> None:
        self.queues[queue].messages.append(Message(body, self.clock.now()))
        if self.twice():
            later = self.clock.now() + timedelta(seconds=1)
            self.queues[queue].messages.append(Message(body, later))

    def next_visible(self, but: Collection[str] = ()) -> datetime | None:
        """When a message is seen next, in any queue that is read."""
        read = [queue for name, queue in self.queues.items() if name not in but and queue.most is not None]
        times = [message.visible_at for queue in read for message in queue.messages]
        return min(times, default=None)

    def snapshot(self) -> Any:
        queues = {
            name: ([Message(m.body, m.visible_at, m.id, m.receives) for m in queue.messages], list(queue.dead))
            for name, queue in self.queues.items()
        }
        return queues, [list(shard) for shard in self.stream], list(self.outbox)

    def restore(self, kept: Any) -> None:
        queues, stream, outbox = kept
        for name, (messages, dead) in queues.items():
            copies = [Message(m.body, m.visible_at, m.id, m.receives) for m in messages]
            self.queues[name].messages, self.queues[name].dead = copies, list(dead)
        self.stream = [deque(shard) for shard in stream]
        self.outbox = list(outbox)

    def _sns(self, call: Call) -> Response:
        body = call.body
        if "PhoneNumber" in body:
            return _xml("Publish", MessageId=self._sent("sms", body["PhoneNumber"], body["Message"], call))
        topic = str(body["TopicArn"]).rpartition(":")[2]
        attributes = {
            body[f"MessageAttributes.entry.{number}.Name"]: body[f"MessageAttributes.entry.{number}.Value.StringValue"]
            for number in range(1, 11)
            if f"MessageAttributes.entry.{number}.Name" in body
        }
        self.published[topic].append(json.loads(body["Message"]))
        for subscription in self.subscriptions.get(topic, ()):
            if all(attributes.get(name) in allowed for name, allowed in subscription.policy.items()):
                self.put(subscription.queue, body["Message"])
        return _xml("Publish", MessageId=f"p{next(_NUMBERS)}")

    def _sqs(self, call: Call) -> Response:
        queue = str(call.body["QueueUrl"]).rpartition("/")[2]
        entries = call.body.get("Entries") or [call.body]
        taken = [{"Id": it.get("Id", ""), "MessageId": self._queued(queue, it["MessageBody"])} for it in entries]
        answer = {"Successful": taken} if "Entries" in call.body else {"MessageId": taken[0]["MessageId"]}
        return 200, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps(answer)

    def _queued(self, queue: str, body: str) -> str:
        self.put(queue, body)
        return f"q{next(_NUMBERS)}"

    def _ses(self, call: Call) -> Response:
        letter = message_from_bytes(b64decode(call.body["RawMessage.Data"]), policy=default)
        plain = letter.get_body(("plain",))
        words = f"{letter['Subject']}\n{plain.get_content() if plain else ''}"
        return _xml("SendRawEmail", MessageId=self._sent("email", str(call.body["Destinations.member.1"]), words, call))

    def _sent(self, way: str, to: str, words: str, call: Call) -> str:
        worker = call.worker
        about = str(worker.memory.get("delivery", "")) if worker else ""
        sent = Sent(f"s{next(_NUMBERS)}", way, to, words, self.clock.now(), about, worker.name if worker else "")
        self.outbox.append(sent)
        return sent.id


def _xml(action: str, **values: str) -> Response:
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    result = f"<{action}Result>{inside}</{action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
    return 200, {}, f"<{action}Response>{result}</{action}Response>"
