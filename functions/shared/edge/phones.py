"""Telephone numbers as people type them."""

import re
import unicodedata

from functions.shared.domain.errors import Refused
from functions.shared.domain.phone import Phone

REGION = "CN"
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})", re.ASCII)
AREA = "0359"  # a local number without its area code is one of the county's


def parse(typed: str, field: str = "telephone") -> Phone | None:
    """The number in `typed`, or None where nothing was typed. Full-width digits, spaces and hyphens are understood.

    Accepts what may be a number, never demands that it is in use. Raises Refused `telephone_impossible`.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return None
    if mobile := _MOBILE.fullmatch(re.sub(r"[\s-]", "", text)):
        return Phone(f"+86{mobile[1]}")  # nearly every number; the library's tables take 40 ms to import

    import phonenumbers

    if len(digits := "".join(filter(str.isdigit, text))) in (7, 8) and digits[0] != "0" and text[0] != "+":
        text = AREA + digits
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException as error:
        raise Refused("telephone_impossible", field) from error
    if not phonenumbers.is_possible_number(number):
        raise Refused("telephone_impossible", field)
    return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
