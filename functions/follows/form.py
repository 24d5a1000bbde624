"""The one field of the form: an email address or a mobile number, whichever it is."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from functions.shared.domain import email_address
from functions.shared.domain.directory import ContactWay
from functions.shared.domain.errors import Refused

FIELD = "contact"


@dataclass(frozen=True)
class Target:
    """Where somebody wants to be told. An address is kept as it was typed."""

    way: ContactWay
    address: str = field(repr=False)


def parse(typed: Mapping[str, str]) -> Target:
    """Raises Refused `contact_missing`, `email_impossible`, or `follow_by_email` for a telephone number."""
    text = unicodedata.normalize("NFKC", typed[FIELD]).strip()
    if not text:
        raise Refused("contact_missing", FIELD)
    if "@" not in text and sum(map(str.isdigit, text)) >= 7:
        raise Refused("follow_by_email", FIELD)
    if not email_address.looks_like_one(text):
        raise Refused("email_impossible", FIELD)
    return Target(ContactWay.EMAIL, text)
