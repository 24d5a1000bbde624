"""An ID token is believed when all of it is right, and for nothing less."""

import base64
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import Key, OctKey

from functions.shared.domain.errors import Refused
from functions.signin.identity import Identity, identify
from tests.builders import NOON
from tests.issuer import CLIENT, a_curve, a_key, public, signed

ISSUER = "https://issuer.example"
KEY, OTHERS, CURVE = a_key("first"), a_key("first"), a_curve("curve")
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
AT = int(NOON.timestamp())
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": CLIENT,
    "sub": "account-1",
    "nonce": "nonce-1",
    "iat": AT,
    "exp": AT + 600,
    "email": "clerk@desk.example",
    "email_verified": True,
}


def read(token: str, keys: Callable[[bool], Any] | None = None, later: timedelta = timedelta()) -> Identity:
    known = keys or (lambda anew: public(KEY, CURVE))
    return identify(token, known, issuer=ISSUER, client=CLIENT, nonce="nonce-1", now=NOON + later)


def refused(token: str, **more: Any) -> bool:
    with pytest.raises(Refused) as refusal:
        read(token, **more)
    return refusal.value.reason == "sign_in_failed"


def unsigned(header: dict[str, str], claims: dict[str, Any], signature: str = "") -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, claims))
    return ".".join([*parts, signature])


@pytest.mark.parametrize(("key", "alg"), [(KEY, "RS256"), (CURVE, "ES256")])
def test_a_right_one_is_believed(key: Key, alg: str) -> None:
    assert read(signed(key, CLAIMS, alg)) == Identity("account-1", "clerk@desk.example")


def test_a_forged_one_is_not() -> None:
    assert refused(signed(OTHERS, CLAIMS))


def test_a_changed_one_is_not() -> None:
    head, _, signature = signed(KEY, CLAIMS).split(".")
    payload = base64.urlsafe_b64encode(json.dumps(CLAIMS | {"email": "admin@desk.example"}).encode()).rstrip(b"=")
    assert refused(f"{head}.{payload.decode()}.{signature}")


def test_one_without_a_signature_is_not() -> None:
    for alg in ("none", "None", "NONE"):
        assert refused(unsigned({"alg": alg, "kid": "first"}, CLAIMS))
        assert refused(unsigned({"alg": alg}, CLAIMS))


def test_the_public_key_taken_for_a_shared_secret_is_not() -> None:
    for shown in (KEY.as_pem(private=False), json.dumps(public(KEY)["keys"][0]).encode()):
        said = unsigned({"alg": "HS256", "kid": "first"}, CLAIMS).rstrip(".")
        digest = hmac.digest(shown, said.encode(), "sha256")
        assert refused(f"{said}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}")


def test_a_shared_secret_among_the_keys_is_not() -> None:
    secret = OctKey.generate_key(256, {"kid": "shared"})
    assert refused(signed(secret, CLAIMS, "HS256"), keys=lambda anew: {"keys": [secret.as_dict(private=True)]})


@pytest.mark.parametrize("alg", ["RS384", "RS512", "PS256"])
def test_other_algorithms_are_not(alg: str) -> None:
    assert refused(signed(KEY, CLAIMS, alg))


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"},
        {"iss": ISSUER + "/"},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": []},
        {"aud": [CLIENT, "another"]},  # for both, and not said to be issued to us
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"nonce": "nonce-2"},
        {"nonce": ["nonce-1"]},
        {"nonce": ""},
        {"sub": 7},
        {"sub": ""},
        {"exp": "tomorrow"},
        {"exp": AT - 3 * 60},
        {"iat": AT + 3 * 60},
        {"nbf": AT + 3 * 60},
    ],
    ids=str,
)
def test_one_that_says_the_wrong_thing_is_not(wrong: dict[str, Any]) -> None:
    assert refused(signed(KEY, CLAIMS | wrong))


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "exp", "iat", "nonce"])
def test_one_that_says_too_little_is_not(missing: str) -> None:
    assert refused(signed(KEY, {name: value for name, value in CLAIMS.items() if name != missing}))


def test_clocks_may_differ_by_two_minutes() -> None:
    token = signed(KEY, CLAIMS | {"exp": AT + 60})
    assert read(token, later=3 * MINUTE - SECOND).subject == "account-1"
    assert refused(token, later=4 * MINUTE)
    assert read(token, later=-2 * MINUTE).subject == "account-1"
    assert refused(token, later=-3 * MINUTE)


def test_one_for_several_is_believed_if_it_was_issued_to_us() -> None:
    assert read(signed(KEY, CLAIMS | {"aud": [CLIENT, "another"], "azp": CLIENT})).subject == "account-1"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é.é.é", ".".join(["e30"] * 3), "." * 4])
def test_what_is_no_token_is_not(token: str) -> None:
    assert refused(token)


@pytest.mark.parametrize("verified", [False, "false", None, 1.5, "yes"])
def test_an_address_that_nobody_verified_is_none(verified: object) -> None:
    assert read(signed(KEY, CLAIMS | {"email_verified": verified})).email is None


def test_an_address_is_taken_as_text_alone() -> None:
    assert read(signed(KEY, CLAIMS | {"email": ["clerk@desk.example"]})).email is None
    assert read(signed(KEY, CLAIMS | {"email_verified": "true"})).email == "clerk@desk.example"


class TestNewKeys:
    """The issuer signs with a key we haven't seen: it is asked anew, once."""

    def test_are_fetched_once(self) -> None:
        asked: list[bool] = []
        new = a_key("second")

        def keys(anew: bool) -> Any:
            asked.append(anew)
            return public(KEY, new) if anew else public(KEY)

        assert read(signed(new, CLAIMS), keys).subject == "account-1"
        assert asked == [False, True]

    def test_that_the_issuer_doesnt_know_either_are_refused(self) -> None:
        asked: list[bool] = []

        def keys(anew: bool) -> Any:
            asked.append(anew)
            return public(KEY)

        assert refused(signed(a_key("second"), CLAIMS), keys=keys)
        assert asked == [False, True]

    def test_a_forged_one_asks_for_none(self) -> None:
        asked: list[bool] = []

        def keys(anew: bool) -> Any:
            asked.append(anew)
            return public(KEY)

        assert refused(signed(OTHERS, CLAIMS), keys=keys)
        assert asked == [False]
