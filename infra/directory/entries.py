"""The directory's files read with their lines, so that whatever is wrong can be named by file, line and field."""

from pathlib import Path

from functions.registry import yaml_files
from functions.shared.domain.directory_entry import Entry, Items, Problem, Written
from infra.directory.sentences import sentence


class Problems(Exception):
    """Everything that is wrong with a directory, in the order of its files and lines."""

    def __init__(self, found: list[Problem]) -> None:
        in_order = sorted(found, key=lambda problem: (problem.source, problem.line, sentence(problem)))
        self.found = list(dict.fromkeys(map(sentence, in_order)))
        super().__init__("\n".join(self.found))


def read_list(path: Path, problems: list[Problem]) -> list[Entry]:
    """The entries of a file that is one list."""
    written = _read(path, problems)
    if isinstance(written, Items):
        return [Entry(path.name, item, problems) for item in written.items]
    if written is not None:
        problems.append(Problem(path.name, 1, "file", "not_list"))
    return []


def read_mapping(path: Path, problems: list[Problem]) -> Entry | None:
    """A file that is one mapping."""
    written = _read(path, problems)
    return Entry(path.name, written, problems) if written is not None else None


def _read(path: Path, problems: list[Problem]) -> Written | None:
    try:
        written = yaml_files.read(path.read_text("utf-8"))
    except FileNotFoundError:
        problems.append(Problem(path.name, 1, "file", "file_missing"))
        return None
    except UnicodeDecodeError:
        problems.append(Problem(path.name, 1, "file", "unreadable", {"why": "is not UTF-8 text"}))
        return None
    except yaml_files.Unreadable as error:
        problems.append(Problem(path.name, error.line, "file", "unreadable", {"why": error.why}))
        return None
    if written is None:
        problems.append(Problem(path.name, 1, "file", "empty"))
    return written
