"""Text messages by Amazon SNS, as its documents describe it; not tried against the live service.

SNS knows no out-id and no question for a receipt: whoever sends twice after a time-out sends two. What the account's
monthly spending limit stops, SNS accepts and drops (its delivery log says so), so the limit is watched by an alarm.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from functions.shared.aws import client
from functions.shared.domain.phone import Phone
from functions.shared.gateways.aws_faults import COMMON, sorted_by
from functions.shared.gateways.channel import Never, Receipt, Reply, Text
from functions.shared.gateways.faults import Code, Meaning

LONGEST = 1600  # bytes of one Publish to a number

# https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
CODES: Mapping[str, Code] = {
    **COMMON,
    # All else that we send is fixed or checked before, so the parameter that is invalid is the number.
    "InvalidParameter": Code(Meaning.ADDRESS, "the number is not one that takes texts, or has opted out"),
    "OptedOut": Code(Meaning.ADDRESS, "the number has opted out"),
    "OptedOutException": Code(Meaning.ADDRESS, "the number has opted out"),
    "InvalidParameterValue": Code(Meaning.NEVER, "a parameter of ours is wrong"),
    "ValidationException": Code(Meaning.NEVER, "a parameter of ours is wrong"),
    "UserErrorException": Code(Meaning.NEVER, "the request is wrong"),
}


class SnsSms:
    """Amazon SNS. `Transactional`: the message matters more than its price."""

    answers = False

    def __init__(self, seconds: int = 5) -> None:
        self._seconds = seconds

    def send(self, to: Phone, text: Text, out_id: str) -> str:
        if not text.words or len(text.words.encode()) > LONGEST:
            raise Never("length")
        with sorted_by(CODES):
            sent = client("sns", self._seconds, 1).publish(  # once: a second try after a time-out may send a second
                PhoneNumber=to.e164,
                Message=text.words,
                MessageAttributes={"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}},
            )
        return str(sent["MessageId"])

    def receipt(self, to: Phone, message_id: str, sent_at: datetime) -> Receipt | None:
        return None

    def sent_as(self, to: Phone, out_id: str, sent_at: datetime) -> Receipt | None:
        return None  # it knows no out-id


def reply(message: str, at: datetime) -> Reply:
    """A text that came in by a two-way number: what it puts on its topic, heard at `at`.

    Raises ValueError if it isn't one. https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html
    """
    try:
        said = json.loads(message)
        return Reply(
            message_id=f"sns:{said['inboundMessageId']}",
            sender=Phone(str(said["originationNumber"])),
            words=str(said["messageBody"]),
            at=at,
        )
    except (KeyError, TypeError, ValueError):
        raise ValueError("not a text that came in") from None
