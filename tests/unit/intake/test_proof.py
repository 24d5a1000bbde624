"""A proof of work: what solves a challenge of ours is good, whatever else was sent is not."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.intake import proof

KEY, NEXT_KEY = b"the first key", b"the second key"
DAY = timedelta(days=1)


def solved(challenge: str) -> dict[str, Any]:
    """What a browser brings: the payload before it is encoded."""
    asked = altcha.Challenge.from_dict(json.loads(challenge))
    solution = altcha.solve_challenge(asked)
    assert solution is not None
    return altcha.Payload(asked, solution).to_dict()


def encoded(payload: object) -> str:
    return base64.b64encode(json.dumps(payload).encode()).decode()


def until(later: timedelta = DAY) -> datetime:
    return datetime.now(UTC) + later


UNTIL = until()
PAYLOAD = solved(proof.challenge(KEY, UNTIL))


def test_a_solved_one_is_good_and_says_until_when() -> None:
    good = proof.read([KEY], encoded(PAYLOAD))
    assert good is not None
    assert good.challenge == PAYLOAD["challenge"]["signature"]
    assert abs(good.until - UNTIL) <= timedelta(seconds=1)


def test_it_outlives_a_rotation_of_the_keys() -> None:
    assert proof.read([NEXT_KEY, KEY], encoded(PAYLOAD)) is not None
    assert proof.read([NEXT_KEY], encoded(PAYLOAD)) is None


def test_none_is_one_that_was_signed_for_something_else() -> None:
    assert proof.challenge(KEY, until()) != proof.challenge(KEY, until())
    assert proof.read([b""], encoded(PAYLOAD)) is None


def test_an_old_one_is_none() -> None:
    assert proof.read([KEY], encoded(solved(proof.challenge(KEY, until(-timedelta(seconds=2)))))) is None


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("parameters", "cost", 1),
        ("parameters", "keyPrefix", ""),
        ("parameters", "expiresAt", 4_000_000_000),
        ("parameters", "keySignature", None),
        ("parameters", "algorithm", "SHA-256"),
        ("solution", "derivedKey", "00" * 32),
        ("solution", "derivedKey", ""),
        ("solution", "derivedKey", None),
        ("challenge", "signature", "00" * 32),
        ("challenge", "signature", None),
    ],
)
def test_what_was_changed_is_none(part: str, name: str, value: object) -> None:
    payload = json.loads(json.dumps(PAYLOAD))
    where = payload["challenge"]["parameters"] if part == "parameters" else payload[part]
    assert where[name] != value
    where[name] = value
    assert proof.read([KEY], encoded(payload)) is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["challenge", "solution", "parameters", "signature", "expiresAt", "nonce", "x"]), inner
        )
    ),
)


@given(st.text(max_size=200) | _JSON.map(encoded) | st.just(base64.b64encode(b"[" * 50_000).decode()))
def test_anything_may_be_sent_and_is_none(typed: str) -> None:
    assert proof.read([KEY], typed) is None


@given(_JSON, st.sampled_from(["challenge", "solution", "parameters", "signature"]))
def test_anything_may_stand_in_the_place_of_a_part(value: object, part: str) -> None:
    payload = json.loads(json.dumps(PAYLOAD))
    if part in ("parameters", "signature"):
        payload["challenge"][part] = value
    else:
        payload[part] = value
    assert proof.read([KEY], encoded(payload)) is None
