"""What a text message must be: one segment, fixed text with typed variables, nothing that a provider refuses.

Alibaba Cloud's rules for notices, as its documents give them (2024; not tried against the live service):
[texts] https://help.aliyun.com/document_detail/463270.htm, [types] https://help.aliyun.com/document_detail/2806243.html.
Two stricter ones of others are kept too: Huawei Cloud, no two variables side by side
(https://support.huaweicloud.com/msgsms_faq/sms_faq_0003.html); China Telecom Cloud, no variable twice.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from functions.registry.parse import (
    LONGEST_CATEGORY,
    LONGEST_ENGLISH,
    LONGEST_LANDLINE,
    LONGEST_PLACE,
    LONGEST_UNIT,
)
from functions.shared.gateways.sms_words import FIXED, SIGNATURES, VARIABLES, units, variables
from functions.shared.gateways.time_words import sms_day, sms_moment

SEGMENT = {"zh": 70, "en": 160}  # UTF-16 units (UCS-2), or characters of the default alphabet (3GPP TS 23.038, 23.040)
# 3GPP TS 23.038, default alphabet; none of the extension table, whose characters count twice.
GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


@dataclass(frozen=True)
class Type:
    """A variable's type, as it is registered. `longest` in characters; Huawei Cloud takes 20, and more on request."""

    name: str
    longest: int
    written: re.Pattern[str]


NUMBER = Type("其他号码", 20, re.compile(r"[0-9]+"))
# No link and no number that could be dialled: those stand in the fixed text, or the message is refused.
TEXT = Type("其他", 35, re.compile(r"(?!.*(?:[0-9]{5}|[A-Za-z0-9]\.[A-Za-z]|://)).+"))
TYPES: dict[str, Type] = {
    "matter": TEXT,
    "place": TEXT,
    "community": TEXT,
    "unit": TEXT,
    "when": TEXT,  # 3日18时 is none of the forms that their type 时间 takes
    "code": NUMBER,
    "count": NUMBER,
    "ending": NUMBER,
    "other_ending": NUMBER,
}

# What may not stand in a text, signature and variables apart.
REFUSED: Mapping[str, tuple[re.Pattern[str], str]] = {
    "【】": (re.compile(r"[【】]"), "they mark the signature, and stand nowhere else [texts]"),
    "[]": (re.compile(r"[\[\]]"), "read as the signature's at either end [texts], refused anywhere by others"),
    "brackets": (re.compile(r"[『』「」〖〗〔〕［］｛｝]"), "special characters [texts]"),
    "signs": (re.compile(r"[#•·①-⑳★☆※→←↑↓√¥￥&^²³㎡]"), "special characters [texts]; they come out as rubbish"),
    "link": (re.compile(r"://|www\.|[A-Za-z0-9]\.[A-Za-z]{2}"), "a link is {{ address }}, which stands as it is filed"),
    "number": (
        re.compile(r"[0-9]{5}|[0-9]-[0-9]{4}"),
        "a number to call is {{ landline }}: mobiles are refused [texts]",
    ),
    "unsubscribe": (
        re.compile(r"退订|拒收|回复?[TtRrNn](?![A-Za-z])"),
        "that is for advertising; a notice may not have it [texts]",
    ),
    "words": (
        re.compile(r"调解|党政|移动|联通|电信|广电|催款|法律维权|问卷调查|装修|募捐|加群|加微信|客服"),
        "words that stop a template of ours where it stands in the list of refused trades [texts]",
    ),
}
LAST_MINUTE = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)  # 31日23:59; a day (12月31日) is shorter
INVITES = re.compile(r"回复?\s?[0-9]|reply\s+[0-9]|send a digit", re.IGNORECASE)
_BRACES = re.compile(r"[{}]")
_VARIABLE = re.compile(r"\{\{ \w+ \}\}")


def longest(text: str, language: str, address: str) -> dict[str, str]:
    """The longest value of each variable that `text` may name in `language`. One that names a place goes to a unit."""
    wide = "字" if language == "zh" else "W"
    place, unit = (LONGEST_PLACE, LONGEST_UNIT) if language == "zh" else (LONGEST_ENGLISH, LONGEST_ENGLISH)
    values = {
        "community": wide * place,
        "unit": wide * unit,
        "when": sms_moment(LAST_MINUTE, language),
        "code": "6" * 10,
        "count": "9" * 3,
        "ending": "6" * 4,
        "other_ending": "6" * 4,
        "landline": "0" * LONGEST_LANDLINE,
        "address": address,
    }
    if language == "zh":  # in English the code alone says what it is about
        to_unit = "place" in variables(text)
        values |= {"matter": ("" if to_unit else "您报的") + wide * LONGEST_CATEGORY, "place": wide * LONGEST_PLACE}
    return values


