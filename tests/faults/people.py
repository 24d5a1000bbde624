"""Residents, officers and clerks who press what there is to press, and press again when no answer came."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from functions.desk import decide, speak, whistle
from functions.desk.whistle import Called
from functions.shared.domain.codes import ORDER
from functions.shared.domain.county_time import local_day
from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.directory import Category, Unit
from functions.shared.domain.errors import Busy, Refused
from functions.shared.domain.facts import RESIDENT, Cause, NumberConfirmed
from functions.shared.domain.phone import Phone
from functions.shared.domain.request import Request
from functions.shared.domain.terms import (
    CloseReason,
    DeferReason,
    Heard,
    Language,
    RescheduleReason,
    ReturnReason,
    Verdict,
)
from functions.shared.domain.time_limits import limits
from functions.shared.domain.transitions import State
from functions.shared.edge.clock import now
from functions.shared.steps.accept_request import accept_request
from functions.shared.steps.add_words import add_words
from functions.shared.steps.choose_unit import choose_unit
from functions.shared.steps.dispute import dispute
from functions.shared.steps.give_verdict import give_verdict
from functions.shared.steps.report import claim_done, report_progress
from functions.shared.steps.reschedule import reschedule
from functions.shared.steps.return_order import return_order
from functions.shared.steps.take_order import take_order
from functions.shared.tables import requests
from tests.builders import STAFF, a_code, a_press
from tests.county import ANKANG, CALENDAR, COUNTY, COVERAGE, LONGWANGMIAO, UNITS

from .scheduler import Worker
from .town import Town

UNIT_OF: dict[str, Unit] = {unit.id: unit for unit in UNITS}
CATEGORY_OF: dict[str, Category] = {category.id: category for category in COUNTY.categories}
PATIENCE = 12  # presses until somebody gives up
PRESSED_AGAIN = timedelta(seconds=40)
DOOR = timedelta(seconds=10)  # how long the functions behind the doors may run

Step = Callable[..., Decision]  # wants the cause and the moment


@dataclass(eq=False)
class Press:
    """Somebody presses a button. `told` is what the page said in the end: ok, a refusal's reason, or nothing."""

    code: str
    cause: Cause
    what: str
    act: Callable[[], Any]
    told: str = ""
    tries: int = 0


@dataclass
class People:
    town: Town
    presses: list[Press] = field(default_factory=list)
    filed: list[Press] = field(default_factory=list)
    races: list[tuple[Press, ...]] = field(default_factory=list)

    def file(self, category: Category, **more: Any) -> Press:
        number = len(self.filed)
        code, cause = a_code(text=f"seed {self.town.seed} request {number}"), a_press("file")
        phone = Phone(f"+861540001{number:04d}")

        def act() -> None:
            decision = accept_request(
                category=category,
                compound=ANKANG,
                community=LONGWANGMIAO,
                calendar=CALENDAR,
                words="路边都是塑料袋",
                person=Person(phone, "3 号楼东边", may_call=True),
                language=Language.ZH,
                cause=cause,
                now=now(),
                **more,
            )
            requests.file([code], cause, decision)

        press = Press(code, cause, "file", act)
        self.filed.append(press)
        self._press(press)
        return press

    def press(self, code: str, what: str, step: Step) -> Press:
        return self._press(self._made(code, what, step))

    def again(self, press: Press) -> None:
        """The same button once more."""
        self._press(press)

    def race(self, code: str, *steps: tuple[str, Step]) -> tuple[Press, ...]:
        """Several at once, of whom one can win."""
        racing = tuple(self._made(code, what, step) for what, step in steps)
        self.races.append(racing)
        for press in racing:
            self._press(press)
        return racing

    def two_winners(self) -> list[str]:
        """Races that have more than one winner, or one that history knows nothing of. Whoever pressed again until what
        was won had been undone hasn't won the race, but what came after it."""
        wrong = []
        for racing in self.races:
            causes = self.town.request(racing[0].code).causes
            told = [press for press in racing if press.told == "ok"]
            kept = [press for press in racing if press.cause.id in causes]
            if (len(kept) > 1 and not self._undone_between(kept)) or any(press not in kept for press in told):
                wrong.append(f"{racing[0].code}: {[(press.what, press.told) for press in racing]}")
        return wrong

    def _undone_between(self, kept: list[Press]) -> bool:
        """Whether somebody else's fact stands between each two of them. That each was allowed, the audit looks at."""
        facts = self.town.request(kept[0].code).facts
        places = sorted(place for place, fact in enumerate(facts) if fact.cause.id in {it.cause.id for it in kept})
        return all(later - earlier > 1 for earlier, later in pairwise(places))

    def untrue(self) -> list[str]:
        """Presses that were told something else than what happened."""
        wrong = []
        for press in (*self.filed, *self.presses):
            known = press.cause.id in self.town.request(press.code).causes if press.told == "ok" else None
            if known is False:
                wrong.append(f"{press.code}: {press.what} was told ok and isn't there")
        return wrong

    def _made(self, code: str, what: str, step: Step) -> Press:
        cause = a_press(what)

        def act() -> None:
            requests.change(code, cause, partial(step, cause=cause, now=now()))

        press = Press(code, cause, what, act)
        self.presses.append(press)
        return press

    def _press(self, press: Press, later: timedelta = timedelta()) -> Press:
        def work() -> str:
            try:
                press.act()
            except Refused as refused:
                return refused.reason
            return "ok"

        def failed(error: BaseException) -> None:
            """Busy, broken, or no answer at all: the page says so, and the same button is pressed again."""
            if not isinstance(error, Busy):
                press.told = ""
            if press.tries < PATIENCE:
                self._press(press, PRESSED_AGAIN)

        def done(answer: str) -> None:
            press.told = answer

        press.tries += 1
        worker: Worker = self.town.start("door", work, limit=DOOR, done=done, failed=failed, about=press.what)
        worker.wakes = self.town.clock.now() + later if later else None
        return press


