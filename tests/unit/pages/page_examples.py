"""What each page is given, as the handlers give it: typical, empty, long and hostile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from functions.intake import asking
from functions.intake.alike import Alike
from functions.intake.find_place import Place
from functions.response.orders_page import Line
from functions.response.sort_orders import Group
from functions.shared.domain import terms
from functions.shared.domain.directory import Away, Category, Compound, Contact, Name, Station
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.rows import OrderRow
from functions.shared.domain.standing import Standing, standing
from functions.shared.domain.transitions import State
from functions.shared.domain.views import Private, Said, Wanted
from functions.shared.domain.words import flags
from functions.verification.promise import promise
from tests.unit.pages.desk_examples import desk_pages
from tests.unit.pages.digest_examples import digest_pages
from tests.unit.pages.exchange_examples import exchange_pages
from tests.unit.pages.figure_examples import figure_pages
from tests.unit.pages.follow_examples import follow_pages
from tests.unit.pages.map_examples import map_pages
from tests.unit.pages.photo_examples import FULL, NONE_YET, RELEASED, SEEN_ONLY, photo_pages
from tests.unit.pages.poster_examples import poster_pages
from tests.unit.pages.privacy_examples import privacy_pages
from tests.unit.pages.programme_examples import programme_pages
from tests.unit.pages.registry_examples import registry_pages
from tests.unit.pages.world import (
    AGENDA,
    ANKANG,
    ASKED,
    CATEGORIES,
    DANGER,
    DONE,
    EVERY_STEP,
    GAS,
    HOSTILE,
    JIANGNAN,
    JOINT,
    LINE,
    LITTER,
    LONG,
    LONG_LINE,
    LONG_NAME,
    LONGWANGMIAO,
    MISSED,
    NOW,
    OFFICE,
    PLACES,
    RED_CROSS,
    SOLVED,
    STEPS,
    TAKEN,
    TIEZHI,
    VISIT,
    WATER,
    WHISTLED,
    WORDS,
    Example,
    a_request,
    absorbed,
    at,
    told,
)


def _standing(request: Request) -> Standing | None:
    return standing(request, request.order(1)) if request.orders else None


def _clock(request: Request) -> dict[str, Any]:
    """What a resident's page is given of a request as it is."""
    return {"request": request, "promise": promise(request), "standing": _standing(request)}


