"""One thing after the other: what fails is passed over and told at the end; what is too much is left."""

import pytest

from functions.shared.edge.each import SomeFailed, each


class Seen(list[str]):
    """Handles whatever it is given."""

    def __call__(self, it: str) -> bool:
        self.append(it)
        return True


class Context:
    """Time that goes by a second with each look at it."""

    def __init__(self, seconds: int = 60) -> None:
        self._left = seconds * 1000

    def get_remaining_time_in_millis(self) -> int:
        self._left -= 1000
        return self._left


def test_each_is_handled_once_in_its_order() -> None:
    seen = Seen()
    assert each("abc", seen, most=9, context=Context()) == 3
    assert seen == ["a", "b", "c"]


def test_what_needs_nothing_takes_no_place() -> None:
    assert each("aaabb", lambda it: it == "b", most=2, context=Context()) == 2


def test_the_rest_is_left_for_the_next_time() -> None:
    seen = Seen()
    assert each("abc", seen, most=2, context=Context()) == 2
    assert seen == ["a", "b"]


def test_it_stops_when_time_is_nearly_over() -> None:
    assert each("a" * 90, lambda it: True, most=99, context=Context(60)) == 50


def test_one_that_fails_does_not_stop_the_others_and_is_told_at_the_end() -> None:
    seen: list[str] = []

    def handle(it: str) -> bool:
        if it == "b":
            raise ValueError("poison")
        seen.append(it)
        return True

    with pytest.raises(SomeFailed, match="1 failed, 2 done"):
        each("abc", handle, most=9, context=Context())
    assert seen == ["a", "c"]
