"""Signed texts that we hand out and get back."""

import base64
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.domain.errors import Refused
from functions.shared.domain.keys import Keys
from functions.shared.edge.tokens import DOOR_LIVES, FORM_LIVES, form_token, holds, pass_for, read_form
from tests.builders import NOON

FIRST = Keys("a", {"a": b"first key"})
ROTATED = Keys("b", {"a": b"first key", "b": b"second key"})
RETIRED = Keys("c", {"b": b"second key", "c": b"third key"})
OTHERS = Keys("a", {"a": b"somebody else's key"})
CODE, OTHER_CODE = "3000000001", "3000000002"
SECOND = timedelta(seconds=1)


def refused(keys: Keys, token: str, purpose: str = "take", subject: str = CODE, later: timedelta = SECOND) -> bool:
    try:
        read_form(keys, purpose, subject, token, NOON + later)
    except Refused as refusal:
        assert refusal.reason == "form_expired"  # noqa: PT017 - the answer is whether it was refused
        return True
    return False


class TestForm:
    token = form_token(FIRST, "take", CODE, NOON)

    def test_comes_back(self) -> None:
        assert not refused(FIRST, self.token)

    def test_is_good_for_one_purpose(self) -> None:
        assert refused(FIRST, self.token, purpose="done")

    def test_is_about_one_subject(self) -> None:
        assert refused(FIRST, self.token, subject=OTHER_CODE)
        assert refused(FIRST, self.token, subject="")

    def test_ends(self) -> None:
        assert not refused(FIRST, self.token, later=FORM_LIVES)
        assert refused(FIRST, self.token, later=FORM_LIVES + SECOND)

    def test_is_signed_by_us(self) -> None:
        assert refused(OTHERS, self.token)

    def test_outlives_one_rotation_of_the_keys_and_no_second(self) -> None:
        assert not refused(ROTATED, self.token)
        assert refused(RETIRED, self.token)
        assert not refused(RETIRED, form_token(ROTATED, "take", CODE, NOON))

    def test_has_the_same_cause_before_and_after_a_rotation(self) -> None:
        """Or the same form, sent again, would be another request."""
        before, after = (read_form(keys, "take", CODE, self.token, NOON) for keys in (FIRST, ROTATED))
        assert before.cause("take", words="a") == after.cause("take", words="a")

    def test_two_forms_are_two_causes(self) -> None:
        one, other = (read_form(FIRST, "take", CODE, form_token(FIRST, "take", CODE, NOON), NOON) for _ in range(2))
        assert one.cause("take").id != other.cause("take").id

    def test_a_cause_tells_what_was_typed_apart_without_showing_it(self) -> None:
        form = read_form(FIRST, "take", CODE, self.token, NOON)
        one, other = form.cause("take", words="路灯"), form.cause("take", words="垃圾")
        assert one.id == other.id
        assert one.content != other.content
        assert form.cause("take", a="1", b="2") == form.cause("take", b="2", a="1")
        assert form.cause("take", a="1", b="") != form.cause("take", a="", b="1")
        assert len(one.id) == len("take:") + 32
        assert "路灯" not in repr(one)

    @pytest.mark.parametrize("forged", ["", "x", "a.b", "W10.x", "W251bGxd.AAAA", "e30.e30", "\x00", "路灯", "." * 99])
    def test_nothing_forged_gets_in(self, forged: str) -> None:
        assert refused(FIRST, forged)

    def test_one_changed_character_is_noticed(self) -> None:
        payload, _, signature = self.token.rpartition(".")
        about = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        about[1] = OTHER_CODE
        changed = base64.urlsafe_b64encode(json.dumps(about).encode()).decode().rstrip("=")
        assert refused(FIRST, f"{changed}.{signature}", subject=OTHER_CODE)


class TestPass:
    secret = pass_for(FIRST, "order", CODE, NOON, DOOR_LIVES)

    def test_opens_one_door_for_a_while(self) -> None:
        assert holds(FIRST, "order", CODE, self.secret, NOON + DOOR_LIVES)
        assert not holds(FIRST, "order", CODE, self.secret, NOON + DOOR_LIVES + SECOND)

    def test_opens_no_other_door(self) -> None:
        assert not holds(FIRST, "order", OTHER_CODE, self.secret, NOON)
        assert not holds(FIRST, "request", CODE, self.secret, NOON)
        assert not holds(OTHERS, "order", CODE, self.secret, NOON)

    def test_outlives_one_rotation_of_the_keys_and_no_second(self) -> None:
        assert holds(ROTATED, "order", CODE, self.secret, NOON)
        assert not holds(RETIRED, "order", CODE, self.secret, NOON)

    def test_is_no_form_and_a_form_is_no_pass(self) -> None:
        assert refused(FIRST, self.secret, purpose="order")
        assert not holds(FIRST, "order", CODE, form_token(FIRST, "order", CODE, NOON), NOON)

    @given(st.text())
    def test_whatever_is_sent_is_answered_with_no(self, forged: str) -> None:
        assert not holds(FIRST, "order", CODE, forged, NOON)


def test_keys_never_show_themselves() -> None:
    assert "second key" not in repr(ROTATED)


class TestWhenAFormWasShown:
    def test_to_the_second_and_never_later(self) -> None:
        token = form_token(FIRST, "report", "", NOON + timedelta(milliseconds=900))
        assert read_form(FIRST, "report", "", token, NOON + SECOND).shown == NOON

    def test_and_whether_a_proof_was_asked_for(self) -> None:
        for asked in (True, False):
            token = form_token(FIRST, "report", "", NOON, asked=asked)
            assert read_form(FIRST, "report", "", token, NOON).asked is asked
