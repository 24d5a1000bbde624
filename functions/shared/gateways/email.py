"""Emails: the port, and how a letter is written. Text and HTML both whole; unsubscribing is one click (RFC 8058).

email_ses.py and email_smtp.py send it.
"""

import hashlib
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from typing import Protocol
from uuid import uuid4

# The default policy folds a long List-Unsubscribe into encoded words that no mail client understands (RFC 5322 2.1.1
# allows 998 characters); 7bit passes every relay.
_POLICY = SMTP.clone(max_line_length=998, cte_type="7bit")


@dataclass(frozen=True)
class Letter:
    """What is to be sent. `unsubscribe` is the address a one-click POST goes to; `out_id` is the same each time the
    same is sent."""

    to: str
    subject: str
    text: str
    html: str
    unsubscribe: str | None = None
    out_id: str = ""


class Email(Protocol):
    def send(self, letter: Letter) -> str:
        """Send; answers with the provider's message id. Raises Retry, SlowDown or Never."""
        ...


def address_of(sender: str) -> Address:
    """`Name <address>` as a header's address."""
    name, address = parseaddr(sender)
    return Address(name, addr_spec=address)


def written(letter: Letter, sender: Address) -> EmailMessage:
    """The letter as it is sent. The same out-id makes the same Message-ID, so that a mailbox may know a repeat; by SMTP
    alone, Amazon SES puts one of its own in its place.

    Raises ValueError if an address or the subject is none (a line break, or what isn't ASCII in an address).
    """
    if not letter.to.isascii():  # RFC 6531 isn't offered everywhere
        raise ValueError("not ASCII")
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate()
    named = hashlib.sha256(letter.out_id.encode()).hexdigest()[:32] if letter.out_id else uuid4().hex
    message["Message-ID"] = f"<{named}@{sender.domain}>"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message
