"""The mark of a trial: good for the one form that it was signed for, for minutes, and for nothing else."""

from datetime import timedelta

import pytest

from functions.shared.domain.keys import Keys
from functions.shared.edge import canary, tokens
from tests.builders import NOON

KEYS = Keys("b", {"a": b"an old key of sixty-four characters", "b": b"the key of now of sixty-four characters"})
FORM = tokens.form_token(KEYS, "report", "", NOON)


def form(mark: str, token: str = FORM) -> dict[str, str]:
    return {"token": token, canary.FIELD: mark}


def test_a_form_that_the_watch_has_signed_is_a_trial() -> None:
    mark = canary.mark(KEYS, FORM, NOON)
    assert canary.marked(KEYS, form(mark), NOON)
    assert canary.marked(KEYS, form(mark), NOON + canary.LIVES)


def test_it_ends_after_minutes() -> None:
    assert not canary.marked(KEYS, form(canary.mark(KEYS, FORM, NOON)), NOON + canary.LIVES + timedelta(seconds=1))


def test_it_is_good_for_no_other_form() -> None:
    other = tokens.form_token(KEYS, "report", "", NOON)
    assert not canary.marked(KEYS, form(canary.mark(KEYS, FORM, NOON), other), NOON)


def test_a_rotation_between_signing_and_reading_does_no_harm() -> None:
    before = Keys("a", {"a": KEYS.named["a"]})
    assert canary.marked(KEYS, form(canary.mark(before, FORM, NOON)), NOON)


@pytest.mark.parametrize(
    "mark",
    ["", "x", tokens.pass_for(KEYS, "request", FORM, NOON, canary.LIVES), FORM],
    ids=["empty", "a letter", "another purpose", "the form's token"],  # a token is another one in each process
)
def test_nothing_else_is_a_mark(mark: str) -> None:
    assert not canary.marked(KEYS, form(mark), NOON)


def test_a_form_without_a_token_is_none() -> None:
    assert not canary.marked(KEYS, form(canary.mark(KEYS, "", NOON), ""), NOON)
    assert not canary.marked(KEYS, {}, NOON)


def test_another_key_signs_nothing() -> None:
    strange = Keys("b", {"b": b"a key that somebody has made up for themselves"})
    assert not canary.marked(KEYS, form(canary.mark(strange, FORM, NOON)), NOON)
