"""What each of the desk's pages is given, as its handlers give it: typical, empty, long and hostile."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from functions.desk import acts, clock_story, photo_press
from functions.desk.offers import OFFERS, offered
from functions.desk.queue_page import Line
from functions.desk.undelivered_page import About
from functions.desk.undelivered_page import Line as Undelivered
from functions.shared.domain import terms
from functions.shared.domain.alert import AlertKind
from functions.shared.domain.decision import Person
from functions.shared.domain.desk_task import Task, desk_task, looks_first
from functions.shared.domain.directory import Class, Name, Station
from functions.shared.domain.errors import Refused
from functions.shared.domain.evolve import fold
from functions.shared.domain.permissions import Act, may
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.domain.rows import RequestRow, rows
from functions.shared.domain.staff import Role, Staff
from functions.shared.domain.standing import standing
from functions.shared.domain.transitions import OPEN, State
from functions.shared.domain.views import Said, tell
from functions.shared.domain.words import flags
from functions.shared.steps.choose_unit import Choice
from functions.shared.tables.incoming import Waiting
from tests.unit.pages.photo_examples import LOOKED_OVER
from tests.unit.pages.world import (
    AGENDA,
    ANKANG,
    ASKED,
    CATEGORIES,
    DONE,
    EVERY_STEP,
    GAS,
    HOSTILE,
    LITTER,
    LONG,
    LONG_NAME,
    LONGWANGMIAO,
    MISSED,
    NOW,
    OFFICE,
    PLACES,
    RED_CROSS,
    STEPS,
    TAKEN,
    TIEZHI,
    WARNED,
    WATER,
    WHISTLED,
    WORDS,
    Example,
    a_request,
    at,
)

CLERK = Staff("clerk", "龙王庙社区值班员", Role.STAFF, "longwangmiao", None, "clerk@desk.example")
LEAD = replace(CLERK, id="lead", name="龙王庙社区负责人", role=Role.LEAD)
STATION = Station("ankang_station", Name("安康小区站", "Ankang Station"), "longwangmiao", "架空层", "0359-0002001")


def _of(staff: Staff) -> dict[str, Any]:
    return {
        "staff": staff,
        "may": frozenset(act for act in Act if may(staff.role, act)),
        "sign_out": "t0ken",
        "errors": (),
    }


def _case(request: Request, staff: Staff = CLERK, **more: Any) -> dict[str, Any]:
    context = _of(staff) | {
        "path": f"/desk/cases/{request.id}",
        "request": request,
        "category": LITTER,
        "community": LONGWANGMIAO,
        "compound": ANKANG,
        "steps": STEPS[:2],
        "public_words": {},
        "orders": tuple((order, WATER, standing(request, order)) for order in request.orders),
        "holders": {},
        "task": desk_task(request),
        "doubted": looks_first(request),
        "now": at(30),
        "offers": offered(request, staff, {}),
        "proposal": None,
        "person": Person(Phone("+8615400001234"), "3 号楼东边", may_call=True),
        "words": WORDS,
        "channel": request.filed.channel,
        "photos": (),
        "add_photos": "/photos/3825061749?k=secret",
        "looks": {},
        "tokens": dict.fromkeys(acts.ONE_PRESS, "t0ken"),
        "did": "",
        "typed": {},
    }
    return context | more


def _act(act: str, request: Request, **more: Any) -> dict[str, Any]:
    fields = acts.FIELDS[act]
    context = _of(LEAD) | {
        "path": f"/desk/cases/{request.id}/{act}",
        "act": act,
        "fields": fields,
        "form": dict.fromkeys(fields, ""),
        "request": request,
        "category": LITTER,
        "community": LONGWANGMIAO,
        "compound": ANKANG,
        "reasons": acts.REASONS,
        "units": (WATER, RED_CROSS, OFFICE, replace(RED_CROSS, id="long", name=LONG_NAME)),
        "orders": tuple((order, WATER) for order in request.orders),
        "categories": CATEGORIES,
        "places": PLACES,
        "sayings": ((1, WORDS[0].text),),
        "since": (),
        "flags": (),
        "token": "t0ken",
    }
    return context | more


def _queue(lines: tuple[Line, ...], **more: Any) -> dict[str, Any]:
    context = _of(CLERK) | {
        "path": "/desk",
        "view": "waiting",
        "chosen": dict.fromkeys(
            ("view", "community", "category", "class", "task", "state", "channel", "age", "news", "agenda"), ""
        ),
        "communities": (LONGWANGMIAO,),
        "categories": CATEGORIES,
        "classes": tuple(Class),
        "tasks": tuple(Task),
        "states": tuple(state for state in State if state in OPEN),
        "channels": tuple(terms.Channel),
        "lines": lines,
        "more": None,
        "kept": "",
        "undelivered": 0,
        "now": at(1),
    }
    return context | more


def desk_pages() -> Iterator[Example]:
    """Every page of the desk in every state worth looking at."""
    yield from _lists()
    yield from _cases()
    yield from _filings()
    for act in OFFERS:
        if act not in acts.ONE_PRESS:
            yield Example(f"desk-{act}", "desk/act.html", _act(act, a_request(WHISTLED, TAKEN)))
    stale = {"errors": (Refused("changed_since"),), "since": STEPS[2:4], "form": {"words": HOSTILE}}
    yield Example("desk-stale", "desk/act.html", _act("answer", a_request(WHISTLED, TAKEN), **stale))
    told = "王大爷家3号楼，电话15400001234"
    looked = {
        "form": {"order": "", "public_words": told, "words": "", "raised": "", "looked_over": ""},
        "flags": flags(told),
        "errors": (Refused("look_over", "public_words"),),
    }
    yield Example("desk-look-over", "desk/act.html", _act("done", a_request(WHISTLED, TAKEN), **looked))


def _lists() -> Iterator[Example]:
    waiting = next(row for row in rows(a_request()) if isinstance(row, RequestRow))
    urgent = replace(waiting, priority="P0", request_id="3000000001")
    doubted = replace(waiting, doubted=True, news=True)
    lines = (Line(doubted, LITTER, ANKANG, LONGWANGMIAO), Line(urgent, GAS, replace(ANKANG, name=LONG_NAME), TIEZHI))
    yield Example("desk-queue", "desk/queue.html", _queue(lines))
    yield Example("desk-queue-undelivered", "desk/queue.html", _queue(lines, undelivered=3, now=at(3)))
    yield Example("desk-queue-none", "desk/queue.html", _queue(()))
    chosen = dict.fromkeys(
        ("view", "community", "category", "class", "task", "state", "channel", "age", "news", "agenda"), ""
    )
    many = {
        "communities": (TIEZHI, LONGWANGMIAO),
        "more": "/desk?after=x",
        "chosen": chosen | {"category": "litter", "view": "open"},
        "kept": "view=open&category=litter",
        "view": "open",
        "now": at(99),
    }
    yield Example("desk-queue-many", "desk/queue.html", _queue(lines * 25, **many))
    yield from _undelivered()
    yield Example("desk-nothing", "desk/home.html", _of(replace(CLERK, role=Role.ADMIN)) | {"path": "/desk"})
    texts = (
        Waiting("m1", at(1), "longwangmiao", Phone("+8615400009001"), "在三号楼后面"),
        Waiting("m2", at(2), "county", Phone("+8615400009999"), HOSTILE),
    )
    names = {community.id: community.name for community in (TIEZHI, LONGWANGMIAO)}
    page = _of(CLERK) | {"path": "/desk/incoming", "communities": names, "tokens": {"m1": "t0ken", "m2": "t0ken"}}
    yield Example("desk-incoming", "desk/incoming.html", page | {"found": texts, "cut": 100})
    yield Example("desk-incoming-none", "desk/incoming.html", page | {"found": (), "cut": None})
    search = _of(CLERK) | {"path": "/desk/search", "token": "t0ken", "q": ""}
    yield Example("desk-search", "desk/search.html", search | {"lines": None})
    yield Example("desk-search-none", "desk/search.html", search | {"lines": (), "q": HOSTILE})
    yield Example("desk-search-found", "desk/search.html", search | {"lines": ((a_request(WHISTLED), LITTER),)})


def _undelivered() -> Iterator[Example]:
    resident = About(AlertKind.DONE, "resident", "3825061749", "3825061749", None, "P2")
    many = tuple(
        About(kind, "unit", "3825061749", "", WATER.name, "P2") for kind in AlertKind if kind is not AlertKind.ENDED
    )
    lines = (
        Undelivered("a", "tiezhi", at(2), "", (About(AlertKind.UNTAKEN, "county", "3000000001", "", None, "P0"),)),
        Undelivered("b", "longwangmiao", at(1), "", (resident,)),
        Undelivered("c", "longwangmiao", at(1), "bounced", many),
        Undelivered("d", "longwangmiao", at(2), "complained", (replace(many[0], unit=LONG_NAME, who="leader"),)),
    )
    tokens = dict.fromkeys("abcd", "t0ken")
    page = _of(CLERK) | {"path": "/desk/undelivered", "lines": lines, "tokens": tokens, "did": False, "now": at(5)}
    yield Example("desk-undelivered", "desk/undelivered.html", page)
    yield Example("desk-undelivered-none", "desk/undelivered.html", page | {"lines": (), "tokens": {}, "did": True})
    supervisor = _of(replace(CLERK, role=Role.SUPERVISOR)) | {"tokens": {}}
    yield Example("desk-undelivered-supervisor", "desk/undelivered.html", page | supervisor)


def _cases() -> Iterator[Example]:
    choice = (WATER, Choice("water_bureau", terms.RouteReason.PARTNER_COMPOUND))
    proposed: dict[str, Any] = {"proposal": choice, "orders": (), "steps": STEPS[:1]}
    yield Example("desk-case-proposal", "desk/case.html", _case(a_request(), **proposed))
    yield Example("desk-case-filed", "desk/case.html", _case(a_request(), did="filed", **proposed))
    yield Example("desk-case-whistled", "desk/case.html", _case(a_request(WHISTLED)))
    looks = {
        (picture.photo.id, press): "t0ken"
        for picture in LOOKED_OVER
        for press in photo_press.offered(a_request(WHISTLED), picture.photo, CLERK)
    }
    yield Example("desk-case-photos", "desk/case.html", _case(a_request(WHISTLED), photos=LOOKED_OVER, looks=looks))
    yield Example("desk-case-lead", "desk/case.html", _case(a_request(WHISTLED, TAKEN, DONE), LEAD, did="done"))
    doubted = replace(a_request().filed, doubted=True)
    yield Example("desk-case-doubted", "desk/case.html", _case(fold("3825061749", (doubted,)), **proposed))
    late = a_request(WHISTLED, WARNED, MISSED, AGENDA)
    steps = tell(clock_story.steps(late), {}, lambda unit: WATER.name)
    handed = _case(a_request(WHISTLED, TAKEN), holders={1: "办公室电话"})
    yield Example("desk-case-handed", "desk/case.html", handed)
    yield Example("desk-case-late", "desk/case.html", _case(late, steps=steps, now=at(60)))
    yield Example("desk-case-paused", "desk/case.html", _case(a_request(WHISTLED, TAKEN, ASKED)))
    error: dict[str, Any] = {"errors": (Refused("already_taken", at=at(2)),)}
    yield Example("desk-case-raced", "desk/case.html", _case(a_request(WHISTLED, TAKEN), **error))
    unseen: dict[str, Any] = {"person": None, "words": None, "offers": ()}
    yield Example("desk-case-supervisor", "desk/case.html", _case(a_request(WHISTLED), **unseen))
    person = Person(None, HOSTILE, may_call=False, word="2468", name=HOSTILE, speaks_for=HOSTILE, another_way=LONG)
    said = (Said(NOW, "resident_noted", HOSTILE), Said(NOW, "unit_noted", LONG), Said(NOW, "staff", "好的"))
    yield Example(
        "desk-case-hostile", "desk/case.html", _case(a_request(WHISTLED), person=person, words=said, steps=EVERY_STEP)
    )
    slip = _case(a_request(), person=person, proposal=choice, station=STATION, lead=None)
    yield Example("desk-slip", "desk/slip.html", slip | {"path": "/desk/cases/3825061749/slip"})
    known = replace(person, telephone=Phone("+8615400001234"), word=None)
    yield Example(
        "desk-slip-telephone",
        "desk/slip.html",
        _case(a_request(WHISTLED), person=known, station=None, lead=WATER),
    )


def _filings() -> Iterator[Example]:
    from functions.desk.filing import FIELDS

    context = _of(CLERK) | {
        "path": "/desk/file",
        "form": dict.fromkeys(FIELDS, "") | {"channel": "phone"},
        "token": "t0ken",
        "places": PLACES,
        "categories": CATEGORIES,
        "stations": (STATION, replace(STATION, id="other")),
        "nearby": (),
        "flags": (),
        "emergencies": (GAS,),
        "emergency": None,
    }
    yield Example("desk-file", "desk/file.html", context)
    alike = {"nearby": (("3825061749", HOSTILE), ("3000000001", LONG)), "form": context["form"] | {"seen": "yes"}}
    yield Example("desk-file-alike", "desk/file.html", context | alike)
    wrong = (Refused("missing", "words"), Refused("place_missing", "place"), Refused("word_four_digits", "word"))
    typed = context["form"] | {"channel": "station", "word": "12a4", "name": HOSTILE}
    yield Example("desk-file-errors", "desk/file.html", context | {"errors": wrong, "form": typed, "emergency": GAS})
