"""Looks at personal data: who looked at what, when and for what."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    """What somebody was doing when they saw personal data: inferred from the act, never typed."""

    READ_CASE = "read_case"  # opened a request
    FILE = "file"  # wrote down what a resident told them
    WHISTLE = "whistle"  # told a unit what it is about
    RECORD_UNIT = "record_unit"
    RECORD_VERDICT = "record_verdict"
    CALL_BACK = "call_back"  # 回访
    ASK = "ask"
    ANSWER = "answer"
    MERGE = "merge"  # compared it with another one
    MODERATE = "moderate"  # looked words over before everybody may read them
    SEARCH_TELEPHONE = "search_telephone"
    SEARCH_WORDS = "search_words"
    READ_TEXTS = "read_texts"  # read text messages that came in and belong to no request
    IMPORT = "import"
    PRINT_SLIP = "print_slip"
    EXPORT = "export"  # gave residents what is kept about them
    ERASE = "erase"


@dataclass(frozen=True)
class Look:
    """One look at the personal data of a request."""

    request_id: str
    staff: str
    purpose: Purpose
    at: datetime  # UTC
