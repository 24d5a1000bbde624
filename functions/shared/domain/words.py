"""What people type: made safe to keep, and looked over before everybody reads it."""

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache

from functions.shared.domain.errors import Refused

LONGEST = 2_000  # characters of anything told
LONGEST_PUBLIC = 200  # the unit's one sentence
LONGEST_PLACE = 200

# Overrides and isolates of the bidirectional algorithm (UAX 9): they can make a line read as something else.
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_SURNAMES = (  # the hundred most frequent (Ministry of Public Security, 2020)
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLES = "先生|女士|小姐|同志|师傅|大爷|大妈|大娘|阿姨|奶奶|爷爷|老师|主任|书记|科长|局长|经理|医生"


@dataclass(frozen=True)
class Flag:
    """Something in a text that may tell who somebody is: `kind` is number, plate, name or address."""

    kind: str
    text: str


def clean(typed: str, field: str, *, longest: int = LONGEST, required: bool = True) -> str:
    """`typed` without control and bidirectional override characters, trimmed; any script and emoji are kept.

    Raises Refused `missing` (for what nobody could see, too), or `too_long` with the count and the limit.
    """
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = "".join(c for c in text.translate(_BIDI) if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")).strip()
    if required and not any(unicodedata.category(c)[0] not in "CZ" for c in text):
        raise Refused("missing", field)
    if len(text) > longest:
        raise Refused("too_long", field, count=len(text), limit=longest)
    return text


def one_line(typed: str, field: str, *, longest: int, required: bool = True) -> str:
    """As `clean`, with line breaks made spaces, and every run of spaces one."""
    cleaned = clean(typed, field, longest=sys.maxsize, required=False)  # what goes may leave two spaces behind
    return clean(" ".join(cleaned.split()), field, longest=longest, required=required)


def flags(text: str) -> tuple[Flag, ...]:
    """What in `text` looks like a number, a plate, a name or an exact address. Points out; decides nothing."""
    plain = unicodedata.normalize("NFKC", text)
    found = {Flag(kind, match.group().strip()) for kind, pattern in _patterns() for match in pattern.finditer(plain)}
    return tuple(sorted(found, key=lambda flag: plain.find(flag.text)))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compiled when first needed: most functions that clean words never look them over."""
    return (
        ("number", re.compile(r"\d(?:[\s-]?\d){4,}")),
        (
            "plate",
            re.compile(
                r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·\s]?[A-HJ-NP-Z0-9]{5,6}",
                re.I,
            ),
        ),
        ("name", re.compile(rf"[{_SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}|某{{1,2}}|)(?:{_TITLES})")),
        ("name", re.compile(rf"(?:老|小|叫|姓名[::]?|联系人[::]?)[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}")),
        ("name", re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][a-z]+")),
        ("address", re.compile(r"\d+\s*(?:号楼|栋|单元|室)|[一二三四五六七八九十]+(?:单元|室)")),
    )