_REPORT = {"words": "", "place": "", "place_words": "", "category": "", "telephone": "", "may_call": ""}
_REPORT |= {"homepage": "", "altcha": ""}
_REPORT |= dict.fromkeys(("call_me", "come_to_me", "sign_language", "another_way", "speaks_for"), "")
_REPORT_PAGE: dict[str, Any] = {
    "path": "/report",
    "form": _REPORT,
    "errors": (),
    "token": "t0ken",
    "challenge": None,
    "places": PLACES,
    "mapped": True,
    "categories": CATEGORIES,
    "emergencies": (DANGER, GAS),
    "chosen": None,
}
_ORDER_PAGE: dict[str, Any] = {
    "path": "/u/orders/6825061749",
    "request": a_request(WHISTLED),
    "order": a_request(WHISTLED).order(1),
    "unit": WATER,
    "category": LITTER,
    "community": LONGWANGMIAO,
    "compound": ANKANG,
    "words": WORDS,
    "joined": (),
    "place_words": "3 号楼东边的路口",
    "another_way": "",
    "speaks_for": "",
    "telephone": None,
    "steps": STEPS[:2],
    "holder": None,
    "acts": frozenset({"take", "return", "assign"}),
    "tokens": {"take": "t0ken", "return": "t0ken"},
    "errors": (),
    "standing": _standing(a_request(WHISTLED)),
    "photos": NONE_YET,
    "now": at(1),
}
_AT_WORK = _ORDER_PAGE | {
    "request": a_request(WHISTLED, TAKEN),
    "order": a_request(WHISTLED, TAKEN).order(1),
    "telephone": "+8615400001234",
    "steps": STEPS[:3],
    "acts": frozenset({"progress", "reschedule", "done", "assign"}),
    "tokens": {},
    "standing": _standing(a_request(WHISTLED, TAKEN)),
    "now": at(5),
}
_REQUEST_PAGE: dict[str, Any] = {
    "path": "/r/3825061749",
    "code": "3825061749",
    "request": a_request(WHISTLED, TAKEN),
    "category": LITTER,
    "place": ANKANG.name,
    "community": LONGWANGMIAO,
    "shown": True,
    "steps": STEPS[:3],
    "private": None,
    "asked": None,
    "form": {"last_four": "", "words": "", "verdict": ""},
    "errors": (),
    "tokens": {"open": "t0ken", "verdict": "t0ken", "words": "t0ken"},
    "may_decide": False,
    "may_add": False,
    "acts": (),
    "dispute_until": None,
    "holder": WATER.name,
    "photos": None,
    "now": at(5),
} | _clock(a_request(WHISTLED, TAKEN))
_LIST_PAGE: dict[str, Any] = {
    "path": "/results",
    "months": ("2026-03", "2026-02"),
    "wanted": Wanted("2026-03"),
    "communities": (TIEZHI, LONGWANGMIAO),
    "categories": (LITTER, GAS),
    "units": (WATER, RED_CROSS),
    "lines": (LINE,),
    "more": None,
    "files": ("/results.csv?month=2026-03", "/results.json?month=2026-03"),
}
_SENT_PAGE: dict[str, Any] = {
    "path": "/report/sent/3825061749",
    "code": "3825061749",
    "link": "/r/3825061749?k=secret",
    "photos_link": "/photos/3825061749?k=secret",
    "category": LITTER,
    "community": LONGWANGMIAO,
    "answer_by": at(175.75),
    "reachable": True,
    "word": "",
    "again": False,
    "added": False,
}


_DOOR = {"code": "", "last_four": "", "all": ""}
_ORDERS_PAGE: dict[str, Any] = {
    "path": "/u/orders",
    "unit": WATER,
    "groups": (),
    "count": 0,
    "page": 1,
    "pages": 1,
    "now": at(1),
    "token": "t0ken",
}
_CALENDAR_PAGE: dict[str, Any] = {
    "path": "/u/calendar",
    "unit": WATER,
    "address": f"https://pgy.example/u/calendar/{'WyJ3YXRlcl9idXJlYXU' * 8}.b64.ics",
    "ends": at(400 * 24),
    "errors": (),
    "token": "t0ken",
}


def _act(act: str, form: dict[str, str], **more: Any) -> dict[str, Any]:
    path = f"/u/orders/6825061749/{act}"
    return _AT_WORK | {"path": path, "code": "6825061749", "form": form, "token": "t0ken"} | more


def pages() -> Iterator[Example]:
    """Every page in every state worth looking at."""
    yield Example("home", "intake/home.html", {"path": "/", "emergencies": (DANGER, GAS)})
    yield from _report()
    yield from _proposals()
    yield from _alike()
    yield from _asking()
    yield from map_pages(_REPORT)
    yield from _receipts()
    yield from _signin()
    name = Name("铁指江南小区党群服务站", "Tiezhi Jiangnan Station")
    stations = tuple(Station(f"s{n}", name, "tiezhi", "铁指社区架空层", "0359-0002002") for n in range(3))
    yield Example(
        "stations",
        "intake/stations.html",
        {"path": "/stations", "communities": ((TIEZHI, stations), (LONGWANGMIAO, ()))},
    )
    yield Example("stations-none", "intake/stations.html", {"path": "/stations", "communities": ()})
    yield Example("privacy", "intake/privacy.html", {"path": "/privacy", "retention_days": 60})
    yield from _unit_pages()
    yield from _list_pages()
    yield from _act_pages()
    yield from _resident_pages()
    yield from _resident_acts()
    yield from _easy_pages()
    yield from _result_pages()
    yield from desk_pages()
    yield from privacy_pages()
    yield from registry_pages()
    yield from exchange_pages()
    yield from digest_pages()
    yield from programme_pages()
    yield from figure_pages()
    yield from poster_pages()
    yield from photo_pages()
    yield from follow_pages()
    for status, reason in ((404, "unknown_page"), (403, "form_expired"), (500, "broken")):
        yield Example(f"error-{status}", "error.html", {"path": "/x", "status": status, "refused": Refused(reason)})
    slow = {"path": "//evil.example/u", "status": 429, "refused": Refused("too_many_tries", minutes=15)}
    yield Example("error-429", "error.html", slow)


