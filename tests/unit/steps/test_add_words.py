"""The resident adds something."""

import pytest

from functions.shared.domain.errors import Refused
from functions.shared.domain.facts import RESIDENT, WordsAdded
from functions.shared.steps.add_words import add_words
from tests.builders import HOUR, NOON, Told, a_press, a_request, accepted, closed, done, partly, returned, whistled


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
    request = closed()
    with pytest.raises(Refused, match="closed_already") as refused:
        add_words(request, words="今天又有一堆", cause=a_press(), now=NOON + HOUR)
    assert refused.value.details == {"at": request.since}
