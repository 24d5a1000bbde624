"""What each page of the directory is given, as it is or with what is wrong."""

from collections.abc import Iterable
from typing import Any

from functions.registry import acts, edit, forms, leaving
from functions.registry.kinds import KINDS, Column, Kind
from functions.registry.sheet import Record, Sheet, takes_orders
from functions.shared.domain.directory import Away, Name, Unit, UnitKind
from functions.shared.domain.directory_entry import Problem
from functions.shared.domain.errors import Refused
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.staff import Staff
from functions.shared.doors import staff as door
from functions.shared.edge import upload
from functions.shared.edge.clock import now
from functions.shared.edge.visit import Visit
from functions.shared.tables import directory_edits as edits
from functions.shared.tables import suppressions

Page = tuple[str, dict[str, Any]]  # a template, and what it is given


def form(
    here: Visit,
    kind: Kind,
    it: Record | None,
    typed: dict[str, str],
    records: Sheet,
    *,
    problems: tuple[Problem, ...] = (),
    refused: Refused | None = None,
    key: str | None = None,
    seen: str = "",
    nobody_there: tuple[tuple[Unit, Away], ...] = (),
) -> Page:
    key = it.key if it else key
    asked = forms.columns(kind, key)
    wrong = forms.placed(problems, kind, key if key is not None else kind.key_of(_stripped(typed)), asked)
    return "registry/form.html", {
        "wrong": wrong,
        "refused": refused,
        "kind": kind,
        "key": key,
        "it": it,
        "columns": asked,
        "offered": offered(records, asked),
        "form": typed,
        "records": records,
        "seen": seen or (it.digest if it else ""),
        "latest": _latest(kind, key) if refused else None,
        "token": door.token(here, "save", f"{kind.name} {key or ''}"),
        "nobody_there": nobody_there,
        **_suppressed(here, it),
        **_place(here, it, records),
    }


def _place(here: Visit, it: Record | None, records: Sheet) -> dict[str, Any]:
    """Where a contact stands among those of its unit, and how to put it first."""
    if it is None or it.kind != "contact":
        return {"colleagues": ()}
    colleagues = tuple(one for one in records["contact"].values() if one.fields["unit"] == it.fields["unit"])
    return {"colleagues": colleagues, "first_token": door.token(here, "first", it.key)}


def _suppressed(here: Visit, it: Record | None) -> dict[str, Any]:
    """Whether the email address of a contact, as it is kept, isn't written to any more, and how to try it again."""
    address = it.fields.get("email") if it and it.kind == "contact" else None
    found = suppressions.find(str(address), now()) if it and address else None
    if it is None or found is None:
        return {"suppressed": None}
    return {"suppressed": found, "lift_token": door.token(here, "lift", it.key)}


def _stripped(typed: dict[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in typed.items()}


def _latest(kind: Kind, key: str | None) -> edits.Past | None:
    return next(edits.history(kind.name, key), None) if key is not None else None


def remove(
    here: Visit,
    staff: Staff,
    kind: Kind,
    key: str,
    *,
    problems: tuple[Problem, ...] = (),
    refused: Refused | None = None,
) -> Page:
    records = acts.look(kind.name)
    it = forms.there(records, kind, key)
    return "registry/remove.html", {
        "wrong": forms.placed(problems, kind, key, ()),
        "refused": refused,
        "kind": kind,
        "it": it,
        "columns": shown(staff, kind),
        "records": records,
        "latest": _latest(kind, key) if refused else None,
        "token": door.token(here, "remove", f"{kind.name} {key}"),
    }


def leave(
    here: Visit,
    key: str,
    *,
    to: str = "",
    problems: tuple[Problem, ...] = (),
    refused: Refused | None = None,
    stuck: int = 0,
) -> Page:
    records = acts.look("unit")
    unit = leaves(records, key)
    return "registry/leave.html", {
        "wrong": forms.placed(problems, KINDS["unit"], key, ()),
        "refused": refused,
        "unit": unit,
        "units": [it for it in records["unit"].values() if it.key != key and takes_orders(it)],
        "job": leaving.job_of(key),
        "left": leaving.open_orders(key),
        "at_once": leaving.AT_ONCE,
        "stuck": stuck,
        "to": to,
        "records": records,
        "token": door.token(here, "leave", key),
    }


def take_in(
    here: Visit,
    kind: str,
    text: str,
    *,
    problems: tuple[Problem, ...] = (),
    changes: tuple[edit.Change, ...] | None = None,
    refused: Refused | None = None,
) -> Page:
    seen = edit.digest(changes) if changes else ""
    return "registry/import.html", {
        "wrong": tuple(forms.Wrong(None, None, it) for it in sorted(problems, key=lambda it: it.line)),
        "refused": refused,
        "kind": kind,
        "text": text,
        "changes": changes,
        "seen": seen,
        "most": edits.MOST,
        "token": door.token(here, "try_file"),
        "apply_token": door.token(here, "apply_file", upload.seal(text, kind, seen)) if changes else "",
    }


def leaves(records: Sheet, key: str) -> Record:
    """The unit that is to leave, or has left. Raises Refused `unknown_page` for what never had an order."""
    unit = forms.there(records, KINDS["unit"], key)
    if unit.fields.get("kind") == UnitKind.COUNTY:
        raise Refused("unknown_page")
    return unit


def offered(records: Sheet, asked: Iterable[Column]) -> dict[str, tuple[str, ...]]:
    """What each field that picks one of another kind offers, in the directory's order."""
    return {
        it.name: tuple(
            key for kind in it.of for key, one in records[kind].items() if not it.takes_orders or takes_orders(one)
        )
        for it in asked
        if it.of
    }


def shown(staff: Staff, kind: Kind, *, listed: bool = False) -> tuple[Column, ...]:
    """The columns that this role may see."""
    secrets = may(staff.role, Act.EDIT_DIRECTORY)
    return tuple(it for it in kind.columns if (secrets or not it.secret) and (it.listed or not listed))


def named(records: Sheet) -> dict[str, dict[str, Name]]:
    """What other things call them: names in both languages, by kind and key."""
    return {
        kind: {key: Name(it.fields.get("name.zh", key), it.fields.get("name.en", key)) for key, it in found.items()}
        for kind, found in records.items()
    }