def _signin() -> Iterator[Example]:
    yield Example("signin", "signin/page.html", {"path": "/signin", "target": "/desk?state=returned"})
    yield Example("signin-no-role", "signin/no_role.html", {"path": "/signin/back", "leave": "https://issuer.example"})
    for leave in ("https://issuer.example/leave", None):
        name = "bye" if leave else "bye-here-alone"
        yield Example(f"signin-{name}", "signin/bye.html", {"path": "/signin/bye", "leave": leave})
    for path, reason, status in (("/signin/back", "sign_in_failed", 403), ("/desk/x", "sign_in", 403)):
        context = {"path": path, "status": status, "refused": Refused(reason)}
        yield Example(f"signin-error-{reason.replace('_', '-')}", "error.html", context)


def _report() -> Iterator[Example]:
    template = "intake/report.html"
    yield Example("report", template, _REPORT_PAGE)
    yield Example("report-gas", template, _REPORT_PAGE | {"chosen": GAS, "form": _REPORT | {"category": "gas_leak"}})
    wrong = (
        Refused("too_long", "words", count=2100, limit=2000),
        Refused("place_missing", "place"),
        Refused("telephone_impossible", "telephone"),
    )
    needs = {"call_me": "yes", "sign_language": "yes", "another_way": "请说慢一点", "speaks_for": "替母亲说"}
    yield Example("report-another-way", template, _REPORT_PAGE | {"form": _REPORT | needs})
    typed = _REPORT | {"words": "说了很多\n两行", "telephone": "12", "may_call": "yes", "category": "visit"}
    yield Example("report-from-a-poster", template, _REPORT_PAGE | {"form": _REPORT | {"place": "compound:ankang"}})
    yield Example("report-errors", template, _REPORT_PAGE | {"errors": wrong, "form": typed})
    yield Example("report-hot", template, _REPORT_PAGE | {"challenge": '{"parameters":{"nonce":"00"}}'})
    flood = (Refused("too_many_filed", minutes=12, telephone="0359-0001002"),)
    yield Example("report-flood", template, _REPORT_PAGE | {"errors": flood, "form": _REPORT | {"words": "垃圾"}})
    hostile = dict.fromkeys(_REPORT, HOSTILE)
    place = ((replace(TIEZHI, name=Name(HOSTILE, HOSTILE)), (replace(JIANGNAN, name=Name(HOSTILE, HOSTILE)),)),)
    yield Example("report-hostile", template, _REPORT_PAGE | {"form": hostile, "places": place, "path": HOSTILE})


def _proposals() -> Iterator[Example]:
    template = "intake/proposal.html"
    page = {"path": "/report/send", "token": "t0ken", "form": _REPORT | {"words": "巷子里的路灯不亮\n三天了"}}
    yield Example("proposal", template, page | {"proposed": (LITTER, DANGER)})
    yield Example("proposal-urgent", template, page | {"proposed": (GAS, LITTER)})
    yield Example("proposal-hostile", template, page | {"form": dict.fromkeys(_REPORT, HOSTILE), "proposed": (LITTER,)})


_ALIKE = (
    Alike("3000000017", LITTER.name, ANKANG.name, State.ACCEPTED, at(-30)),
    Alike("3000000025", LITTER.name, LONGWANGMIAO.name, State.AWAITING_RESIDENT, at(-3)),
)


