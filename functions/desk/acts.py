"""The forms of a case: the fields of each act, and the step that it asks for with what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from functions.desk import decide, speak
from functions.desk.whistle import Called, blow_whistle, call_helpers, check_on_site, insist
from functions.shared.domain import words
from functions.shared.domain.county_time import moment
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Community, Compound, Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import (
    CloseReason,
    DeferReason,
    Finding,
    Heard,
    RescheduleReason,
    ReturnReason,
    RouteReason,
    Verdict,
)
from functions.shared.domain.request import Order, OrderState, Request
from functions.shared.domain.staff import Staff
from functions.shared.domain.time_limits import DAY_ENDS, limits
from functions.shared.domain.transitions import State
from functions.shared.edge.forms import Form
from functions.shared.gateways.keys import keys
from functions.shared.steps.give_verdict import give_verdict
from functions.shared.steps.report import claim_done, report_progress
from functions.shared.steps.reschedule import reschedule
from functions.shared.steps.return_order import return_order
from functions.shared.steps.take_order import take_order
from functions.shared.tables import directory
from functions.shared.tables.order_codes import free_code
from functions.shared.whistling import choice_for

Step = Callable[..., Decision]  # all but the request, the cause, the moment and who given

FIELDS: Mapping[str, tuple[str, ...]] = {
    "send": ("unit",),
    "whistle": ("unit", "helper_1", "helper_2", "helper_3", "words"),
    "helpers": ("helper_1", "helper_2", "helper_3", "words"),
    "check": ("finding", "words"),
    "insist": ("words",),
    "take": ("order",),
    "return": ("order", "return_reason", "named", "words"),
    "progress": ("order", "public_words", "words", "looked_over"),
    "reschedule": ("order", "day", "reschedule_reason", "words"),
    "done": ("order", "public_words", "words", "looked_over"),
    "object": ("words",),
    "verdict": ("verdict", "heard", "words"),
    "attempt": ("way", "words"),
    "ask": ("words",),
    "note_answer": ("words",),
    "answer": ("words",),
    "classify": ("category", "place"),
    "reopen": ("words",),
    "close_partly": ("words",),
    "agenda": (),
    "joint": ("day", "words"),
    "defer": ("defer_reason", "day", "public_words", "looked_over"),
    "explain": ("close_reason", "public_words", "words", "looked_over"),
    "transfer": ("close_reason", "public_words", "words", "looked_over"),
    "reject": ("close_reason", "public_words", "words", "looked_over"),
    "withdraw": ("words",),
    "merge": ("other",),
    "dispute": ("words", "something_new"),
    "undo": ("words",),
    "release": ("of", "public_words", "looked_over"),
    "blank": ("of",),
}
REASONS: Mapping[str, tuple[StrEnum, ...]] = {  # what a field's list offers
    "return_reason": tuple(ReturnReason),
    "reschedule_reason": tuple(RescheduleReason),
    "defer_reason": tuple(DeferReason),
    "close_reason": tuple(CloseReason),
    "finding": tuple(Finding),
    "heard": (Heard.CALL, Heard.VISIT, Heard.STATION),
    "way": (Heard.CALL, Heard.VISIT, Heard.NOTICE),
}
LONGEST_NUMBER = 4  # digits of an order's or a fact's number
ONE_PRESS = frozenset({"send", "agenda"})  # on the case's own page
_OPTIONAL_WORDS = frozenset({"check", "whistle", "helpers", "verdict", "attempt", "close_partly", "joint", "withdraw"})


@dataclass(frozen=True)
class Asked:
    """Who asks for what, when, with which request in view."""

    act: str
    request: Request
    staff: Staff
    form: Form
    now: datetime

    @property
    def typed(self) -> Mapping[str, str]:
        return self.form.typed

    def words(self) -> str:
        return self.form.text("words", required=self.act not in _OPTIONAL_WORDS)


def asked_for(asked: Asked) -> Step:
    """The step that `asked` asks for. Raises Wrong with every field to mend."""
    step = _READERS[asked.act](asked)
    asked.form.done()
    return step


def _send(asked: Asked) -> Step:
    """One press sends what the page showed: if the rule proposes another unit by now, that is said first."""
    choice = choice_for(asked.request)
    if asked.typed["unit"] != choice.unit:
        raise Refused("changed_meanwhile")
    return _whistling(asked, [choice.unit], choice.reason, duty_alert=choice.duty_alert, said="")


def _whistle(asked: Asked) -> Step:
    lead = asked.form.read(lambda: _unit(asked.typed["unit"], "unit"), None)
    helpers = _helpers(asked)
    overruled = lead is not None and _proposes_another(asked.request, lead.id)
    said = asked.form.text("words", required=overruled)
    asked.form.done()
    units = [lead.id] if lead else []
    called = units + helpers
    beside = directory.category(asked.request.filed.category).with_community
    beside = beside and asked.request.filed.community not in called  # called itself, it has its own order's text
    return _whistling(asked, called, RouteReason.BY_NAME, duty_alert=beside, said=said)


def _proposes_another(request: Request, unit: str) -> bool:
    """Whether the rule says somebody else: then the desk says why it doesn't follow."""
    return request.state in (State.RECEIVED, State.RETURNED) and choice_for(request).unit != unit


