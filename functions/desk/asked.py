"""Who asks for what at the desk, with which request in view; and how the fields that several acts have are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from functions.shared.domain import words
from functions.shared.domain.decision import Decision
from functions.shared.domain.directory import Unit
from functions.shared.domain.errors import Refused
from functions.shared.domain.request import Request
from functions.shared.domain.staff import Staff
from functions.shared.edge.forms import Form
from functions.shared.tables import directory

Step = Callable[..., Decision]  # all but the request, the cause, the moment and who given
LONGEST_NUMBER = 4  # digits of an order's or a fact's number
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


def number(typed: str, field: str) -> int:
    """An order's or a fact's number. Raises Refused `choice_missing`."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER):
        raise Refused("choice_missing", field)
    return int(typed)


def public_sentence(asked: Asked, *, required: bool = True, longest: int = words.LONGEST_PUBLIC) -> str:
    """One sentence for everybody, looked over where it may tell who somebody is."""
    form = asked.form
    said = form.line("public_words", longest=longest, required=required)
    if not form.errors and words.flags(said) and asked.typed["looked_over"] != "yes":
        form.errors.append(Refused("look_over", "public_words"))
    return said


def unit(unit_id: str, field: str) -> Unit:
    """A unit that can be given an order. Raises Refused `unit_missing` or `unknown_unit`."""
    if not unit_id:
        raise Refused("unit_missing", field)
    try:
        return directory.unit_for_orders(unit_id)
    except Refused:
        raise Refused("unknown_unit", field) from None


def lead_has_left(request: Request) -> bool:
    """Whether the unit that leads has left the directory: nothing goes back to it."""
    return request.lead is not None and directory.unit(request.lead.unit).left