def _alike() -> Iterator[Example]:
    template = "intake/alike.html"
    page: dict[str, Any] = {"path": "/report/send", "token": "t0ken", "errors": (), "alike": _ALIKE}
    page |= {"form": _REPORT | {"words": "楼下一堆垃圾\n三天了"}}
    yield Example("alike", template, page)
    gone = {"errors": (Refused("joins_gone", "joins"),), "alike": ()}
    yield Example("alike-gone", template, page | gone)
    strange = (replace(_ALIKE[0], place=Name(HOSTILE, HOSTILE), category=Name(HOSTILE, HOSTILE)),)
    yield Example("alike-hostile", template, page | {"form": dict.fromkeys(_REPORT, HOSTILE), "alike": strange})


def _asking() -> Iterator[Example]:
    template, fields = "intake/ask.html", asking.ASKED
    typed = _REPORT | {"words": "巷子里的路灯不亮\n三天了", "place": "compound:ankang", "category": "litter"}
    usual: dict[str, Any] = {"path": "/report/ask", "errors": (), "token": "t0ken", "form": typed, "emergency": None}
    usual |= {"emergencies": (DANGER, GAS), "places": PLACES, "categories": CATEGORIES, "proposed": ()}
    usual |= {"find": "", "found": (), "checking": False, "mapped": True}
    for number, asks in enumerate(fields, start=1):
        before = asking.PAGES[number - 2] if number > 1 else None
        page = {"asks": asks, "fields": fields[asks], "number": number, "before": before}
        usual = usual | page | {"onward": asking.next_after(asks)}  # another one: each example keeps its own
        yield Example(f"ask-{asks}", template, usual)
        field = fields[asks][0]
        hostile = {"form": dict.fromkeys(_REPORT, HOSTILE), "errors": (Refused("missing", field),), "find": HOSTILE}
        yield Example(f"ask-{asks}-hostile", template, usual | hostile)
    places = tuple(Place(f"compound:{each.id}", each, LONGWANGMIAO) for each in (ANKANG, JIANGNAN))
    unclear = {"asks": "place", "fields": fields["place"], "number": 2, "before": "words", "onward": "category"}
    unclear |= {"find": "an", "found": places, "errors": (Refused("place_unclear", "place"),)}
    yield Example("ask-place-unclear", template, usual | unclear)
    sounds = {"asks": "category", "fields": fields["category"], "number": 3, "before": "place", "onward": "contact"}
    yield Example("ask-category-sounds", template, usual | sounds | {"proposed": (LITTER, DANGER)})
    checked: dict[str, Any] = {
        "path": "/report/ask",
        "token": "t0ken",
        "emergency": None,
        "challenge": None,
        "place": ANKANG.name,
        "alike": (),
    }
    checked |= {"category": LITTER, "form": typed | {"telephone": "154 0000 9001", "call_me": "yes"}}
    yield Example("check", "intake/check.html", checked)
    hot = {"challenge": '{"parameters":{"nonce":"00"}}', "emergency": GAS, "category": GAS}
    yield Example("check-hot-urgent", "intake/check.html", checked | hot)
    yield Example("check-alike", "intake/check.html", checked | {"alike": _ALIKE})
    yield Example("check-hostile", "intake/check.html", checked | {"form": dict.fromkeys(_REPORT, HOSTILE)})


def _receipts() -> Iterator[Example]:
    yield Example("sent", "intake/sent.html", _SENT_PAGE)
    yield Example("sent-looked-at-first", "intake/sent.html", _SENT_PAGE | {"looked_at_first": True})
    yield Example("sent-joined", "intake/sent.html", _SENT_PAGE | {"joined": "3000000017"})
    urgent = {"category": GAS, "reachable": False, "word": "4821", "answer_by": at(2)}
    yield Example("sent-gas", "intake/sent.html", _SENT_PAGE | urgent)
    yield Example("sent-again", "intake/sent.html", _SENT_PAGE | {"again": True})
    yield Example("sent-added", "intake/sent.html", _SENT_PAGE | {"added": True})
    yield Example(
        "already-sent",
        "intake/already_sent.html",
        {"path": "/report", "code": "3825061749", "form": {"words": "还有一堆砖头。"}, "errors": (), "token": "t0ken"},
    )