def _whistling(asked: Asked, units: list[str], reason: RouteReason, *, duty_alert: bool, said: str) -> Step:
    called, number = _called(asked, units, reason)
    return partial(blow_whistle, called=called, numbered_from=number, duty_alert=duty_alert, words=said)


def _call_helpers(asked: Asked) -> Step:
    units, said = _helpers(asked), asked.words()
    asked.form.done()
    called, number = _called(asked, units, RouteReason.BY_NAME)
    return partial(call_helpers, called=called, numbered_from=number, words=said)


def _called(asked: Asked, units: list[str], reason: RouteReason) -> tuple[tuple[Called, ...], int]:
    request, first = asked.request, len(asked.request.orders) + 1
    called = tuple(
        Called(
            unit,
            free_code(keys().newest, request.id, number),
            limits(request.priority, asked.now, directory.calendar(), night_duty=directory.unit(unit).night_duty),
            reason,
        )
        for number, unit in enumerate(units, start=first)
    )
    return called, first


def _check(asked: Asked) -> Step:
    return partial(check_on_site, finding=asked.form.choice("finding", Finding), words=asked.words())


def _insist(asked: Asked) -> Step:
    said, lead = asked.words(), asked.request.lead
    if _lead_has_left(asked.request):
        raise Refused("unit_has_left")
    night = directory.unit(lead.unit).night_duty if lead else False
    anew = limits(asked.request.priority, asked.now, directory.calendar(), night_duty=night)
    return partial(insist, limits=anew, words=said)


def _take(asked: Asked) -> Step:
    return _told_by_unit(asked, take_order, OrderState.OPEN)


def _return(asked: Asked) -> Step:
    form = asked.form
    reason = form.choice("return_reason", ReturnReason)
    named = form.read(lambda: _unit(asked.typed["named"], "named") if asked.typed["named"] else None, None)
    said = form.text("words", required=reason is ReturnReason.OTHER and not form.errors)
    step = partial(return_order, reason=reason, named=named, words=said, calendar=directory.calendar())
    return _told_by_unit(asked, step, OrderState.OPEN)


def _progress(asked: Asked) -> Step:
    public_words, said = _public(asked), asked.form.text("words", required=False)
    return _told_by_unit(asked, partial(report_progress, public_words=public_words, words=said), OrderState.ACCEPTED)


def _done(asked: Asked) -> Step:
    public_words, said = _public(asked), asked.form.text("words", required=False)
    return _told_by_unit(asked, partial(claim_done, public_words=public_words, words=said), OrderState.ACCEPTED)


def _reschedule(asked: Asked) -> Step:
    form = asked.form
    day, reason = form.day("day"), form.choice("reschedule_reason", RescheduleReason)
    said = form.text("words", required=False)
    step = partial(reschedule, day=day, reason=reason, words=said, calendar=directory.calendar())
    return _told_by_unit(asked, step, OrderState.ACCEPTED)


def _told_by_unit(asked: Asked, step: Step, state: OrderState) -> Step:
    """What a unit has told staff about its order: the same step, the same rules."""
    order = asked.form.read(lambda: _order(asked, state), None)
    asked.form.done()
    if order is None:
        raise Refused("unknown_order")
    return partial(step, number=order.number, unit=directory.unit(order.unit))


def _order(asked: Asked, state: OrderState) -> Order:
    """The order that was chosen; the only one that fits needs no choosing."""
    if asked.typed["order"]:
        return asked.request.order(_number(asked.typed["order"], "order"))
    fitting = [order for order in asked.request.orders if order.state is state]
    if len(fitting) != 1:
        raise Refused("choice_missing", "order")
    return fitting[0]


def _object(asked: Asked) -> Step:
    return partial(decide.object_to_date, words=asked.words(), calendar=directory.calendar())


def _verdict(asked: Asked) -> Step:
    """Never heard by those who did the work."""
    lead = asked.request.lead
    if lead is not None and lead.unit == asked.staff.community:
        raise Refused("own_work")
    verdict, heard = asked.form.choice("verdict", Verdict), asked.form.choice("heard", Heard)
    left = _lead_has_left(asked.request)
    return partial(
        give_verdict, verdict=verdict, heard=heard, words=asked.words(), calendar=directory.calendar(), unit_left=left
    )


