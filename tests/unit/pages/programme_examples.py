"""What the pages of programmes are given: proposals, programmes in each state, quiet places, long and hostile words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from functions.programmes import decide, form
from functions.programmes.pages import Happened
from functions.shared.domain import programme_facts as f
from functions.shared.domain import words
from functions.shared.domain.county_time import local_day
from functions.shared.domain.directory import Name, Station
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause, Code, Fact, Id, staff_actor
from functions.shared.domain.months import months_from
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.programme import Matter, Programme, Sentence, fold
from functions.shared.domain.recurring import GROWS_BY, About, Case, Recurring
from functions.shared.doors.programmes import Shown
from tests.unit.pages.desk_examples import CLERK, LEAD
from tests.unit.pages.world import (
    ANKANG,
    HOSTILE,
    LITTER,
    LONG,
    LONG_NAME,
    LONGWANGMIAO,
    NOW,
    RED_CROSS,
    TIEZHI,
    VISIT,
    WATER,
    Example,
)

ABOUT = About("longwangmiao", "ankang", "litter")
TODAY = local_day(NOW)
GOAL = Sentence("东墙外三个月里不再堆垃圾", "No heaps outside the east wall for three months")
STEPS = (Sentence("和物业一起清了一遍", "Cleared once, with the property management"), Sentence("装了两个围栏"))
RESULT = Sentence("四个月没有再堆过", "Nothing was piled up for four months")
CASES = tuple(
    Case(f"300000000{n}", NOW - timedelta(days=60 - 9 * n), "litter", "longwangmiao", "ankang", joined=3 * (n == 1))
    for n in range(4)
)
RECURRING = Recurring(ABOUT, CASES, 4, 7, local_day(CASES[0].received_at), True)
HIDDEN = Recurring(About("longwangmiao", None, "visit"), CASES[:1], 6, 6, local_day(CASES[0].received_at), False)


def _on(days: int) -> dict[str, Any]:
    return {"at": NOW + timedelta(days=days), "by": staff_actor("lead"), "cause": Cause(f"step:{days}", "")}


DECLARED = f.Declared(
    **_on(0),
    owner=Id("water_bureau"),
    due=f.Month("2026-05"),
    public=True,
    cases=tuple(Code(case.code) for case in CASES),
    count=4,
    residents=7,
)
STEPPED = tuple(f.StepAdded(**_on(days), day=f.Day(f"2026-03-{9 + days:02d}")) for days in (1, 12))
FINISHED = f.Finished(**_on(120))
ENDED = f.EndedWithout(**_on(20), reason=f.EndReason.OWNERS_AGAINST)
DISMISSED = f.Dismissed(**_on(-9), reason=f.DismissReason.IN_HAND, count=3, residents=3)
AWAY = f.SentenceTakenAway(**_on(30), of=2)


def _matter(*facts: Fact, hostile: str = "") -> Matter:
    said = {1: GOAL, 2: STEPS[0], 3: STEPS[1], 4: RESULT} if facts[:1] == (DECLARED,) else {}
    if facts[-1:] == (AWAY,):
        said.pop(2)
    if hostile:
        said = {n: Sentence(hostile, hostile) for n in said}
    return fold(ABOUT, facts, {n: it for n, it in said.items() if n <= len(facts)})


AT_WORK, DONE = _matter(DECLARED, *STEPPED), _matter(DECLARED, *STEPPED, FINISHED)
WITHOUT = _matter(DECLARED, ENDED)


def _shown(it: Any, **more: Any) -> Shown[Any]:
    owner = WATER.name if isinstance(it, Programme) else None
    return replace(Shown(it, LONGWANGMIAO.name, ANKANG.name, LITTER.name, owner), **more)


def _of(staff: Any = LEAD) -> dict[str, Any]:
    acts = frozenset(act for act in Act if may(staff.role, act))
    return {"staff": staff, "may": acts, "sign_out": "t0ken", "errors": (), "today": TODAY, "grows_by": GROWS_BY}


def _list(**more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "path": "/desk/programmes",
        "communities": (LONGWANGMIAO,),
        "community": "",
        **dict.fromkeys(("proposed", "aside", "running", "ended", "quiet_communities", "quiet_stations"), ()),
    }
    return _of() | usual | more


def _page(it: Matter, recurring: Recurring | None = RECURRING, staff: Any = LEAD, **more: Any) -> dict[str, Any]:
    said = {line.sequence: line.said for line in decide.sentences(it)}
    past = [Happened(fact.at, type(fact).__name__, LEAD.name, said.get(n), fact) for n, fact in enumerate(it.facts, 1)]
    usual: dict[str, Any] = {
        "path": f"/desk/programmes/{ABOUT.id}",
        "about": ABOUT,
        "community": LONGWANGMIAO.name,
        "place": ANKANG.name,
        "category": LITTER.name,
        "matter": it,
        "recurring": recurring,
        "proposed": recurring is not None and recurring.proposed(it.standing),
        "running": _shown(it.running) if it.running else None,
        "before": tuple(_shown(one) for one in reversed(it.programmes) if one.ended_at is not None),
        "past": tuple(reversed(past)),
        "offers": decide.offered(it, recurring, staff),
        "did": "",
        "kept": (),
    }
    return _of(staff) | usual | more


def _form(act: str, it: Matter, **more: Any) -> dict[str, Any]:
    fields = form.FIELDS[act]
    usual: dict[str, Any] = {
        "path": f"/desk/programmes/{ABOUT.id}/{act}",
        "about": ABOUT,
        "community": LONGWANGMIAO.name,
        "place": ANKANG.name,
        "category": LITTER.name,
        "act": act,
        "matter": it,
        "running": _shown(it.running) if it.running else None,
        "fields": fields,
        "form": dict.fromkeys(fields, ""),
        "reasons": form.REASONS,
        "units": (WATER, RED_CROSS, replace(RED_CROSS, id="long", name=LONG_NAME)) if "owner" in fields else (),
        "months": months_from(TODAY, 24),
        "sentences": decide.sentences(it),
        "flags": (),
        "token": "t0ken",
    }
    return _of() | usual | more


def programme_pages() -> Iterator[Example]:
    yield from _lists()
    yield from _matters()
    yield from _forms()
    public: dict[str, Any] = {"path": "/results/programmes", "today": TODAY}
    every = tuple(_shown(it.programmes[0]) for it in (AT_WORK, _matter(DECLARED), DONE, WITHOUT))
    yield Example("programmes", "results/programmes.html", public | {"programmes": every})
    yield Example("programmes-none", "results/programmes.html", public | {"programmes": ()})
    whole = _shown(AT_WORK.programmes[0], place=LONGWANGMIAO.name)
    late: dict[str, Any] = {"programmes": (whole,), "today": TODAY + timedelta(days=99)}
    yield Example("programmes-late", "results/programmes.html", public | late)
    hostile = _matter(DECLARED, *STEPPED, FINISHED, hostile=HOSTILE).programmes[0]
    names = dict.fromkeys(("place", "category", "owner"), Name(HOSTILE, HOSTILE))
    yield Example("programmes-hostile", "results/programmes.html", public | {"programmes": (_shown(hostile, **names),)})
    long = _shown(_matter(DECLARED, hostile=LONG).programmes[0], place=LONG_NAME, owner=LONG_NAME)
    yield Example("programmes-long", "results/programmes.html", public | {"programmes": (long,)})


def _lists() -> Iterator[Example]:
    address = "安康小区 1 号"
    station = Station("ankang_station", Name("安康站", "Ankang Station"), "longwangmiao", address, "0359-0002001")
    hidden = _shown(HIDDEN, place=LONGWANGMIAO.name, category=VISIT.name)
    full = _list(
        communities=(LONGWANGMIAO, TIEZHI),
        proposed=(_shown(RECURRING), hidden),
        running=(
            _shown(AT_WORK.programmes[0]),
            _shown(replace(AT_WORK.programmes[0], due=f.Month("2026-02"), public=False)),
        ),
        ended=(_shown(DONE.programmes[0]), _shown(WITHOUT.programmes[0])),
        aside=((_shown(RECURRING), _matter(DISMISSED).dismissed),),
        quiet_communities=(TIEZHI.name,),
        quiet_stations=(station,),
    )
    yield Example("desk-programmes", "programmes/list.html", full)
    yield Example("desk-programmes-none", "programmes/list.html", _list())
    hostile = Name(HOSTILE, HOSTILE)
    there = (_shown(RECURRING, place=hostile, category=hostile),)
    names: dict[str, Any] = {"proposed": there, "quiet_communities": (hostile,)}
    bad = replace(station, name=hostile, address=HOSTILE)
    yield Example("desk-programmes-hostile", "programmes/list.html", _list(quiet_stations=(bad,), **names))


def _matters() -> Iterator[Example]:
    page = "programmes/matter.html"
    yield Example("desk-programme-proposed", page, _page(_matter()))
    yield Example("desk-programme-clerk", page, _page(_matter(), staff=CLERK))
    yield Example("desk-programme-hidden", page, _page(_matter(), HIDDEN, place=LONGWANGMIAO.name, category=VISIT.name))
    yield Example("desk-programme-aside", page, _page(_matter(DISMISSED), replace(RECURRING, residents=3)))
    yield Example("desk-programme", page, _page(AT_WORK, did="step"))
    yield Example("desk-programme-quiet", page, _page(AT_WORK, None))
    yield Example("desk-programme-done", page, _page(DONE, None))
    yield Example("desk-programme-ended", page, _page(WITHOUT, None))
    yield Example("desk-programme-taken-away", page, _page(_matter(DECLARED, *STEPPED, AWAY)))
    late: dict[str, Any] = {"errors": (Refused("programme_there"),), "kept": (HOSTILE, "a sentence in English")}
    yield Example("desk-programme-second", page, _page(AT_WORK, **late))
    gone: dict[str, Any] = {"errors": (Refused("nothing_repeats"),), "kept": (LONG,)}
    yield Example("desk-programme-gone", page, _page(_matter(), None, **gone))
    hostile = _matter(DECLARED, *STEPPED, FINISHED, hostile=HOSTILE)
    name = Name(HOSTILE, HOSTILE)
    yield Example("desk-programme-hostile", page, _page(hostile, None, place=name, category=name))


def _forms() -> Iterator[Example]:
    page = "programmes/form.html"
    before = {"declare": _matter(), "dismiss": _matter(), "take_away": AT_WORK}
    for act in decide.ACTS:
        yield Example(f"desk-programme-{act.replace('_', '-')}", page, _form(act, before.get(act, AT_WORK)))
    wrong = (Refused("unit_missing", "owner"), Refused("missing", "zh"), Refused("choice_missing", "due"))
    yield Example("desk-programme-declare-errors", page, _form("declare", _matter(), errors=wrong))
    said = {
        "owner": "water_bureau",
        "zh": "张三女士电话15400001234",
        "en": HOSTILE,
        "due": "2026-05",
        "looked_over": "",
    }
    look: dict[str, Any] = {"form": said, "flags": words.flags(said["zh"]), "errors": (Refused("look_over", "zh"),)}
    yield Example("desk-programme-declare-hostile", page, _form("declare", _matter(), **look))
    typed = {"day": "2036-03-09", "zh": LONG, "en": "", "looked_over": ""}
    away = Refused("day_out_of_range", "day", since=TODAY, until=TODAY + timedelta(days=730))
    yield Example("desk-programme-step-errors", page, _form("step", AT_WORK, form=typed, errors=(away,)))
    changed = (Refused("changed_since"),)
    yield Example("desk-programme-step-changed", page, _form("step", AT_WORK, form=typed, errors=changed))
    missing = (Refused("choice_missing", "end_reason"),)
    yield Example("desk-programme-end-errors", page, _form("end", AT_WORK, errors=missing))
