"""What somebody says in a text message: a digit, the code it is about, and words. What isn't clear says nothing.

`1`, `１。`, `一`, `回1`, `2 1749 不归我们管`, `1 682 506 1749`, `11749`. A digit that runs into words (3天后, 一直) or
into another number (1-2栋, 3 11点) is the beginning of a sentence, not an answer.
"""

import re
import unicodedata
from dataclasses import dataclass

from functions.shared.domain.codes import ORDER, REQUEST, parse
from functions.shared.domain.errors import Refused

STOP = "9"  # no more of it; our texts say so, because providers let only advertising say T
LAST = 4  # digits of a code that are enough where they lead to one thing
_WHOLE = 10
_CHINESE = str.maketrans("一二三零〇", "12300")
_BETWEEN = r"[\s,.:;!?~_()\[\]{}<>'\"`·。、，．：；！？～（）【】「」《》“”‘’—–-]"
_OPENED = re.compile(rf"(?:{_BETWEEN}(?<!-))*(?:回复?)?(?:{_BETWEEN}(?<!-))*")
_DIGIT = re.compile(rf"([0-3])(?={_BETWEEN}|$)|([一二三零〇])(?={_BETWEEN}|$)")
_GLUED = re.compile(rf"([0-3])(\d{{{_WHOLE}}}|\d{{{LAST}}})(?!\d)", re.ASCII)
_CODE = re.compile(r"(\d{3})[ -]*(\d{3})[ -]*(\d{4})(?!\d)|(\d{4})(?![\d年])", re.ASCII)
_STOP = re.compile(rf"(?:{_BETWEEN})*(?:回复?)?(?:{_BETWEEN})*(?:9|九|[tTｔＴ][dD]?|退订|取消关注)(?:{_BETWEEN})*")
_GAP = re.compile(f"{_BETWEEN}+")
_ONLY_MORE = re.compile(rf"(?:{_BETWEEN}|[\d一二三零〇])*", re.ASCII)


@dataclass(frozen=True)
class Said:
    """`digit` is 0 to 3, 9 for no more of it, or empty where no clear answer was given; `code` four or ten digits, or
    empty."""

    digit: str = ""
    code: str = ""
    words: str = ""


NOTHING = Said()


def read(text: str) -> Said:
    """What `text` says. Where it isn't clear all of it is words: nobody guesses."""
    plain = _plain(text)
    if _STOP.fullmatch(plain):
        return Said(STOP)
    start = _OPENED.match(plain)
    rest = plain[start.end() :] if start else plain
    if (glued := _GLUED.match(rest)) and _may_be_ours(glued[2]):
        digit, code, rest = glued[1], glued[2], rest[glued.end() :]
    elif told := _DIGIT.match(rest):
        digit, code, rest = (told[1] or told[2]).translate(_CHINESE), "", _after_gap(rest[told.end() :])
        if found := _CODE.match(rest):
            code, rest = "".join(filter(None, found.groups())), rest[found.end() :]
        elif rest[:1].isdecimal():
            return Said(words=plain)
    else:
        return Said(words=plain)
    words = _after_gap(rest)
    if words and (_ONLY_MORE.fullmatch(words) or _CODE.match(words)):  # more digits, or a second code
        return Said(words=plain)
    return Said(digit, code, words)


def _plain(text: str) -> str:
    """Digits of any shape made plain, marks that only decorate (1️⃣) and what nobody sees taken out."""
    seen = (c for c in text if unicodedata.category(c) not in ("Mn", "Me", "Cf", "Cs"))
    return "".join(" " if unicodedata.category(c) == "Cc" else str(unicodedata.digit(c, c)) for c in seen).strip()


def _may_be_ours(code: str) -> bool:
    """Ten digits that run into the one before them are a telephone number, unless their check digit says otherwise."""
    if len(code) == LAST:
        return True
    try:
        parse(code, code[0])
    except Refused:
        return False
    return code[0] in (REQUEST, ORDER)


def _after_gap(text: str) -> str:
    gap = _GAP.match(text)
    return text[gap.end() :] if gap else text
