"""Amazon SNS beyond the contract."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from functions.shared.domain.phone import Phone
from functions.shared.gateways.channel import Never
from functions.shared.gateways.sms_sns import SnsSms, reply
from tests.standins.amazon import Amazon
from tests.unit.gateways.ways import TO, a_text

CAME_IN = {  # https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html
    "originationNumber": "+8615400001234",
    "destinationNumber": "+12125550101",
    "messageKeyword": "KEYWORD_9",
    "messageBody": "1 1749",
    "inboundMessageId": "cae173d2-66b9-564c-8309-21f858e9fb84",
    "previousPublishedMessageId": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)


def test_the_whole_text_goes_as_transactional(amazons: Amazon) -> None:
    SnsSms().send(TO, a_text(), "id")
    (taken,) = amazons.taken
    assert (taken.to, taken.words) == ("+8615400001234", a_text().words)
    assert taken.more["MessageAttributes.entry.1.Value.StringValue"] == "Transactional"


@pytest.mark.parametrize("words", ["", "字" * 534])
def test_what_is_no_text_is_not_taken_for_a_bad_number(amazons: Amazon, words: str) -> None:
    with pytest.raises(Never, match="length") as told:
        SnsSms().send(TO, replace(a_text(), words=words), "id")
    assert not told.value.address
    assert amazons.asked == 0


def test_it_can_t_be_asked_for_receipts() -> None:
    assert not SnsSms().answers
    assert SnsSms().receipt(TO, "id", NOON) is None
    assert SnsSms().sent_as(TO, "id", NOON) is None


def test_the_reply_of_the_documents() -> None:
    told = reply(json.dumps(CAME_IN), NOON)
    assert told.message_id == "sns:cae173d2-66b9-564c-8309-21f858e9fb84"
    assert (told.sender, told.words, told.at) == (Phone("+8615400001234"), "1 1749", NOON)


@pytest.mark.parametrize("message", ["", "[]", "7", "{}", json.dumps({"messageBody": "1"})])
def test_what_is_no_reply_is_refused(message: str) -> None:
    with pytest.raises(ValueError, match="not a text that came in"):
        reply(message, NOON)
