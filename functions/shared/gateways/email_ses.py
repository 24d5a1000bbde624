"""Emails by Amazon SES, as its documents describe it; not tried against the live service."""

from collections.abc import Mapping

from functions.shared.aws import client
from functions.shared.gateways.aws_faults import COMMON, sorted_by
from functions.shared.gateways.channel import Never
from functions.shared.gateways.email import Letter, address_of, written
from functions.shared.gateways.faults import Code, Meaning

# https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html, and its page of sending errors
CODES: Mapping[str, Code] = {
    **COMMON,
    "LimitExceededException": Code(Meaning.SLOW_DOWN, "a limit of the account"),
    # Throttling is the day's quota as well as the second's; only its words say which.
    "MessageRejected": Code(Meaning.NEVER, "not accepted: an identity not verified, a virus, bad content"),
    "MailFromDomainNotVerifiedException": Code(Meaning.NEVER, "the MAIL FROM domain is not verified"),
    "ConfigurationSetDoesNotExist": Code(Meaning.NEVER, "no such configuration set"),
    "ConfigurationSetDoesNotExistException": Code(Meaning.NEVER, "no such configuration set"),
    "ConfigurationSetSendingPausedException": Code(Meaning.NEVER, "sending is paused for the configuration set"),
    "AccountSendingPausedException": Code(Meaning.NEVER, "sending is paused for the account"),
    # The letter itself is ours and well formed, so what is invalid is where it goes.
    "InvalidParameterValue": Code(Meaning.ADDRESS, "not an address: control characters, a missing or illegal domain"),
}


class SesEmail:
    """Amazon SES, raw, so that every header arrives as it was written. `sender` is `Name <address>` of the identity."""

    def __init__(self, sender: str, seconds: int = 5) -> None:
        self._from = address_of(sender)
        self._seconds = seconds

    def send(self, letter: Letter) -> str:
        try:
            message = written(letter, self._from).as_bytes()
        except ValueError:
            raise Never("not_an_address", address=True) from None
        with sorted_by(CODES):
            sent = client(
                "ses", self._seconds, 1
            ).send_raw_email(  # once: a second try after a time-out may send a second
                Source=self._from.addr_spec, Destinations=[letter.to], RawMessage={"Data": message}
            )
        return str(sent["MessageId"])
