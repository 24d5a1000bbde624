"""The world around the rooms: topics, queues, texts, emails, one clock. What is under way arrives when told."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import Any
from uuid import uuid4

from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from functions.deadlines import handler as deadlines
from functions.delivery import handler as delivery
from functions.delivery import sweep_handler as delivery_sweep
from functions.desk import handler as desk
from functions.digests import handler as digests
from functions.digests import plan_handler, send_handler, stop_handler
from functions.dispatch import handler as dispatch
from functions.exchange import handler as exchange
from functions.follows import handler as follows
from functions.follows import plan_handler as follows_plan
from functions.follows import send_handler as follows_send
from functions.follows import tell_handler
from functions.intake import handler as intake
from functions.photos import handler as photos
from functions.posters import handler as posters
from functions.privacy import handler as privacy
from functions.programmes import handler as programmes
from functions.registry import handler as registry
from functions.relay import handler as relay
from functions.response import calendar_handler, sms_handler
from functions.response import handler as response
from functions.results import pages_handler, publish_handler
from functions.shared import aws
from functions.shared.domain.decision import Decision
from functions.shared.domain.facts import RESIDENT, Cause, NumberConfirmed
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Handling
from functions.shared.domain.transitions import State
from functions.shared.edge import staff_session
from functions.shared.edge.clock import now
from functions.shared.tables import requests, sessions
from functions.signin import handler as signin
from functions.statistics import handler as statistics
from functions.verification import handler as verification
from tests.desk import desk_presses, waits_for_a_press
from tests.http_client import Browser

REGION = "us-east-1"
DOORS = {
    "/": intake.main,
    "/u": response.main,
    "/u/calendar/": calendar_handler.main,
    "/r": verification.main,
    "/results": pages_handler.main,
    "/photos": photos.main,
    "/follow/": follows.main,
    "/results.csv": pages_handler.main,
    "/results.json": pages_handler.main,
    "/results.atom": pages_handler.main,
    "/posters": posters.main,
    "/desk": desk.main,
    "/desk/directory": registry.main,
    "/desk/privacy": privacy.main,
    "/desk/exchange": exchange.main,
    "/desk/statistics": statistics.main,
    "/desk/digests": digests.main,
    "/letters/": stop_handler.main,
    "/desk/programmes": programmes.main,
    "/signin": signin.main,
}
_CLOSES_OR_OPENS = (
    *("VerdictGiven", "SettledOnTheSpot", "ClosedPartly", "ClosedSilent", "Explained", "Transferred", "Rejected"),
    *("Withdrawn", "Merged", "Reopened", "Disputed", "Unmerged"),
)
HEARD_BY_RESULTS = {"name": [*_CLOSES_OR_OPENS, "WordsReleased", "WordsBlanked"]}
HEARD_BY_FOLLOWS = {"name": ["OrderAccepted", "Rescheduled", "WorkClaimedDone", *_CLOSES_OR_OPENS]}


@dataclass(frozen=True)
class Cloud:
    """What is deployed once: the tables, the topics and the queues that listen to them."""

    dynamodb: Any
    facts: str
    alerts: str
    queues: dict[str, str]


def deployed(dynamodb: Any) -> Cloud:
    sns, sqs = aws.client("sns"), aws.client("sqs")
    facts, alerts = (sns.create_topic(Name=name)["TopicArn"] for name in ("facts", "alerts"))
    names = [
        *("dispatch", "results", "delivery", "digests", "followed", "follows", "replies", "relay-dead"),
        *("facts-heard", "alerts-heard"),
    ]
    queues = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in names}
    for topic, queue, policy in (
        (facts, "dispatch", None),
        (facts, "results", HEARD_BY_RESULTS),
        (facts, "followed", HEARD_BY_FOLLOWS),
        (facts, "facts-heard", None),
        (alerts, "delivery", None),
        (alerts, "alerts-heard", None),
    ):
        attributes = {"RawMessageDelivery": "true"} | ({"FilterPolicy": json.dumps(policy)} if policy else {})
        arn = f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT_ID}:{queue}"
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=attributes)
    return Cloud(dynamodb, facts, alerts, queues)


class World:
    """All of it. `settle` lets everything that is under way arrive, as the streams and queues would."""

    def __init__(self, cloud: Cloud, clock: Any) -> None:
        self.dynamodb, self.facts, self.alerts, self.queues = cloud.dynamodb, cloud.facts, cloud.alerts, cloud.queues
        self._clock = clock
        self._sqs = aws.client("sqs")
        self._relayed: set[tuple[str, str]] = set()
        self.desk_answers = True  # a clerk sends at once what the rule proposes
        self.residents_answer = True  # whoever gets a receipt says at once that the number is theirs

    def browser(self, **who: str) -> Browser:
        return Browser(DOORS, **who)

    def staff(self, staff_id: str, **who: str) -> Browser:
        """A browser in which somebody of tests/county.py has signed in at the desk."""
        browser = self.browser(**who)
        browser.cookies[staff_session.COOKIE] = sessions.create(staff_id, now())
        return browser

    def reply(self, number: str, words: str, message_id: str | None = None) -> str:
        """Somebody texts us: it stands on the queue as a two-way number of SNS brings it. Answers with its id."""
        inbound = message_id or str(uuid4())
        said = {
            "originationNumber": f"+86{number}",
            "destinationNumber": "+8615400000001",
            "messageKeyword": "keyword_2",
            "messageBody": words,
            "inboundMessageId": inbound,
            "previousPublishedMessageId": str(uuid4()),
        }
        self._sqs.send_message(QueueUrl=self.queues["replies"], MessageBody=json.dumps(said, ensure_ascii=False))
        return inbound

    def later(self, passed: timedelta) -> None:
        self._clock.shift(passed)

    def until(self, at: datetime) -> None:
        self._clock.move_to(at, tick=False)

    def settle(self) -> None:
        """Streams, topics and queues, and the desk's press where one is waited for, until nothing moves."""
        while (
            self._relay()
            or self._work()
            or (self.residents_answer and self._residents())
            or (self.desk_answers and self._desk())
        ):
            pass

    def sweep(self) -> None:
        """The clock's minute: deadlines, and messages that wait for their time; until nothing moves."""
        self.settle()
        while deadlines.main({}, Lambda())["done"] or delivery_sweep.main({}, Lambda())["done"]:
            self.settle()

    def received(self, queue: str) -> list[dict[str, Any]]:
        """The messages that stand in `queue`, taken out of it."""
        found: list[dict[str, Any]] = []
        while messages := self._receive(queue):
            found += messages
            for message in messages:
                self._delete(queue, message)
        return found

    def bodies(self, queue: str) -> list[dict[str, Any]]:
        return [json.loads(message["Body"]) for message in self.received(queue)]

    def hand(self, main: Any, *bodies: Any) -> list[int]:
        """Give a queue's handler these messages; answers with the places of those that failed."""
        records = [_record(str(place), body) for place, body in enumerate(bodies)]
        try:
            answer = main({"Records": records}, None)
        except BatchProcessingError:  # all of them
            return list(range(len(bodies)))
        return [int(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]]

    def plan_digests(self) -> int:
        return plan_handler.main({}, None)["digests"]

    def plan_follows(self) -> int:
        return follows_plan.main({}, None)["followers"]

    def images(self, request_id: str | None = None) -> list[dict[str, Any]]:
        """The facts' items, as the stream shows them."""
        found = self.dynamodb.scan(TableName="test-requests")["Items"]
        facts = [item for item in found if item["sort"]["S"].startswith("FACT#")]
        chosen = [item for item in facts if request_id in (None, item["request_id"]["S"])]
        return sorted(chosen, key=lambda item: (item["at"]["S"], item["sort"]["S"]))

    def items(self, table: str) -> list[dict[str, Any]]:
        return list(self.dynamodb.scan(TableName=f"test-{table}")["Items"])

    def request(self, code: str) -> Request:
        return requests.load(code)

    def texts(self) -> list[tuple[str, str]]:
        """The text messages sent so far: number and words."""
        return list(get_backend("sns")[DEFAULT_ACCOUNT_ID][REGION].sms_messages.values())

    def emails(self) -> list[EmailMessage]:
        """The emails sent so far."""
        return [message_from_string(sent.raw_data, policy=default) for sent in self._emails()]

    def _emails(self) -> list[Any]:
        found: list[Any] = get_backend("ses")[DEFAULT_ACCOUNT_ID][REGION].sent_messages
        return found

    def forget(self) -> None:
        """Whatever was sent, by whatever way."""
        for queue in get_backend("sqs")[DEFAULT_ACCOUNT_ID][REGION].queues.values():
            queue._messages.clear()  # a queue is purged once a minute at most, and here no minute passes
            queue.pending_messages.clear()
        get_backend("sns")[DEFAULT_ACCOUNT_ID][REGION].sms_messages.clear()
        self._emails().clear()

    def _relay(self) -> bool:
        new = [item for item in self.images() if (item["request_id"]["S"], item["sort"]["S"]) not in self._relayed]
        if new:
            relay.main({"Records": [stream_record(item) for item in new]}, None)
            self._relayed |= {(item["request_id"]["S"], item["sort"]["S"]) for item in new}
        return bool(new)

    def _work(self) -> bool:
        worked = False
        for queue, main in (
            ("dispatch", dispatch.main),
            ("results", publish_handler.main),
            ("delivery", delivery.main),
            ("digests", send_handler.main),
            ("replies", sms_handler.main),
            ("followed", tell_handler.main),
            ("follows", follows_send.main),
        ):
            bodies = self.bodies(queue)
            worked = worked or bool(bodies)
            if bodies:
                assert self.hand(main, *bodies) == [], f"{queue} could not handle all of {bodies}"
        return worked

    def _residents(self) -> bool:
        received = {item["request_id"]["S"] for item in self.images() if item["sort"]["S"] == "FACT#0001"}
        unsaid = [code for code in sorted(received) if _waits_for_an_answer(requests.load(code))]
        for code in unsaid:
            cause = Cause(f"reply:{code}", "")
            fact = NumberConfirmed(at=now(), by=RESIDENT, cause=cause)
            requests.change(code, cause, lambda _, fact=fact: Decision(fact))  # type: ignore[misc]
        return bool(unsaid)

    def _desk(self) -> bool:
        known = {item["request_id"]["S"] for item in self.images() if item["sort"]["S"] == "FACT#0001"}
        waiting = [code for code in sorted(known) if waits_for_a_press(requests.load(code))]
        for code in waiting:
            desk_presses(code)
        return bool(waiting)

    def _receive(self, queue: str) -> list[dict[str, Any]]:
        answer = self._sqs.receive_message(
            QueueUrl=self.queues[queue], MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        )
        return list(answer.get("Messages", ()))

    def _delete(self, queue: str, message: dict[str, Any]) -> None:
        self._sqs.delete_message(QueueUrl=self.queues[queue], ReceiptHandle=message["ReceiptHandle"])


class Lambda:
    """What a function is told of its run."""

    def get_remaining_time_in_millis(self) -> int:
        return 50_000


def _waits_for_an_answer(request: Request) -> bool:
    filed = request.filed
    asked = filed.reachable and filed.handling is Handling.ROUTED
    return asked and not request.confirmed and request.state is not State.CLOSED


def stream_record(image: dict[str, Any]) -> dict[str, Any]:
    return {"eventID": "e", "eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": {"NewImage": image}}


def _record(message_id: str, body: Any) -> dict[str, Any]:
    return {
        "messageId": message_id,
        "receiptHandle": message_id,
        "body": body if isinstance(body, str) else json.dumps(body),
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": str(int(now().timestamp() * 1000))},
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT_ID}:queue",
        "awsRegion": REGION,
    }