def _easy_pages() -> Iterator[Example]:
    """The same in short sentences with pictures, in large print."""
    easy = {"easy": True, "large_print": True}
    for example in (*_asking(), *_receipts(), *_resident_pages()):
        if example.name in ("ask-words", "ask-place", "ask-category-sounds", "ask-contact", "check", "sent", "request"):
            yield Example(f"{example.name}-easy", example.template, example.context | easy)


def _unit_pages() -> Iterator[Example]:
    door: dict[str, Any] = {"path": "/u", "form": _DOOR, "errors": (), "token": "t0ken", "unsent": ()}
    yield Example("door", "response/door.html", door)
    kept = {
        "form": _DOOR | {"code": "6825061749"},
        "errors": (Refused("door_closed"),),
        "unsent": ("两车都清走了。", LONG),
    }
    yield Example("door-kept", "response/door.html", door | kept)
    yield Example("door-all", "response/door.html", door | {"form": _DOOR | {"all": "yes"}})
    wrong = {
        "form": _DOOR | {"code": "682506174", "last_four": "12"},
        "errors": (Refused("code_length", "code", seen=9),),
    }
    yield Example("door-errors", "response/door.html", door | wrong)
    yield Example("order-open", "response/order.html", _ORDER_PAGE)
    yield Example("order-late", "response/order.html", _ORDER_PAGE | {"now": at(40)})
    missed = a_request(WHISTLED, MISSED, AGENDA)
    told_on = {"request": missed, "standing": _standing(missed), "now": at(80)}
    yield Example("order-missed", "response/order.html", _ORDER_PAGE | told_on)
    handed = _AT_WORK | {"holder": "办公室电话"}
    yield Example("order-handed", "response/order.html", handed)
    yield Example("order-raced", "response/order.html", _AT_WORK | {"errors": (Refused("already_taken", at=at(1.4)),)})
    yield Example("order-at-work", "response/order.html", _AT_WORK)
    joined = a_request(WHISTLED, TAKEN, absorbed(4, "3000000025"), absorbed(5, "3000000033"))
    two = {"request": joined, "joined": ("楼下一堆垃圾没人管", "Rubbish by the north gate")}
    yield Example("order-joined", "response/order.html", _AT_WORK | two)
    yield Example("order-photos", "response/order.html", _AT_WORK | {"photos": FULL})
    community = {"acts": frozenset({"take", "check", "pass_on"}), "unit": OFFICE, "compound": None}
    yield Example("order-community", "response/order.html", _ORDER_PAGE | community)
    unchecked = a_request(replace(WHISTLED, unchecked=True))
    yield Example("order-unchecked", "response/order.html", _ORDER_PAGE | {"order": unchecked.order(1)})
    asked = a_request(WHISTLED, TAKEN, ASKED)
    waits = {"request": asked, "order": asked.order(1), "standing": _standing(asked), "acts": frozenset({"done"})}
    yield Example("order-waits", "response/order.html", _AT_WORK | waits)
    ended = a_request(WHISTLED, TAKEN, replace(DONE, raised_yuan=4500))
    joint = {"request": JOINT, "order": JOINT.order(1), "standing": _standing(JOINT)}
    yield Example("order-joint", "response/order.html", _AT_WORK | joint)
    over = {
        "request": ended,
        "order": ended.order(1),
        "standing": None,
        "acts": frozenset(),
        "steps": STEPS,
        "telephone": None,
    }
    yield Example("order-done", "response/order.html", _AT_WORK | over)
    said = (Said(NOW, "resident", HOSTILE), Said(NOW, "unit", LONG))
    hostile = {"words": said, "place_words": HOSTILE, "community": replace(LONGWANGMIAO, name=LONG_NAME)}
    hostile |= {"another_way": HOSTILE, "speaks_for": HOSTILE, "joined": (HOSTILE, LONG), "request": joined}
    yield Example("order-hostile", "response/order.html", _AT_WORK | hostile)


