"""What infra/rooms deploys: which function reads which queue, who is subscribed to what, and how often is enough.

Read from the files themselves, so that the suite runs what is deployed, not a copy of it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from functions.shared.edge.batch import consumer

from .post import Queue, Subscription

ROOT = Path(__file__).parents[2]
VISIBILITY = timedelta(seconds=180)  # custom.seconds.queue_visibility in serverless.yml


class _Reader(yaml.SafeLoader):
    """CloudFormation's own tags are read as the text behind them."""


def _plain(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


_Reader.add_multi_constructor("!", _plain)


@dataclass(frozen=True)
class Function:
    """`queue` is what it reads, `batch` how many at once; `limit` its time-out."""

    name: str
    handler: str
    limit: timedelta
    queue: str | None
    batch: int

    def main(self) -> Callable[[dict[str, Any], Any], Any]:
        """Its entry point, as a process of its own would have it: what keeps a batch's state is made anew."""
        module = import_module(self.handler.rpartition(".")[0])
        if self.queue is not None and hasattr(module, "heard"):
            return consumer(lambda message: module.heard(message))
        return lambda event, context: module.main(event, context)


@dataclass
class Deployment:
    functions: dict[str, Function] = field(default_factory=dict)
    queues: dict[str, int | None] = field(default_factory=dict)  # name, and receives before the dead-letter queue
    subscriptions: dict[str, list[Subscription]] = field(default_factory=lambda: defaultdict(list))
    environment: dict[str, str] = field(default_factory=dict)

    def made(self) -> list[Queue]:
        return [Queue(name, VISIBILITY, most) for name, most in self.queues.items()]


@cache
def deployment() -> Deployment:
    found = Deployment()
    for path in sorted((ROOT / "infra" / "rooms").glob("*.yml")):
        room = yaml.load(path.read_text("utf-8"), _Reader)  # noqa: S506 - a SafeLoader
        _resources(found, (room.get("resources") or {}).get("Resources") or {})
        for name, told in (room.get("functions") or {}).items():
            _function(found, name, told)
    return found


def _function(found: Deployment, name: str, told: Mapping[str, Any]) -> None:
    queue, batch = None, 1
    for event in told.get("events") or ():
        if isinstance(event, dict) and (read := event.get("sqs")):
            queue, batch = _queue(read["arn"]), int(read.get("batchSize", 10))
    limit = timedelta(seconds=int(told.get("timeout", 6)))
    found.functions[name] = Function(name, told["handler"], limit, queue, batch)
    for variable, value in (told.get("environment") or {}).items():
        if variable.startswith("QUEUE_"):
            found.environment[variable] = f"https://queue.amazonaws.com/1/{_queue(value)}"


def _resources(found: Deployment, resources: Mapping[str, Any]) -> None:
    for name, told in resources.items():
        properties = told.get("Properties") or {}
        if told["Type"] == "AWS::SQS::Queue":
            redrive = properties.get("RedrivePolicy") or {}
            found.queues[_queue(name)] = redrive.get("maxReceiveCount")
        elif told["Type"] == "AWS::SNS::Subscription" and properties["Protocol"] == "sqs":
            topic = properties["TopicArn"].removesuffix("Topic").lower()
            policy = properties.get("FilterPolicy") or {}
            found.subscriptions[topic].append(Subscription(_queue(properties["Endpoint"]), policy))


def _queue(resource: str) -> str:
    """`DigestsQueue.Arn` is the queue `Digests` here."""
    return resource.partition(".")[0].removesuffix("Queue")


def readers() -> Iterator[Function]:
    """The functions that read queues."""
    return (function for function in deployment().functions.values() if function.queue)
