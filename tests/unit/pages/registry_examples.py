"""What each page of the directory is given: typical, with what is wrong, and hostile."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from functions.registry.edit import Change
from functions.registry.forms import Wrong, blank, columns, filled
from functions.registry.kinds import KINDS
from functions.registry.leaving import Leaving
from functions.registry.limits_told import told
from functions.registry.pages import named, offered
from functions.registry.sheet import Record, sheet
from functions.shared.domain.directory import Away, Name, Unit, UnitKind
from functions.shared.domain.directory_entry import Problem
from functions.shared.domain.errors import Refused
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.staff import Role
from functions.shared.domain.time_rules import RULES
from functions.shared.tables.directory_edits import Past
from functions.shared.tables.suppressions import Suppression
from infra.directory.load import load
from tests.county import ADMIN, CLERK
from tests.unit.pages.world import HOSTILE, NOW, Example

RECORDS = sheet(load(Path(__file__).parents[3] / "infra" / "demo"))
STATION = RECORDS["station"]["ankang_station"]
UNIT = RECORDS["unit"]["water_bureau"]
FEW = {kind: dict(list(found.items())[:3]) for kind, found in RECORDS.items()}
HOSTILE_STATION = Record("station", {**STATION.fields, "address": HOSTILE})
PAST = Past("station", "ankang_station", NOW, "admin", "changed", "form", {"address": "1 号"}, {"address": HOSTILE})
CHANGE = Change("station", "ankang_station", STATION, HOSTILE_STATION)
WRONG = (
    Wrong("telephone", None, Problem("station ankang_station", 0, "telephone", "bad_number", {"text": HOSTILE})),
    Wrong(None, ("category", "litter"), Problem("category litter", 0, "routes", "leads_nowhere")),
)
IN_FILE = (Wrong(None, None, Problem("station x", 3, "telephone", "bad_number", {"text": HOSTILE})),)


def _page(path: str, role: Role = Role.ADMIN, **context: Any) -> dict[str, Any]:
    who = ADMIN if role is Role.ADMIN else CLERK
    usual: dict[str, Any] = {"wrong": (), "refused": None, "now": NOW, "sign_out": "t0ken", "token": "t0ken"}
    usual |= {"staff": who, "may": frozenset(act for act in Act if may(role, act)), "records": RECORDS}
    told = usual | {"path": f"/desk/directory{path}", "status": 200} | context
    refused = (told["refused"],) if told["refused"] else ()
    return told | {"named": named(RECORDS), "errors": told["wrong"] or refused}


def _form(kind: str, key: str | None, **context: Any) -> dict[str, Any]:
    of = KINDS[kind]
    it = RECORDS[kind][key] if key else None
    usual: dict[str, Any] = {
        "kind": of,
        "key": key,
        "it": it,
        "columns": columns(of, key),
        "offered": offered(RECORDS, columns(of, key)),
        "seen": "5ee",
        "latest": None,
        "suppressed": None,
        "nobody_there": (),
        "colleagues": (),
    }
    usual["form"] = filled(it, of) if it else blank(of)
    return _page(f"/{kind}/{key}" if key else f"/new/{kind}", **(usual | context))


def registry_pages() -> Iterator[Example]:
    counts = {kind: len(found) for kind, found in RECORDS.items()}
    home: dict[str, Any] = {"counts": counts, "years_missing": (), "nobody_there": ()}
    water = Unit("water_bureau", Name("县水务局", "County Water Bureau"), UnitKind.PARTNER)
    alone: dict[str, Any] = {"nobody_there": ((water, Away(date(2026, 3, 10), date(2026, 3, 12))),)}
    yield Example("directory-nobody-there", "registry/home.html", _page("", **home | alone))
    yield Example("directory", "registry/home.html", _page("", **home))
    yield Example("directory-year-missing", "registry/home.html", _page("", **home | {"years_missing": (2026, 2027)}))
    yield Example("directory-clerk", "registry/home.html", _page("", Role.STAFF, **home))
    for kind in KINDS:
        listed = tuple(it for it in KINDS[kind].columns if it.listed)
        rules = told(RULES) if kind == "calendar" else None
        context = _page(f"/{kind}", kind=KINDS[kind], columns=listed, records=FEW, rules=rules)
        yield Example(f"directory-{kind}", "registry/list.html", context)
        yield Example(f"directory-new-{kind}", "registry/form.html", _form(kind, None))
    stale: dict[str, Any] = {"refused": Refused("thing_changed_since"), "latest": PAST}
    yield Example("directory-form", "registry/form.html", _form("station", "ankang_station"))
    yield Example("directory-form-contact", "registry/form.html", _form("contact", "water_bureau.leader"))
    of_unit = tuple(it for it in RECORDS["contact"].values() if it.fields["unit"] == "water_bureau")
    placed: dict[str, Any] = {"colleagues": of_unit, "first_token": "t0ken"}
    second = _form("contact", "water_bureau.office", **placed, **alone)
    yield Example("directory-form-contact-second", "registry/form.html", second)
    for reason in ("bounced", "complained"):
        left_alone: dict[str, Any] = {"suppressed": Suppression(reason, NOW), "lift_token": "t0ken"}
        form = _form("contact", "water_bureau.leader", **left_alone)
        yield Example(f"directory-form-contact-{reason}", "registry/form.html", form)
    yield Example("directory-form-office", "registry/form.html", _form("unit", "county_office"))
    yield Example("directory-form-wrong", "registry/form.html", _form("station", "ankang_station", wrong=WRONG))
    yield Example(
        "directory-form-stale-hostile",
        "registry/form.html",
        _form("station", "ankang_station", it=HOSTILE_STATION, **stale),
    )
    station: dict[str, Any] = {
        "kind": KINDS["station"],
        "it": HOSTILE_STATION,
        "columns": KINDS["station"].columns,
        "latest": None,
    }
    yield Example("directory-thing-hostile", "registry/thing.html", _page("/station/x", Role.STAFF, **station))
    yield Example("directory-remove-hostile", "registry/remove.html", _page("/station/x/remove", **station))
    past: dict[str, Any] = {"kind": KINDS["station"], "key": "ankang_station"}
    yield Example("directory-history-hostile", "registry/history.html", _page("/x/history", past=(PAST,), **past))
    old: dict[str, Any] = {"kind": KINDS["figure"], "key": "opinions"}
    scope = Past(
        "figure", "opinions", NOW, "admin", "added", "form", {}, {"scope": "station_opinions", "number": "121"}
    )
    yield Example("directory-history-scope", "registry/history.html", _page("/x/history", past=(scope,), **old))
    yield Example("directory-history-none", "registry/history.html", _page("/x/history", past=(), **past))
    file: dict[str, Any] = {"kind": "", "text": "", "changes": None, "seen": "", "most": 90, "apply_token": ""}
    yield Example("import", "registry/import.html", _page("/import", **file))
    yield Example("import-wrong", "registry/import.html", _page("/import", **file | {"wrong": IN_FILE, "text": "x"}))
    shown: dict[str, Any] = {"changes": (CHANGE,), "seen": "5ee", "apply_token": "t0ken", "text": HOSTILE}
    yield Example("import-hostile", "registry/import.html", _page("/import", **file | shown))
    yield Example("import-same", "registry/import.html", _page("/import", **file | {"changes": ()}))
    yield Example("imported", "registry/imported.html", _page("/import/apply", changes=(CHANGE,)))
    others = [it for it in RECORDS["unit"].values() if it.key != UNIT.key][:3]
    leave: dict[str, Any] = {
        "unit": UNIT,
        "units": others,
        "job": None,
        "left": 30,
        "at_once": 25,
        "stuck": 0,
        "to": "",
    }
    gone = Record("unit", {**UNIT.fields, "left": "true"})
    job = Leaving("job", "red_cross", "admin", ended=False)
    path = "/unit/water_bureau/leave"
    yield Example("leave", "registry/leave.html", _page(path, **leave))
    yield Example("leave-under-way", "registry/leave.html", _page(path, **leave | {"job": job, "left": 5, "stuck": 1}))
    yield Example("leave-left", "registry/leave.html", _page(path, **leave | {"job": job, "left": 0, "unit": gone}))
    missing: dict[str, Any] = {"refused": Refused("unit_missing", "to")}
    yield Example("leave-wrong", "registry/leave.html", _page(path, **leave | missing))
