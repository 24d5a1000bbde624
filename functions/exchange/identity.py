"""Which request a row is: the same row is the same request, in whichever file, and however often it comes."""

import hmac
import json
from collections.abc import Iterator

from functions.exchange.rows import Row
from functions.shared.domain.codes import REQUEST, derive
from functions.shared.domain.facts import Cause

ATTEMPTS = 4  # codes that a row may have, one after the other, where others' requests have the first
_NUMBER, _DAY, _NOTHING = "微心愿平台编号：", "提出日期：", "（没有）"


def cause(row: Row, key: bytes) -> Cause:
    """What brings its request about: the platform's own number, or what the row says where it has none."""
    return Cause(f"import:{_digest(key, _stands_for(row))}", _digest(key, _told(row)))


def codes(row: Row, key: bytes) -> Iterator[str]:
    return (derive(key, REQUEST, f"import/{_stands_for(row)}", attempt) for attempt in range(ATTEMPTS))


def kept(row: Row) -> str:
    """The words as they are kept: with the number and the day that the platform had."""
    if not (row.number or row.asked_on):
        return row.words
    return f"{row.words}\n{_NUMBER}{row.number or _NOTHING}\n{_DAY}{row.asked_on or _NOTHING}"


def parted(said: str) -> tuple[str, str, str]:
    """What was asked for, the platform's number and the day, out of the words as `kept` made them."""
    lines = said.rsplit("\n", 2)
    if len(lines) == 3 and lines[1].startswith(_NUMBER) and lines[2].startswith(_DAY):
        number, day = lines[1].removeprefix(_NUMBER), lines[2].removeprefix(_DAY)
        return lines[0], "" if number == _NOTHING else number, "" if day == _NOTHING else day
    return said, "", ""


def _stands_for(row: Row) -> str:
    return f"number/{row.number}" if row.number else f"row/{_told(row)}"


def _told(row: Row) -> str:
    number = row.telephone.e164 if row.telephone else ""
    return json.dumps([row.words, row.place, number, row.name, row.asked_on], ensure_ascii=False)


def _digest(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()[:32]
