"""Emails: the port, and Amazon SES behind it. Text and HTML both whole; unsubscribing is one click (RFC 8058)."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Protocol

from functions.shared.aws import client

# The default policy folds a long List-Unsubscribe into encoded words that no mail client understands (RFC 5322 2.1.1
# allows 998 characters); 7bit passes every relay.
_POLICY = SMTP.clone(max_line_length=998, cte_type="7bit")


@dataclass(frozen=True)
class Letter:
    """What is to be sent. `unsubscribe` is the address a one-click POST goes to."""

    to: str
    subject: str
    text: str
    html: str
    unsubscribe: str | None = None


class Email(Protocol):
    def send(self, letter: Letter) -> str:
        """Send; answers with the provider's message id."""
        ...


class SesEmail:
    """Amazon SES, raw, so that every header arrives as it was written. `sender` is `Name <address>` of the identity."""

    def __init__(self, sender: str) -> None:
        name, address = parseaddr(sender)
        self._from = Address(name, addr_spec=address)

    def send(self, letter: Letter) -> str:
        message = EmailMessage(policy=_POLICY)
        message["From"] = self._from
        message["To"] = letter.to
        message["Subject"] = letter.subject
        if letter.unsubscribe:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        sent = client("ses").send_raw_email(
            Source=self._from.addr_spec, Destinations=[letter.to], RawMessage={"Data": message.as_bytes()}
        )
        return str(sent["MessageId"])