def _attempt(asked: Asked) -> Step:
    return partial(speak.note_attempt, way=asked.form.choice("way", Heard), words=asked.words())


def _classify(asked: Asked) -> Step:
    form, filed = asked.form, asked.request.filed
    category = form.read(lambda: directory.category(asked.typed["category"] or filed.category), None)
    kind, _, place = asked.typed["place"].partition(":")
    found = form.read(lambda: _place(kind, place), None)
    form.done()
    if category is None or found is None:
        raise Refused("unknown_place", "place")
    community, compound = found
    if not asked.staff.covers(community.id):
        raise Refused("not_your_community", "place")
    return partial(
        decide.classify, category=category, community=community, compound=compound, calendar=directory.calendar()
    )


def _place(kind: str, place: str) -> tuple[Community, Compound | None]:
    if kind == "compound":
        compound = directory.compound(place)
        return directory.community(compound.community), compound
    if kind == "community":
        return directory.community(place), None
    raise Refused("place_missing", "place")


def _joint(asked: Asked) -> Step:
    return partial(decide.set_joint_meeting, meets_at=moment(asked.form.day("day"), DAY_ENDS), words=asked.words())


def _defer(asked: Asked) -> Step:
    reason, day = asked.form.choice("defer_reason", DeferReason), asked.form.day("day")
    return partial(decide.defer, reason=reason, review_at=moment(day, DAY_ENDS), public_words=_public(asked))


def _end(asked: Asked) -> Step:
    reason = asked.form.choice("close_reason", CloseReason)
    public_words, said = _public(asked, required=False), asked.form.text("words")
    return partial(decide.end, how=asked.act, reason=reason, public_words=public_words, words=said)


def _dispute(asked: Asked) -> Step:
    new, left = asked.form.ticked("something_new"), _lead_has_left(asked.request)
    return partial(
        decide.dispute, words=asked.words(), something_new=new, calendar=directory.calendar(), unit_left=left
    )


def _reopen(asked: Asked) -> Step:
    undo, left = asked.act == "undo", _lead_has_left(asked.request)
    return partial(decide.reopen, words=asked.words(), calendar=directory.calendar(), undo=undo, unit_left=left)


def _lead_has_left(request: Request) -> bool:
    return request.lead is not None and directory.unit(request.lead.unit).left


def _release(asked: Asked) -> Step:
    return partial(speak.release, of=_sequence(asked), words=_public(asked, longest=words.LONGEST))


def _blank(asked: Asked) -> Step:
    return partial(speak.blank, of=_sequence(asked))


def _sequence(asked: Asked) -> int:
    typed = asked.typed["of"]
    return asked.form.read(lambda: _number(typed, "of"), 1)


def _number(typed: str, field: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER):
        raise Refused("choice_missing", field)
    return int(typed)


def _public(asked: Asked, *, required: bool = True, longest: int = words.LONGEST_PUBLIC) -> str:
    """One sentence for everybody, looked over where it may tell who somebody is."""
    form = asked.form
    said = form.line("public_words", longest=longest, required=required)
    if not form.errors and words.flags(said) and asked.typed["looked_over"] != "yes":
        form.errors.append(Refused("look_over", "public_words"))
    return said


def _helpers(asked: Asked) -> list[str]:
    fields = [field for field in ("helper_1", "helper_2", "helper_3") if asked.typed[field]]
    found = [asked.form.read(lambda field=field: _unit(asked.typed[field], field), None) for field in fields]  # type: ignore[misc]
    return [unit.id for unit in found if unit is not None]


def _unit(unit_id: str, field: str) -> Unit:
    if not unit_id:
        raise Refused("unit_missing", field)
    try:
        return directory.unit_for_orders(unit_id)
    except Refused:
        raise Refused("unknown_unit", field) from None


def _says(step: Step) -> Callable[[Asked], Step]:
    return lambda asked: partial(step, words=asked.words())


_READERS: Mapping[str, Callable[[Asked], Step]] = {
    "send": _send,
    "whistle": _whistle,
    "helpers": _call_helpers,
    "check": _check,
    "insist": _insist,
    "take": _take,
    "return": _return,
    "progress": _progress,
    "reschedule": _reschedule,
    "done": _done,
    "object": _object,
    "verdict": _verdict,
    "attempt": _attempt,
    "ask": _says(speak.ask),
    "note_answer": _says(speak.note_answer),
    "answer": _says(speak.answer),
    "classify": _classify,
    "reopen": _reopen,
    "close_partly": _says(decide.close_partly),
    "agenda": lambda asked: decide.put_on_agenda,
    "joint": _joint,
    "defer": _defer,
    "explain": _end,
    "transfer": _end,
    "reject": _end,
    "withdraw": _says(decide.withdraw),
    "dispute": _dispute,
    "undo": _reopen,
    "release": _release,
    "blank": _blank,
}