def _list_pages() -> Iterator[Example]:
    template = "response/orders.html"
    yield Example("orders-none", template, _ORDERS_PAGE)
    some = (
        (Group.OVERDUE, 1, (_order_line(-50),)),
        (Group.TODAY, 2, (_order_line(0.5, GAS, priority="P0"), _order_line(5))),
        (Group.WEEK, 1, (_order_line(80, rescheduled=True, state=OrderState.ACCEPTED),)),
        (Group.LATER, 1, (_order_line(400, state=OrderState.ACCEPTED),)),
        (
            Group.WAITING,
            4,
            tuple(_order_line(90, its=its) for its in (State.AWAITING_RESIDENT, State.JOINT, State.DEFERRED, None)),
        ),
    )
    yield Example("orders", template, _ORDERS_PAGE | {"groups": some, "count": 9})
    many = tuple(_order_line(-float(hours)) for hours in range(12, 0, -1))
    yield Example(
        "orders-many",
        template,
        _ORDERS_PAGE | {"groups": ((Group.OVERDUE, 120, many),), "count": 130, "page": 2, "pages": 3},
    )
    hostile = replace(ANKANG, name=Name(HOSTILE, HOSTILE))
    lines = (_order_line(30, place=hostile), _order_line(31, place=replace(ANKANG, name=LONG_NAME)))
    more = {"groups": ((Group.WEEK, 2, lines),), "count": 2, "unit": replace(WATER, name=LONG_NAME)}
    yield Example("orders-hostile", template, _ORDERS_PAGE | more)
    template = "response/calendar.html"
    yield Example("calendar", template, _CALENDAR_PAGE)
    yield Example("calendar-none", template, _CALENDAR_PAGE | {"address": None, "ends": None})
    yield from _away_pages()
    yield Example("calendar-errors", template, _CALENDAR_PAGE | {"errors": (Refused("form_expired"),)})


def _away_pages() -> Iterator[Example]:
    template = "response/away.html"
    office = _contact("office", "办公室电话")
    there: dict[str, Any] = {
        "path": "/u/away",
        "unit": WATER,
        "contact": _contact("liaison", "包联联络员"),
        "away": None,
        "today": at(0).date(),
        "stand_ins": (("usual", office),),
        "form": {"since": "", "until": ""},
        "tokens": {"away": "t0ken", "back": "t0ken"},
        "errors": (),
    }
    span = Away(date(2026, 3, 10), date(2026, 3, 12))
    gone = there | {"away": span, "form": {"since": "2026-03-10", "until": "2026-03-12"}}
    yield Example("away", template, there)
    yield Example("away-set", template, gone | {"stand_ins": (("usual", office), ("night", office), ("late", None))})
    yield Example("away-second", template, there | {"stand_ins": ()})
    wrong = (Refused("day_missing", "since"), Refused("away_over", "until"))
    yield Example("away-errors", template, there | {"errors": wrong, "form": {"since": "", "until": "2026-01-01"}})
    duty = (Refused("duty_all_away", since=span.since, until=span.until),)
    hostile = _contact("liaison", HOSTILE)
    context = gone | {"errors": duty, "contact": hostile, "stand_ins": (("usual", hostile),)}
    yield Example("away-hostile", template, context)


def _contact(contact_id: str, name: str) -> Contact:
    return Contact(WATER.id, contact_id, name, None, "a@water.example")


def _order_line(
    hours: float,
    category: Category = LITTER,
    place: Compound = ANKANG,
    priority: str = "P2",
    state: OrderState = OrderState.OPEN,
    its: State | None = None,
    *,
    rescheduled: bool = False,
) -> Line:
    row = OrderRow(
        request_id="3825061749",
        number=1,
        code="6825061749",
        state=state,
        unit=WATER.id,
        community=LONGWANGMIAO.id,
        compound=place.id,
        category=category.id,
        priority=priority,
        accept_by=at(hours),
        answer_by=at(hours),
        due=at(hours),
        rescheduled=rescheduled,
    )
    return Line(row, at(hours), category, place, its)


