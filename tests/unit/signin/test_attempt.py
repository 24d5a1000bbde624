"""What a browser keeps while it signs in, and where it may be led afterwards."""

from base64 import urlsafe_b64encode
from hashlib import sha256

import pytest

from functions.signin.attempt import begin, local, read


@pytest.mark.parametrize(
    "target",
    ["/desk", "/desk/", "/desk/requests/3000000001", "/desk?state=returned&page=2", "/desk?words=%E7%81%AF"],
)
def test_pages_of_the_desk_are_kept(target: str) -> None:
    assert local(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "https://evil.example/desk",
        "//evil.example/desk",
        "/\\evil.example",
        "/desk\\..\\..",
        "/desk.evil.example",
        "/desk@evil.example",
        "/deskevil",
        "/desk/../u",
        "/desk/%2e%2E/u",
        "/desk\r\nSet-Cookie: desk=x",
        "/desk\n",
        "/desk?a=<script>",
        "/desk#x",
        "desk",
        "/",
        "/u",
        " /desk",
        "javascript:alert(1)",
    ],
)
def test_anything_else_becomes_the_first_page(target: str) -> None:
    assert local(target) == "/desk"
    assert begin(target).target == "/desk"


def test_what_the_issuer_is_told_doesnt_give_the_verifier_away() -> None:
    made = begin("/desk")
    parts = {made.secret, made.state, made.nonce, made.verifier, made.challenge}
    assert len(parts) == 5
    assert made.challenge == urlsafe_b64encode(sha256(made.verifier.encode()).digest()).rstrip(b"=").decode()
    assert 43 <= len(made.verifier) <= 128  # RFC 7636, 4.1


def test_it_comes_back_as_it_was() -> None:
    made = begin("/desk?state=returned")
    assert read(made.written()) == made
    assert begin("/desk").secret != begin("/desk").secret
