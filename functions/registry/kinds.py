"""What the directory holds, kind by kind, as flat fields: the columns of a table, of a form and of a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from functions.registry.parse import COVERING, REQUEST_KINDS
from functions.shared.domain.directory import Class, ContactWay, PlaceRule, PublicRule, UnitKind
from functions.shared.domain.opening import Body, Bound, Measure
from functions.shared.domain.permissions import Act
from functions.shared.domain.staff import Role


class Shape(StrEnum):
    TEXT = "text"
    LINES = "lines"  # several texts, each on a line of its own
    FLAG = "flag"
    CHOICE = "choice"
    PICK = "pick"  # one of another kind
    DAY = "day"


@dataclass(frozen=True)
class Column:
    """`choices` may be chosen, or the ids of the kinds `of`; of units, perhaps those alone that can be given an order.
    What is `secret` is shown to those who may edit."""

    name: str
    shape: Shape = Shape.TEXT
    choices: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    takes_orders: bool = False
    optional: bool = False
    secret: bool = False
    in_form: bool = True
    listed: bool = False


@dataclass(frozen=True)
class Kind:
    """`key` names the columns that tell one from another: they don't change once it is there."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    act: Act = Act.EDIT_DIRECTORY
    stays: bool = False  # requests name it for ever: never removed

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def key_of(self, fields: "dict[str, str]") -> str:
        return ".".join(fields.get(name, "") for name in self.key)


_ID = Column("id", listed=True)
_NAME = (Column("name.zh", listed=True), Column("name.en"))
_SHORT = (*_NAME, Column("name.sms", optional=True))


def _choice(name: str, of: Iterable[str], *, listed: bool = True) -> Column:
    return Column(name, Shape.CHOICE, choices=tuple(str(value) for value in of), listed=listed)


def _pick(name: str, *kinds: str, optional: bool = False, takes_orders: bool = False) -> Column:
    return Column(name, Shape.PICK, of=kinds, takes_orders=takes_orders, optional=optional, listed=True)


def _flag(name: str, *, in_form: bool = True) -> Column:
    return Column(name, Shape.FLAG, optional=True, in_form=in_form, listed=True)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("community", (_ID, *_SHORT, Column("landline", listed=True)), stays=True),
        Kind(
            "compound",
            (
                *(_ID, *_SHORT, _pick("community", "community")),
                *(Column("spot.latitude", optional=True), Column("spot.longitude", optional=True)),
            ),
            stays=True,
        ),
        Kind(
            "station",
            (_ID, *_NAME, _pick("community", "community"), Column("address", listed=True), Column("telephone")),
        ),
        Kind(
            "unit",
            (_ID, *_SHORT, _choice("kind", UnitKind), _flag("night_duty"), _flag("left", in_form=False)),
            stays=True,
        ),
        Kind(
            "contact",
            (
                _pick("unit", "unit"),
                _ID,
                Column("name", listed=True),
                Column("telephone", optional=True, secret=True, listed=True),
                Column("email", optional=True, secret=True, listed=True),
                Column("robot", optional=True, secret=True),
                Column("prefers", Shape.LINES, choices=tuple(ContactWay), optional=True, listed=True),
                _flag("duty"),
                _flag("leader"),
                Column("away_from", Shape.DAY, optional=True),
                Column("away_to", Shape.DAY, optional=True),
            ),
            key=("unit", "id"),
        ),
        Kind(
            "coverage",
            (_choice("kind", COVERING), Column("of", listed=True), _pick("unit", "unit", takes_orders=True)),
            key=("kind", "of"),
        ),
        Kind(
            "category",
            (
                _ID,
                *_SHORT,
                _choice("priority", Class),
                Column("routes", Shape.LINES, listed=True),
                _choice("public", PublicRule, listed=False),
                _choice("place", PlaceRule, listed=False),
                _choice("kind", REQUEST_KINDS),
                _flag("check_first"),
                _flag("with_community"),
                Column("emergency.numbers", Shape.LINES, optional=True),
                Column("emergency.advice.zh", optional=True),
                Column("emergency.advice.en", optional=True),
                Column("clues.zh", Shape.LINES, optional=True),
                Column("clues.en", Shape.LINES, optional=True),
            ),
            stays=True,
        ),
        Kind(
            "staff",
            (
                _ID,
                Column("name", listed=True),
                _choice("role", Role),
                _pick("community", "community", optional=True),
                _pick("station", "station", optional=True),
                Column("email", secret=True, listed=True),
                Column("subject", optional=True, secret=True),
            ),
        ),
        Kind(
            "calendar",
            (
                Column("year", listed=True),
                Column("off", Shape.LINES, listed=True),
                Column("worked", Shape.LINES, optional=True, listed=True),
            ),
            key=("year",),
        ),
        Kind(
            "figure",
            (
                _ID,
                _choice("body", Body),
                _choice("measure", Measure),
                Column("number", listed=True),
                _choice("bound", Bound),
                Column("as_of", Shape.DAY, listed=True),
                Column("source", listed=True),
            ),
            act=Act.OPENING_FIGURES,
        ),
    )
}
