"""Changes to the directory: what is put, taken away or taken in from a file, and what may not change like that."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from functions.registry.kinds import KINDS
from functions.registry.sheet import Record, Sheet
from functions.shared.domain.directory_entry import Problem
from functions.shared.domain.staff import Staff


@dataclass(frozen=True)
class Change:
    """One thing before and after. None: it wasn't there, or isn't any more."""

    kind: str
    key: str
    before: Record | None
    after: Record | None

    @property
    def fields(self) -> tuple[tuple[str, str, str], ...]:
        """What differs: the field's name, what it said, what it says."""
        old, new = (dict(it.fields) if it else {} for it in (self.before, self.after))
        names = [column.name for column in KINDS[self.kind].columns]
        return tuple(
            (name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name, "") != new.get(name, "")
        )


def put(records: Sheet, it: Record, key: str | None, problems: list[Problem]) -> Sheet:
    """`it` in the place of the one with `key`, or as a new one. Its key stays."""
    there = dict(records[it.kind])
    if key is None and it.key in there:
        problems.append(Problem(it.source, 0, KINDS[it.kind].key[-1], "id_taken", {"id": it.fields.get("id", it.key)}))
    if key is not None and it.key != key:
        problems.append(Problem(it.source, 0, KINDS[it.kind].key[-1], "key_stays"))
        return records
    there[it.key] = it
    return {**records, it.kind: there}


def without(records: Sheet, kind: str, key: str) -> Sheet:
    return {**records, kind: {other: it for other, it in records[kind].items() if other != key}}


def replaced(records: Sheet, read: Mapping[str, Iterable[Record]], problems: list[Problem]) -> Sheet:
    """All of each kind in `read` as the file has it; the other kinds stay."""
    after = dict(records)
    for kind, found in read.items():
        there: dict[str, Record] = {}
        for it in found:
            if it.key in there:
                problems.append(Problem(it.source, it.line, KINDS[kind].key[-1], "id_taken", {"id": it.key}))
            there[it.key] = it
        # In the order that was: a file's order changes nothing.
        old = {key: there[key] for key in records[kind] if key in there}
        after[kind] = old | {key: it for key, it in there.items() if key not in old}
    return after


def differences(before: Sheet, after: Sheet) -> tuple[Change, ...]:
    """Everything that is not the same, by kind; what is new after what was."""
    return tuple(_differences(before, after))


def _differences(before: Sheet, after: Sheet) -> Iterator[Change]:
    for kind in KINDS:
        old, new = before[kind], after[kind]
        for key in dict.fromkeys([*old, *new]):
            change = Change(kind, key, old.get(key), new.get(key))
            if change.before is None or change.after is None or change.fields:
                yield change


def digest(changes: Iterable[Change]) -> str:
    """The same for the same differences."""
    told = [f"{it.kind} {it.key} {it.before and it.before.digest} {it.after and it.after.digest}" for it in changes]
    return sha256("\n".join(told).encode()).hexdigest()[:32]


def forbidden(changes: Iterable[Change], by: Staff, *, leaves: str | None = None) -> list[Problem]:
    """What nobody may change like this: what requests name stays, a unit leaves by handing over, one's own role."""
    found: list[Problem] = []
    for it in changes:
        source, line = f"{it.kind} {it.key}", it.after.line if it.after else 0
        if it.after is None and KINDS[it.kind].stays:
            found.append(Problem(source, line, KINDS[it.kind].key[-1], "named_by_requests", {"id": it.key}))
        changed = {name: new for name, _, new in it.fields}
        if changed.get("left") and it.key != leaves:
            found.append(Problem(source, line, "left", "leaves_by_handing_over"))
        if it.kind == "staff" and it.key == by.id and (it.after is None or "role" in changed):
            found.append(Problem(source, line, "role", "own_role"))
    return found
