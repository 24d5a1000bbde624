"""The resident adds something."""

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, ResidentAnswered, WordsAdded, unit_actor
from functions.shared.steps.add_words import add_words
from tests.builders import (
    HOUR,
    NOON,
    STAFF,
    Told,
    a_press,
    a_request,
    accepted,
    asked,
    closed,
    done,
    partly,
    returned,
    whistled,
    words_released,
)


@pytest.mark.parametrize(
    "request_",
    [
        a_request(),
        a_request(whistled()),
        a_request(whistled(), returned()),
        a_request(whistled(), accepted(), done()),
        a_request(whistled(), accepted(), done(), partly()),
    ],
    ids=lambda request: request.state,
)
def test_at_any_time_while_it_is_open(request_: Told) -> None:
    press = a_press("words")
    decision = add_words(request_, words="今天又有一堆", cause=press, now=NOON + HOUR)
    assert decision.fact == WordsAdded(at=NOON + HOUR, by=RESIDENT, cause=press)
    assert (decision.words, decision.public_words) == ("今天又有一堆", None)


def test_not_once_it_is_closed() -> None:
    request = closed().after(words_released())
    with pytest.raises(Refused, match="closed_already") as refused:
        add_words(request, words="今天又有一堆", cause=a_press(), now=NOON + HOUR)
    assert refused.value.details == {"at": closed().since}


def test_what_the_resident_says_when_asked_is_the_answer() -> None:
    paused = a_request(whistled(), accepted(), asked())
    press = a_press("words")
    decision = add_words(paused, words="三号楼东边", cause=press, now=NOON + HOUR)
    assert decision.fact == ResidentAnswered(at=NOON + HOUR, by=RESIDENT, cause=press)
    assert decision.words == "三号楼东边"


def test_what_others_say_meanwhile_is_no_answer() -> None:
    paused = a_request(whistled(), accepted(), asked())
    for by in (STAFF, unit_actor("red_cross")):
        decision = add_words(paused, words="问了邻居", cause=a_press(), now=NOON + HOUR, by=by)
        assert type(decision.fact) is WordsAdded
