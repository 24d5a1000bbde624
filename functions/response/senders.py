"""Who is behind a number that a text came from, and what is open to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from functions.response.open_questions import Question, to_follower, to_resident, to_unit
from functions.shared.domain.follow import REQUEST, Follow
from functions.shared.domain.phone import Phone
from functions.shared.domain.transitions import State
from functions.shared.gateways.keys import keys
from functions.shared.tables import directory, follows, private, request_lists, requests
from functions.shared.tables.request_items import alive_orders_of


@dataclass(frozen=True)
class Sender:
    """`units` are those that the number is a contact's of; one may be a unit's and a resident's at once."""

    units: tuple[str, ...]
    questions: tuple[Question, ...]
    filed: tuple[str, ...] = ()  # every request with this number, ended ones too


def behind(number: Phone, now: datetime) -> Sender:
    """Raises Busy while the tables are slow."""
    units = tuple(_units_of(number))
    orders = tuple(question for unit in units for question in to_unit(alive_orders_of(unit)))
    filed = private.with_telephone(keys().named.values(), number)
    states = request_lists.states(filed)
    found = [requests.load(code) for code, state in states.items() if state is not State.CLOSED]
    followed = to_follower(_follows_of(number, now))
    return Sender(units, orders + to_resident(found) + followed, tuple(states))


def _follows_of(number: Phone, now: datetime) -> Iterator[Follow]:
    """The requests that the number follows, or was asked whether it wants to; ended ones too, which may be stopped."""
    for subject, follow_id in follows.by(keys().named.values(), number.e164):
        if subject.startswith(f"{REQUEST}:") and (follow := follows.find(subject, follow_id, now)):
            yield follow


def _units_of(number: Phone) -> Iterator[str]:
    """All contacts are looked through: some hundreds, kept for a minute by the directory. Where a county has thousands,
    an index by number would be due."""
    office = directory.county_office()
    for unit in (*directory.units(), *((office,) if office else ())):
        if any(contact.telephone == number for contact in directory.contacts(unit.id)):
            yield unit.id
