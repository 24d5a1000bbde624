"""Which column of the 微心愿 platform's table is what: mapped once for a community, used for both ways."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from functions.shared.domain.errors import Refused
from functions.shared.domain.words import one_line

FIELDS = ("number", "words", "place", "category", "telephone", "name", "asked_on", "result")
NEEDED = ("words", "place")
OURS = "蒲公英编号"
MOST_COLUMNS, LONGEST_HEADER = 60, 60
_LIKELY = {  # what a column is probably called
    "number": ("编号", "序号", "心愿编号", "工单号"),
    "words": ("内容", "心愿内容", "微心愿", "诉求内容", "诉求", "事项"),
    "place": ("地点", "地址", "小区", "住址", "所在小区"),
    "category": ("类别", "类型", "分类", "心愿类别"),
    "telephone": ("电话", "联系电话", "手机", "手机号", "联系方式"),
    "name": ("姓名", "心愿人", "居民", "联系人", "称呼"),
    "asked_on": ("日期", "提出日期", "时间", "登记时间", "提交时间"),
    "result": ("状态", "结果", "办理结果", "办理状态", "进度"),
}
FINISHED = ("已完成", "已办结", "已实现", "完成", "办结")


@dataclass(frozen=True)
class Columns:
    """`of` says which header each field has; `finished` what the result says of what needs no more work. `key` is what
    the codes of this community's rows are derived with: made with the first mapping, and the same for ever, so that a
    row is one request whichever year its file comes again."""

    headers: tuple[str, ...]
    of: Mapping[str, str]
    finished: tuple[str, ...]
    key: bytes = field(default=b"", repr=False)

    @property
    def written(self) -> tuple[str, ...]:
        """The headers that are given out: those that came, and one for our codes where no column has numbers."""
        return self.headers if "number" in self.of else (*self.headers, OURS)

    def cells(self, row: Mapping[str, str]) -> list[str]:
        """`row`, by field, as the cells of the platform's table; what isn't mapped stays empty."""
        by_header = {OURS: row.get("number", "")} | {header: row.get(name, "") for name, header in self.of.items()}
        return [by_header.get(header, "") for header in self.written]

    def typed(self, row: Mapping[str, str]) -> dict[str, str]:
        """The fields of a row given by its headers."""
        return {"number": row.get(OURS, "")} | {name: row[header] for name, header in self.of.items()}

    def data(self) -> dict[str, Any]:
        return {"headers": list(self.headers), "of": dict(self.of), "finished": list(self.finished)}


def columns(data: Mapping[str, Any], key: bytes) -> Columns:
    """What `Columns.data` was."""
    return Columns(tuple(data["headers"]), dict(data["of"]), tuple(data["finished"]), key)


def headers(cells: Iterable[str]) -> tuple[str, ...]:
    """A table's first row, made tidy. Raises Refused `column_twice`, `column_blank` or `too_many_columns`."""
    found = tuple(tidy(cell, LONGEST_HEADER) for cell in cells)
    while found and not found[-1]:  # a spreadsheet's empty columns on the right
        found = found[:-1]
    if len(found) > MOST_COLUMNS:
        raise Refused("too_many_columns", count=len(found), limit=MOST_COLUMNS)
    if not all(found):
        raise Refused("column_blank")
    for header in found:
        if found.count(header) > 1:
            raise Refused("column_twice", header=header)
    return found


def likely(found: Iterable[str]) -> dict[str, str]:
    """What each column probably is, to be looked over."""
    there = list(found)
    return {name: next((header for header in there if header in _LIKELY[name]), "") for name in FIELDS}


def mapped(found: tuple[str, ...], typed: Mapping[str, str], errors: list[Refused]) -> Columns:
    """The mapping as it was typed. Adds to `errors` all that is to be mended."""
    of = {name: typed[name] for name in FIELDS if typed[name]}
    for name, header in of.items():
        if header not in found:
            errors.append(Refused("choice_unknown", name))
        elif list(of.values()).count(header) > 1:
            errors.append(Refused("column_taken", name))
    errors += [Refused("column_missing", name) for name in NEEDED if name not in of]
    finished = tuple(dict.fromkeys(filter(None, (tidy(line, 40) for line in typed["finished"].splitlines()[:50]))))
    return Columns(found, of, finished)


def tidy(text: str, longest: int | None = None, field_name: str = "") -> str:
    """One line without what nobody sees; tidying it again changes nothing. Raises Refused `too_long`."""
    for _ in range(3):  # taking something away may bring spaces or marks together
        text = one_line(text, field_name, longest=longest or len(text) * 3 + 1, required=False)
    return text


def plain(text: str) -> str:
    """For comparing names: full-width as half-width, no spaces, no capitals."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
