"""Every I/O boundary of every step, one after the other: the process dies just before it, or just after it.

A story is told act by act. Before each act everything is kept; then the act, and all that follows from it, is done once
undisturbed to see which calls there are, and once more for each call and each way of dying. Then somebody presses again
where no answer came, queues bring back what wasn't done, leases run out, and all has to be right.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from functions.desk import decide, speak, whistle
from functions.intake import handler as intake
from functions.response import handler as response
from functions.shared.domain.codes import ORDER
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import Request
from functions.shared.domain.terms import CloseReason, DeferReason, Finding, Heard, RescheduleReason, ReturnReason
from functions.shared.domain.time_limits import limits
from functions.shared.edge.clock import now
from functions.shared.steps.dispute import dispute
from functions.shared.steps.report import claim_done, report_progress
from functions.shared.steps.reschedule import reschedule
from functions.shared.steps.return_order import return_order
from functions.shared.steps.take_order import take_order
from functions.shared.steps.withdraw import withdraw
from functions.shared.tables import requests
from functions.verification import handler as verification
from tests.builders import STAFF, a_code, a_press
from tests.county import CALENDAR, LITTER, WATER_BUREAU, last_four
from tests.http_client import Browser, Page

from .audit import Report, audit
from .boundary import Call, Fault
from .people import DOOR, People, Step, confirms, of_desk, of_unit, sends
from .schedules import AFTERWARDS
from .town import Snapshot, Town, cold

TELEPHONE = "15400009001"
SIDES = (Fault.KILLED_BEFORE, Fault.KILLED_AFTER)
LOST_ANSWERS = (Fault.NO_ANSWER_BEFORE, Fault.NO_ANSWER_AFTER)
HOURS, DAYS = timedelta(hours=1), timedelta(days=1)
DOORS = {"/": intake.main, "/u": response.main, "/r": verification.main}

Act = Callable[[], Any]
Telling = Callable[["Teller"], Act]  # prepares what is needed (a page with a form), and answers with the press itself


@dataclass
class Killed:
    """What came of one act of a story."""

    act: str
    boundaries: Counter[str] = field(default_factory=Counter)  # by function
    runs: int = 0
    kills: int = 0
    report: Report = field(default_factory=Report)


@dataclass
class Teller:
    """Whoever acts in a story: a resident, an officer, a clerk; and the request it is about."""

    town: Town
    people: People
    code: str = ""
    resident: Browser = field(default_factory=lambda: Browser(DOORS))
    officer: Browser = field(default_factory=lambda: Browser(DOORS))

    @property
    def request(self) -> Request:
        return self.town.request(self.code)


def reports(**typed: str) -> Telling:
    """The report form, at the door."""

    def telling(teller: Teller) -> Act:
        page = teller.resident.get("/report")
        fields = page.form("/report/send").fields | {
            "words": "路边都是塑料袋",
            "place": "compound:ankang",
            "category": "litter",
            "telephone": TELEPHONE,
            "alone": "yes",
            **typed,
        }

        def act() -> Page:
            window = teller.resident.another_window()
            receipt = window.post("/report/send", fields)
            if receipt.status == 200 and receipt.path.startswith("/report/sent/"):
                teller.code = receipt.path.rpartition("/")[2]
            return receipt

        return act

    return telling


def presses(action: str, **typed: str) -> Telling:
    """A button of the unit's page of the latest order, at the door."""

    def telling(teller: Teller) -> Act:
        order = teller.request.orders[-1]
        teller.officer.get("/u")
        page = teller.officer.submit("/u", code=order.code, last_four=last_four(WATER_BUREAU))
        if typed:
            page = teller.officer.get(f"/u/orders/{order.code}/{action}")
        form = page.form(f"/{action}")
        return lambda: teller.officer.another_window().post(form.action, form.fields | typed)

    return telling


def says(action: str, **typed: str) -> Telling:
    """A button of the resident's page, at the door."""

    def telling(teller: Teller) -> Act:
        page = teller.resident.get(f"/r/{teller.code}")
        if page.has_form("/open"):
            page = teller.resident.submit("/open", last_four=TELEPHONE[-4:])
        form = page.form(f"/{action}")
        return lambda: teller.resident.another_window().post(form.action, form.fields | typed)

    return telling


def steps(what: str, made: Callable[[Teller], Step]) -> Telling:
    """A step that somebody asks for, straight at the ledger: the desk's acts and the rarer ones of units."""

    def telling(teller: Teller) -> Act:
        cause, step, at = a_press(what), made(teller), now()
        return lambda: requests.change(teller.code, cause, partial(step, cause=cause, now=at))

    return telling


