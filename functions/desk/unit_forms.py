"""What a unit has told staff about its order: the same steps, the same rules, the same weight."""

from functools import partial

from functions.desk.asked import Asked, Step, number, public_sentence, unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import Order, OrderState
from functions.shared.domain.terms import RescheduleReason, ReturnReason
from functions.shared.steps.report import claim_done, report_progress
from functions.shared.steps.reschedule import reschedule
from functions.shared.steps.return_order import return_order
from functions.shared.steps.take_order import take_order
from functions.shared.tables import directory


def take(asked: Asked) -> Step:
    return _told_by_unit(asked, take_order, OrderState.OPEN)


def give_back(asked: Asked) -> Step:
    form = asked.form
    reason = form.choice("return_reason", ReturnReason)
    named = form.read(lambda: unit(asked.typed["named"], "named") if asked.typed["named"] else None, None)
    said = form.text("words", required=reason is ReturnReason.OTHER and not form.errors)
    step = partial(return_order, reason=reason, named=named, words=said, calendar=directory.calendar())
    return _told_by_unit(asked, step, OrderState.OPEN)


def progress(asked: Asked) -> Step:
    public_words, said = public_sentence(asked), asked.form.text("words", required=False)
    return _told_by_unit(asked, partial(report_progress, public_words=public_words, words=said), OrderState.ACCEPTED)


def done(asked: Asked) -> Step:
    public_words, said = public_sentence(asked), asked.form.text("words", required=False)
    step = partial(claim_done, public_words=public_words, words=said, raised_yuan=asked.form.yuan("raised"))
    return _told_by_unit(asked, step, OrderState.ACCEPTED)


def put_off(asked: Asked) -> Step:
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
        return asked.request.order(number(asked.typed["order"], "order"))
    fitting = [order for order in asked.request.orders if order.state is state]
    if len(fitting) != 1:
        raise Refused("choice_missing", "order")
    return fitting[0]
