"""A telephone number never shows itself by accident."""

import logging

import pytest

from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.phone import Phone
from tests.builders import received

MOBILE = Phone("+8615400009001")


@pytest.mark.parametrize("shown", [repr(MOBILE), str(MOBILE), f"{MOBILE}", repr([MOBILE]), "%s" % MOBILE])  # noqa: UP031
def test_it_is_masked_wherever_it_is_shown(shown: str) -> None:
    assert "0900" not in shown
    assert "1540" not in shown
    assert "…01" in shown


def test_it_is_masked_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("test").warning("called %s", MOBILE)
    assert "9001" not in caplog.text


def test_a_person_shows_nothing() -> None:
    person = Person(MOBILE, "3 号楼 2 单元", may_call=True, word="4711")
    shown = repr(person) + repr(Decision(received(), person=person))
    for private in ("9001", "单元", "4711"):
        assert private not in shown


@pytest.mark.parametrize(
    ("number", "takes_texts"),
    [("+8615400009001", True), ("+863590001234", False), ("+8610012345", False), ("+447700900123", True)],
)
def test_what_can_be_a_mobile_takes_texts(number: str, takes_texts: bool) -> None:
    assert Phone(number).takes_texts is takes_texts


def test_its_last_four() -> None:
    assert MOBILE.last_four == "9001"