def merges(teller: Teller) -> Act:
    """Another request is answered with this one."""
    other = teller.people.file(LITTER)
    teller.town.settle()
    cause, at = a_press("merge"), now()
    step = partial(decide.merge, cause=cause, now=at, by=STAFF)
    return lambda: requests.change_both(other.code, teller.code, cause, step)


def runs(function: str, after: timedelta, **event: str) -> Telling:
    """A schedule's function, once so much time has passed."""

    def telling(teller: Teller) -> Act:
        teller.town.clock.pass_by(after)
        return teller.town.invoked(function, dict(event))

    return telling


def _lead(step: Any, **given: Any) -> Callable[[Teller], Step]:
    return lambda teller: of_unit(step, teller.request, teller.request.lead_number or 1, **given)


def _desk(step: Any, **given: Any) -> Callable[[Teller], Step]:
    return lambda teller: of_desk(step, **given)


def _later(days: int) -> Callable[[Teller], Step]:
    def made(teller: Teller) -> Step:
        day = (now() + timedelta(days=days)).date()
        given = {"day": day, "reason": RescheduleReason.WEATHER, "words": "", "calendar": CALENDAR}
        return of_unit(reschedule, teller.request, teller.request.lead_number or 1, **given)

    return made


def _taking(teller: Teller) -> Step:
    return of_unit(take_order, teller.request, teller.request.lead_number or 1)


def _done(teller: Teller) -> Step:
    return of_unit(claim_done, teller.request, teller.request.lead_number or 1, public_words="清了", words="")


def _insisting(teller: Teller) -> Step:
    time = limits(teller.request.priority, now(), CALENDAR, night_duty=True)
    return of_desk(whistle.insist, limits=time, words="归您管")


def _helping(teller: Teller) -> Step:
    request = teller.request
    number = len(request.orders) + 1
    time = limits(request.priority, now(), CALENDAR, night_duty=True)
    called = whistle.Called("water_company", a_code(ORDER, f"{request.id}/{number}"), time)
    return of_desk(whistle.call_helpers, called=[called], numbered_from=number, words="")


def _deferring() -> Step:
    return of_desk(decide.defer, reason=DeferReason.SEASON, review_at=now() + 7 * DAYS, public_words="")


def _meeting() -> Step:
    return of_desk(decide.set_joint_meeting, meets_at=now() + 7 * DAYS, words="")


_RETURN = {"reason": ReturnReason.NOT_OURS, "named": None, "words": "", "calendar": CALENDAR}
_END = {"how": "explain", "reason": CloseReason.NO_MONEY, "public_words": "", "words": "已说明"}

STORIES: dict[str, tuple[tuple[str, Telling], ...]] = {
    "to the result": (
        ("RequestReceived, P2", reports()),
        ("UnitsWhistled by the desk", steps("send", lambda teller: sends(teller.request))),
        ("OrderAccepted", presses("take")),
        ("OrderAssigned", presses("assign", to="leader")),
        ("ProgressReported", steps("progress", _lead(report_progress, public_words="在办", words=""))),
        ("a unit's digest, planned and sent", runs("digestsPlan", timedelta(), letter="unit")),
        ("WordsAdded", says("words", words="东边还有一堆")),
        ("WorkClaimedDone", presses("done", public_words="清了两车", words="", looked_over="yes")),
        ("VerdictGiven: solved", says("verdict", verdict="solved", words="谢谢")),
        ("Disputed", steps("dispute", _desk(dispute, words="又有了", something_new=True, calendar=CALENDAR))),
    ),
    "by itself": (
        ("RequestReceived, P2", reports()),
        ("UnitsWhistled by the sweep", runs("deadlines", 3 * HOURS)),
        ("OrderReturned", presses("return", reason="not_ours", words="")),
        ("whistled on by the sweep", runs("deadlines", 2 * DAYS)),
    ),
    "with the resident": (
        ("RequestReceived, P3", reports(category="road")),
        ("UnitsWhistled: the community", steps("send", lambda teller: sends(teller.request))),
        ("NumberConfirmed", steps("confirm", lambda teller: confirms)),
        ("OrderAccepted by the community", steps("take", _taking)),
        ("ResidentAsked", steps("ask", _desk(speak.ask, words="在哪一栋？"))),
        ("ResidentAnswered", says("words", words="三栋")),
        ("ResidentAsked again", steps("ask", _desk(speak.ask, words="几层？"))),
        ("WaitEnded", runs("deadlines", 6 * DAYS)),
        ("Rescheduled", steps("reschedule", _later(20))),
        ("RescheduleRefused", steps("object", _desk(decide.object_to_date, words="太晚了", calendar=CALENDAR))),
        ("WorkClaimedDone", steps("done", _done)),
        ("VerdictReminded", runs("deadlines", 4 * DAYS)),
        ("ContactAttempted", steps("attempt", _desk(speak.note_attempt, way=Heard.VISIT, words=""))),
        ("ContactAttempted again", steps("attempt", _desk(speak.note_attempt, way=Heard.CALL, words=""))),
        ("ClosedSilent", runs("deadlines", 8 * DAYS)),
    ),
    "life and property": (
        ("RequestReceived, P0", reports(category="gas_leak")),
        ("OrderReturned", steps("return", _lead(return_order, **_RETURN))),
        ("ReturnRefused", steps("insist", _insisting)),
        ("HelperWhistled", steps("help", _helping)),
        ("Explained", steps("end", _desk(decide.end, **_END))),
    ),
    "not solved": (
        ("RequestReceived, P2", reports()),
        ("UnitsWhistled by the desk", steps("send", lambda teller: sends(teller.request))),
        ("whistled elsewhere", steps("elsewhere", lambda teller: sends(teller.request, "red_cross"))),
        ("CheckedOnSite", steps("check", _desk(whistle.check_on_site, finding=Finding.AS_REPORTED, words=""))),
        ("OrderAccepted", steps("take", _taking)),
        ("WorkClaimedDone", steps("done", _done)),
        ("VerdictGiven: not", says("verdict", verdict="not", words="只清了一半")),
        ("WorkClaimedDone again", steps("done", _done)),
        ("VerdictGiven: not again", says("verdict", verdict="not", words="还是不行")),
        ("Reopened", steps("reopen", _desk(decide.reopen, words="", calendar=CALENDAR))),
        ("Merged, Absorbed", merges),
        ("WorkClaimedDone, a third time", steps("done", _done)),
        ("VerdictGiven: partly", says("verdict", verdict="partly", words="")),
        ("Deferred", steps("defer", lambda teller: _deferring())),
        ("JointMeetingSet", steps("joint", lambda teller: _meeting())),
        ("Withdrawn", steps("withdraw", _desk(withdraw, words=""))),
    ),
}


