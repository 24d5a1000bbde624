"""The one field of the form: an email address or a mobile number, whichever it is."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from functions.shared.domain import email_address
from functions.shared.domain.directory import ContactWay
from functions.shared.domain.errors import Refused
from functions.shared.edge import phones

FIELD = "contact"


@dataclass(frozen=True)
class Target:
    """Where somebody wants to be told. An address is kept as it was typed."""

    way: ContactWay
    address: str = field(repr=False)


def parse(typed: Mapping[str, str], *, texts: bool) -> Target:
    """`texts`: a mobile number will do, because what it answers is read. Raises Refused `contact_missing`,
    `email_impossible`, `telephone_impossible`, `follow_takes_texts` for a landline, or `follow_by_email` for any number
    where none will do."""
    text = unicodedata.normalize("NFKC", typed[FIELD]).strip()
    if not text:
        raise Refused("contact_missing", FIELD)
    if "@" not in text and sum(map(str.isdigit, text)) >= 7:
        if not texts:
            raise Refused("follow_by_email", FIELD)
        return Target(ContactWay.SMS, _mobile(text))
    if not email_address.looks_like_one(text):
        raise Refused("email_impossible", FIELD)
    return Target(ContactWay.EMAIL, text)


def _mobile(text: str) -> str:
    number = phones.parse(text, FIELD)
    if number is None or not number.takes_texts:
        raise Refused("follow_takes_texts", FIELD)
    return number.e164
