"""What a resident may do on a page of its own: when it may be done, its fields, and the step that it asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from functions.shared.domain.decision import Decision
from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import Cause
from functions.shared.domain.request import Request
from functions.shared.edge.forms import Form
from functions.shared.steps.dispute import dispute
from functions.shared.steps.resident_rules import may_dispute_until, may_withdraw
from functions.shared.steps.withdraw import withdraw
from functions.shared.tables import directory

FIELDS = ("words", "something_new")


class Step(Protocol):
    def __call__(self, request: Request, *, cause: Cause, now: datetime) -> Decision: ...


@dataclass(frozen=True)
class Act:
    """`read` may raise nothing: what is wrong with the form, `Form.done` says."""

    may: Callable[[Request, datetime], bool]
    read: Callable[[Request, Form], Step]


def act(name: str) -> Act:
    """Raises Refused `unknown_page`."""
    try:
        return _ACTS[name]
    except KeyError:
        raise Refused("unknown_page") from None


def offered(request: Request, now: datetime) -> tuple[str, ...]:
    return tuple(name for name, each in _ACTS.items() if each.may(request, now))


def _may_dispute(request: Request, now: datetime) -> bool:
    until = may_dispute_until(request)
    return until is not None and now <= until


def _withdraw(request: Request, form: Form) -> Step:
    return partial(withdraw, words=form.text("words", required=False))


def _dispute(request: Request, form: Form) -> Step:
    lead = request.lead
    return partial(
        dispute,
        words=form.text("words"),
        something_new=form.ticked("something_new"),
        calendar=directory.calendar(),
        unit_left=lead is not None and directory.unit(lead.unit).left,
    )


_ACTS: Mapping[str, Act] = {
    "withdraw": Act(lambda request, now: may_withdraw(request), _withdraw),
    "dispute": Act(_may_dispute, _dispute),
}