def kill_everywhere(story: str, place: int) -> Killed:
    """Tell `story` up to its act at `place` (from 0), and die everywhere in that one. Must run inside `county()`."""
    town = Town(len(story))
    with town.open():
        teller = Teller(town, People(town))
        for _, telling in STORIES[story][:place]:
            _run(town, telling(teller), town.snapshot(), None)
        name, telling = STORIES[story][place]
        act = telling(teller)
        kept, held = town.snapshot(), _size(town)
        killed = Killed(f"{story}: {name}")
        calls = _run(town, act, kept, None)
        if _size(town) == held:
            raise ValueError(f"{story}: {name} does nothing: the story is wrong")
        for call in calls:
            killed.boundaries[call.worker.name if call.worker else ""] += 1
        for number, call in enumerate(calls, start=1):
            for fault in SIDES + (LOST_ANSWERS if call.writes or call.service == "sns" or call.sends else ()):
                _run(town, act, kept, (number, fault))
                killed.runs += 1
                killed.kills += fault in SIDES
                told = audit(town, finals=False)
                _note(told, f"{name}, {fault.value}: call {number} of {len(calls)}, {call}", teller)
                killed.report.add(told)
        return killed


def _size(town: Town) -> tuple[int, int]:
    return len(town.items("requests")), len(town.items("digests"))


def _run(town: Town, act: Act, kept: Snapshot, dies: tuple[int, Fault] | None) -> list[Call]:
    """The act and all that follows, from `kept` on; answers with the calls there were."""
    town.restore(kept)
    town.random.seed(len(kept.tables))
    cold()
    calls: list[Call] = []
    again: Counter[str] = Counter()

    def weather(call: Call) -> Fault | None:
        calls.append(call)
        if dies is None:
            return None
        place, fault = dies
        if len(calls) == place:
            again[call.operation] = 2 if fault in LOST_ANSWERS else 0  # botocore's own tries are lost as well
            return fault
        if len(calls) > place and again[call.operation]:
            again[call.operation] -= 1
            return fault
        return None

    town.weather = weather
    _press(town, act)
    town.settle()
    town.weather = lambda call: None
    if dies is not None:
        town.live(town.clock.now() + AFTERWARDS)
    return calls


def _press(town: Town, act: Act, tries: int = 3) -> None:
    """Pressed once more where no answer came, or one that says so."""

    def again(error: BaseException) -> None:
        if tries and not isinstance(error, Refused):
            _press(town, act, tries - 1)

    def done(answer: Any) -> None:
        if isinstance(answer, Page) and answer.status >= 500:
            again(RuntimeError(str(answer.status)))

    town.start("door", act, limit=DOOR, done=done, failed=again)


def _note(told: Report, where: str, teller: Teller) -> None:
    if teller.code and teller.code not in teller.town.codes():
        told.lost.append("the request itself")
    for held in vars(told).values():
        if isinstance(held, list):
            held[:] = [f"{where}: {what}" for what in held]