def typical(text: str, language: str, address: str) -> dict[str, str]:
    """Usual values, to show what a text looks like."""
    zh = language == "zh"
    deadline = datetime(2026, 3, 9, 10, tzinfo=UTC)
    return {
        "matter": "环境卫生" if "place" in variables(text) else "您报的环境卫生",
        "place": "安康小区",
        "community": "龙王庙社区" if zh else "Longwangmiao Community",
        "unit": "县水务局" if zh else "County Water Bureau",
        "when": sms_day(deadline, language),
        "code": "6825061749",
        "count": "3",
        "ending": "1749",
        "other_ending": "0382",
        "landline": "0359-0001002",
        "address": address,
    }


def length(words: str, language: str) -> int:
    """What `words` take of a segment."""
    return units(words) if language == "zh" else len(words)


def wrong(name: str, language: str, text: str, address: str) -> Iterator[str]:
    """What is wrong with the text `name`, sentence by sentence."""
    if not text.startswith(SIGNATURES[language]):
        yield f"does not begin with {SIGNATURES[language].strip()}"
    body = text.removeprefix(SIGNATURES[language])
    fixed = _VARIABLE.sub("\0", body)
    if _BRACES.search(fixed):
        yield "holds more than {{ variable }}: no logic, no filters"
        return
    named = variables(text)
    values = longest(text, language, address)
    if strange := [variable for variable in named if variable not in VARIABLES]:
        yield f"names {', '.join(strange)}: not in the list; a resident's words, name and number never stand in a text"
    elif strange := [variable for variable in named if variable not in values]:
        yield f"names {', '.join(strange)}, which has no limit in this language"
    else:
        yield from _too_long(re.sub(r"\{\{ (\w+) \}\}", lambda found: values[found[1]], text), language)
        for variable in sorted(set(named) - FIXED):
            yield from wrong_value(variable, values[variable])
    if twice := sorted({variable for variable in named if named.count(variable) > 1}):
        yield f"names {', '.join(twice)} twice"
    if "\0\0" in fixed:
        yield "has two variables side by side"
    if "\n" in body:
        yield "has more than one line"
    for what, (pattern, why) in REFUSED.items():
        if found := pattern.search(fixed):
            yield f"holds {found[0]!r} ({what}): {why}"
    if foreign := sorted(set(fixed) - {"\0"} - _alphabet(fixed, language)):
        yield f"holds {' '.join(foreign)}: {_FOREIGN[language]}"
    if name.endswith("_no_reply") and INVITES.search(text):
        yield "invites a reply that nobody reads"


def wrong_value(variable: str, value: str) -> Iterator[str]:
    """What a provider would refuse in a variable's value."""
    kind = TYPES[variable]
    if len(value) > kind.longest:
        yield f"{variable}: {value} has {len(value)} characters, {kind.name} takes {kind.longest}"
    if not kind.written.fullmatch(value):
        yield f"{variable}: {value} is no {kind.name}"
    for what in ("【】", "[]", "brackets", "signs"):
        if found := REFUSED[what][0].search(value):
            yield f"{variable}: {value} holds {found[0]!r}: {REFUSED[what][1]}"
    if any(ord(character) > 0xFFFF for character in value):
        yield f"{variable}: {value} holds what takes two units (emoji, rare characters)"


_FOREIGN = {
    "zh": "traditional characters, emoji and signs beyond GB 2312 are refused [texts]",
    "en": "not of the default alphabet, so that all of it would be counted as UCS-2",
}


def _alphabet(text: str, language: str) -> set[str]:
    if language == "en":
        return set(GSM_7)
    return {character for character in text if _simplified(character)}


def _simplified(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _too_long(words: str, language: str) -> Iterator[str]:
    taken = length(words, language)
    if taken > SEGMENT[language]:
        yield f"takes {taken} of {SEGMENT[language]} for the longest values: {words}"