def _act_pages() -> Iterator[Example]:
    units = (WATER, RED_CROSS, replace(RED_CROSS, id="long", name=LONG_NAME))
    blank = {"reason": "", "named": "", "words": ""}
    reasons = tuple(terms.ReturnReason)
    back = _act("return", blank, reasons=reasons, units=units)
    yield Example("return", "response/return.html", back)
    errors = (Refused("choice_missing", "reason"), Refused("missing", "words"))
    yield Example("return-errors", "response/return.html", back | {"errors": errors})
    said_publicly = {"public_words": "", "words": "", "raised": "", "looked_over": ""}
    yield Example("progress", "response/progress.html", _act("progress", said_publicly, flags=()))
    day = {"day": "", "reason": "", "words": ""}
    more = {"reasons": tuple(terms.RescheduleReason), "latest": date(2026, 4, 8)}
    yield Example("reschedule", "response/reschedule.html", _act("reschedule", day, **more))
    late = (Refused("day_too_late", "day", at=at(30 * 24)), Refused("rescheduled_twice", "day"))
    yield Example("reschedule-errors", "response/reschedule.html", _act("reschedule", day, **more, errors=late))
    yield Example("done", "response/done.html", _act("done", said_publicly, flags=()))
    unread = said_publicly | {"public_words": "装好了。", "raised": "三千"}
    wrong = (Refused("sum_unreadable", "raised"),)
    reopened = a_request(WHISTLED, TAKEN, replace(DONE, raised_yuan=4500), replace(SOLVED, verdict=terms.Verdict.NOT))
    again = {"flags": (), "errors": wrong, "request": reopened}
    yield Example("done-sum", "response/done.html", _act("done", unread, **again))
    public = "王大爷家门口3号楼的垃圾清走了，电话15400001234，车牌晋M12345"
    flagged = {"flags": flags(public), "errors": (Refused("look_over", "public_words"),)}
    yield Example("done-flags", "response/done.html", _act("done", said_publicly | {"public_words": public}, **flagged))
    check = {"finding": "", "words": ""}
    yield Example("check", "response/check.html", _act("check", check, findings=tuple(terms.Finding)))
    colleagues = (_contact("office", "办公室电话"), _contact("leader", "分管环境卫生和市容管理工作的副局长"))
    yield Example("assign", "response/assign.html", _act("assign", {"to": ""}, colleagues=colleagues, holder=None))
    back_to = _act("assign", {"to": ""}, colleagues=(_contact("liaison", HOSTILE),), holder=HOSTILE)
    yield Example("assign-handed-hostile", "response/assign.html", back_to)
    nobody = _act("assign", {"to": "office"}, colleagues=(), holder=None, errors=(Refused("colleague_unknown"),))
    yield Example("assign-nobody", "response/assign.html", nobody)
    yield Example("pass-on", "response/pass_on.html", _act("pass_on", {"unit": "", "words": ""}, units=units))


def _resident_pages() -> Iterator[Example]:
    find: dict[str, Any] = {"path": "/r", "form": {"code": ""}, "errors": ()}
    yield Example("find", "verification/find.html", find)
    mistyped = {"form": {"code": "3825061740"}, "errors": (Refused("code_mistyped", "code"),)}
    yield Example("find-errors", "verification/find.html", find | mistyped)
    template = "verification/request.html"
    yield Example("request", template, _REQUEST_PAGE)
    hidden = {"shown": False, "steps": (), "category": VISIT, "errors": (Refused("four_digits_wrong", "last_four"),)}
    yield Example("request-hidden", template, _REQUEST_PAGE | hidden)
    mine = {"private": Private(WORDS, "3 号楼东边的路口"), "may_add": True, "acts": ("withdraw",), "photos": NONE_YET}
    yield Example("request-mine", template, _REQUEST_PAGE | mine)
    yield Example("request-photos", template, _REQUEST_PAGE | mine | {"photos": FULL})
    yield Example("request-photos-closed", template, _REQUEST_PAGE | mine | {"may_add": False, "photos": SEEN_ONLY})
    asking = a_request(WHISTLED, TAKEN, ASKED)
    waits = _clock(asking) | {"now": at(7)}
    yield Example("request-waits", template, _REQUEST_PAGE | waits)
    asked = Said(at(6), "staff", "垃圾在楼的东边还是西边？\n有照片更好。")
    yield Example("request-asked", template, _REQUEST_PAGE | mine | waits | {"asked": asked})
    yield Example("request-waited", template, _REQUEST_PAGE | waits | {"now": at(130)})
    for name, request, hours in (
        ("received", a_request(), 1),
        ("soon", a_request(WHISTLED, TAKEN), 174),
        ("missed", a_request(WHISTLED, MISSED), 35),
        ("agenda", a_request(WHISTLED, MISSED, AGENDA), 200),
        ("joint", JOINT, 8),
    ):
        yield Example(f"request-{name}", template, _REQUEST_PAGE | _clock(request) | {"now": at(hours)})
    done = mine | _clock(a_request(WHISTLED, TAKEN, DONE)) | {"now": at(56), "steps": STEPS, "may_decide": True}
    yield Example("request-decide", template, _REQUEST_PAGE | done)
    closed = _clock(a_request(WHISTLED, TAKEN, DONE, SOLVED)) | {"steps": EVERY_STEP}
    closed |= {"holder": None}
    yield Example("request-closed", template, _REQUEST_PAGE | closed)
    mine_closed = closed | mine | {"may_add": False, "acts": ("dispute",), "dispute_until": at(28 * 24)}
    yield Example("request-closed-mine", template, _REQUEST_PAGE | mine_closed)
    typed = dict.fromkeys(("last_four", "words", "verdict"), HOSTILE)
    hostile = {"private": Private((Said(NOW, "resident", HOSTILE),), HOSTILE), "form": typed}
    yield Example("request-hostile", template, _REQUEST_PAGE | mine | hostile)


