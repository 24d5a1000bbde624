"""Text messages: the port, and Amazon SNS behind it. Other providers stand beside it in files of their own."""

from typing import Protocol

from functions.shared.aws import client
from functions.shared.domain.phone import Phone


class Sms(Protocol):
    def send(self, to: Phone, text: str, alert_id: str) -> str:
        """Send one segment; answers with the provider's message id."""
        ...


class SnsSms:
    """Amazon SNS. `Transactional`: the message matters more than its price."""

    def send(self, to: Phone, text: str, alert_id: str) -> str:
        sent = client("sns").publish(
            PhoneNumber=to.e164,
            Message=text,
            MessageAttributes={"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}},
        )
        return str(sent["MessageId"])
