"""Tables as CSV files (RFC 4180): written so that no spreadsheet runs a cell, read with the line each row stands on."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

# A spreadsheet runs what begins like this (OWASP, "CSV Injection"), its full-width forms too; a number may.
_RUNS = tuple("=+-@\t\r＝＋－＠")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class Unreadable(Exception):
    """No CSV: on which line, and what the reader says."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(line, why)
        self.line, self.why = line, why


def write(rows: Iterable[Iterable[str]]) -> str:
    """The rows with the mark by which spreadsheets know UTF-8."""
    made = StringIO()
    csv.writer(made, quoting=csv.QUOTE_ALL).writerows([safe(cell) for cell in row] for row in rows)
    return "\ufeff" + made.getvalue()


def read(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that isn't blank, with the line it begins on. Raises Unreadable."""
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                yield start, [meant(cell) for cell in cells]
    except csv.Error as error:
        raise Unreadable(reader.line_num, str(error)) from error


def safe(text: str) -> str:
    """`text` so that no spreadsheet runs it: marked by ' in front, as what has one already is too."""
    runs = text.startswith(_RUNS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if runs or text.startswith("'") else text


def meant(cell: str) -> str:
    """What `safe` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_RUNS, "'")) else cell
