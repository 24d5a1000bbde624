"""One attempt at signing in, kept by its browser in a signed cookie: state, nonce and PKCE's verifier."""

import json
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

HOME = "/desk"
_OURS = re.compile(r"/desk(?:[/?][A-Za-z0-9_\-./?=&%,:+~]*)?")


@dataclass(frozen=True)
class Attempt:
    """`secret` is known to this browser and us alone; what the issuer is told is derived from it, one way."""

    secret: str
    target: str

    @property
    def state(self) -> str:
        return self._derived("state")

    @property
    def nonce(self) -> str:
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        """Of PKCE, S256 (RFC 7636)."""
        return _encoded(sha256(self.verifier.encode()).digest())

    def written(self) -> str:
        return json.dumps([self.secret, self.target])

    def _derived(self, purpose: str) -> str:
        return _encoded(sha256(f"{purpose} {self.secret}".encode()).digest())


def begin(target: str) -> Attempt:
    return Attempt(secrets.token_urlsafe(32), local(target))


def read(text: str) -> Attempt:
    """What `written` has written."""
    return Attempt(*json.loads(text))


def local(target: str) -> str:
    """`target` if it is a page of the desk, else its first page: nobody is led elsewhere after signing in."""
    ours = _OURS.fullmatch(target) and ".." not in target and "%2e" not in target.lower()
    return target if ours else HOME


def _encoded(digest: bytes) -> str:
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
