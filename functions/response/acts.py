"""What may be done on an order's page: the fields of each act's form, and the step that it asks for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Protocol

from functions.response.door import Opened
from functions.shared.domain import words
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause
from functions.shared.domain.request import Request
from functions.shared.domain.terms import Finding, RescheduleReason, ReturnReason
from functions.shared.domain.time_limits import limits
from functions.shared.edge.forms import Form
from functions.shared.gateways.keys import keys
from functions.shared.steps.assign_order import assign_order
from functions.shared.steps.pass_on import pass_on, record_check
from functions.shared.steps.report import claim_done, report_progress
from functions.shared.steps.reschedule import reschedule
from functions.shared.steps.return_order import return_order
from functions.shared.steps.take_order import take_order
from functions.shared.tables import directory
from functions.shared.tables.order_codes import free_code

Typed = Mapping[str, str]


class Act(Protocol):
    """A step of this room, with all but the order and the moment given."""

    def __call__(self, request: Request, *, number: int, unit: Unit, cause: Cause, now: datetime) -> Decision: ...


FIELDS: Mapping[str, tuple[str, ...]] = {
    "take": (),
    "assign": ("to",),
    "return": ("reason", "named", "words"),
    "progress": ("public_words", "words", "looked_over"),
    "reschedule": ("day", "reason", "words"),
    "done": ("public_words", "words", "raised", "looked_over"),
    "check": ("finding", "words"),
    "pass_on": ("unit", "words"),
}


def asked_for(act: str, opened: Opened, typed: Typed, now: datetime) -> Act:
    """The step that `act` asks for with what was typed. Raises Wrong, or Refused `unknown_page`."""
    try:
        reader = _READERS[act]
    except KeyError:
        raise Refused("unknown_page") from None
    return reader(opened, typed, now)


def _take(opened: Opened, typed: Typed, now: datetime) -> Act:
    return take_order


def _assign(opened: Opened, typed: Typed, now: datetime) -> Act:
    return partial(assign_order, to=typed["to"], contacts=directory.contacts(opened.unit.id))


def _return(opened: Opened, typed: Typed, now: datetime) -> Act:
    form = Form(typed)
    reason = form.choice("reason", ReturnReason)
    named = form.read(lambda: _unit(typed["named"], "named") if typed["named"] else None, None)
    said = form.text("words", required=reason is ReturnReason.OTHER and not form.errors)
    form.done()
    return partial(return_order, reason=reason, named=named, words=said, calendar=directory.calendar())


def _progress(opened: Opened, typed: Typed, now: datetime) -> Act:
    form = Form(typed)
    public_words, said = _told(form)
    form.done()
    return partial(report_progress, public_words=public_words, words=said)


def _done(opened: Opened, typed: Typed, now: datetime) -> Act:
    form = Form(typed)
    public_words, said = _told(form)
    raised = form.yuan("raised")
    form.done()
    return partial(claim_done, public_words=public_words, words=said, raised_yuan=raised)


def _reschedule(opened: Opened, typed: Typed, now: datetime) -> Act:
    form = Form(typed)
    day, reason = form.day("day"), form.choice("reason", RescheduleReason)
    said = form.text("words", required=False)
    form.done()
    return partial(reschedule, day=day, reason=reason, words=said, calendar=directory.calendar())


def _check(opened: Opened, typed: Typed, now: datetime) -> Act:
    form = Form(typed)
    finding, said = form.choice("finding", Finding), form.text("words", required=False)
    form.done()
    return partial(record_check, finding=finding, words=said)


def _pass_on(opened: Opened, typed: Typed, now: datetime) -> Act:
    form = Form(typed)
    to = form.read(lambda: _unit(typed["unit"], "unit"), opened.unit)
    said = form.text("words", required=False)
    form.done()
    request = opened.request
    code = free_code(keys().newest, request.id, len(request.orders) + 1)
    time = limits(request.priority, now, directory.calendar(), night_duty=to.night_duty)
    return partial(pass_on, to=to, code=code, limits=time, words=said)


def _told(form: Form) -> tuple[str, str]:
    """One sentence for everybody, looked over where it may tell who somebody is, and words for the resident alone."""
    public_words = form.line("public_words", longest=words.LONGEST_PUBLIC)
    said = form.text("words", required=False)
    if not form.errors and words.flags(public_words) and form.typed["looked_over"] != "yes":
        form.errors.append(Refused("look_over", "public_words"))
    return public_words, said


def _unit(unit_id: str, field: str) -> Unit:
    if not unit_id:
        raise Refused("unit_missing", field)
    try:
        return directory.unit_for_orders(unit_id)
    except Refused:
        raise Refused("unknown_unit", field) from None


_READERS: Mapping[str, Callable[[Opened, Typed, datetime], Act]] = {
    "take": _take,
    "assign": _assign,
    "return": _return,
    "progress": _progress,
    "reschedule": _reschedule,
    "done": _done,
    "check": _check,
    "pass_on": _pass_on,
}