def confirms(request: Request, *, cause: Cause, now: datetime) -> Decision:
    """The resident has said, by any way, that the number is theirs."""
    return Decision(NumberConfirmed(at=now, by=RESIDENT, cause=cause))


def of_unit(step: Any, request: Request, number: int, **given: Any) -> Step:
    return partial(step, number=number, unit=UNIT_OF[request.order(number).unit], **given)


def of_desk(step: Any, **given: Any) -> Step:
    return partial(step, by=STAFF, **given)


def sends(request: Request, unit: str | None = None) -> Step:
    """The desk's press: what the rule proposes, or a unit by name."""
    choice = choose_unit(request, CATEGORY_OF[request.filed.category], COVERAGE)
    number = len(request.orders) + 1
    to = unit or choice.unit
    called = Called(
        unit=to,
        code=a_code(ORDER, f"{request.id}/{number}/{to}"),
        limits=limits(request.priority, now(), CALENDAR, night_duty=UNIT_OF[to].night_duty),
    )
    return of_desk(whistle.blow_whistle, called=[called], numbered_from=number, duty_alert=choice.duty_alert, words="")


def next_step(request: Request, town: Town) -> tuple[str, Step] | None:
    """One of the things that somebody may do with `request`; None: nobody does anything."""
    chance = town.random.random()
    lead, calendar = request.lead, CALENDAR
    if chance < 0.02 and request.state is not State.CLOSED:
        how = town.random.choice(sorted(decide.ENDINGS))
        ending = {"how": how, "reason": CloseReason.NO_MONEY, "public_words": "", "words": "已说明"}
        return "end", of_desk(decide.end, **ending)
    if not request.confirmed and request.filed.reachable and chance < 0.6:
        return "confirm", confirms
    match request.state:
        case State.RECEIVED | State.RETURNED:
            return "send", sends(request)
        case State.JOINT | State.DEFERRED if chance < 0.3:
            return "send", sends(request)
        case State.WHISTLED if lead is not None:
            if chance < 0.15 and lead.unit != LONGWANGMIAO.id:
                returning = {"reason": ReturnReason.NOT_OURS, "named": None, "words": "", "calendar": calendar}
                return "return", of_unit(return_order, request, lead.number, **returning)
            if chance < 0.85:
                return "take", of_unit(take_order, request, lead.number)
            return "elsewhere", sends(request, "red_cross" if lead.unit != "red_cross" else "water_bureau")
        case State.ACCEPTED | State.SCHEDULED if lead is not None:
            if chance < 0.15:
                return "progress", of_unit(report_progress, request, lead.number, public_words="在办", words="")
            if chance < 0.25 and not request.priority.urgent:
                return "ask", of_desk(speak.ask, words="在哪一栋？")
            if chance < 0.35:
                day = local_day(max(now(), lead.answer_by)) + timedelta(days=1)
                putting = {"day": day, "reason": RescheduleReason.WEATHER, "words": "", "calendar": calendar}
                return "reschedule", of_unit(reschedule, request, lead.number, **putting)
            if chance < 0.4:
                return "object", of_desk(decide.object_to_date, words="太晚了", calendar=calendar)
            return "done", of_unit(claim_done, request, lead.number, public_words="清了", words="")
        case State.AWAITING_RESIDENT if chance < 0.7:
            return "answer", partial(add_words, words="三栋")
        case State.DONE:
            if chance < 0.15:
                return "attempt", of_desk(speak.note_attempt, way=Heard.VISIT, words="")
            said = Verdict.SOLVED if chance < 0.65 else Verdict.NOT if chance < 0.85 else Verdict.PARTLY
            return "verdict", partial(give_verdict, verdict=said, words="", calendar=calendar, by=RESIDENT)
        case State.AWAITING_DESK:
            if chance < 0.4:
                return "reopen", of_desk(decide.reopen, words="", calendar=calendar)
            if chance < 0.6 and not request.priority.urgent:
                at = now() + timedelta(days=7)
                putting_off = {"reason": DeferReason.SEASON, "review_at": at, "public_words": "", "words": ""}
                putting_off.pop("words")
                return "defer", of_desk(decide.defer, **putting_off)
            return "partly", of_desk(decide.close_partly, words="")
        case State.CLOSED if chance < 0.1:
            return "dispute", partial(dispute, words="还是不行", something_new=True, calendar=calendar, by=RESIDENT)
    return None


def rival(request: Request, chosen: str, town: Town) -> tuple[str, Step] | None:
    """Something that can't happen as well as what is `chosen`: both change the same state."""
    lead = request.lead
    match request.state:
        case State.WHISTLED if lead is not None:
            if chosen == "return" or town.random.random() < 0.5:
                return "take", of_unit(take_order, request, lead.number)
            return "elsewhere", sends(request, "education_bureau")
        case State.ACCEPTED | State.SCHEDULED if lead is not None:
            return "done", of_unit(claim_done, request, lead.number, public_words="清了", words="")
        case State.DONE:
            return "verdict", partial(
                give_verdict, verdict=Verdict.NOT, words="", calendar=CALENDAR, by=STAFF, heard=Heard.CALL
            )
    return None


EXCLUSIVE = frozenset({"take", "return", "elsewhere", "done", "verdict"})
