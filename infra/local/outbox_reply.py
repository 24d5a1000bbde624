"""A reply from the outbox's page: published to the product's topic as a two-way number of Amazon SNS does.

The payload: https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html
"""

import json
import re
from urllib.parse import parse_qs
from uuid import uuid4

from infra.local import aws, deploy

TOPIC = f"arn:aws:sns:{aws.REGION}:{aws.ACCOUNT}:dandelion-{deploy.STAGE}-replies"
_OURS = "+8615400000000"  # invented, as all numbers of the demo
_NUMBER = re.compile(r"\+[0-9]{6,15}")
LONGEST = 1600  # characters: what a text in several parts can hold


def read(body: bytes) -> tuple[str, str]:
    """Number and words of the page's form. Raises ValueError unless both are there."""
    fields = parse_qs(body.decode(), strict_parsing=True)
    number, words = fields.get("number", [""])[0], fields.get("words", [""])[0]
    if not _NUMBER.fullmatch(number) or not 0 < len(words) <= LONGEST:
        raise ValueError("a number and words")
    return number, words


def send(endpoint: str, number: str, words: str) -> str:
    """Somebody with `number` texts us `words`; answers with the message's id."""
    inbound = str(uuid4())
    said = {
        "originationNumber": number,
        "destinationNumber": _OURS,
        "messageKeyword": "keyword_dandelion",
        "messageBody": words,
        "inboundMessageId": inbound,
        "previousPublishedMessageId": str(uuid4()),
    }
    aws.client("sns", endpoint).publish(TopicArn=TOPIC, Message=json.dumps(said, ensure_ascii=False))
    return inbound