def _resident_acts() -> Iterator[Example]:
    blank = {"words": "", "something_new": ""}
    about: dict[str, Any] = {
        "code": "3825061749",
        "category": LITTER,
        "place": ANKANG.name,
        "form": blank,
        "errors": (),
    }
    about |= {"token": "t0ken", "held": True, "disputed_before": False, "closed_as": "confirmed", "until": at(28 * 24)}
    for name, more in (
        ("withdraw", {"closed_as": None, "until": None}),
        ("withdraw-nobody", {"closed_as": None, "until": None, "held": False}),
        ("dispute", {}),
        ("dispute-explained", {"closed_as": "explained"}),
        ("dispute-again", {"disputed_before": True, "errors": (Refused("disputed_before", "something_new"),)}),
        ("dispute-errors", {"errors": (Refused("missing", "words"),)}),
    ):
        act = name.partition("-")[0]
        yield Example(name, f"verification/{act}.html", about | {"path": f"/r/3825061749/{act}"} | more)


def _result_pages() -> Iterator[Example]:
    yield Example("results", "results/list.html", _LIST_PAGE)
    none = {"lines": (), "wanted": Wanted("2026-03", "tiezhi", LITTER.id, "red_cross")}
    yield Example("results-none", "results/list.html", _LIST_PAGE | none)
    yield Example(
        "results-further", "results/list.html", _LIST_PAGE | none | {"more": "/results?month=2026-03&after=x"}
    )
    lines = (LINE, LONG_LINE, replace(LINE, unit=None), replace(LINE, category=Name(HOSTILE, HOSTILE))) * 5
    many = {"lines": lines, "more": "/results?month=2026-03&after=x", "wanted": Wanted("2026-03", "longwangmiao")}
    many["files"] = tuple(f"/results.{kind}?month=2026-03&community=longwangmiao" for kind in ("csv", "json"))
    yield Example("results-many", "results/list.html", _LIST_PAGE | many)
    story = (*STEPS, told("verdict_solved", 60, after=timedelta(hours=5)))
    told_of = {"path": "/results/3825061749", "line": LINE, "steps": story, "before": (), "after": ()}
    yield Example("story", "results/story.html", told_of)
    long = (*EVERY_STEP, told("progress", 80, words=HOSTILE + LONG))
    longest = told_of | {"path": "/results/3000000001", "line": LONG_LINE, "steps": long}
    yield Example("story-long", "results/story.html", longest)
    shown = {"before": RELEASED[:1], "after": RELEASED[1:]}
    yield Example("story-photos", "results/story.html", told_of | shown)
