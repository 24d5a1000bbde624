"""The forms: the fields of each act, and the step that it asks for with what was typed."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

from functions.programmes import decide
from functions.shared.domain import words
from functions.shared.domain.errors import Refused
from functions.shared.domain.programme import Sentence
from functions.shared.domain.programme_facts import DismissReason, EndReason
from functions.shared.domain.recurring import Recurring
from functions.shared.edge.forms import Form
from functions.shared.tables import directory

Step = Callable[..., decide.Decided]  # all but the matter, the cause, the moment and who given
FIELDS: Mapping[str, tuple[str, ...]] = {
    "declare": ("owner", "zh", "en", "due", "looked_over"),
    "dismiss": ("dismiss_reason",),
    "step": ("day", "zh", "en", "looked_over"),
    "finish": ("zh", "en", "looked_over"),
    "end": ("end_reason",),
    "take_away": ("of",),
}
REASONS: Mapping[str, tuple[StrEnum, ...]] = {
    "dismiss_reason": tuple(DismissReason),
    "end_reason": tuple(EndReason),
}
_LONGEST_NUMBER = 4


def step(act: str, form: Form, months: tuple[str, ...], found: Recurring | None) -> Step:
    """What `act` asks for. Raises Wrong with every field to mend."""
    made = _read(act, form, months, found)
    form.done()
    return made


def number(typed: str) -> int | None:
    """A fact's number, or how many there were."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _LONGEST_NUMBER else None


def _read(act: str, form: Form, months: tuple[str, ...], found: Recurring | None) -> Step:
    match act:
        case "declare":
            owner, goal = form.read(lambda: _owner(form.typed["owner"]), ""), _sentence(form)
            due = form.read(lambda: _due(form.typed["due"], months), "")
            return partial(decide.declare, found=found, owner=owner, due=due, goal=goal)
        case "dismiss":
            return partial(decide.dismiss, found=found, reason=form.choice("dismiss_reason", DismissReason))
        case "step":
            return partial(decide.add_step, day=form.day("day"), said=_sentence(form))
        case "finish":
            return partial(decide.finish, result=_sentence(form))
        case "end":
            return partial(decide.end, reason=form.choice("end_reason", EndReason))
    of = number(form.typed["of"])
    if of is None:
        form.errors.append(Refused("choice_missing", "of"))
    return partial(decide.take_away, of=of or 0)


def _owner(typed: str) -> str:
    if not typed:
        raise Refused("unit_missing", "owner")
    try:
        return directory.unit_for_orders(typed).id
    except Refused:
        raise Refused("unknown_unit", "owner") from None


def _due(typed: str, months: tuple[str, ...]) -> str:
    if not typed:
        raise Refused("choice_missing", "due")
    if typed not in months:
        raise Refused("choice_unknown", "due")
    return typed


def _sentence(form: Form) -> Sentence:
    """For everybody, looked over where it may tell who somebody is."""
    zh = form.line("zh", longest=words.LONGEST_PUBLIC)
    en = form.line("en", longest=words.LONGEST_PUBLIC, required=False)
    if not {"zh", "en"} & {error.field for error in form.errors} and form.typed["looked_over"] != "yes":
        if words.flags(zh):
            form.errors.append(Refused("look_over", "zh"))
        elif words.flags(en):
            form.errors.append(Refused("look_over", "en"))
    return Sentence(zh, en)
