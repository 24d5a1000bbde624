"""What may be answered by text from one number: orders of its unit, requests that were filed with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from functions.response.grammar import LAST, STOP
from functions.shared.domain import facts as f
from functions.shared.domain.follow import Follow
from functions.shared.domain.request import OrderState, Request
from functions.shared.domain.rows import OrderRow
from functions.shared.domain.transitions import State


class Asks(StrEnum):
    """What is open."""

    TAKE = "take"  # an order that may be taken or returned
    WORK = "work"  # an order that the unit is at work on
    VERDICT = "verdict"  # whether it is solved
    CONFIRM = "confirm"  # whether whoever has the number wants our texts
    FOLLOW = "follow"  # the same, of a request that somebody else has filed
    FOLLOWED = "followed"  # they are told how it goes on, until they have enough of it
    SAY = "say"  # nothing that a digit answers; words are welcome
    WAIT = "wait"  # as `SAY`, and the desk waits for the answer


class Act(StrEnum):
    """What an answer asks for."""

    TAKE = "take"
    RETURN = "return"
    DONE = "done"
    SOLVED = "solved"
    PARTLY = "partly"
    NOT = "not"
    CONFIRM = "confirm"
    STOP = "stop"
    WORDS = "words"


OF_ALL = (Act.CONFIRM, Act.STOP)  # done on whatever the number may mean: they are about the number
_DIGITS = {
    Asks.TAKE: {"1": Act.TAKE, "2": Act.RETURN},
    Asks.WORK: {"3": Act.DONE},
    Asks.VERDICT: {"1": Act.SOLVED, "2": Act.PARTLY, "3": Act.NOT},
    Asks.CONFIRM: {"0": Act.CONFIRM},
    Asks.FOLLOW: {"0": Act.CONFIRM, STOP: Act.STOP},
    Asks.FOLLOWED: {STOP: Act.STOP},
}


@dataclass(frozen=True)
class Question:
    """One thing that is open. `code` is what our text named: to a unit its order's, to a resident the request's."""

    asks: Asks
    request_id: str
    code: str
    order: int | None = None  # the unit's
    unit: str | None = None
    follow: str | None = None  # the id of the follow that it is about
    language: str = ""  # the follower's; a resident's stands in the request

    @property
    def last_four(self) -> str:
        return self.code[-LAST:]

    def act(self, digit: str) -> Act | None:
        """What `digit` says to it; None: nothing."""
        return _DIGITS.get(self.asks, {}).get(digit)


def to_unit(orders: Iterable[OrderRow]) -> tuple[Question, ...]:
    """What a unit may answer, of its orders that are alive. Nobody takes an order while its clock stands."""
    return tuple(
        Question(
            Asks.TAKE if order.state is OrderState.OPEN else Asks.WORK,
            order.request_id,
            order.code,
            order.number,
            order.unit,
        )
        for order in orders
        if order.state.alive and not (order.state is OrderState.OPEN and order.paused)
    )


def to_resident(requests: Iterable[Request]) -> tuple[Question, ...]:
    """What a resident may answer, of the requests that were filed with the number and are open."""
    return tuple(Question(asks, request.id, request.id) for request in requests for asks in _asks(request))


def to_follower(follows: Iterable[Follow]) -> tuple[Question, ...]:
    """What may be answered of the requests that the number follows, or was asked about."""
    return tuple(
        Question(
            Asks.FOLLOWED if it.confirmed_at else Asks.FOLLOW, it.of, it.of, follow=it.id, language=str(it.language)
        )
        for it in follows
    )


def asked_at(question: Question, request: Request) -> datetime:
    """When `question` was put, at the earliest: what was said before that is no answer to it."""
    told = [request.facts[0].at]
    for fact in request.facts:
        match fact:
            case f.UnitsWhistled(orders=orders) | f.HelperWhistled(orders=orders):
                if any(order.number == question.order for order in orders):
                    told.append(fact.at)
            case f.WorkClaimedDone() if question.asks is Asks.VERDICT:
                told.append(fact.at)
    return told[-1]


def _asks(request: Request) -> Iterable[Asks]:
    if request.state is State.CLOSED:
        return
    if request.state is State.DONE:
        yield Asks.VERDICT
    else:
        yield Asks.WAIT if request.state is State.AWAITING_RESIDENT else Asks.SAY
    if not request.confirmed:
        yield Asks.CONFIRM
